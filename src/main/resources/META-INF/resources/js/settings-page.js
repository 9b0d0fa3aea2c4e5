// SPDX-License-Identifier: Apache-2.0
// What the farm is set to.
import { html, nothing } from "./libraries.js";
import { get, getIfAny } from "./api.js";
import { valueTable } from "./json-view.js";
import { variablesFor } from "./variables.js";

const PLATFORMS = ["linux", "windows", "darwin"];

export class SettingsPage {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    /** @type {any} */
    this.version = null;
    /** @type {any} */
    this.configuration = null;
    /** @type {any} */
    this.whole = null;
    /** @type {Record<string, Record<string, string>>} */
    this.variables = {};
    this.error = "";
    this.load();
  }

  title() {
    return "Settings";
  }

  async load() {
    try {
      [this.version, this.configuration, this.whole] = await Promise.all([
        get("/api/v3/version"), get("/api/v3/configuration"), getIfAny("/api/v3/configuration/file"),
      ]);
      const values = await Promise.all(PLATFORMS.map((platform) => variablesFor(platform)));
      PLATFORMS.forEach((platform, at) => { this.variables[platform] = values[at]; });
    } catch (failure) {
      this.error = failure.message;
    }
    this.update();
  }

  view() {
    const names = [...new Set(Object.values(this.variables).flatMap((values) => Object.keys(values)))].sort();
    return html`<div class="page-head"><h1>Settings</h1></div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <div class="columns">
        <section class="panel"><h2>Farm</h2>${valueTable({
          name: this.version?.name ?? "", version: this.version?.version ?? "",
          "shared files": this.configuration?.storageLocation ?? "", "takes files from the add-on": this.configuration?.shamanEnabled ? "yes" : "no",
        }, "")}</section>
        <section class="panel"><h2>Variables</h2>
          ${names.length ? html`<table><thead><tr><th scope="col">Name</th>${PLATFORMS.map((platform) => html`<th scope="col">${platform}</th>`)}</tr></thead>
            <tbody>${names.map((name) => html`<tr><td><code>{${name}}</code></td>${PLATFORMS.map((platform) => html`<td><code>${this.variables[platform]?.[name] ?? ""}</code></td>`)}</tr>`)}</tbody></table>`
            : html`<p class="dim">The farm tells of none. A variable such as <code>{blender}</code> in a command stands for another value on each platform.</p>`}</section>
        ${this.whole ? html`<section class="panel"><h2>Configuration</h2>${valueTable(this.whole, "")}</section>`
          : html`<section class="panel"><h2>Configuration</h2><p class="dim">Options of <code>./tablao up</code>, and environment variables: a key such as <code>tablao.scheduler.task-timeout</code> is <code>TABLAO_SCHEDULER_TASK_TIMEOUT</code>. All keys, with what they are by default, stand in the README.</p></section>`}
        <section class="panel"><h2>For programs</h2><p><a href="/q/swagger-ui" target="_blank">API explorer</a> <span class="dim">every operation, to be tried out</span></p>
          <p><a href="/q/openapi" target="_blank">OpenAPI document</a></p><p><a href="/q/metrics" target="_blank">Metrics</a> <span class="dim">for Prometheus</span></p><p><a href="/q/health" target="_blank">Health</a></p></section>
      </div>`;
  }
}
