// SPDX-License-Identifier: Apache-2.0
// A job is put together: its type, its settings, and what they will become.
import { html, nothing, live } from "./libraries.js";
import { get, post } from "./api.js";
import { changeQuery, go, parameter } from "./router.js";
import { Refresher } from "./refresher.js";
import { note } from "./dialog.js";
import { defaults, settingsForm } from "./settings-form.js";
import { compiledPreview } from "./compiled-preview.js";

const OPTIONS = [
  ["tablao.start_after", "Start after", "22:00, or 2030-01-31T22:00:00Z"],
  ["tablao.after_job", "After the job", "id of a job that must be completed first"],
  ["tablao.max_active", "Tasks at once", "at most"],
  ["tablao.retries", "Retries", "of tasks that would fail"],
  ["tablao.task_timeout", "Task time-out", "2h"],
];

export class SubmitPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any[]} */
    this.types = [];
    /** @type {any[]} */
    this.tags = [];
    /** @type {Record<string, unknown>} */
    this.values = {};
    /** @type {Record<string, string>} */
    this.metadata = {};
    this.name = "";
    this.priority = 50;
    this.tag = "";
    this.paused = false;
    this.all = false;
    this.typeName = "";
    /** @type {any} */
    this.compiled = null;
    /** What is wrong with the present values; "" when they compile. */
    this.problem = "";
    this.touched = false;
    this.error = "";
    this.busy = false;
    this.preview = new Refresher(() => this.compile(), 400);
    this.ready = this.load();
  }

  title() {
    return "Submit a job";
  }

  enter() {
    this.ready.then(() => {
      const type = parameter("type");
      if (type && type !== this.typeName) {
        this.choose(type);
      }
    });
  }

  leave() {
    this.preview.stop();
  }

  async load() {
    try {
      const [types, tags] = await Promise.all([get("/api/v3/jobs/types"), get("/api/v3/worker-mgt/tags")]);
      this.types = types.job_types;
      this.tags = tags.tags ?? [];
      const like = parameter("like");
      if (like) {
        await this.takeOver(like);
      } else if (!parameter("type") && this.types.length) {
        changeQuery({ type: this.types[0].name });
      }
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  /** Begins with what another job was submitted with. @param {string} id */
  async takeOver(id) {
    const job = await get(`/api/v3/jobs/${id}`);
    changeQuery({ type: job.type, like: null });
    this.choose(job.type);
    this.values = { ...this.values, ...job.settings };
    this.metadata = job.metadata ?? {};
    this.name = job.name;
    this.priority = job.priority;
    this.tag = job.worker_tag ?? "";
    this.preview.ask();
  }

  get type() {
    return this.types.find((type) => type.name === this.typeName) ?? null;
  }

  /** @param {string} name */
  choose(name) {
    this.typeName = name;
    this.values = defaults(this.type?.settings ?? []);
    this.compiled = null;
    this.problem = "";
    this.touched = false;
    this.preview.ask();
    this.update();
  }

  submission() {
    const metadata = Object.fromEntries(Object.entries(this.metadata).filter(([, value]) => value !== ""));
    return {
      name: this.name.trim(),
      type: this.typeName,
      type_etag: this.type?.etag,
      priority: this.priority,
      submitter_platform: platform(),
      settings: this.values,
      metadata,
      ...(this.tag ? { worker_tag: this.tag } : {}),
      ...(this.paused ? { initial_status: "paused" } : {}),
    };
  }

  async compile() {
    if (!this.type) {
      return;
    }
    const { type_etag, initial_status, ...job } = this.submission();
    try {
      this.compiled = await post("/api/farm/v1/compile", { job: { ...job, name: job.name || "Untitled" } });
      this.problem = "";
    } catch (failure) {
      this.compiled = null;
      this.problem = failure.message;
    }
    this.update();
  }

  change(key, value) {
    this.values = { ...this.values, [key]: value };
    if (value === undefined) {
      delete this.values[key];
    }
    this.touched = true;
    this.preview.ask();
    this.update();
  }

  async submit(event) {
    event.preventDefault();
    this.touched = true;
    this.busy = true;
    this.error = "";
    this.update();
    try {
      const job = await post("/api/v3/jobs", this.submission());
      note(`Submitted: ${job.name}`);
      go(`/jobs/${job.id}`);
    } catch (failure) {
      this.error = failure.message;
    }
    this.busy = false;
    this.update();
  }

  view() {
    const type = this.type;
    return html`<div class="page-head"><h1>Submit a job</h1></div>
      <div class="columns submit-columns">
        <form class="panel" @submit=${(event) => this.submit(event)} novalidate>
          <div class="field"><label for="job-type"><span>Job type</span></label>
            <select id="job-type" @change=${(event) => changeQuery({ type: event.target.value }, { step: true })}>
              ${this.types.map((each) => html`<option value=${each.name} ?selected=${each.name === this.typeName}>${each.label}</option>`)}</select>
            <span class="dim small">${type?.description ?? ""}</span></div>
          <div class="field-row">
            <label class="field grow"><span>Name <b class="required" title="Required">*</b></span><input name="job-name" required .value=${live(this.name)} @input=${(event) => { this.name = event.target.value; }}></label>
            <label class="field"><span>Priority</span><input type="number" min="0" max="100" .value=${live(String(this.priority))} @input=${(event) => { this.priority = Number(event.target.value); }}></label>
            ${this.tags.length ? html`<label class="field"><span>Workers</span><select @change=${(event) => { this.tag = event.target.value; }}>
              <option value="">any</option>${this.tags.map((tag) => html`<option value=${tag.id} ?selected=${tag.id === this.tag}>${tag.name}</option>`)}</select></label>` : nothing}
          </div>
          ${type ? settingsForm(type.settings, this.values, (key, value) => this.change(key, value), this.error || (this.touched ? this.problem : ""), this.all) : nothing}
          <label class="choice small dim"><input type="checkbox" .checked=${live(this.all)} @change=${(event) => { this.all = event.target.checked; this.update(); }}> Show also the settings that Blender fills in</label>
          <details class="options"><summary>When and how it runs</summary>
            ${OPTIONS.map(([key, label, hint]) => html`<label class="field"><span>${label}</span><input placeholder=${hint} .value=${live(this.metadata[key] ?? "")}
              @input=${(event) => { this.metadata = { ...this.metadata, [key]: event.target.value.trim() }; }}></label>`)}</details>
          <label class="choice"><input type="checkbox" .checked=${live(this.paused)} @change=${(event) => { this.paused = event.target.checked; }}> Paused, until somebody resumes it</label>
          ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
          <div class="dialog-buttons"><button class="button primary" type="submit" ?disabled=${this.busy || !type}>${this.busy ? "Submitting…" : "Submit"}</button></div>
        </form>
        <section class="panel preview" aria-label="What it becomes" aria-live="polite"><h2>What it becomes</h2>
          ${this.compiled ? compiledPreview(this.compiled) : this.problem ? html`<p class=${this.touched ? "error" : "dim"}>${this.problem}</p>` : html`<p class="dim">Its tasks appear here.</p>`}
        </section>
      </div>`;
  }
}

/** What Flamenco calls the platform of this browser. */
export function platform() {
  const name = navigator.userAgent;
  return name.includes("Windows") ? "windows" : name.includes("Mac OS") ? "darwin" : "linux";
}
