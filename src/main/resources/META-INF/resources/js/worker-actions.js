// SPDX-License-Identifier: Apache-2.0
// What can be done to workers, one or many.
import { html } from "./libraries.js";
import { forAll, get, post, put, remove as del } from "./api.js";
import { ask, note } from "./dialog.js";

/** @typedef {{id: string, name: string, status: string, tags: string[], task?: {name: string}, can_restart?: boolean}} Worker */

/** @param {Worker[]} workers */
const named = (workers) => (workers.length === 1 ? workers[0].name : `${workers.length} workers`);

/** @param {Worker[]} workers @param {(worker: Worker) => Promise<unknown>} action */
async function carryOut(workers, action) {
  const failed = await forAll(workers, action);
  if (failed.length) {
    throw new Error(failed.length === 1 ? failed[0].error.message
      : `${failed.length} of ${workers.length} were refused. ${failed[0].subject.name}: ${failed[0].error.message}`);
  }
}

const request = (workers, status, lazy) =>
  carryOut(workers, (worker) => post(`/api/v3/worker-mgt/workers/${worker.id}/setstatus`, { status, is_lazy: lazy }));

/** @param {Worker[]} workers */
export const wake = (workers) => request(workers, "awake", false).then(() => note(`Waking: ${named(workers)}`));

/** Asks whether tasks may end first. @param {Worker[]} workers @param {string} status @param {string} verb @param {string} effect */
export function leave(workers, status, verb, effect) {
  const busy = workers.filter((worker) => worker.task).length;
  ask({
    title: `${verb} ${named(workers)}?`,
    text: html`<p>${effect}</p>
      <label class="choice"><input type="radio" name="when" value="lazy" checked> After the current task</label>
      <label class="choice"><input type="radio" name="when" value="now"> At once${busy ? `: ${busy} running ${busy === 1 ? "task goes" : "tasks go"} back to the queue` : ""}</label>`,
    action: verb,
    run: async (form) => {
      await request(workers, status, new FormData(form).get("when") === "lazy");
      note(`${verb}: ${named(workers)}`);
    },
  });
}

/** @param {Worker[]} workers */
export async function setTags(workers) {
  const { tags } = await get("/api/v3/worker-mgt/tags");
  ask({
    title: `Tags of ${named(workers)}`,
    text: (tags ?? []).length
      ? html`<p class="dim">Jobs that carry a tag run on workers that carry it, too.</p>
        ${tags.map((tag) => html`<label class="choice"><input type="checkbox" name="tag" value=${tag.id}
          ?checked=${workers.every((worker) => worker.tags.includes(tag.id))}> ${tag.name}
          ${tag.description ? html`<span class="dim">${tag.description}</span>` : ""}</label>`)}`
      : "There are no tags yet. Make one first, with Tags in the list of workers.",
    action: "Set",
    run: (form) => {
      const tag_ids = new FormData(form).getAll("tag").map(String);
      return carryOut(workers, (worker) => post(`/api/v3/worker-mgt/workers/${worker.id}/settags`, { tag_ids }));
    },
  });
}

/** @param {Worker[]} workers @param {() => void} [afterwards] */
export function remove(workers, afterwards) {
  const busy = workers.filter((worker) => worker.task).length;
  ask({
    title: `Forget ${named(workers)}?`,
    text: `${busy ? `${busy} running ${busy === 1 ? "task goes" : "tasks go"} back to the queue. ` : ""}What a worker is called, its tags and its sleep schedule are lost. One that still lives signs on as a new one.`,
    action: "Forget",
    danger: true,
    run: async () => {
      await carryOut(workers, (worker) => del(`/api/v3/worker-mgt/workers/${worker.id}`));
      afterwards?.();
    },
  });
}

/** @param {{id: string, name: string, description?: string} | null} tag null: a new one @param {() => void} afterwards */
export function editTag(tag, afterwards) {
  ask({
    title: tag ? `Tag ${tag.name}` : "New tag",
    text: html`<label class="field"><span>Name</span><input name="name" required .value=${tag?.name ?? ""}></label>
      <label class="field"><span>Description</span><input name="description" .value=${tag?.description ?? ""}></label>`,
    action: tag ? "Save" : "Make the tag",
    run: async (form) => {
      const data = new FormData(form);
      const body = { name: String(data.get("name")).trim(), description: String(data.get("description")).trim() };
      await (tag ? put(`/api/v3/worker-mgt/tag/${tag.id}`, { id: tag.id, ...body }) : post("/api/v3/worker-mgt/tags", body));
      afterwards();
    },
  });
}

/** @param {{id: string, name: string}} tag @param {number} workers that carry it @param {() => void} afterwards */
export function deleteTag(tag, workers, afterwards) {
  ask({
    title: `Delete the tag ${tag.name}?`,
    text: workers ? `${workers} ${workers === 1 ? "worker loses" : "workers lose"} it.` : "No worker carries it.",
    action: "Delete",
    danger: true,
    run: async () => {
      await del(`/api/v3/worker-mgt/tag/${tag.id}`);
      afterwards();
    },
  });
}
