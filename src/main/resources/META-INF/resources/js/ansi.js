// SPDX-License-Identifier: Apache-2.0
// Colours that programs print, as spans; whatever else terminals understand is left out.
import { html } from "./libraries.js";

// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001b\[([0-9;]*)m|\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g;

/** @param {string} line */
export function ansi(line) {
  if (!line.includes("\u001b")) {
    return line;
  }
  const parts = [];
  let look = { color: "", bold: false };
  let at = 0;
  const add = (text) => {
    if (text) {
      parts.push(look.color || look.bold ? html`<span class="${look.color} ${look.bold ? "ansi-bold" : ""}">${text}</span>` : text);
    }
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] !== undefined) {
      look = changed(look, match[1]);
    }
  }
  add(line.slice(at));
  return parts;
}

function changed(look, codes) {
  let next = { ...look };
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) {
      next = { color: "", bold: false };
    } else if (code === 1) {
      next.bold = true;
    } else if (code === 22) {
      next.bold = false;
    } else if (code === 39) {
      next.color = "";
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      next.color = `ansi-${code % 10}`;
    }
  }
  return next;
}

/** Without any of it. @param {string} line */
export const plain = (line) => line.replace(SEQUENCE, "");
