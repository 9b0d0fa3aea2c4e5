// SPDX-License-Identifier: Apache-2.0
// What every status looks like, everywhere: a colour, a drawing and its name.
import { html, svg, nothing } from "./libraries.js";
import { icon } from "./icons.js";

/** Task statuses, in the order in which bars and lists show them. */
export const TASK_STATUSES = ["completed", "active", "failed", "soft-failed", "paused", "canceled", "queued"];
export const JOB_STATUSES = [
  "active", "queued", "paused", "failed", "completed", "canceled",
  "under-construction", "pause-requested", "cancel-requested", "requeueing",
];

const TONES = {
  awake: "completed", asleep: "paused", error: "failed", offline: "canceled", starting: "queued", testing: "queued",
  restart: "queued", "under-construction": "building", "pause-requested": "paused", "cancel-requested": "canceled",
  requeueing: "queued",
};
const DRAWINGS = {
  awake: "completed", asleep: "moon", error: "soft-failed", offline: "offline", "under-construction": "wrench",
  "pause-requested": "paused", "cancel-requested": "canceled", requeueing: "requeue", restart: "requeue",
};

/** @param {string} status */
export const tone = (status) => TONES[status] ?? status;

/** @param {string} status */
export const statusName = (status) => status.replaceAll("-", " ");

/** @param {string} status */
export function badge(status) {
  return html`<span class="badge tone-${tone(status)}">${icon(DRAWINGS[status] ?? status)}${statusName(status)}</span>`;
}

/**
 * How a job's tasks stand, as a bar.
 * @param {Record<string, number>} counts total, and each status
 */
export function bar(counts) {
  const total = counts.total || 0;
  const spoken = TASK_STATUSES.filter((status) => counts[status]).map((status) => `${counts[status]} ${statusName(status)}`);
  let left = 0;
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"
      aria-label=${total ? `${total} tasks: ${spoken.join(", ")}` : "No tasks yet"}>
    <title>${total ? spoken.join(" · ") : "No tasks yet"}</title>
    ${TASK_STATUSES.map((status) => {
      const width = total && status !== "queued" ? (100 * (counts[status] ?? 0)) / total : 0;
      const x = left;
      left += width;
      return width ? svg`<rect class="fill-${status}" x=${x} y="0" width=${width} height="8"></rect>` : nothing;
    })}
  </svg>`;
}
