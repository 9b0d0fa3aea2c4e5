// SPDX-License-Identifier: Apache-2.0
// All jobs: found, sorted, selected, and steered.
import { html, nothing, repeat, live } from "./libraries.js";
import { get, query } from "./api.js";
import { changeQuery, parameter } from "./router.js";
import { Refresher } from "./refresher.js";
import { ListSelection } from "./list-selection.js";
import { icon } from "./icons.js";
import { JOB_STATUSES, badge, bar, statusName, tone } from "./status.js";
import { age, duration, exact } from "./times.js";
import * as actions from "./job-actions.js";

const PAGE = 50;
const COLUMNS = [
  { sort: "status", label: "Status", kind: "status-column" },
  { sort: "name", label: "Job" },
  { label: "Progress", kind: "progress-column" },
  { sort: "priority", label: "Prio", kind: "number" },
  { label: "By", kind: "wide-only" },
  { sort: "created", label: "Age", kind: "number" },
  { label: "Left", kind: "number" },
];

export class JobsPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any[]} */
    this.jobs = [];
    this.total = 0;
    /** @type {Record<string, number>} */
    this.byStatus = {};
    /** @type {string[]} */
    this.types = [];
    /** @type {{id: string, name: string}[]} */
    this.tags = [];
    this.loaded = false;
    this.error = "";
    this.address = "";
    this.selection = new ListSelection("/jobs");
    /** @type {Set<string>} */
    this.stale = new Set();
    this.whole = new Refresher(() => this.load(), 1000);
    this.lines = new Refresher(() => this.loadLines(), 150);
    this.typing = 0;
    this.loadChoices();
  }

  title() {
    return "Jobs";
  }

  enter() {
    const parameters = new URLSearchParams(location.search);
    parameters.delete("selected");
    if (!this.loaded || parameters.toString() !== this.address) {
      this.address = parameters.toString();
      this.load();
    }
  }

  leave() {
    this.whole.stop();
    this.lines.stop();
    window.clearTimeout(this.typing);
  }

  async loadChoices() {
    try {
      const [types, tags] = await Promise.all([get("/api/farm/v1/jobs/used-types"), get("/api/v3/worker-mgt/tags")]);
      this.types = types.job_types;
      this.tags = tags.tags ?? [];
      this.update();
    } catch (failure) {
      // The list tells it, if the farm is away; without the choices one can still search.
      this.error ||= failure.message;
    }
  }

  search() {
    return {
      q: parameter("q"),
      status: parameter("status").split(",").filter(Boolean),
      type: parameter("type"),
      tag: parameter("tag"),
      metadata: parameter("metadata"),
      sort: parameter("sort"),
      offset: parameter("offset"),
      limit: PAGE,
    };
  }

  async load() {
    const address = this.address;
    try {
      const found = await get("/api/farm/v1/jobs" + query(this.search()));
      if (address !== this.address) {
        return;
      }
      this.jobs = found.jobs;
      this.total = found.total;
      this.byStatus = found.by_status;
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.loaded = true;
    this.update();
  }

  async loadLines() {
    const ids = this.jobs.map((job) => job.id).filter((id) => this.stale.has(id));
    this.stale.clear();
    if (!ids.length) {
      return;
    }
    try {
      const found = await get("/api/farm/v1/jobs" + query({ id: ids }));
      const byId = new Map(found.jobs.map((job) => [job.id, job]));
      this.jobs = this.jobs.map((job) => byId.get(job.id) ?? job);
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    if (message.everything || message.many_jobs) {
      this.whole.ask();
      return;
    }
    if (message.farm) {
      this.loadChoices();
    }
    const shown = new Set(this.jobs.map((job) => job.id));
    const here = message.jobs.filter((id) => shown.has(id));
    here.forEach((id) => this.stale.add(id));
    if (here.length) {
      this.lines.ask();
    }
    if (message.jobs.length) {
      // Counts, order, and who belongs here at all, may have changed with them.
      this.whole.ask();
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const ours = this.selection.key(event, this.jobs.map((job) => job.id));
    if (ours) {
      this.update();
    }
    return ours;
  }

  /** @param {Record<string, string | null>} changes */
  filter(changes) {
    changeQuery({ offset: null, ...changes }, { step: true });
  }

  /** @param {string} status */
  toggleStatus(status) {
    const chosen = new Set(this.search().status);
    if (!chosen.delete(status)) {
      chosen.add(status);
    }
    this.filter({ status: [...chosen].join(",") });
  }

  /** @param {InputEvent} event @param {string} name */
  typed(event, name) {
    const value = /** @type {HTMLInputElement} */ (event.target).value;
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => changeQuery({ offset: null, [name]: value.trim() }), 200);
  }

  view() {
    const search = this.search();
    return html`
      <div class="page-head">
        <h1>Jobs</h1>
        <span class="dim number">${this.total.toLocaleString()}</span>
        <div class="spacer"></div>
        <a class="button primary" href="/submit">${icon("submit")}Submit a job</a>
      </div>
      ${this.viewFilters(search)}
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.selection.chosen.size ? this.viewActions() : nothing}
      ${this.jobs.length ? this.viewTable(search) : this.viewEmpty(search)}
      ${this.viewPager(search)}`;
  }

  viewFilters(search) {
    return html`<div class="filters" role="search">
      <label class="search-field">${icon("search")}
        <input type="search" placeholder="Search names and ids" aria-label="Search jobs by name or id"
          .value=${live(search.q)} @input=${(event) => this.typed(event, "q")}></label>
      <div class="chips" role="group" aria-label="Statuses">
        ${JOB_STATUSES.filter((status) => this.byStatus[status] || search.status.includes(status)).map(
          (status) => html`<button class="chip tone-${tone(status)}" aria-pressed=${search.status.includes(status)}
            @click=${() => this.toggleStatus(status)}>${statusName(status)}
            <span class="number">${(this.byStatus[status] ?? 0).toLocaleString()}</span></button>`,
        )}
      </div>
      <select aria-label="Job type" @change=${(event) => this.filter({ type: event.target.value })}>
        <option value="" ?selected=${!search.type}>All types</option>
        ${this.types.map((type) => html`<option value=${type} ?selected=${type === search.type}>${type}</option>`)}
      </select>
      ${this.tags.length || search.tag
        ? html`<select aria-label="Tag" @change=${(event) => this.filter({ tag: event.target.value })}>
            <option value="" ?selected=${!search.tag}>All tags</option>
            ${this.tags.map((tag) => html`<option value=${tag.id} ?selected=${tag.id === search.tag}>${tag.name}</option>`)}
          </select>`
        : nothing}
      <input class="metadata-filter" placeholder="key:value" aria-label="Metadata, key and part of the value with a colon between them"
        title="Metadata: key and part of the value, such as user.name:anna" .value=${live(search.metadata)}
        @change=${(event) => this.filter({ metadata: event.target.value.trim() })}>
    </div>`;
  }

  viewActions() {
    const chosen = this.jobs.filter((job) => this.selection.chosen.has(job.id));
    /** @param {(jobs: any[]) => unknown} action */
    const run = (action) => async () => {
      try {
        await action(chosen);
        this.error = "";
      } catch (failure) {
        this.error = failure.message;
      }
      this.whole.ask();
      this.update();
    };
    return html`<div class="action-bar" role="toolbar" aria-label="What to do with the selected jobs">
      <span><b class="number">${chosen.length}</b> selected</span>
      <button class="button" @click=${run(actions.pause)}>${icon("paused")}Pause</button>
      <button class="button" @click=${run(actions.resume)}>${icon("active")}Resume</button>
      <button class="button" @click=${run(actions.requeue)}>${icon("requeue")}Requeue</button>
      <button class="button" @click=${run(actions.setPriority)}>Priority</button>
      <button class="button" @click=${run(actions.setTag)}>Tag</button>
      <button class="button" @click=${run(actions.cancel)}>${icon("canceled")}Cancel</button>
      <button class="button danger" @click=${run((jobs) => actions.remove(jobs, () => this.selection.clear()))}>${icon("trash")}Delete</button>
      <div class="spacer"></div>
      <button class="quiet" @click=${() => { this.selection.clear(); this.selection.note(); }}>Select nothing</button>
    </div>`;
  }

  viewTable(search) {
    const ids = this.jobs.map((job) => job.id);
    const all = ids.every((id) => this.selection.chosen.has(id));
    return html`<div class="table-frame"><table class="jobs">
      <thead><tr>
        <th class="check"><input type="checkbox" aria-label="Select all that are shown" .checked=${live(all)}
          @change=${() => { all ? this.selection.clear() : ids.forEach((id) => this.selection.chosen.add(id)); this.selection.note(); }}></th>
        ${COLUMNS.map((column) => this.viewHeading(column, search.sort || "created"))}
      </tr></thead>
      <tbody>${repeat(this.jobs, (job) => job.id, (job) => this.viewJob(job, ids))}</tbody>
    </table></div>`;
  }

  viewHeading({ sort, label, kind }, sorted) {
    if (!sort) {
      return html`<th class=${kind ?? ""} scope="col">${label}</th>`;
    }
    const direction = sorted === sort ? "descending" : sorted === `-${sort}` ? "ascending" : null;
    return html`<th class=${kind ?? ""} scope="col" aria-sort=${direction ?? nothing}>
      <button class="sort" @click=${() => this.filter({ sort: sorted === sort ? `-${sort}` : sort })}>${label}
        <span aria-hidden="true">${direction === "descending" ? "↓" : direction ? "↑" : ""}</span></button></th>`;
  }

  viewJob(job, ids) {
    const chosen = this.selection.chosen.has(job.id);
    const counts = job.tasks;
    return html`<tr class="${chosen ? "chosen" : ""} ${this.selection.current === job.id ? "current" : ""}"
        data-job=${job.id} @click=${(event) => this.clicked(event, job.id, ids)}>
      <td class="check"><input type="checkbox" aria-label="Select ${job.name}" .checked=${live(chosen)}></td>
      <td class="status-column">${badge(job.status)}</td>
      <td class="name-column"><a href="/jobs/${job.id}">${job.name}</a>
        <span class="dim under" title=${job.activity}>${job.type}${job.delete_requested_at ? " · being deleted" : ""}${
          job.activity ? ` · ${job.activity}` : ""}</span></td>
      <td class="progress-column">${bar(counts)}<span class="number">${counts.completed.toLocaleString()} / ${counts.total.toLocaleString()}</span></td>
      <td class="number">${job.priority}</td>
      <td class="wide-only dim">${job.metadata?.["user.name"] ?? ""}</td>
      <td class="number" title=${exact(job.created)}>${age(job.created)}</td>
      <td class="number">${job.seconds_left === undefined ? html`<span class="dim">–</span>` : duration(job.seconds_left)}</td>
    </tr>`;
  }

  /** @param {MouseEvent} event */
  clicked(event, id, ids) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a") && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      return;
    }
    if (target.closest("a")) {
      event.preventDefault();
    }
    if (target.matches("input") || event.shiftKey || event.ctrlKey || event.metaKey) {
      this.selection.click(event, id, ids);
      this.selection.note();
    } else {
      this.selection.current = id;
      this.update();
    }
  }

  viewEmpty(search) {
    if (!this.loaded) {
      return html`<p class="loading">Loading…</p>`;
    }
    const filtered = search.q || search.status.length || search.type || search.tag || search.metadata || search.offset;
    return html`<div class="empty">${filtered
      ? html`<p>No job fits.</p><a class="button" href="/jobs">Show all jobs</a>`
      : html`<p>No jobs yet. Submit one here, from Blender, or with <code>./tablao submit</code>.</p>
          <a class="button primary" href="/submit">Submit a job</a>`}</div>`;
  }

  viewPager(search) {
    const from = Number(search.offset || 0);
    if (this.total <= PAGE && !from) {
      return nothing;
    }
    const to = (offset) => changeQuery({ offset: offset > 0 ? String(offset) : null }, { step: true });
    return html`<nav class="pager" aria-label="Pages of jobs">
      <button class="button" ?disabled=${from === 0} @click=${() => to(from - PAGE)}>Previous</button>
      <span class="number">${(from + 1).toLocaleString()}–${Math.min(from + PAGE, this.total).toLocaleString()} of ${this.total.toLocaleString()}</span>
      <button class="button" ?disabled=${from + PAGE >= this.total} @click=${() => to(from + PAGE)}>Next</button>
    </nav>`;
  }
}
