// SPDX-License-Identifier: Apache-2.0
// The tasks of a job as a table, of which only what is in sight exists, however many there are.
import { html, nothing, repeat, live } from "./libraries.js";
import { forAll, get, post } from "./api.js";
import { changeQuery, go, parameter } from "./router.js";
import { place } from "./place.js";
import { Selection } from "./selection.js";
import { badge } from "./status.js";
import { ago, between, duration } from "./times.js";
import { icon } from "./icons.js";
import { ask, note } from "./dialog.js";

const ROW = 30;
/** Rows that are there above and below what is in sight. */
const MARGIN = 12;
/** Browsers lay out no taller things than some millions of pixels. */
const TALLEST = 8_000_000;

export class JobTasks {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    this.page = page;
    this.board = page.board;
    this.top = 0;
    this.height = 600;
    /** @type {Selection<number>} */
    this.selection = new Selection();
    /** @type {number[] | null} indices of those whose names fit; null: nothing is searched for */
    this.found = null;
    this.searched = "";
    this.error = "";
    this.typing = 0;
    this.shownFor = "";
    /** @type {number[]} */
    this.shown = [];
  }

  enter() {
    const text = parameter("q");
    if (text !== this.searched) {
      this.searched = text;
      this.find(text);
    }
  }

  leave() {
    window.clearTimeout(this.typing);
  }

  /** @param {string} text */
  async find(text) {
    if (!text) {
      this.found = null;
      this.shownFor = "";
      return;
    }
    try {
      const found = await get(`/api/farm/v1/jobs/${this.page.job}/task-search?q=${encodeURIComponent(text)}`);
      if (text === this.searched) {
        this.found = found.indices;
        this.shownFor = "";
      }
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.page.update();
  }

  /** Indices of the tasks that the table has. */
  rows() {
    const statuses = parameter("status").split(",").filter(Boolean);
    const key = `${this.board.version} ${statuses} ${this.searched} ${this.found?.length}`;
    if (key !== this.shownFor) {
      this.shownFor = key;
      let rows = statuses.length ? this.board.withStatuses(statuses) : Array.from({ length: this.board.count }, (_, index) => index);
      if (this.found) {
        const fits = new Set(this.found);
        rows = rows.filter((index) => fits.has(index));
      }
      this.shown = rows;
    }
    return this.shown;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const rows = this.rows();
    const current = this.selection.current;
    if (event.key === "j" || event.key === "k") {
      this.selection.move(event.key === "j" ? 1 : -1, rows);
      const at = rows.indexOf(this.selection.current ?? -1);
      const frame = document.querySelector(".task-scroll");
      if (frame && (at * ROW < frame.scrollTop || (at + 2) * ROW > frame.scrollTop + frame.clientHeight)) {
        frame.scrollTop = Math.max(0, at * ROW - frame.clientHeight / 2);
      }
    } else if (event.key === "x" && current !== null) {
      this.selection.toggle(current);
    } else if (event.key === "Enter" && current !== null && this.board.lines.has(current)) {
      go(`/tasks/${this.board.lines.get(current).id}`);
    } else if (event.key === "Escape") {
      this.selection.clear();
    } else {
      return false;
    }
    this.page.update();
    return true;
  }

  view() {
    const rows = this.rows();
    const status = parameter("status");
    return html`
      <div class="filters" role="search">
        <label class="search-field">${icon("search")}<input type="search" placeholder="Search tasks" aria-label="Search tasks by name"
          .value=${live(parameter("q"))} @input=${(event) => this.typed(event)}></label>
        ${status ? html`<a class="chip" href="/jobs/${this.page.job}/tasks">Only ${status} ${icon("close")}</a>` : nothing}
        <span class="dim number">${rows.length.toLocaleString()} ${rows.length === 1 ? "task" : "tasks"}</span>
      </div>
      ${this.error || this.board.error ? html`<p class="error" role="alert">${this.error || this.board.error}</p>` : nothing}
      ${this.selection.chosen.size ? this.viewActions(rows) : nothing}
      ${rows.length ? this.viewRows(rows) : html`<div class="empty">${
        !this.board.loaded ? "Loading…" : this.board.count ? "No task fits." : "The job has no tasks yet: its script is still at work, or has failed."}</div>`}`;
  }

  /** @param {InputEvent} event */
  typed(event) {
    const value = /** @type {HTMLInputElement} */ (event.target).value.trim();
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => changeQuery({ q: value }), 200);
  }

  viewRows(rows) {
    const full = rows.length * ROW;
    const tall = Math.min(full, TALLEST);
    // Of a table that is too tall, a pixel of scrolling is more than a pixel of it.
    const scale = full > this.height ? (full - this.height) / Math.max(1, tall - this.height) : 1;
    const first = Math.max(0, Math.floor((this.top * scale) / ROW) - MARGIN);
    const last = Math.min(rows.length, first + Math.ceil(this.height / ROW) + 2 * MARGIN);
    const inSight = rows.slice(first, last);
    this.board.look(inSight);
    const offset = this.top - this.top * scale;
    return html`<div class="task-table" role="table" aria-rowcount=${rows.length + 1} aria-label="Tasks">
      <div class="task-row task-heading" role="row" aria-rowindex="1">
        <span role="columnheader"><input type="checkbox" aria-label="Select all that are listed"
          .checked=${live(this.selection.chosen.size >= rows.length)} @change=${() => this.selectAll(rows)}></span>
        <span role="columnheader" class="number">#</span><span role="columnheader">Task</span>
        <span role="columnheader">Status</span><span role="columnheader">Type</span>
        <span role="columnheader">Worker</span><span role="columnheader" class="number">Steps</span>
        <span role="columnheader" class="number">Took</span><span role="columnheader" class="number">Started</span>
      </div>
      <div class="task-scroll" tabindex="0" role="rowgroup" aria-label="Tasks" @scroll=${(event) => this.scrolled(event.target)}
          ${place({ "--rows": String(Math.min(rows.length, 20)) })}>
        <div class="task-space" ${place({ height: `${tall}px` })}>
          ${repeat(inSight, (index) => index, (index, at) => this.viewTask(index, (first + at) * ROW + offset, first + at, rows))}
        </div>
      </div>
    </div>`;
  }

  viewTask(index, top, at, rows) {
    const task = this.board.lines.get(index);
    const chosen = this.selection.chosen.has(index);
    const look = `task-row ${chosen ? "chosen" : ""} ${this.selection.current === index ? "current" : ""}`;
    return html`<div class=${look} role="row" aria-rowindex=${at + 2} data-task=${index} ${place({ transform: `translateY(${top}px)` })}
        @click=${(event) => this.clicked(event, index, rows)}>
      <span role="cell"><input type="checkbox" aria-label="Select task ${index}" .checked=${live(chosen)}></span>
      <span role="cell" class="number dim">${index}</span>
      <span role="cell" class="task-name">${task ? html`<a href="/tasks/${task.id}">${task.name}</a>` : html`<span class="dim">…</span>`}</span>
      <span role="cell">${badge(this.board.status(index))}</span>
      <span role="cell" class="dim">${task?.type ?? ""}</span>
      <span role="cell" class="task-name">${task?.worker_id ? html`<a href="/workers/${task.worker_id}">${task.worker_name ?? task.worker_id}</a>` : ""}</span>
      <span role="cell" class="number">${task && task.steps_total > 1 ? `${task.steps_completed} / ${task.steps_total}` : ""}</span>
      <span role="cell" class="number">${task?.started ? duration(between(task.started, task.status === "active" ? null : task.ended ?? task.started)) : ""}</span>
      <span role="cell" class="number dim">${ago(task?.started, "")}</span>
    </div>`;
  }

  /** @param {HTMLElement} frame */
  scrolled(frame) {
    this.top = frame.scrollTop;
    this.height = frame.clientHeight;
    this.page.update();
  }

  /** @param {MouseEvent} event */
  clicked(event, index, rows) {
    const target = /** @type {Element} */ (event.target);
    const several = event.shiftKey || event.ctrlKey || event.metaKey;
    if (target.closest("a") && !several) {
      return;
    }
    if (several && target.closest("a")) {
      event.preventDefault();
    }
    if (several || target.matches("input")) {
      this.selection.click(event, index, rows);
    } else {
      this.selection.current = index;
    }
    this.page.update();
  }

  selectAll(rows) {
    if (this.selection.chosen.size >= rows.length) {
      this.selection.clear();
    } else {
      rows.forEach((index) => this.selection.chosen.add(index));
    }
    this.page.update();
  }

  viewActions() {
    const many = this.selection.chosen.size;
    return html`<div class="action-bar" role="toolbar" aria-label="What to do with the selected tasks">
      <span><b class="number">${many.toLocaleString()}</b> selected</span>
      <button class="button" @click=${() => this.askFor("queued", "Requeue", `${many} ${many === 1 ? "task runs" : "tasks run"} again, whatever has become of ${many === 1 ? "it" : "them"}.`)}>${icon("requeue")}Requeue</button>
      <button class="button" @click=${() => this.askFor("paused", "Pause", "They do not start until they are queued again.")}>${icon("paused")}Pause</button>
      <button class="button" @click=${() => this.askFor("canceled", "Cancel", "What runs is stopped; tasks that depend on them do not start.", true)}>${icon("canceled")}Cancel</button>
      <div class="spacer"></div>
      <button class="quiet" @click=${() => { this.selection.clear(); this.page.update(); }}>Select nothing</button>
    </div>`;
  }

  askFor(status, action, text, danger = false) {
    const chosen = [...this.selection.chosen].sort((one, other) => one - other);
    ask({
      title: `${action} ${chosen.length.toLocaleString()} ${chosen.length === 1 ? "task" : "tasks"}?`,
      text,
      action,
      danger,
      run: async () => {
        const ids = await this.ids(chosen);
        const failed = await forAll(ids, (id) => post(`/api/v3/tasks/${id}/setstatus`, { status, reason: `${action} in the dashboard` }));
        if (failed.length) {
          throw new Error(`${failed.length} of ${ids.length} were refused. ${failed[0].error.message}`);
        }
        note(`${action}: ${ids.length.toLocaleString()} ${ids.length === 1 ? "task" : "tasks"}`);
        this.selection.clear();
        this.board.loadStatuses.ask();
      },
    });
  }

  /** @param {number[]} indices @returns {Promise<string[]>} */
  async ids(indices) {
    const ids = [];
    for (let from = 0; from < indices.length; from += 500) {
      const { tasks } = await get(`/api/farm/v1/jobs/${this.page.job}/task-lines?indices=${indices.slice(from, from + 500).join(",")}`);
      ids.push(...tasks.map((task) => task.id));
    }
    return ids;
  }
}
