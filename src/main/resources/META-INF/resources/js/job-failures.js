// SPDX-License-Identifier: Apache-2.0
// What went wrong in a job: the failed tasks, each with its error first, and the workers that the job avoids.
import { html, nothing } from "./libraries.js";
import { get, remove } from "./api.js";
import { JobSide } from "./job-side.js";
import { badge } from "./status.js";
import { ago } from "./times.js";
import { note } from "./dialog.js";

export class JobFailures extends JobSide {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    super(page, 1000);
    /** @type {any[] | null} */
    this.failures = null;
    this.more = false;
    /** @type {any[]} */
    this.blocked = [];
  }

  async read() {
    const [found, blocked] = await Promise.all([
      get(`/api/farm/v1/jobs/${this.page.job}/failures`),
      get(`/api/v3/jobs/${this.page.job}/blocklist`),
    ]);
    this.failures = found.failures;
    this.more = found.more;
    this.blocked = blocked ?? [];
  }

  /** @param {any[]} entries */
  async unblock(entries) {
    try {
      await remove(`/api/v3/jobs/${this.page.job}/blocklist`, entries.map(({ worker_id, task_type }) => ({ worker_id, task_type })));
      note("They may run tasks of this job again");
    } catch (failure) {
      this.error = failure.message;
    }
    this.refresher.ask();
    this.page.update();
  }

  view() {
    if (!this.failures) {
      return this.viewLoading();
    }
    return html`${this.viewError()}
      ${this.failures.length
        ? html`<ul class="cards">${this.failures.map((failure) => html`<li class="card">
            <pre class="failure">${failure.message || "It failed without a word."}</pre>
            <p class="card-foot">${badge(failure.status)} <a href="/tasks/${failure.id}"><b>${failure.name}</b></a>
              ${failure.worker_name ? html`<span class="dim">on ${failure.worker_name}</span>` : nothing}
              <span class="dim">${ago(failure.ended)}</span></p></li>`)}</ul>
          ${this.more ? html`<p class="dim">There are more; the table of tasks has them all.</p>` : nothing}`
        : html`<div class="empty">No task has failed.</div>`}
      ${this.blocked.length
        ? html`<section class="panel"><h2>Blocklist</h2>
            <p class="dim">These workers failed too often, and run no more tasks of the type for this job.</p>
            <table><thead><tr><th scope="col">Worker</th><th scope="col">Task type</th><th></th></tr></thead>
            <tbody>${this.blocked.map((entry) => html`<tr><td><a href="/workers/${entry.worker_id}">${entry.worker_name ?? entry.worker_id}</a></td>
              <td>${entry.task_type}</td><td class="number"><button class="button" @click=${() => this.unblock([entry])}>Let it try again</button></td></tr>`)}</tbody></table>
            <p><button class="button" @click=${() => this.unblock(this.blocked)}>Empty the blocklist</button></p></section>`
        : nothing}`;
  }
}
