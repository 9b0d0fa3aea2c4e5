// SPDX-License-Identifier: Apache-2.0
// What of a job depends on what, from left to right; of a large job, groups of tasks whose names differ in numbers only.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";
import { Refresher } from "./refresher.js";
import { go } from "./router.js";
import { graph } from "./graph.js";

export class JobGraph {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    this.page = page;
    /** @type {any} */
    this.graph = null;
    this.error = "";
    this.refresher = new Refresher(() => this.load(), 2000);
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
      this.graph = await get(`/api/farm/v1/jobs/${this.page.job}/graph`);
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.page.update();
  }

  async open(node) {
    if (this.graph.grouped) {
      go(`/jobs/${this.page.job}/tasks?q=${encodeURIComponent(node.name.split("#")[0])}`);
      return;
    }
    const { tasks } = await get(`/api/farm/v1/jobs/${this.page.job}/task-lines?indices=${node.index}`);
    if (tasks.length) {
      go(`/tasks/${tasks[0].id}`);
    }
  }

  view() {
    if (!this.graph) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    return html`${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.graph.grouped ? html`<p class="dim">Tasks whose names differ in numbers only are one box; # stands for the numbers.</p>` : nothing}
      ${this.graph.nodes.length ? graph(this.graph, (node) => this.open(node)) : html`<div class="empty">The job has no tasks yet.</div>`}`;
  }
}
