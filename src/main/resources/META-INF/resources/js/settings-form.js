// SPDX-License-Identifier: Apache-2.0
// A form made from the settings of a job type.
import { html, nothing, live } from "./libraries.js";

/** @typedef {{key: string, type: string, subtype?: string, choices?: string[], propargs?: Record<string, any>, description?: string, label?: string, default?: unknown, visible: string, required: boolean, editable: boolean, eval?: string}} Setting */

/** @param {Setting} setting */
const label = (setting) => setting.label || setting.key.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

/** Those that people fill in when they submit. @param {Setting[]} settings */
export const asked = (settings) => settings.filter((setting) => setting.visible !== "hidden" && setting.visible !== "web");

/** @param {Setting[]} settings @returns {Record<string, unknown>} */
export function defaults(settings) {
  return Object.fromEntries(settings.filter((setting) => setting.default !== undefined).map((setting) => [setting.key, setting.default]));
}

/**
 * @param {Setting[]} settings
 * @param {Record<string, unknown>} values
 * @param {(key: string, value: unknown) => void} change undefined: the setting is left out
 * @param {string} problem what the farm said of the values
 * @param {boolean} [all] also those that only scripts and the Blender add-on fill in
 */
export function settingsForm(settings, values, change, problem = "", all = false) {
  const shown = all ? settings : asked(settings);
  return shown.length
    ? shown.map((setting) => field(setting, values[setting.key], (value) => change(setting.key, value), problem))
    : html`<p class="dim">The job type has no settings to fill in.</p>`;
}

function field(setting, value, change, problem) {
  const faulty = problem.includes(`"${setting.key}"`);
  const described = `setting-${setting.key}-text`;
  const input = control(setting, value, change, described, faulty);
  const sentence = problem.split("\n").filter((line) => line.includes(`"${setting.key}"`)).join("\n");
  return html`<div class="field ${faulty ? "faulty" : ""}">
    ${setting.type === "bool"
      ? html`<label class="choice">${input} ${label(setting)}</label>`
      : html`<label for="setting-${setting.key}"><span>${label(setting)}${setting.required ? html` <b class="required" title="Required">*</b>` : nothing}</span></label>${input}`}
    <span class="dim small" id=${described}>${setting.description ?? ""}${
      setting.eval && setting.default === undefined ? html`${setting.description ? ". " : ""}<span title=${setting.eval}>Blender fills it in by itself.</span>` : nothing}</span>
    ${sentence ? html`<span class="field-error" role="alert">${sentence}</span>` : nothing}</div>`;
}

function control(setting, value, change, described, faulty) {
  const id = `setting-${setting.key}`;
  const invalid = faulty ? "true" : nothing;
  if (setting.type === "bool") {
    return html`<input id=${id} type="checkbox" aria-describedby=${described} .checked=${live(Boolean(value))} @change=${(event) => change(event.target.checked)}>`;
  }
  if (setting.choices?.length) {
    return html`<select id=${id} aria-describedby=${described} aria-invalid=${invalid} @change=${(event) => change(event.target.value || undefined)}>
      ${setting.choices.includes(String(value ?? "")) ? nothing : html`<option value="" selected>${setting.required ? "Choose…" : ""}</option>`}
      ${setting.choices.map((choice) => html`<option ?selected=${choice === value}>${choice}</option>`)}</select>`;
  }
  if (setting.type === "int32" || setting.type === "float") {
    const { min, max, step } = setting.propargs ?? {};
    return html`<input id=${id} type="number" aria-describedby=${described} aria-invalid=${invalid} min=${min ?? nothing} max=${max ?? nothing}
      step=${setting.type === "int32" ? "1" : step ?? "any"} ?required=${setting.required} .value=${live(value === undefined ? "" : String(value))}
      @input=${(event) => change(event.target.value === "" ? undefined : Number(event.target.value))}>`;
  }
  const multiline = setting.propargs?.multiline === true;
  return multiline
    ? html`<textarea id=${id} rows="4" aria-describedby=${described} aria-invalid=${invalid} .value=${live(String(value ?? ""))} @input=${(event) => change(event.target.value)}></textarea>`
    : html`<input id=${id} type="text" spellcheck="false" aria-describedby=${described} aria-invalid=${invalid} ?required=${setting.required}
        placeholder=${setting.subtype ? { dir_path: "/path/to/folder", file_path: "/path/to/file", file_name: "file name", hashed_file_path: "/path/to/file" }[setting.subtype] ?? "" : ""}
        .value=${live(String(value ?? ""))} @input=${(event) => change(event.target.value === "" ? undefined : event.target.value)}>`;
}
