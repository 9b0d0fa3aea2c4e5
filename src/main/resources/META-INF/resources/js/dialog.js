// SPDX-License-Identifier: Apache-2.0
// Questions before something that cannot be taken back, and notes of what was done.
import { html, render, nothing } from "./libraries.js";

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {unknown} text what will happen
 * @property {string} action what the button says
 * @property {boolean} [danger]
 * @property {(form: HTMLFormElement) => Promise<unknown>} run the dialog stays open, with the error, when it fails
 */

/** @param {Question} question */
export function ask(question) {
  const dialog = document.createElement("dialog");
  let error = "";
  let busy = false;
  const draw = () =>
    render(
      html`<form method="dialog" @submit=${submit}>
        <h2>${question.title}</h2>
        <div class="dialog-text">${question.text}</div>
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
        <div class="dialog-buttons">
          <button type="button" class="button" @click=${() => dialog.close()}>Not now</button>
          <button type="submit" class="button ${question.danger ? "danger" : "primary"}" ?disabled=${busy}>
            ${question.action}
          </button>
        </div>
      </form>`,
      dialog,
    );
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    busy = true;
    error = "";
    draw();
    try {
      await question.run(form);
      dialog.close();
    } catch (failure) {
      error = failure instanceof Error ? failure.message : String(failure);
      busy = false;
      draw();
    }
  }
  draw();
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A line that goes by itself. @param {string} text */
export function note(text) {
  let place = document.querySelector(".notes");
  if (!place) {
    place = document.createElement("div");
    place.className = "notes";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  const line = document.createElement("p");
  line.textContent = text;
  place.append(line);
  window.setTimeout(() => line.remove(), 4000);
}
