// SPDX-License-Identifier: Apache-2.0
// What the sides of a job have in common that read all they show, and read it anew when the job has changed.
import { html, nothing } from "./libraries.js";
import { Refresher } from "./refresher.js";

export class JobSide {
  /** @param {import("./job-page.js").JobPage} page @param {number} pause milliseconds between two reads, at least */
  constructor(page, pause) {
    this.page = page;
    this.error = "";
    this.refresher = new Refresher(() => this.load(), pause);
  }

  /** Asks the farm for what is shown. */
  async read() {
    throw new Error("Each side reads something of its own");
  }

  enter() {
    this.refresher.ask();
  }

  leave() {
    this.refresher.stop();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    if (message.everything || message.many_jobs || message.jobs.includes(this.page.job)) {
      this.refresher.ask();
    }
  }

  async load() {
    try {
      await this.read();
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.page.update();
  }

  viewError() {
    return this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing;
  }

  /** Before anything was read. */
  viewLoading() {
    return this.error ? this.viewError() : html`<p class="loading">Loading…</p>`;
  }
}
