// SPDX-License-Identifier: Apache-2.0
// One task: what it does, who ran it, and what it prints.
import { html, nothing } from "./libraries.js";
import { get, post } from "./api.js";
import { Refresher } from "./refresher.js";
import { badge } from "./status.js";
import { ago, between, duration, exact } from "./times.js";
import { icon } from "./icons.js";
import { ask, note } from "./dialog.js";
import { valueText } from "./json-view.js";
import { live } from "./live.js";
import { LastRendered } from "./last-rendered.js";
import { TaskLog } from "./task-log.js";
import { replaced, variablesFor } from "./variables.js";

const PLATFORMS = ["linux", "windows", "darwin"];

export class TaskPage {
  /** @param {() => void} update @param {string} id */
  constructor(update, id) {
    this.update = update;
    this.id = id;
    /** @type {any} */
    this.task = null;
    this.jobName = "";
    /** @type {any[]} */
    this.attempts = [];
    /** @type {any[]} */
    this.needed = [];
    /** @type {LastRendered | null} of its job; shown if this task has rendered it */
    this.picture = null;
    this.platform = "";
    /** @type {Record<string, string>} */
    this.variables = {};
    this.error = "";
    this.refresher = new Refresher(() => this.load(), 300);
    this.log = new TaskLog(id, update, () => !this.task || ["active", "queued", "soft-failed"].includes(this.task.status));
  }

  title() {
    return this.task?.name ?? "Task";
  }

  enter() {
    this.refresher.ask();
  }

  leave() {
    this.refresher.stop();
    this.log.stop();
    this.picture?.leave();
  }

