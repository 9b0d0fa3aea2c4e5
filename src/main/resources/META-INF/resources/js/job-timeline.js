// SPDX-License-Identifier: Apache-2.0
// Which worker ran which task of a job when.
import { html, svg, nothing } from "./libraries.js";
import { get } from "./api.js";
import { JobSide } from "./job-side.js";
import { duration, exact } from "./times.js";
import { statusName } from "./status.js";

const ROW = 24;
const NAMES = 150;
const WIDTH = 1000;
/** Starts that are drawn, the newest ones. */
const MOST = 5000;

export class JobTimeline extends JobSide {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    super(page, 1500);
    /** @type {any[] | null} */
    this.attempts = null;
    this.more = false;
  }

  async read() {
    const found = await get(`/api/farm/v1/jobs/${this.page.job}/attempts?limit=${MOST}`);
    this.attempts = found.attempts.filter((attempt) => attempt.started);
    this.more = found.more;
  }

  view() {
    if (!this.attempts) {
      return this.viewLoading();
    }
    if (!this.attempts.length) {
      return html`<div class="empty">No task has started yet.</div>`;
    }
    const runs = this.attempts.map((attempt) => ({
      ...attempt,
      from: new Date(attempt.started).getTime(),
      to: attempt.ended ? new Date(attempt.ended).getTime() : Date.now(),
    }));
    const begin = runs.reduce((least, run) => Math.min(least, run.from), Infinity);
    const end = runs.reduce((most, run) => Math.max(most, run.to), begin + 1000);
    const workers = [...new Map(runs.map((run) => [run.worker_id, run.worker_name])).entries()]
      .sort((one, other) => one[1].localeCompare(other[1], undefined, { numeric: true }));
    const rowOf = new Map(workers.map(([id], row) => [id, row]));
    const x = (time) => NAMES + ((time - begin) / (end - begin)) * (WIDTH - NAMES - 8);
    const height = workers.length * ROW + 26;
    return html`${this.viewError()}
      ${this.more ? html`<p class="dim">The newest ${MOST.toLocaleString()} starts.</p>` : nothing}
      <div class="timeline-frame"><svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img"
          aria-label="${runs.length} starts on ${workers.length} workers within ${duration((end - begin) / 1000)}">
        ${[0, 0.25, 0.5, 0.75, 1].map((part) => svg`<g class="tick"><line x1=${x(begin + part * (end - begin))} x2=${x(begin + part * (end - begin))} y1="18" y2=${height}></line>
          <text x=${x(begin + part * (end - begin))} y="12" text-anchor=${part === 1 ? "end" : part ? "middle" : "start"}>${
            part ? `+${duration((part * (end - begin)) / 1000)}` : exact(begin)}</text></g>`)}
        ${workers.map(([, name], row) => svg`<text class="timeline-name" x="2" y=${26 + row * ROW + 12}>${name.length > 22 ? `${name.slice(0, 21)}…` : name}</text>`)}
        ${runs.map((run) => svg`<rect class="run fill-${run.outcome === "queued" ? "canceled" : run.outcome ?? "active"}" x=${x(run.from)} y=${26 + rowOf.get(run.worker_id) * ROW}
          width=${Math.max(1, x(run.to) - x(run.from) - 0.5)} height=${ROW - 8} rx="2">
          <title>Task ${run.index}, attempt ${run.attempt}: ${run.outcome ? statusName(run.outcome) : "running"}, ${duration((run.to - run.from) / 1000)}</title></rect>`)}
      </svg></div>`;
  }
}
