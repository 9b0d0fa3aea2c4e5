// SPDX-License-Identifier: Apache-2.0
// One job, from all sides.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";
import { go, parameter } from "./router.js";
import { Refresher } from "./refresher.js";
import { TASK_STATUSES, badge, bar, statusName, tone } from "./status.js";
import { ago, duration } from "./times.js";
import { icon } from "./icons.js";
import { JobTasks } from "./job-tasks.js";
import { JobGrid } from "./job-grid.js";
import { JobGraph } from "./job-graph.js";
import { JobTimeline } from "./job-timeline.js";
import { JobHistory } from "./job-history.js";
import { JobDetails } from "./job-details.js";
import { JobFailures } from "./job-failures.js";
import { TaskBoard } from "./task-board.js";
import { LastRendered } from "./last-rendered.js";
import * as actions from "./job-actions.js";

const TABS = [
  { name: "tasks", label: "Tasks", make: (page) => new JobTasks(page) },
  { name: "grid", label: "Grid", make: (page) => new JobGrid(page) },
  { name: "graph", label: "Graph", make: (page) => new JobGraph(page) },
  { name: "timeline", label: "Timeline", make: (page) => new JobTimeline(page) },
  { name: "failures", label: "Failures", make: (page) => new JobFailures(page) },
  { name: "history", label: "History", make: (page) => new JobHistory(page) },
  { name: "details", label: "Details", make: (page) => new JobDetails(page) },
];
const ENDED = ["completed", "failed", "canceled"];

/**
 * What one side of a job shows.
 * @typedef {object} Tab
 * @property {() => unknown} view
 * @property {() => void} [enter]
 * @property {() => void} [leave]
 * @property {(message: import("./live.js").LiveMessage) => void} [changed]
 * @property {(event: KeyboardEvent) => boolean} [key]
 */

export class JobPage {
  /** @param {() => void} update @param {string} id */
  constructor(update, id) {
    this.update = update;
    this.job = id;
    /** @type {any} the job as in the list */
    this.line = null;
    this.picture = new LastRendered(update, `/api/v3/jobs/${id}/last-rendered`, "What the job has rendered last");
    this.error = "";
    this.tabName = "";
    /** @type {Tab | null} */
    this.tab = null;
    this.board = new TaskBoard(id, update);
    this.refresher = new Refresher(() => this.load(), 250);
  }

  title() {
    return this.line?.name ?? "Job";
  }

  enter() {
    const named = location.pathname.split("/")[3] ?? "tasks";
    const known = TABS.find(({ name }) => name === named) ?? TABS[0];
    if (known.name !== this.tabName) {
      this.tab?.leave?.();
      this.tabName = known.name;
      this.tab = known.make(this);
    }
    if (!this.line) {
      this.refresher.ask();
      this.picture.enter();
      this.board.loadStatuses.ask();
    }
    this.tab?.enter?.();
  }

  leave() {
    this.refresher.stop();
    this.picture.leave();
    this.board.stop();
    this.tab?.leave?.();
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
      this.picture.changed();
      this.board.changed(message);
    }
    this.tab?.changed?.(message);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    return this.tab?.key?.(event) ?? false;
  }

  /** @param {(jobs: any[], afterwards?: () => void) => unknown} action */
  run(action, afterwards = () => {}) {
    return async () => {
      try {
        await action([this.line], afterwards);
        this.error = "";
      } catch (failure) {
        this.error = failure.message;
      }
      this.refresher.ask();
      this.update();
    };
  }

  view() {
    const job = this.line;
    if (!job) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    return html`
      <nav class="crumbs" aria-label="Where this is"><a href="/jobs">Jobs</a></nav>
      <div class="page-head">
        <h1>${job.name}</h1>${badge(job.status)}
        ${job.delete_requested_at ? html`<span class="tone-failed">being deleted</span>` : nothing}
        <div class="spacer"></div>${this.viewActions(job)}
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.viewSummary(job)}
      <nav class="tabs" aria-label="Sides of the job">
        ${TABS.map(({ name, label }) => html`<a href="/jobs/${this.job}/${name}" aria-current=${name === this.tabName ? "page" : nothing}>${label}${
          name === "tasks" ? html` <span class="number dim">${job.tasks.total.toLocaleString()}</span>`
          : name === "failures" && job.tasks.failed + job.tasks["soft-failed"]
            ? html` <span class="number tone-failed">${(job.tasks.failed + job.tasks["soft-failed"]).toLocaleString()}</span>` : nothing}</a>`)}
      </nav>
      ${this.tab?.view()}`;
  }

  viewActions(job) {
    const ended = ENDED.includes(job.status);
    const paused = job.status === "paused" || job.status === "pause-requested";
    return html`<div class="button-row">
      ${paused ? html`<button class="button" @click=${this.run(actions.resume)}>${icon("active")}Resume</button>`
        : ended ? nothing : html`<button class="button" @click=${this.run(actions.pause)}>${icon("paused")}Pause</button>`}
      ${ended || paused ? html`<button class="button" @click=${this.run(actions.requeue)}>${icon("requeue")}Requeue</button>` : nothing}
      <button class="button" @click=${this.run(actions.setPriority)}>Priority <span class="number">${job.priority}</span></button>
      <button class="button" @click=${this.run(actions.setTag)}>Tag</button>
      ${ended ? nothing : html`<button class="button" @click=${this.run(actions.cancel)}>${icon("canceled")}Cancel</button>`}
      <button class="button danger" @click=${this.run(actions.remove, () => go("/jobs"))}>${icon("trash")}Delete</button>
    </div>`;
  }

  viewSummary(job) {
    const counts = job.tasks;
    const chosen = parameter("status").split(",").filter(Boolean);
    return html`<section class="summary" aria-label="How the job is doing">
      <div class="summary-main">
        <div class="summary-progress">${bar(counts)}
          <b class="number">${counts.total ? Math.floor((100 * counts.completed) / counts.total) : 0} %</b></div>
        <div class="chips" role="group" aria-label="Tasks by status">
          ${TASK_STATUSES.filter((status) => counts[status]).map(
            (status) => html`<a class="chip tone-${tone(status)}" aria-current=${chosen.includes(status) ? "true" : nothing}
              href="/jobs/${this.job}/tasks${chosen.includes(status) ? "" : `?status=${status}`}">${statusName(status)}
              <span class="number">${counts[status].toLocaleString()}</span></a>`)}
        </div>
        <p class="activity" title="What happened last">${job.activity || html`<span class="dim">Nothing to tell</span>`}</p>
        <dl class="facts">
          <div><dt>Type</dt><dd>${job.type}</dd></div>
          <div><dt>Priority</dt><dd class="number">${job.priority}</dd></div>
          <div><dt>Submitted</dt><dd>${ago(job.created)}${job.metadata?.["user.name"] ? ` by ${job.metadata["user.name"]}` : ""}</dd></div>
          <div><dt>Changed</dt><dd>${ago(job.updated)}</dd></div>
          <div><dt>Time left</dt><dd class="number">${job.seconds_left === undefined ? "–" : `about ${duration(job.seconds_left)}`}</dd></div>
          ${job.steps_total > counts.total ? html`<div><dt>Steps</dt><dd class="number">${job.steps_completed.toLocaleString()} / ${job.steps_total.toLocaleString()}</dd></div>` : nothing}
        </dl>
      </div>
      ${this.picture.view()}
    </section>`;
  }
}
