// SPDX-License-Identifier: Apache-2.0
// Hears what changes on the farm. After a disconnect it goes on where it was; the farm says when that is not possible.

/**
 * @typedef {object} LiveMessage
 * @property {boolean} everything whether more may have changed than is named
 * @property {string[]} jobs
 * @property {boolean} many_jobs
 * @property {number[]} tasks indices in the watched job
 * @property {boolean} many_tasks
 * @property {string[]} workers
 * @property {boolean} many_workers
 * @property {boolean} queues
 * @property {boolean} farm
 */

const SILENCE = 25_000;
const RETRY = 2_000;

class Live {
  constructor() {
    /** @type {(message: LiveMessage) => void} */
    this.listener = () => {};
    /** @type {(live: boolean) => void} */
    this.stateListener = () => {};
    this.live = false;
    /** @type {string | null} */
    this.job = null;
    this.last = "";
    /** @type {EventSource | null} */
    this.source = null;
    this.timer = 0;
  }

  start() {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.live) {
        this.open();
      }
    });
    this.open();
  }

  /** @param {string | null} job whose tasks are of interest */
  watch(job) {
    if (this.job !== job) {
      this.job = job;
      if (this.source) {
        this.open();
      }
    }
  }

  open() {
    this.source?.close();
    const parameters = new URLSearchParams();
    if (this.job) {
      parameters.set("job", this.job);
    }
    if (this.last) {
      parameters.set("after", this.last);
    }
    const source = new EventSource(`/api/farm/v1/live?${parameters}`);
    this.source = source;
    source.onmessage = (event) => {
      if (source !== this.source) {
        return;
      }
      this.last = event.lastEventId;
      this.state(true);
      this.expect(SILENCE);
      this.listener(JSON.parse(event.data));
    };
    source.onerror = () => {
      if (source === this.source) {
        this.state(false);
        source.close();
        this.expect(RETRY);
      }
    };
    this.expect(SILENCE);
  }

  /** Connects anew when nothing is heard within the time. @param {number} time */
  expect(time) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.state(false);
      this.open();
    }, time);
  }

  /** @param {boolean} live */
  state(live) {
    if (this.live !== live) {
      this.live = live;
      this.stateListener(live);
    }
  }
}

export const live = new Live();
