// SPDX-License-Identifier: Apache-2.0
// Every event of a job, with who caused it.
import { html, nothing } from "./libraries.js";
import { get, query } from "./api.js";
import { JobSide } from "./job-side.js";
import { exact } from "./times.js";

const PAGE = 500;

export class JobHistory extends JobSide {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    super(page, 1000);
    /** @type {any[]} oldest first */
    this.events = [];
    this.more = true;
    this.dropped = 0;
  }

  async read() {
    if (this.events.length > 20_000) {
      return;
    }
    const found = await get(`/api/farm/v1/jobs/${this.page.job}/history` + query({ after: this.events.at(-1)?.position, limit: PAGE }));
    this.events.push(...found.events);
    this.dropped = found.dropped;
    this.more = found.more;
    if (found.more && this.events.length < 2000) {
      this.refresher.ask();
    }
  }

  view() {
    const newestFirst = this.events.slice(-1000).reverse();
    return html`${this.viewError()}
      ${this.dropped ? html`<p class="dim">${this.dropped.toLocaleString()} old events of single tasks are no longer kept.</p>` : nothing}
      ${this.more && this.events.length >= 2000 ? html`<p><button class="button" @click=${() => this.refresher.ask()}>Go on to later events</button></p>` : nothing}
      <ol class="events">${newestFirst.map((event) => html`<li>
        <time class="number dim" datetime=${event.time}>${exact(event.time)}</time>
        <span>${event.text}</span>
        <span class="dim">${event.actor.kind === "scheduler" ? "" : event.actor.name || event.actor.kind}</span></li>`)}</ol>
      ${this.events.length ? nothing : html`<div class="empty">Nothing has happened yet.</div>`}`;
  }
}
