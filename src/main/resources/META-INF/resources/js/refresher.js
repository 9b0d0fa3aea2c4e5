// SPDX-License-Identifier: Apache-2.0

/** Runs one thing at a time, and not more often than it may; however often it was asked for meanwhile, it runs once more. */
export class Refresher {
  /** @param {() => Promise<unknown>} action @param {number} pause milliseconds from one end to the next start, at least */
  constructor(action, pause) {
    this.action = action;
    this.pause = pause;
    this.running = false;
    this.wanted = false;
    this.timer = 0;
    this.stopped = false;
  }

  ask() {
    if (this.stopped) {
      return;
    }
    if (this.running || this.timer) {
      this.wanted = true;
    } else {
      this.run();
    }
  }

  async run() {
    this.running = true;
    this.wanted = false;
    try {
      await this.action();
    } finally {
      this.running = false;
      if (!this.stopped) {
        this.timer = window.setTimeout(() => {
          this.timer = 0;
          if (this.wanted) {
            this.run();
          }
        }, this.pause);
      }
    }
  }

  stop() {
    this.stopped = true;
    window.clearTimeout(this.timer);
    this.timer = 0;
  }
}
