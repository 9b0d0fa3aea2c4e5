// SPDX-License-Identifier: Apache-2.0
// The job types with their scripts, and the scripts that are broken.
import { html, nothing } from "./libraries.js";
import { get } from "./api.js";

export class CompilersPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any} */
    this.found = null;
    this.error = "";
  }

  title() {
    return "Compilers";
  }

  enter() {
    this.load();
  }

  async load() {
    try {
      this.found = await get("/api/farm/v1/compilers");
      this.error = "";
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  view() {
    return html`<div class="page-head"><h1>Compilers</h1><div class="spacer"></div>
        <button class="button" @click=${() => this.load()}>Look again</button>
        <a class="button primary" href="/compilers/workbench">Open the workbench</a></div>
      <p class="dim">A job type is a script that turns what is submitted into tasks. Scripts of your own lie in the farm's folder for compilers and are read afresh when they change.</p>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${this.found ? html`${this.viewBroken()}
        <div class="table-frame"><table><thead><tr><th scope="col">Job type</th><th scope="col">File</th><th scope="col">Origin</th><th scope="col" class="number">Settings</th><th scope="col" class="wide-only">Script</th><th></th></tr></thead>
          <tbody>${this.found.job_types.map((type) => html`<tr><td class="name-column"><b>${type.label}</b><span class="dim under">${type.description ?? type.name}</span></td>
            <td><code>${type.file}</code></td><td>${type.origin}</td><td class="number">${type.settings.length}</td><td class="wide-only"><code class="dim">${type.hash.slice(0, 12)}</code></td>
            <td class="number"><a class="button" href="/submit?type=${encodeURIComponent(type.name)}">Submit</a></td></tr>`)}</tbody></table></div>` : html`<p class="loading">Loading…</p>`}`;
  }

  viewBroken() {
    return this.found.broken.map((script) => html`<div class="error broken-script" role="alert"><b>${script.file}${script.line ? ` line ${script.line}` : ""}</b> is left out: ${script.message}
      ${script.source_line ? html`<pre>${script.source_line}\n${" ".repeat(Math.max(0, (script.column ?? 1) - 1))}^</pre>` : nothing}</div>`);
  }
}
