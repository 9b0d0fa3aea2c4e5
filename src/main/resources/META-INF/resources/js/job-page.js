// SPDX-License-Identifier: Apache-2.0
// One job, from all sides.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";
import { Refresher } from "./refresher.js";
import { badge, bar } from "./status.js";
import { ago, exact } from "./times.js";
import { icon } from "./icons.js";
import { go } from "./router.js";
import * as actions from "./job-actions.js";

export class JobPage {
  /** @param {() => void} update @param {string} id */
  constructor(update, id) {
    this.update = update;
    this.job = id;
    /** @type {any} */
    this.line = null;
    this.error = "";
    this.refresher = new Refresher(() => this.load(), 250);
  }

  title() {
    return this.line?.name ?? "Job";
  }

  enter() {
    this.refresher.ask();
  }

  leave() {
    this.refresher.stop();
  }

  async load() {
    try {
      const found = await get(`/api/farm/v1/jobs?id=${encodeURIComponent(this.job)}`);
      this.line = found.jobs[0] ?? null;
      this.error = this.line ? "" : "There is no such job; it may have been deleted.";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    if (message.everything || message.many_jobs || message.jobs.includes(this.job)) {
      this.refresher.ask();
    }
  }

  view() {
    const job = this.line;
    if (!job) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    return html`<div class="page-head"><h1>${job.name}</h1>${badge(job.status)}</div>
      ${bar(job.tasks)} <p class="dim">${job.activity}</p>`;
  }
}
