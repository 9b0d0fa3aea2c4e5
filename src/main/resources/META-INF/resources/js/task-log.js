// SPDX-License-Identifier: Apache-2.0
// The log of a task as it grows; of a long one only the lines in sight exist.
import { html, nothing, repeat, live } from "./libraries.js";
import { get, query } from "./api.js";
import { place } from "./place.js";
import { ansi, plain } from "./ansi.js";
import { icon } from "./icons.js";

const ROW = 18;
const MARGIN = 20;
const PAUSE = 1000;
/** Lines that a tab keeps; the download has all. */
const MOST = 200_000;

export class TaskLog {
  /** @param {string} task @param {() => void} update @param {() => boolean} grows whether the task may still print */
  constructor(task, update, grows) {
    this.task = task;
    this.update = update;
    this.grows = grows;
    /** @type {string[]} */
    this.lines = [];
    this.rest = "";
    this.position = -1;
    this.cut = false;
    this.loaded = false;
    this.following = true;
    this.top = 0;
    this.height = 480;
    this.text = "";
    this.at = -1;
    this.error = "";
    this.timer = 0;
    this.stopped = false;
    this.busy = false;
    this.load();
  }

  stop() {
    this.stopped = true;
    window.clearTimeout(this.timer);
  }

  /** Looks for more, now. */
  async load() {
    if (this.busy || this.stopped) {
      return;
    }
    this.busy = true;
    window.clearTimeout(this.timer);
    let more = false;
    try {
      const found = await get(`/api/farm/v1/tasks/${this.task}/log-chunks` + query({ after: this.position }));
      found.chunks.forEach((chunk) => this.add(chunk.text));
      this.position = found.chunks.at(-1)?.position ?? this.position;
      more = found.more;
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.loaded = true;
    this.busy = false;
    this.update();
    if (this.stopped) {
      return;
    }
    if (more) {
      this.load();
    } else if (this.grows() || this.error) {
      // Logs go their own way, not with events; so whoever looks at one asks, as long as there may be more.
      this.timer = window.setTimeout(() => this.load(), document.hidden ? 10 * PAUSE : PAUSE);
    }
  }

  /** @param {string} text */
  add(text) {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    this.lines.push(...lines);
    if (this.lines.length > MOST) {
      this.lines.splice(0, this.lines.length - MOST);
      this.cut = true;
    }
  }

  all() {
    return this.rest ? [...this.lines, this.rest] : this.lines;
  }

  matches() {
    const text = this.text.toLowerCase();
    const found = [];
    if (text) {
      this.all().forEach((line, index) => plain(line).toLowerCase().includes(text) && found.push(index));
    }
    return found;
  }

  view() {
    const lines = this.all();
    const found = this.matches();
    const first = Math.max(0, Math.floor(this.top / ROW) - MARGIN);
    const last = Math.min(lines.length, first + Math.ceil(this.height / ROW) + 2 * MARGIN);
    const hits = new Set(found);
    if (this.following) {
      requestAnimationFrame(() => this.toEnd());
    }
    return html`<section class="panel log-panel" aria-label="Log">
      <div class="log-head"><h2>Log</h2>
        <label class="search-field">${icon("search")}<input type="search" placeholder="Search the log" aria-label="Search the log"
          .value=${live(this.text)} @input=${(event) => { this.text = event.target.value; this.at = -1; this.next(1); }}
          @keydown=${(event) => event.key === "Enter" && this.next(event.shiftKey ? -1 : 1)}></label>
        ${this.text ? html`<span class="dim number" role="status">${found.length ? `${Math.max(1, this.at + 1)} of ${found.length}` : "not there"}</span>` : nothing}
        <div class="spacer"></div>
        <label class="dim"><input type="checkbox" .checked=${live(this.following)} @change=${(event) => { this.following = event.target.checked; this.update(); }}> Follow</label>
        <a class="button" href="/api/farm/v1/tasks/${this.task}/log" download="task-${this.task}.log">Download</a>
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.cut ? html`<p class="dim">Only the last ${MOST.toLocaleString()} lines are here; the download has all.</p>` : nothing}
      ${lines.length
        ? html`<div class="log-scroll" tabindex="0" role="log" aria-live="off" aria-label="Lines of the log" @scroll=${(event) => this.scrolled(event.target)}>
            <div class="log-space" ${place({ height: `${lines.length * ROW}px` })}>
              ${repeat(lines.slice(first, last), (_, at) => first + at, (line, at) => html`<div class="log-line ${hits.has(first + at) ? "log-hit" : ""} ${found[this.at] === first + at ? "log-current" : ""}"
                ${place({ transform: `translateY(${(first + at) * ROW}px)` })}><span class="log-number">${first + at + 1}</span><span>${ansi(line)}</span></div>`)}
            </div></div>`
        : html`<p class="dim">${this.loaded ? "Nothing has been printed yet." : "Loading…"}</p>`}
    </section>`;
  }

  /** @param {number} step */
  next(step) {
    const found = this.matches();
    if (found.length) {
      this.following = false;
      this.at = (this.at + step + found.length) % found.length;
      const frame = document.querySelector(".log-scroll");
      if (frame) {
        frame.scrollTop = Math.max(0, found[this.at] * ROW - frame.clientHeight / 2);
      }
    }
    this.update();
  }

  toEnd() {
    const frame = document.querySelector(".log-scroll");
    if (frame && this.following && frame.scrollTop + frame.clientHeight < frame.scrollHeight - 1) {
      frame.scrollTop = frame.scrollHeight;
    }
  }

  /** @param {HTMLElement} frame */
  scrolled(frame) {
    const up = frame.scrollTop < this.top - 2;
    this.top = frame.scrollTop;
    this.height = frame.clientHeight;
    if (up && frame.scrollTop + frame.clientHeight < frame.scrollHeight - ROW) {
      this.following = false;
    } else if (frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2) {
      this.following = true;
    }
    this.update();
  }
}
