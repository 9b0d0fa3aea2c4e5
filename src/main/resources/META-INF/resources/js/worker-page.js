// SPDX-License-Identifier: Apache-2.0
// One worker: what it is, when it sleeps, what it has run.
import { html, nothing, live as current } from "./libraries.js";
import { get, post } from "./api.js";
import { go } from "./router.js";
import { Refresher } from "./refresher.js";
import { badge } from "./status.js";
import { ago, between, duration } from "./times.js";
import { icon } from "./icons.js";
import { note } from "./dialog.js";
import * as actions from "./worker-actions.js";

const DAYS = [["mo", "Mon"], ["tu", "Tue"], ["we", "Wed"], ["th", "Thu"], ["fr", "Fri"], ["sa", "Sat"], ["su", "Sun"]];

export class WorkerPage {
  /** @param {() => void} update @param {string} id */
  constructor(update, id) {
    this.update = update;
    this.id = id;
    /** @type {any} */
    this.worker = null;
    /** @type {any[]} */
    this.past = [];
    /** @type {any} */
    this.schedule = { is_active: false, days_of_week: "", start_time: "", end_time: "" };
    this.changedByHand = false;
    this.error = "";
    this.scheduleError = "";
    this.refresher = new Refresher(() => this.load(), 1000);
    this.loadSchedule();
  }

  title() {
    return this.worker?.name ?? "Worker";
  }

  enter() {
    this.refresher.ask();
  }

  leave() {
    this.refresher.stop();
  }

