// SPDX-License-Identifier: Apache-2.0
import { html } from "./libraries.js";

/** A value as people write it: texts as they are, other things as JSON. @param {unknown} value */
export const valueText = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** Names and values, one line each. @param {Record<string, unknown> | null | undefined} values @param {string} empty */
export function valueTable(values, empty) {
  const entries = Object.entries(values ?? {});
  return entries.length
    ? html`<dl class="values">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${
        value === "" ? html`<span class="dim">empty</span>` : valueText(value)}</dd></div>`)}</dl>`
    : html`<p class="dim">${empty}</p>`;
}
