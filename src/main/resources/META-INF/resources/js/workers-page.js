// SPDX-License-Identifier: Apache-2.0
// All workers: what they are, do, and are to do.
import { html, nothing, repeat, live } from "./libraries.js";
import { get } from "./api.js";
import { changeQuery, go, parameter } from "./router.js";
import { Refresher } from "./refresher.js";
import { ListSelection } from "./list-selection.js";
import { badge, statusName, tone } from "./status.js";
import { ago, between, duration } from "./times.js";
import { icon } from "./icons.js";
import * as actions from "./worker-actions.js";

const STATUSES = ["awake", "asleep", "error", "starting", "testing", "restart", "offline"];
/** Rows that are drawn at once. */
const MOST = 400;

export class WorkersPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any[]} */
    this.workers = [];
    /** @type {any[]} */
    this.tags = [];
    this.loaded = false;
    this.error = "";
    this.selection = new ListSelection("/workers");
    this.refresher = new Refresher(() => this.load(), 1000);
    this.typing = 0;
  }

  title() {
    return "Workers";
  }

  enter() {
    if (!this.loaded) {
      this.refresher.ask();
    }
  }

  leave() {
    this.refresher.stop();
    window.clearTimeout(this.typing);
  }

  async load() {
    try {
      const [found, tags] = await Promise.all([get("/api/farm/v1/workers"), get("/api/v3/worker-mgt/tags")]);
      this.workers = found.workers;
      this.tags = tags.tags ?? [];
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.loaded = true;
    this.update();
  }

  /** @param {import("./live.js").LiveMessage} message */
  changed(message) {
    if (message.everything || message.workers.length || message.many_workers || message.jobs.length || message.many_jobs || message.farm) {
      this.refresher.ask();
    }
  }

  shown() {
    const text = parameter("q").toLowerCase();
    const statuses = parameter("status").split(",").filter(Boolean);
    const tag = parameter("tag");
    const type = parameter("type");
    return this.workers.filter((worker) =>
      (!text || worker.name.toLowerCase().includes(text)) && (!statuses.length || statuses.includes(worker.status))
      && (!tag || worker.tags.includes(tag)) && (!type || worker.task_types.includes(type)));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const ours = this.selection.key(event, this.shown().map((worker) => worker.id));
    if (ours) {
      this.update();
    }
    return ours;
  }

  toggleStatus(status) {
    const chosen = new Set(parameter("status").split(",").filter(Boolean));
    if (!chosen.delete(status)) {
      chosen.add(status);
    }
    changeQuery({ status: [...chosen].join(",") }, { step: true });
  }

  view() {
    const shown = this.shown();
    return html`<div class="page-head"><h1>Workers</h1><span class="dim number">${this.workers.length}</span></div>
      ${this.viewFilters()}
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.selection.chosen.size ? this.viewActions() : nothing}
      ${shown.length ? this.viewTable(shown)
        : html`<div class="empty">${!this.loaded ? "Loading…" : this.workers.length ? html`<p>No worker fits.</p><a class="button" href="/workers">Show all</a>` : "No worker has signed on yet; below is how to add one."}</div>`}
      <div class="columns">${this.viewTags()}${this.viewHowToAdd()}</div>`;
  }

  viewFilters() {
    const statuses = parameter("status").split(",").filter(Boolean);
    const counts = {};
    this.workers.forEach((worker) => { counts[worker.status] = (counts[worker.status] ?? 0) + 1; });
    const types = [...new Set(this.workers.flatMap((worker) => worker.task_types))].sort();
    return html`<div class="filters" role="search">
      <label class="search-field">${icon("search")}<input type="search" placeholder="Search workers" aria-label="Search workers by name" .value=${live(parameter("q"))}
        @input=${(event) => { window.clearTimeout(this.typing); this.typing = window.setTimeout(() => changeQuery({ q: event.target.value.trim() }), 150); }}></label>
      <div class="chips" role="group" aria-label="Statuses">${STATUSES.filter((status) => counts[status] || statuses.includes(status)).map((status) => html`
        <button class="chip tone-${tone(status)}" aria-pressed=${statuses.includes(status)} @click=${() => this.toggleStatus(status)}>${statusName(status)} <span class="number">${counts[status] ?? 0}</span></button>`)}</div>
      <select aria-label="Task type" @change=${(event) => changeQuery({ type: event.target.value }, { step: true })}>
        <option value="">All types</option>${types.map((type) => html`<option ?selected=${type === parameter("type")}>${type}</option>`)}</select>
      ${this.tags.length ? html`<select aria-label="Tag" @change=${(event) => changeQuery({ tag: event.target.value }, { step: true })}>
        <option value="">All tags</option>${this.tags.map((tag) => html`<option value=${tag.id} ?selected=${tag.id === parameter("tag")}>${tag.name}</option>`)}</select>` : nothing}
    </div>`;
  }

  /** @param {(workers: any[]) => unknown} action */
  run(action, workers) {
    return async () => {
      try {
        await action(workers);
        this.error = "";
      } catch (failure) {
        this.error = failure.message;
      }
      this.refresher.ask();
      this.update();
    };
  }

  viewActions() {
    const chosen = this.workers.filter((worker) => this.selection.chosen.has(worker.id));
    const run = (action) => this.run(action, chosen);
    return html`<div class="action-bar" role="toolbar" aria-label="What to do with the selected workers">
      <span><b class="number">${chosen.length}</b> selected</span>
      <button class="button" @click=${run(actions.wake)}>${icon("sun")}Wake</button>
      <button class="button" @click=${run((workers) => actions.leave(workers, "asleep", "Send to sleep", "They take no tasks until they are woken."))}>${icon("moon")}Sleep</button>
      <button class="button" @click=${run((workers) => actions.leave(workers, "restart", "Restart", "They start anew, where they can."))}>${icon("requeue")}Restart</button>
      <button class="button" @click=${run((workers) => actions.leave(workers, "offline", "Send offline", "They sign off. Their programs go on, and Wake calls them back."))}>${icon("offline")}Offline</button>
      <button class="button" @click=${run(actions.setTags)}>Tags</button>
      <button class="button danger" @click=${run((workers) => actions.remove(workers, () => this.selection.clear()))}>${icon("trash")}Forget</button>
      <div class="spacer"></div>
      <button class="quiet" @click=${() => { this.selection.clear(); this.selection.note(); }}>Select nothing</button>
    </div>`;
  }

  viewTable(shown) {
    const ids = shown.map((worker) => worker.id);
    const all = ids.every((id) => this.selection.chosen.has(id));
    const tagNames = new Map(this.tags.map((tag) => [tag.id, tag.name]));
    return html`<div class="table-frame"><table class="workers">
      <thead><tr><th class="check"><input type="checkbox" aria-label="Select all that are shown" .checked=${live(all)}
          @change=${() => { all ? this.selection.clear() : ids.forEach((id) => this.selection.chosen.add(id)); this.selection.note(); }}></th>
        <th scope="col">Worker</th><th scope="col">Status</th><th scope="col">Runs</th><th scope="col" class="wide-only">Types</th>
        <th scope="col" class="wide-only">Tags</th><th scope="col" class="number" title="Tasks of the last hour: completed, failed">Hour</th><th scope="col" class="number" title="Part of the last hour that it was busy">Load</th>
        <th scope="col" class="wide-only">Version</th><th scope="col" class="number">Seen</th></tr></thead>
      <tbody>${repeat(shown.slice(0, MOST), (worker) => worker.id, (worker) => this.viewWorker(worker, ids, tagNames))}</tbody></table></div>
      ${shown.length > MOST ? html`<p class="dim">${shown.length - MOST} more: search, or filter, to see them.</p>` : nothing}`;
  }

  viewWorker(worker, ids, tagNames) {
    const chosen = this.selection.chosen.has(worker.id);
    const task = worker.task;
    return html`<tr data-worker=${worker.id} class="${chosen ? "chosen" : ""} ${this.selection.current === worker.id ? "current" : ""}"
        @click=${(event) => this.clicked(event, worker.id, ids)}>
      <td class="check"><input type="checkbox" aria-label="Select ${worker.name}" .checked=${live(chosen)}></td>
      <td class="name-column"><a href="/workers/${worker.id}">${worker.name}</a><span class="dim under">${worker.platform}</span></td>
      <td>${badge(worker.status)}${worker.status_requested ? html`<span class="dim under">to be ${worker.status_requested}${worker.status_lazy ? " after its task" : ""}</span>` : nothing}</td>
      <td class="runs">${task ? html`<a href="/tasks/${task.id}">${task.name}</a>
        <span class="dim under">${task.job_name}${task.started ? ` · ${duration(between(task.started, null))}` : ""}${task.steps_total > 1 ? ` · ${task.steps_completed}/${task.steps_total}` : ""}</span>` : html`<span class="dim">–</span>`}</td>
      <td class="wide-only dim types">${worker.task_types.join(", ")}</td>
      <td class="wide-only">${worker.tags.map((id) => html`<span class="tag">${tagNames.get(id) ?? id}</span>`)}</td>
      <td class="number">${worker.completed}${worker.failed ? html` <span class="tone-failed">${worker.failed}&thinsp;✕</span>` : nothing}</td>
      <td class="number">${Math.round(100 * worker.load)} %</td>
      <td class="wide-only dim">${worker.version}</td>
      <td class="number dim">${ago(worker.last_seen, "")}</td></tr>`;
  }

  /** @param {MouseEvent} event */
  clicked(event, id, ids) {
    const target = /** @type {Element} */ (event.target);
    const several = event.shiftKey || event.ctrlKey || event.metaKey;
    if (target.closest("a") && !several) {
      return;
    }
    if (target.closest("a")) {
      event.preventDefault();
    }
    if (several || target.matches("input")) {
      this.selection.click(event, id, ids);
      this.selection.note();
    } else {
      this.selection.current = id;
      this.update();
    }
  }

  viewTags() {
    const again = () => this.refresher.ask();
    const count = (tag) => this.workers.filter((worker) => worker.tags.includes(tag.id)).length;
    return html`<section class="panel"><div class="log-head"><h2>Tags</h2><div class="spacer"></div>
        <button class="button" @click=${() => actions.editTag(null, again)}>New tag</button></div>
      ${this.tags.length ? html`<table><tbody>${this.tags.map((tag) => html`<tr><td><b>${tag.name}</b> <span class="dim">${tag.description ?? ""}</span></td>
          <td class="number">${count(tag)} ${count(tag) === 1 ? "worker" : "workers"}</td>
          <td class="number"><button class="quiet" @click=${() => actions.editTag(tag, again)}>Change</button>
            <button class="quiet" @click=${() => actions.deleteTag(tag, count(tag), again)}>Delete</button></td></tr>`)}</tbody></table>`
        : html`<p class="dim">Tags group workers; a job with a tag runs only where it is carried.</p>`}</section>`;
  }

  viewHowToAdd() {
    const command = "./tablao up --roles worker --kafka HOST:9092";
    return html`<section class="panel"><h2>Add a worker</h2>
      <p class="dim">On the machine that is to work, with the address of the farm's Kafka:</p>
      <div class="copy-line"><code>${command}</code><button class="button" @click=${(event) => copy(event.target, command)}>Copy</button></div>
      <p class="dim">It accepts the types in <code>TABLAO_WORKER_TASK_TYPES</code>, runs as many tasks at once as <code>--workers</code> says, and appears here by itself.</p></section>`;
  }
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Without a secure connection browsers refuse; then people copy by hand what is marked for them.
    const code = button.previousElementSibling;
    code && window.getSelection()?.selectAllChildren(code);
    button.textContent = "Marked";
  }
}
