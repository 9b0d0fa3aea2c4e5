// SPDX-License-Identifier: Apache-2.0
// Where job types are written: a script, its settings, and what it compiles to, anew after each pause in typing.
import { html, nothing } from "./libraries.js";
import { post, put } from "./api.js";
import { ask, note } from "./dialog.js";
import { Refresher } from "./refresher.js";
import { CodeEditor } from "./code-editor.js";
import { defaults, settingsForm } from "./settings-form.js";
import { compiledPreview } from "./compiled-preview.js";

const KEPT = "tablao.workbench";
const EXAMPLE = `const JOB_TYPE = {
  label: "Hello world",
  settings: [
    { key: "who", type: "string", required: true, default: "world", description: "Whom to greet" },
    { key: "times", type: "int32", default: 3 },
  ],
};

function compileJob(job) {
  const goodbye = author.Task("goodbye", "misc");
  goodbye.addCommand(author.Command("echo", { message: "Goodbye" }));
  for (let i = 1; i <= job.settings.times; i++) {
    const greeting = author.Task(\`hello-\${i}\`, "misc");
    greeting.addCommand(author.Command("echo", { message: \`Hello \${job.settings.who}, \${i}\` }));
    job.addTask(greeting);
    goodbye.addDependency(greeting);
  }
  print("There are", job.settings.times, "greetings");
  job.addTask(goodbye);
}
`;

export class WorkbenchPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    this.script = localStorage.getItem(KEPT) ?? EXAMPLE;
    /** @type {any[]} */
    this.settings = [];
    /** @type {Record<string, unknown>} */
    this.values = {};
    /** @type {Set<string>} */
    this.touched = new Set();
    /** @type {any} */
    this.compiled = null;
    /** @type {any} */
    this.problem = null;
    this.compiler = new Refresher(() => this.compile(), 300);
    this.typing = 0;
    this.editor = new CodeEditor(this.script, (text) => this.typed(text));
    this.error = "";
    this.editor.ready.then(() => this.compiler.ask()).catch((failure) => {
      this.error = failure.message;
      this.update();
    });
  }

  title() {
    return "Workbench";
  }

  leave() {
    window.clearTimeout(this.typing);
    this.compiler.stop();
  }

  /** @param {string} text */
  typed(text) {
    this.script = text;
    localStorage.setItem(KEPT, text);
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.compiler.ask(), 350);
  }

  async compile() {
    const script = this.script;
    try {
      await this.readSettings(script);
      this.compiled = await post("/api/farm/v1/compile", { job: { name: "Trial", settings: this.values }, script });
      this.problem = null;
      this.error = "";
    } catch (failure) {
      this.compiled = null;
      this.problem = failure.body?.message ? failure.body : { message: failure.message };
    }
    if (script === this.script) {
      this.editor.mark(this.problem);
    }
    this.update();
  }

  async readSettings(script) {
    this.settings = (await post("/api/farm/v1/describe", { script })).settings;
    const values = defaults(this.settings);
    for (const key of this.touched) {
      if (key in this.values) {
        values[key] = this.values[key];
      }
    }
    this.values = values;
  }

  save() {
    ask({
      title: "Save as a job type",
      text: html`<label class="field"><span>File name</span><input name="name" required pattern="[a-z0-9_]+\\.js" placeholder="my_job_type.js"></label>
        <p class="dim">It goes to the farm's folder for compilers, and can be submitted at once. A file of that name is replaced.</p>`,
      action: "Save",
      run: async (form) => {
        const name = String(new FormData(form).get("name"));
        try {
          await put(`/api/farm/v1/compilers/${encodeURIComponent(name)}`, { script: this.script });
        } catch (failure) {
          if ([404, 405, 501].includes(failure.code)) {
            throw new Error("This farm does not take scripts over HTTP. Download the script, and put it into its folder for compilers.");
          }
          throw failure;
        }
        note(`Saved: ${name}`);
      },
    });
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.script], { type: "text/javascript" }));
    link.download = "my_job_type.js";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  view() {
    return html`<nav class="crumbs" aria-label="Where this is"><a href="/compilers">Compilers</a></nav>
      <div class="page-head"><h1>Workbench</h1><div class="spacer"></div>
        <button class="button" @click=${() => { this.editor.set(EXAMPLE); }}>Begin with the example</button>
        <button class="button" @click=${() => this.download()}>Download</button>
        <button class="button primary" @click=${() => this.save()}>Save as a job type</button></div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <div class="workbench">
        <section class="panel code-panel" aria-label="Script">${this.editor.element}</section>
        <div class="workbench-side">
          <section class="panel" aria-label="Settings"><h2>Settings</h2>
            ${settingsForm(this.settings, this.values, (key, value) => this.change(key, value), this.problem?.message ?? "", true)}</section>
          <section class="panel preview" aria-label="What it compiles to" aria-live="polite"><h2>What it compiles to</h2>
            ${this.problem ? html`<p class="error">${this.problem.line ? html`<b>Line ${this.problem.line}${this.problem.column ? `, column ${this.problem.column}` : ""}</b>\n` : nothing}${this.problem.message}</p>
              ${this.problem.stack?.length ? html`<pre class="dim small">${this.problem.stack.join("\n")}</pre>` : nothing}`
              : this.compiled ? compiledPreview(this.compiled) : html`<p class="dim">It is being compiled…</p>`}</section>
        </div>
      </div>`;
  }

  change(key, value) {
    this.touched.add(key);
    this.values = { ...this.values, [key]: value };
    if (value === undefined) {
      delete this.values[key];
    }
    this.compiler.ask();
    this.update();
  }
}