  async load() {
    try {
      const [task, attempts, needed] = await Promise.all([
        get(`/api/v3/tasks/${this.id}`),
        get(`/api/farm/v1/tasks/${this.id}/attempts`),
        get(`/api/farm/v1/tasks/${this.id}/dependencies`),
      ]);
      if (this.refresher.stopped) {
        return;
      }
      if (!this.jobName) {
        live.watch(task.job_id);
        this.picture = new LastRendered(this.update, `/api/v3/jobs/${task.job_id}/last-rendered`, "What the task has rendered last");
        this.picture.enter();
        this.jobName = (await get(`/api/v3/jobs/${task.job_id}`)).name;
      }
      this.task = task;
      this.attempts = attempts.attempts;
      this.needed = needed.tasks;
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
    this.log.load();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    const job = this.task?.job_id;
    if (message.everything || message.many_jobs || (message.jobs.includes(job) && (message.many_tasks || message.tasks.includes(this.task.index_in_job)))) {
      this.refresher.ask();
      this.picture?.changed();
    }
  }

  /** @param {string} platform */
  async choose(platform) {
    this.platform = platform;
    try {
      this.variables = platform ? await variablesFor(platform) : {};
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  setStatus(status, action, text, danger = false) {
    ask({
      title: `${action} “${this.task.name}”?`,
      text,
      action,
      danger,
      run: async () => {
        await post(`/api/v3/tasks/${this.id}/setstatus`, { status, reason: `${action} in the dashboard` });
        note(`${action}: ${this.task.name}`);
        this.refresher.ask();
      },
    });
  }

  view() {
    const task = this.task;
    if (!task) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    const open = ["queued", "active", "soft-failed"].includes(task.status);
    return html`
      <nav class="crumbs" aria-label="Where this is"><a href="/jobs">Jobs</a> › <a href="/jobs/${task.job_id}">${this.jobName}</a></nav>
      <div class="page-head"><h1>${task.name}</h1>${badge(task.status)}<div class="spacer"></div>
        <div class="button-row">
          ${task.status !== "queued" && task.status !== "active" ? html`<button class="button" @click=${() => this.setStatus("queued", "Requeue", "It runs again, and its failures are forgotten.")}>${icon("requeue")}Requeue</button>` : nothing}
          ${open && task.status !== "active" ? html`<button class="button" @click=${() => this.setStatus("paused", "Pause", "It does not start until it is queued again.")}>${icon("paused")}Pause</button>` : nothing}
          ${open ? html`<button class="button" @click=${() => this.setStatus("canceled", "Cancel", "It is stopped if it runs; tasks that depend on it do not start.", true)}>${icon("canceled")}Cancel</button>` : nothing}
        </div></div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <p class="activity">${task.activity}</p>
      <dl class="facts">
        <div><dt>Type</dt><dd>${task.task_type}</dd></div>
        <div><dt>Priority</dt><dd class="number">${task.priority}</dd></div>
        <div><dt>Index</dt><dd class="number">${task.index_in_job}</dd></div>
        <div><dt>Steps</dt><dd class="number">${task.steps_completed} / ${task.steps_total}</dd></div>
        ${task.worker ? html`<div><dt>Worker</dt><dd><a href="/workers/${task.worker.id}">${task.worker.name}</a></dd></div>` : nothing}
        ${task.last_touched ? html`<div><dt>Last heard of</dt><dd>${ago(task.last_touched)}</dd></div>` : nothing}
        ${task.failed_by_workers?.length ? html`<div><dt>Failed by</dt><dd>${task.failed_by_workers.map((worker) => worker.name).join(", ")}</dd></div>` : nothing}
      </dl>
      ${this.picture?.view(undefined, this.id) ?? nothing}
      ${this.log.view()}
      <div class="columns">
        ${this.viewCommands(task)}
        <div>${this.viewAttempts()}${this.viewNeeded()}</div>
      </div>`;
  }

  viewCommands(task) {
    return html`<section class="panel"><div class="log-head"><h2>Commands</h2><div class="spacer"></div>
        <label class="dim">Variables for <select aria-label="Platform whose variables are put in" @change=${(event) => this.choose(event.target.value)}>
          <option value="">none</option>${PLATFORMS.map((platform) => html`<option ?selected=${platform === this.platform}>${platform}</option>`)}</select></label></div>
      ${this.platform && !Object.keys(this.variables).length ? html`<p class="dim">The farm tells of no variables for it.</p>` : nothing}
      <ol class="commands">${(task.commands ?? []).map((command) => html`<li><b>${command.name}</b>
        <dl class="values">${Object.entries(command.parameters ?? {}).map(([name, value]) => html`<div><dt>${name}</dt>
          <dd>${valueText(replaced(value, this.variables))}</dd></div>`)}</dl></li>`)}</ol>
    </section>`;
  }

  viewAttempts() {
    return html`<section class="panel"><h2>Attempts</h2>
      ${this.attempts.length ? html`<table><thead><tr><th scope="col" class="number">#</th><th scope="col">Worker</th><th scope="col">Outcome</th><th scope="col" class="number">Took</th><th scope="col" class="number">Started</th></tr></thead>
        <tbody>${this.attempts.map((attempt) => html`<tr><td class="number">${attempt.attempt}</td>
          <td><a href="/workers/${attempt.worker_id}">${attempt.worker_name}</a></td>
          <td>${badge(attempt.outcome ?? "active")}${attempt.message ? html`<pre class="failure">${attempt.message}</pre>` : nothing}</td>
          <td class="number">${duration(between(attempt.started, attempt.ended))}</td>
          <td class="number" title=${attempt.started ? exact(attempt.started) : ""}>${ago(attempt.started)}</td></tr>`)}</tbody></table>`
        : html`<p class="dim">No worker has started it yet.</p>`}</section>`;
  }

  viewNeeded() {
    return this.needed.length ? html`<section class="panel"><h2>Waits for</h2>
      <ul class="plain-list">${this.needed.slice(0, 50).map((task) => html`<li>${badge(task.status)} <a href="/tasks/${task.id}">${task.name}</a></li>`)}
        ${this.needed.length > 50 ? html`<li class="dim">and ${this.needed.length - 50} more</li>` : nothing}</ul></section>` : nothing;
  }
}
