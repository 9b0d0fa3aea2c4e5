// SPDX-License-Identifier: Apache-2.0
// The tasks of one job as far as they are needed: a letter for the status of each, and whole lines of those that are in sight.
import { get } from "./api.js";
import { Refresher } from "./refresher.js";

const STATUSES = { q: "queued", a: "active", c: "completed", f: "failed", s: "soft-failed", p: "paused", x: "canceled" };
const LETTERS = Object.fromEntries(Object.entries(STATUSES).map(([letter, status]) => [status, letter]));
const CHUNK = 100;
/** Beyond so many, all lines but those in sight are forgotten. */
const MOST_LINES = 4000;

export class TaskBoard {
  /** @param {string} job @param {() => void} update */
  constructor(job, update) {
    this.job = job;
    this.update = update;
    this.letters = "";
    this.loaded = false;
    this.version = 0;
    this.error = "";
    /** @type {Map<number, any>} */
    this.lines = new Map();
    /** @type {Set<number>} */
    this.wanted = new Set();
    /** @type {Set<number>} */
    this.stale = new Set();
    /** @type {number[]} */
    this.inSight = [];
    this.loadStatuses = new Refresher(() => this.readStatuses(), 500);
    this.loadLines = new Refresher(() => this.readLines(), 60);
  }

  stop() {
    this.loadStatuses.stop();
    this.loadLines.stop();
  }

  get count() {
    return this.letters.length;
  }

  /** @param {number} index */
  status(index) {
    return STATUSES[this.letters[index]] ?? "queued";
  }

  /** @param {string[]} statuses @returns {number[]} indices, in their order */
  withStatuses(statuses) {
    const wanted = new Set(statuses.map((status) => LETTERS[status]));
    const found = [];
    for (let index = 0; index < this.letters.length; index++) {
      if (wanted.has(this.letters[index])) {
        found.push(index);
      }
    }
    return found;
  }

  /** Tells which tasks are looked at; their lines come soon. @param {number[]} indices */
  look(indices) {
    this.inSight = indices;
    const missing = indices.filter((index) => !this.lines.has(index));
    if (missing.length) {
      missing.forEach((index) => this.wanted.add(index));
      this.loadLines.ask();
    }
  }

  async readStatuses() {
    try {
      const { statuses } = await get(`/api/farm/v1/jobs/${this.job}/task-statuses`);
      if (statuses !== this.letters) {
        this.letters = statuses;
        this.version++;
      }
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.loaded = true;
    this.update();
  }

  async readLines() {
    const sight = new Set(this.inSight);
    const due = [...this.wanted, ...this.stale].filter((index) => sight.has(index)).slice(0, 2 * CHUNK);
    this.wanted.clear();
    due.forEach((index) => this.stale.delete(index));
    if (!due.length) {
      return;
    }
    try {
      const { tasks } = await get(`/api/farm/v1/jobs/${this.job}/task-lines?indices=${[...new Set(due)].join(",")}`);
      if (this.lines.size > MOST_LINES) {
        this.lines.clear();
      }
      const letters = this.letters.length <= 20_000 ? this.letters.split("") : null;
      for (const task of tasks) {
        this.lines.set(task.index, task);
        if (letters && task.index < letters.length) {
          letters[task.index] = LETTERS[task.status];
        }
      }
      if (letters && letters.join("") !== this.letters) {
        this.letters = letters.join("");
        this.version++;
      }
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
    this.look(this.inSight);
    if (this.inSight.some((index) => this.stale.has(index))) {
      this.loadLines.ask();
    }
  }

  /** @param {import("./live.js").LiveMessage} message that is about this job */
  changed(message) {
    if (message.everything || message.many_jobs || message.many_tasks) {
      this.lines.forEach((_, index) => this.stale.add(index));
    } else {
      message.tasks.filter((index) => this.lines.has(index)).forEach((index) => this.stale.add(index));
    }
    this.loadStatuses.ask();
    this.loadLines.ask();
  }
}
