// SPDX-License-Identifier: Apache-2.0
import { Selection } from "./selection.js";
import { changeQuery, go, parameter } from "./router.js";

/** An address with more ids than this in it would be too long. */
const MOST_IN_ADDRESS = 50;

/** The selection of a page that is a list of things with ids: it stands in the address, and follows the keys. */
export class ListSelection extends Selection {
  /** @param {string} folder of the addresses of the things, such as /jobs */
  constructor(folder) {
    super();
    this.folder = folder;
    parameter("selected").split(",").filter(Boolean).forEach((id) => this.chosen.add(id));
  }

  /** Writes it into the address. */
  note() {
    const chosen = [...this.chosen];
    changeQuery({ selected: chosen.length <= MOST_IN_ADDRESS ? chosen.join(",") : null });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string[]} ids in the order of the list
   * @returns {boolean} whether the key was one of the list's
   */
  key(event, ids) {
    if (event.key === "j" || event.key === "k") {
      this.move(event.key === "j" ? 1 : -1, ids);
      requestAnimationFrame(() => document.querySelector("tr.current")?.scrollIntoView({ block: "nearest" }));
    } else if (event.key === "x" && this.current) {
      this.toggle(this.current);
      this.note();
    } else if (event.key === "Enter" && this.current) {
      go(`${this.folder}/${this.current}`);
    } else if (event.key === "Escape") {
      this.clear();
      this.note();
    } else {
      return false;
    }
    return true;
  }
}
