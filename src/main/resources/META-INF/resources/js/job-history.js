// SPDX-License-Identifier: Apache-2.0
// Every event of a job, with who caused it.
import { html, nothing } from "./libraries.js";
import { get, query } from "./api.js";
import { Refresher } from "./refresher.js";
import { exact } from "./times.js";

const PAGE = 500;

export class JobHistory {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    this.page = page;
    /** @type {any[]} oldest first */
    this.events = [];
    this.more = true;
    this.dropped = 0;
    this.error = "";
    this.refresher = new Refresher(() => this.load(), 1000);
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
    if (this.events.length > 20_000) {
      return;
    }
    try {
      const found = await get(`/api/farm/v1/jobs/${this.page.job}/history` + query({ after: this.events.at(-1)?.position, limit: PAGE }));
      this.events.push(...found.events);
      this.dropped = found.dropped;
      this.more = found.more;
      this.error = "";
      if (found.more && this.events.length < 2000) {
        this.refresher.ask();
      }
    } catch (failure) {
      this.error = failure.message;
    }
    this.page.update();
  }

  view() {
    const newestFirst = this.events.slice(-1000).reverse();
    return html`${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.dropped ? html`<p class="dim">${this.dropped.toLocaleString()} old events of single tasks are no longer kept.</p>` : nothing}
      ${this.more && this.events.length >= 2000 ? html`<p><button class="button" @click=${() => this.refresher.ask()}>Go on to later events</button></p>` : nothing}
      <ol class="events">${newestFirst.map((event) => html`<li>
        <time class="number dim" datetime=${event.time}>${exact(event.time)}</time>
        <span>${event.text}</span>
        <span class="dim">${event.actor.kind === "scheduler" ? "" : event.actor.name || event.actor.kind}</span></li>`)}</ol>
      ${this.events.length ? nothing : html`<div class="empty">Nothing has happened yet.</div>`}`;
  }
}
