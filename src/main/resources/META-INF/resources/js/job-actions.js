// SPDX-License-Identifier: Apache-2.0
// What can be done to jobs, one or many.
import { html } from "./libraries.js";
import { forAll, get, post } from "./api.js";
import { ask, note } from "./dialog.js";

/** @typedef {{id: string, name: string, status: string, priority: number, tasks?: Record<string, number>}} Job */

/** @param {Job[]} jobs */
const named = (jobs) => (jobs.length === 1 ? `“${jobs[0].name}”` : `${jobs.length} jobs`);

/** @param {Job[]} jobs @param {(job: Job) => Promise<unknown>} action */
async function carryOut(jobs, action) {
  const failed = await forAll(jobs, action);
  if (failed.length) {
    throw new Error(failed.length === 1 ? failed[0].error.message
      : `${failed.length} of ${jobs.length} were refused. ${failed[0].subject.name}: ${failed[0].error.message}`);
  }
}

/** @param {Job[]} jobs @param {string} status @param {string} reason */
export const setStatus = (jobs, status, reason) =>
  carryOut(jobs, (job) => post(`/api/v3/jobs/${job.id}/setstatus`, { status, reason }));

/** @param {Job[]} jobs */
export function pause(jobs) {
  return setStatus(jobs, "paused", "Paused in the dashboard").then(() => note(`Paused: ${named(jobs)}`));
}

/** @param {Job[]} jobs */
export function resume(jobs) {
  return setStatus(jobs, "queued", "Resumed in the dashboard").then(() => note(`Resumed: ${named(jobs)}`));
}

/** @param {Job[]} jobs */
export function cancel(jobs) {
  const active = jobs.reduce((sum, job) => sum + (job.tasks?.active ?? 0), 0);
  ask({
    title: `Cancel ${named(jobs)}?`,
    text: active ? `${active} running ${active === 1 ? "task is" : "tasks are"} stopped; what is finished stays.`
      : "Nothing more of it is started; what is finished stays.",
    action: "Cancel " + (jobs.length === 1 ? "the job" : "the jobs"),
    danger: true,
    run: () => setStatus(jobs, "cancel-requested", "Canceled in the dashboard"),
  });
}

/** @param {Job[]} jobs */
export function requeue(jobs) {
  const done = jobs.filter((job) => job.status === "completed").length;
  ask({
    title: `Requeue ${named(jobs)}?`,
    text: done ? "All tasks of what is completed run again; of the others, those that are not completed."
      : "All tasks that are not completed run again; failures and the blocklist are forgotten.",
    action: "Requeue",
    run: () => setStatus(jobs, "requeueing", "Requeued in the dashboard"),
  });
}

/** @param {Job[]} jobs */
export function setPriority(jobs) {
  ask({
    title: `Priority of ${named(jobs)}`,
    text: html`<label class="field">From 0 to 100; higher ones come first
      <input name="priority" type="number" min="0" max="100" required .value=${String(jobs[0].priority)}></label>`,
    action: "Set",
    run: (form) => {
      const priority = Number(new FormData(form).get("priority"));
      return carryOut(jobs, (job) => post(`/api/v3/jobs/${job.id}/setpriority`, { priority }));
    },
  });
}

/** @param {Job[]} jobs */
export async function setTag(jobs) {
  const { tags } = await get("/api/v3/worker-mgt/tags");
  ask({
    title: `Tag of ${named(jobs)}`,
    text: html`<label class="field">Only workers with the tag run it; what is active goes on
      <select name="tag"><option value="">No tag: any worker</option>
        ${(tags ?? []).map((tag) => html`<option value=${tag.id}>${tag.name}</option>`)}</select></label>`,
    action: "Set",
    run: (form) => {
      const tag = String(new FormData(form).get("tag"));
      return carryOut(jobs, (job) => post(`/api/v3/jobs/${job.id}/settag`, tag ? { worker_tag: tag } : {}));
    },
  });
}

/** Looks first at what would go. @param {Job[]} jobs @param {() => void} [afterwards] */
export async function remove(jobs, afterwards) {
  const ids = jobs.map((job) => job.id);
  const found = await post("/api/farm/v1/jobs/delete", { ids, dry_run: true });
  const tasks = found.jobs.reduce((sum, job) => sum + job.tasks, 0);
  ask({
    title: `Delete ${named(jobs)}?`,
    text: html`<p>Gone for good: ${found.jobs.length === 1 ? "the job" : `${found.jobs.length} jobs`} with
        ${tasks.toLocaleString()} ${tasks === 1 ? "task" : "tasks"} and their logs. What runs is stopped. Rendered files stay.</p>
      <ul class="short-list">${found.jobs.slice(0, 8).map((job) => html`<li>${job.name} <span class="dim">${job.status}</span></li>`)}
        ${found.jobs.length > 8 ? html`<li class="dim">and ${found.jobs.length - 8} more</li>` : ""}</ul>`,
    action: "Delete",
    danger: true,
    run: async () => {
      await post("/api/farm/v1/jobs/delete", { ids, dry_run: false });
      note(`Being deleted: ${named(jobs)}`);
      afterwards?.();
    },
  });
}
