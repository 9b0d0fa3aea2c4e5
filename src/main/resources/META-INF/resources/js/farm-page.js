// SPDX-License-Identifier: Apache-2.0
// The farm at a glance, for a screen on the wall.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";
import { Refresher } from "./refresher.js";
import { bar, statusName, tone } from "./status.js";
import { ago, duration } from "./times.js";
import { plot } from "./plot.js";
import { LastRendered } from "./last-rendered.js";

const HOUR = 3600;
const WORKER_STATUSES = ["awake", "asleep", "error", "offline"];

export class FarmPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any} */
    this.farm = null;
    /** @type {any[]} */
    this.jobs = [];
    this.picture = new LastRendered(update, "/api/v3/jobs/last-rendered", "What the farm has rendered last");
    this.error = "";
    this.refresher = new Refresher(() => this.load(), 2000);
    this.timer = window.setInterval(() => this.refresher.ask(), 15_000);
  }

  title() {
    return "Farm";
  }

  enter() {
    this.refresher.ask();
    this.picture.enter();
  }

  leave() {
    this.refresher.stop();
    this.picture.leave();
    window.clearInterval(this.timer);
  }

  async load() {
    try {
      const [farm, jobs] = await Promise.all([
        get("/api/farm/v1/overview"),
        get("/api/farm/v1/jobs?status=active&sort=priority&limit=8"),
      ]);
      this.farm = farm;
      this.jobs = jobs.jobs;
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  changed() {
    this.refresher.ask();
    this.picture.changed();
  }

  view() {
    const farm = this.farm;
    if (!farm) {
      return this.error ? html`<p class="error" role="alert">${this.error}</p>` : html`<p class="loading">Loading…</p>`;
    }
    const queues = Object.entries(farm.queues);
    const newest = (name) => queues.reduce((sum, [, samples]) => sum + (samples.at(-1)?.[name] ?? 0), 0);
    const hour = farm.throughput.reduce((sum, part) => ({ done: sum.done + part.completed, failed: sum.failed + part.failed }), { done: 0, failed: 0 });
    return html`<div class="page-head"><h1>Farm</h1><div class="spacer"></div>
        <span class="dim" title="How old an event was when pages could show it">Shown ${farm.projection_lag_ms === undefined ? "–" : `${farm.projection_lag_ms} ms`} after it happened</span></div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <div class="tiles">
        ${tile("Jobs running", farm.jobs_by_status.active ?? 0, "active", "/jobs?status=active")}
        ${tile("Jobs queued", farm.jobs_by_status.queued ?? 0, "queued", "/jobs?status=queued")}
        ${tile("Tasks running", newest("running"), "active")}
        ${tile("Tasks waiting", newest("waiting"), "queued")}
        ${tile("Done in the hour", hour.done, "completed")}
        ${tile("Failed in the hour", hour.failed, hour.failed ? "failed" : "queued")}
        ${WORKER_STATUSES.map((status) => tile(status === "error" ? "Workers in error" : `Workers ${status}`, farm.workers_by_status[status] ?? 0, farm.workers_by_status[status] ? tone(status) : "queued", `/workers?status=${status}`))}
      </div>
      <div class="columns">
        <section class="panel"><h2>Tasks ended a minute, by type</h2>${throughputPlot(farm)}</section>
        <section class="panel"><h2>Tasks waiting, by queue</h2>${queuePlot(farm)}</section>
      </div>
      <div class="columns">
        <section class="panel"><h2>Running jobs</h2>
          ${this.jobs.length ? html`<table class="wall-jobs"><tbody>${this.jobs.map((job) => html`<tr><td class="name-column"><a href="/jobs/${job.id}">${job.name}</a></td>
            <td class="progress-column">${bar(job.tasks)}<span class="number">${job.tasks.completed.toLocaleString()} / ${job.tasks.total.toLocaleString()}</span></td>
            <td class="number">${job.seconds_left === undefined ? "–" : duration(job.seconds_left)}</td></tr>`)}</tbody></table>` : html`<p class="dim">None at the moment.</p>`}</section>
        ${this.viewPicture()}
        <section class="panel"><h2>Failures of the last hour</h2>
          ${farm.failures.length ? html`<ul class="plain-list">${farm.failures.map((failure) => html`<li class="wall-failure"><span class="tone-failed">${failure.message || statusName(failure.outcome)}</span>
            <span class="dim"><a href="/tasks/${failure.task_id}">${failure.name}</a> of <a href="/jobs/${failure.job_id}">${failure.job_name ?? failure.job_id}</a>${failure.worker_name ? ` on ${failure.worker_name}` : ""}, ${ago(failure.ended)}</span></li>`)}</ul>`
            : html`<p class="dim">None.</p>`}</section>
      </div>`;
  }

  viewPicture() {
    const job = this.picture.picture?.job;
    return html`<section class="panel wall-picture"><h2>Last rendered</h2>${this.picture.view(job && `/jobs/${job}`)}</section>`;
  }
}

const tile = (label, value, look, address) => html`<a class="tile tone-${look}" href=${address ?? nothing}><b class="number">${value.toLocaleString()}</b><span>${label}</span></a>`;

function throughputPlot(farm) {
  const end = Math.floor(new Date(farm.time).getTime() / 60_000) * 60;
  const times = Array.from({ length: 61 }, (_, at) => end - HOUR + at * 60);
  const types = [...new Set(farm.throughput.map((part) => part.type))].sort();
  const lines = types.map((type) => {
    const byMinute = new Map(farm.throughput.filter((part) => part.type === type).map((part) => [new Date(part.minute).getTime() / 1000, part.completed + part.failed]));
    return { name: type, values: times.map((time) => byMinute.get(time) ?? 0) };
  });
  return types.length ? html`<div class="plot" ${plot(times, lines)}></div>` : html`<p class="dim">No task has ended within the last hour.</p>`;
}

/** What is not told has not changed: each value holds until the next. */
function queuePlot(farm) {
  const end = Math.floor(new Date(farm.time).getTime() / 15_000) * 15;
  const times = Array.from({ length: 241 }, (_, at) => end - HOUR + at * 15);
  const lines = Object.entries(farm.queues).map(([name, samples]) => {
    let at = 0;
    let value = null;
    return { name, values: times.map((time) => {
      while (at < samples.length && new Date(samples[at].time).getTime() / 1000 <= time) {
        value = samples[at++].waiting;
      }
      return value;
    }) };
  });
  return lines.length ? html`<div class="plot" ${plot(times, lines)}></div>` : html`<p class="dim">Nothing has waited since this process started.</p>`;
}
