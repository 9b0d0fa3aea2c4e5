// SPDX-License-Identifier: Apache-2.0
import { html, render } from "./libraries.js";

const KEYS = [
  ["/", "Search"],
  ["j k", "Next, previous line"],
  ["Enter", "Open the line"],
  ["x", "Select the line"],
  ["Shift, Ctrl + click", "Select a range, one more"],
  ["Esc", "Leave a field; select nothing"],
  ["1 … 7", "Jobs, Workers, Farm, Submit, Compilers, Settings, Help"],
  ["?", "This list"],
];

export const keyTable = () => html`<dl class="keys">${KEYS.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>`;

export function showKeys() {
  const dialog = document.createElement("dialog");
  render(
    html`<form method="dialog"><h2>Keys</h2>${keyTable()}
      <div class="dialog-buttons"><button class="button" autofocus>Close</button></div></form>`,
    dialog,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
