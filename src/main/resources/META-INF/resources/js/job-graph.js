// SPDX-License-Identifier: Apache-2.0
// What of a job depends on what, from left to right; of a large job, groups of tasks whose names differ in numbers only.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";
import { JobSide } from "./job-side.js";
import { go } from "./router.js";
import { graph } from "./graph.js";

export class JobGraph extends JobSide {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    super(page, 2000);
    /** @type {any} */
    this.graph = null;
  }

  async read() {
    this.graph = await get(`/api/farm/v1/jobs/${this.page.job}/graph`);
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
      return this.viewLoading();
    }
    return html`${this.viewError()}
      ${this.graph.grouped ? html`<p class="dim">Tasks whose names differ in numbers only are one box; # stands for the numbers.</p>` : nothing}
      ${this.graph.nodes.length ? graph(this.graph, (node) => this.open(node)) : html`<div class="empty">The job has no tasks yet.</div>`}`;
  }
}
