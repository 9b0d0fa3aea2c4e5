// SPDX-License-Identifier: Apache-2.0
// What a job was submitted with.
import { html, nothing } from "./libraries.js";
import { get, getIfAny } from "./api.js";
import { valueTable } from "./json-view.js";
import { exact } from "./times.js";

export class JobDetails {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    this.page = page;
    /** @type {any} */
    this.whole = null;
    /** @type {any} */
    this.script = null;
    this.error = "";
    this.load();
  }

  async load() {
    try {
      [this.whole, this.script] = await Promise.all([
        get(`/api/v3/jobs/${this.page.job}`),
        getIfAny(`/api/farm/v1/jobs/${this.page.job}/script`),
      ]);
    } catch (failure) {
      this.error = failure.message;
    }
    this.page.update();
  }

  view() {
    const job = this.whole;
    if (!job) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    const changed = this.script?.hash && this.script.current_hash !== this.script.hash;
    return html`<div class="columns">
      <section class="panel"><h2>Settings</h2>${valueTable(job.settings, "It has none.")}</section>
      <section class="panel"><h2>Metadata</h2>${valueTable(job.metadata, "It has none.")}</section>
      <section class="panel"><h2>Job</h2>${valueTable({
        id: job.id,
        type: job.type,
        "submitted": exact(job.created),
        "submitted from": job.submitter_platform,
        ...(job.worker_tag ? { "worker tag": job.worker_tag } : {}),
        ...(job.storage ? { storage: job.storage } : {}),
        ...(this.script?.hash ? { "script": this.script.hash.slice(0, 12) } : {}),
      }, "")}
        ${changed ? html`<p class="dim">The script of its type has changed since: the job keeps the tasks that it was compiled into.</p>` : nothing}
        <p><a href="/submit?like=${job.id}">Submit another one like it</a></p></section>
    </div>`;
  }
}
