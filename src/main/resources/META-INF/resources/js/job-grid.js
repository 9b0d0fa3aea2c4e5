// SPDX-License-Identifier: Apache-2.0
// The tasks of a job as a field of cells, one each, coloured by status: drawn, since there may be a hundred thousand.
import { html, ref, createRef } from "./libraries.js";
import { get } from "./api.js";
import { go } from "./router.js";
import { TASK_STATUSES, statusName, tone } from "./status.js";

const PADDING = 10;

export class JobGrid {
  /** @param {import("./job-page.js").JobPage} page */
  constructor(page) {
    this.page = page;
    this.board = page.board;
    this.canvas = createRef();
    this.at = -1;
    this.redraw = () => this.draw();
    this.drawnFor = "";
    window.addEventListener("resize", this.redraw);
    window.addEventListener("themechange", this.redraw);
  }

  leave() {
    window.removeEventListener("resize", this.redraw);
    window.removeEventListener("themechange", this.redraw);
  }

  layout(width) {
    const count = this.board.count;
    const cell = count <= 2000 ? 16 : count <= 10_000 ? 10 : count <= 40_000 ? 6 : 4;
    const columns = Math.max(1, Math.floor(width / cell));
    return { cell, columns, rows: Math.ceil(count / columns) };
  }

  draw() {
    const canvas = /** @type {HTMLCanvasElement | undefined} */ (this.canvas.value);
    if (!canvas || !canvas.parentElement) {
      return;
    }
    const width = canvas.parentElement.clientWidth - 2 * PADDING;
    const { cell, columns, rows } = this.layout(width);
    const height = Math.min(rows * cell, 16_000);
    const sharp = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = width * sharp;
    canvas.height = height * sharp;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.scale(sharp, sharp);
    const colors = getComputedStyle(document.documentElement);
    const fills = Object.fromEntries(TASK_STATUSES.map((status) => [status, colors.getPropertyValue(status === "queued" ? "--track" : `--${status}`)]));
    const gap = cell > 5 ? 1 : 0.5;
    for (let index = 0; index < this.board.count; index++) {
      pen.fillStyle = fills[this.board.status(index)];
      pen.fillRect((index % columns) * cell, Math.floor(index / columns) * cell, cell - gap, cell - gap);
    }
  }

  view() {
    const key = `${this.board.version}`;
    if (key !== this.drawnFor) {
      this.drawnFor = key;
      requestAnimationFrame(this.redraw);
    }
    const task = this.at >= 0 ? this.board.lines.get(this.at) : null;
    if (!this.board.count) {
      return html`<div class="empty">${this.board.loaded ? "The job has no tasks." : "Loading…"}</div>`;
    }
    return html`
      <div class="legend">${TASK_STATUSES.map((status) => html`<span class="legend-entry tone-${tone(status)}"><i class="swatch fill-${status}"></i>${statusName(status)}</span>`)}
        <div class="spacer"></div>
        <span class="dim">${this.at >= 0 ? html`Task <span class="number">${this.at}</span> ${task ? task.name : ""} · ${statusName(this.board.status(this.at))}` : "Point at a cell; click to open its task"}</span>
      </div>
      <div class="grid-frame"><canvas role="img" aria-label="${this.board.count} tasks as cells; the table of tasks tells the same in words" ${ref(this.canvas)}
        @mousemove=${(event) => this.pointed(event)} @mouseleave=${() => { this.at = -1; this.page.update(); }}
        @click=${() => this.open()}></canvas></div>`;
  }

  /** @param {MouseEvent} event */
  pointed(event) {
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    const { cell, columns } = this.layout(canvas.clientWidth);
    const index = Math.floor(event.offsetY / cell) * columns + Math.floor(event.offsetX / cell);
    this.at = index < this.board.count ? index : -1;
    if (this.at >= 0) {
      this.board.look([this.at]);
    }
    this.page.update();
  }

  async open() {
    if (this.at < 0) {
      return;
    }
    const { tasks } = await get(`/api/farm/v1/jobs/${this.page.job}/task-lines?indices=${this.at}`);
    if (tasks.length) {
      go(`/tasks/${tasks[0].id}`);
    }
  }
}
