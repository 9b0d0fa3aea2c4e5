// SPDX-License-Identifier: Apache-2.0

/** Which lines of a list are selected, and which one the keys are at. Ids of any kind. @template T */
export class Selection {
  constructor() {
    /** @type {Set<T>} */
    this.chosen = new Set();
    /** @type {T | null} */
    this.anchor = null;
    /** @type {T | null} */
    this.current = null;
  }

  /**
   * @param {MouseEvent} event with shift: from where it was to here; else one more, or one less
   * @param {T} id
   * @param {T[]} all in their order
   */
  click(event, id, all) {
    if (event.shiftKey && this.anchor !== null) {
      const [from, to] = [all.indexOf(this.anchor), all.indexOf(id)].sort((one, other) => one - other);
      all.slice(Math.max(0, from), to + 1).forEach((each) => this.chosen.add(each));
    } else {
      this.toggle(id);
    }
    this.current = id;
  }

  /** @param {T} id */
  toggle(id) {
    if (!this.chosen.delete(id)) {
      this.chosen.add(id);
    }
    this.anchor = id;
  }

  clear() {
    this.chosen.clear();
  }

  /** Moves to the next or previous line. @param {number} step @param {T[]} all */
  move(step, all) {
    const at = this.current === null ? -1 : all.indexOf(this.current);
    this.current = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))] ?? null;
  }
}
