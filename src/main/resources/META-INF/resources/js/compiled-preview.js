// SPDX-License-Identifier: Apache-2.0
// What a script makes of a job: its tasks, how they hang together, and what it printed.
import { html, nothing } from "./libraries.js";
import { graph } from "./graph.js";
import { valueText } from "./json-view.js";

/** Boxes that a graph may have; beyond it tasks whose names differ in numbers only are one. */
const MOST_BOXES = 60;
/** Tasks that are listed. */
const MOST_LISTED = 200;

/** @typedef {{tasks: any[], log: string[], duration_ms: number, settings: Record<string, unknown>}} Compiled */

/** @param {any[]} tasks @returns {{nodes: any[], edges: any[]}} */
export function graphOf(tasks) {
  const single = tasks.length <= MOST_BOXES;
  const keys = tasks.map((task, index) => (single ? String(index) : `${task.type} ${task.name.replace(/\d+([-,. ]+\d+)*/g, "#")}`));
  const ids = new Map();
  keys.forEach((key) => ids.has(key) || ids.set(key, ids.size));
  const nodes = new Map();
  const edges = new Map();
  tasks.forEach((task, index) => {
    const id = ids.get(keys[index]);
    const node = nodes.get(id) ?? { id, name: single ? task.name : keys[index].slice(task.type.length + 1), type: task.type, tasks: { queued: 0 } };
    node.tasks.queued++;
    nodes.set(id, node);
    task.dependencies.forEach((needed) => {
      const from = ids.get(keys[needed]);
      edges.set(`${from} ${id}`, { from, to: id, count: 1 });
    });
  });
  return { nodes: [...nodes.values()].slice(0, 200), edges: [...edges.values()] };
}

/** @param {Compiled} compiled */
export function compiledPreview(compiled) {
  const { tasks, log } = compiled;
  return html`<p class="preview-head"><b class="number">${tasks.length.toLocaleString()}</b> ${tasks.length === 1 ? "task" : "tasks"}
      <span class="dim">compiled in <span class="number">${Math.max(1, Math.round(compiled.duration_ms))}</span> ms</span></p>
    ${log.length ? html`<details open class="printed"><summary>Printed</summary><pre>${log.join("\n")}</pre></details>` : nothing}
    ${tasks.length ? graph(graphOf(tasks)) : nothing}
    <ol class="preview-tasks" start="0">${tasks.slice(0, MOST_LISTED).map((task) => html`<li><details><summary><b>${task.name}</b>
        <span class="dim">${task.type}${task.priority === 50 ? "" : ` · priority ${task.priority}`}${task.dependencies.length
          ? ` · after ${task.dependencies.length > 3 ? `${task.dependencies.length} tasks` : task.dependencies.map((index) => tasks[index]?.name ?? index).join(", ")}` : ""}</span></summary>
        ${task.commands.map((command) => html`<b class="small">${command.name}</b><dl class="values">${Object.entries(command.parameters).map(
          ([name, value]) => html`<div><dt>${name}</dt><dd>${valueText(value)}</dd></div>`)}</dl>`)}</details></li>`)}</ol>
    ${tasks.length > MOST_LISTED ? html`<p class="dim">and ${(tasks.length - MOST_LISTED).toLocaleString()} more</p>` : nothing}`;
}
