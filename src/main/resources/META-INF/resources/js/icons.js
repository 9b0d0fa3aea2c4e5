// SPDX-License-Identifier: Apache-2.0
// Line drawings on a grid of 16; they stand beside words, never instead of them.
import { svg, html } from "./libraries.js";

const PATHS = {
  jobs: "M2.5 3.5h11M2.5 8h11M2.5 12.5h7",
  workers: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  farm: "M2 13.5h12M4 11V7M8 11V3M12 11V8.5",
  submit: "M8 12.5v-9M4 7l4-4 4 4M3 13.5h10",
  compilers: "M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4M9 3 7 13",
  settings: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3",
  help: "M6 6a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M8 11.6v.01M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  completed: "M3 8.5 6.5 12 13 4.5",
  active: "M5 3.5v9l7-4.5z",
  queued: "M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  failed: "M4 4l8 8M12 4l-8 8",
  "soft-failed": "M8 4v5M8 12v.01",
  canceled: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM4 12l8-8",
  paused: "M5.5 4v8M10.5 4v8",
  wrench: "M10 3a3 3 0 0 0-2.8 4L3 11.2 4.8 13 9 8.8A3 3 0 0 0 13 6l-2 1-1.5-1.5z",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  sun: "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
  search: "M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0zM10 10l3.5 3.5",
  trash: "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.5 9h6l.5-9",
  requeue: "M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3",
  offline: "M2 2l12 12M4 7a6 6 0 0 1 2-1.3M12 7a6 6 0 0 0-3-1.6M6 10a3 3 0 0 1 4 0",
  close: "M4 4l8 8M12 4l-8 8",
  more: "M4 8h.01M8 8h.01M12 8h.01",
};

/** @param {keyof typeof PATHS | string} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PATHS[name] ?? PATHS.queued}></path>`}</svg>`;
}