  async load() {
    try {
      const [worker, past] = await Promise.all([
        get(`/api/v3/worker-mgt/workers/${this.id}`),
        get(`/api/farm/v1/workers/${this.id}/tasks`),
      ]);
      this.worker = worker;
      this.past = past.tasks;
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  async loadSchedule() {
    try {
      const found = await get(`/api/v3/worker-mgt/workers/${this.id}/sleep-schedule`);
      if (found && !this.changedByHand) {
        this.schedule = found;
      }
    } catch (failure) {
      this.scheduleError = failure.message;
    }
    this.update();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    if (message.everything || message.many_workers || message.workers.includes(this.id) || message.jobs.length || message.many_jobs) {
      this.refresher.ask();
    }
  }

  async saveSchedule(event) {
    event.preventDefault();
    try {
      await post(`/api/v3/worker-mgt/workers/${this.id}/sleep-schedule`, this.schedule);
      this.scheduleError = "";
      this.changedByHand = false;
      note("The sleep schedule is set");
    } catch (failure) {
      this.scheduleError = failure.message;
    }
    this.update();
  }

  change(changes) {
    this.changedByHand = true;
    this.schedule = { ...this.schedule, ...changes };
    this.update();
  }

  run(action) {
    const asInList = { ...this.worker, tags: (this.worker.tags ?? []).map((tag) => tag.id),
      task: this.worker.task?.status === "active" ? this.worker.task : undefined };
    return async () => {
      try {
        await action([asInList]);
        this.error = "";
      } catch (failure) {
        this.error = failure.message;
      }
      this.refresher.ask();
      this.update();
    };
  }

  view() {
    const worker = this.worker;
    if (!worker) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    const request = worker.status_change;
    return html`
      <nav class="crumbs" aria-label="Where this is"><a href="/workers">Workers</a></nav>
      <div class="page-head"><h1>${worker.name}</h1>${badge(worker.status)}
        ${request ? html`<span class="dim">to be ${request.status}${request.is_lazy ? " after its task" : ""}</span>` : nothing}
        <div class="spacer"></div>
        <div class="button-row">
          <button class="button" @click=${this.run(actions.wake)}>${icon("sun")}Wake</button>
          <button class="button" @click=${this.run((workers) => actions.leave(workers, "asleep", "Send to sleep", "It takes no tasks until it is woken."))}>${icon("moon")}Sleep</button>
          <button class="button" ?disabled=${!worker.can_restart} title=${worker.can_restart ? "" : "It cannot restart by itself"} @click=${this.run((workers) => actions.leave(workers, "restart", "Restart", "It starts anew."))}>${icon("requeue")}Restart</button>
          <button class="button" @click=${this.run((workers) => actions.leave(workers, "offline", "Send offline", "It signs off. Its program goes on, and Wake calls it back."))}>${icon("offline")}Offline</button>
          <button class="button" @click=${this.run(actions.setTags)}>Tags</button>
          <button class="button danger" @click=${this.run((workers) => actions.remove(workers, () => go("/workers")))}>${icon("trash")}Forget</button>
        </div></div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <dl class="facts">
        <div><dt>Platform</dt><dd>${worker.platform}</dd></div>
        <div><dt>Version</dt><dd>${worker.version}</dd></div>
        ${worker.ip_address ? html`<div><dt>Address</dt><dd>${worker.ip_address}</dd></div>` : nothing}
        <div><dt>Task types</dt><dd>${worker.supported_task_types.join(", ")}</dd></div>
        <div><dt>Tags</dt><dd>${worker.tags?.length ? worker.tags.map((tag) => html`<span class="tag">${tag.name}</span>`) : html`<span class="dim">none</span>`}</dd></div>
        <div><dt>Seen</dt><dd>${ago(worker.last_seen)}</dd></div>
        ${worker.task?.status === "active" ? html`<div><dt>Runs</dt><dd><a href="/tasks/${worker.task.id}">${worker.task.name}</a></dd></div>` : nothing}
      </dl>
      <div class="columns">${this.viewPast()}${this.viewSchedule()}</div>`;
  }

  viewPast() {
    return html`<section class="panel"><h2>What it has run</h2>
      ${this.past.length ? html`<table><thead><tr><th scope="col">Task</th><th scope="col">Outcome</th><th scope="col" class="number">Took</th><th scope="col" class="number">Started</th></tr></thead>
        <tbody>${this.past.map((task) => html`<tr><td class="name-column"><a href="/tasks/${task.id}">${task.name}</a><a class="dim under" href="/jobs/${task.job_id}">${task.job_name}</a></td>
          <td>${badge(task.outcome ?? "active")}</td><td class="number">${duration(between(task.started, task.ended))}</td><td class="number dim">${ago(task.started)}</td></tr>`)}</tbody></table>`
        : html`<p class="dim">Nothing yet.</p>`}</section>`;
  }

  viewSchedule() {
    const schedule = this.schedule;
    const days = schedule.days_of_week.split(" ").filter(Boolean);
    const toggle = (day) => {
      const chosen = new Set(days);
      chosen.has(day) ? chosen.delete(day) : chosen.add(day);
      this.change({ days_of_week: DAYS.map(([name]) => name).filter((name) => chosen.has(name)).join(" ") });
    };
    return html`<section class="panel"><h2>Sleep schedule</h2>
      <form class="schedule" @submit=${(event) => this.saveSchedule(event)}>
        <label class="choice"><input type="checkbox" .checked=${current(schedule.is_active)} @change=${(event) => this.change({ is_active: event.target.checked })}> It sleeps at these times</label>
        <fieldset class="days"><legend>Days <span class="dim">none: every day</span></legend>
          ${DAYS.map(([name, label]) => html`<label class="day"><input type="checkbox" .checked=${current(days.includes(name))} @change=${() => toggle(name)}> ${label}</label>`)}</fieldset>
        <div class="field-row">
          <label class="field"><span>From</span><input type="time" .value=${current(schedule.start_time)} @change=${(event) => this.change({ start_time: event.target.value })}></label>
          <label class="field"><span>Until</span><input type="time" .value=${current(schedule.end_time)} @change=${(event) => this.change({ end_time: event.target.value })}></label></div>
        <p class="dim">Times of the farm's time zone. 22:00 until 06:00 goes over midnight; a time that is left out is that end of the day.</p>
        ${this.scheduleError ? html`<p class="error" role="alert">${this.scheduleError}</p>` : nothing}
        <button class="button primary" type="submit">Set the schedule</button>
      </form></section>`;
  }
}
