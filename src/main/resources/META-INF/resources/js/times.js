// SPDX-License-Identifier: Apache-2.0
import { html, nothing } from "./libraries.js";

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** @param {number} seconds */
export function duration(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return "–";
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 60) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} m ${String(Math.round(seconds % 60) % 60).padStart(2, "0")} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${String(minutes % 60).padStart(2, "0")} m` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** @param {string | number | Date} time */
export function age(time) {
  const seconds = Math.max(0, (Date.now() - new Date(time).getTime()) / 1000);
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  if (seconds < 48 * 3600) {
    return `${Math.floor(seconds / 3600)} h`;
  }
  return `${Math.floor(seconds / 86400)} d`;
}

/** @param {string | number | Date} time */
export const exact = (time) => EXACT.format(new Date(time));

/** A time as it is from now, exactly on hover. @param {string | null | undefined} time @param {string} [suffix] */
export function ago(time, suffix = " ago") {
  return time ? html`<time datetime=${time} title=${exact(time)}>${age(time)}${suffix}</time>` : nothing;
}

/** @param {string | null | undefined} from @param {string | null | undefined} to now, when left out */
export function between(from, to) {
  return from ? (new Date(to ?? Date.now()).getTime() - new Date(from).getTime()) / 1000 : NaN;
}
