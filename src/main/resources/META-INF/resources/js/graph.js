// SPDX-License-Identifier: Apache-2.0
// Draws what depends on what: each thing right of all that it waits for.
import { html, svg, nothing } from "./libraries.js";
import { TASK_STATUSES, statusName } from "./status.js";

const WIDTH = 190;
const HEIGHT = 38;
const GAP_X = 56;
const GAP_Y = 12;

/**
 * @typedef {{id: number, name: string, type: string, tasks: Record<string, number>}} Node
 * @typedef {{from: number, to: number, count: number}} Edge
 */

/**
 * In which column each thing stands: one after the last of those that it waits for. Cycles, which only groups can have, are cut.
 * @param {Node[]} nodes @param {Edge[]} edges @returns {Map<number, number>}
 */
export function columns(nodes, edges) {
  const before = new Map(nodes.map((node) => [node.id, /** @type {number[]} */ ([])]));
  edges.filter((edge) => edge.from !== edge.to).forEach((edge) => before.get(edge.to)?.push(edge.from));
  const found = new Map();
  const asked = new Set();
  /** @param {number} start */
  const place = (start) => {
    // With a stack of its own: chains may be long.
    const stack = [start];
    while (stack.length) {
      const id = /** @type {number} */ (stack.at(-1));
      asked.add(id);
      const open = (before.get(id) ?? []).find((needed) => !found.has(needed) && !asked.has(needed));
      if (open !== undefined) {
        stack.push(open);
      } else {
        found.set(id, Math.max(-1, ...(before.get(id) ?? []).map((needed) => found.get(needed) ?? -1)) + 1);
        stack.pop();
      }
    }
  };
  nodes.forEach((node) => found.has(node.id) || place(node.id));
  return found;
}

/** @param {{nodes: Node[], edges: Edge[]}} shown @param {(node: any) => void} [open] */
export function graph(shown, open) {
  const column = columns(shown.nodes, shown.edges);
  const heights = new Map();
  const places = new Map();
  for (const node of shown.nodes) {
    const x = column.get(node.id) ?? 0;
    const y = heights.get(x) ?? 0;
    heights.set(x, y + 1);
    places.set(node.id, { x, y });
  }
  const tallest = Math.max(1, ...heights.values());
  const at = (id) => {
    const { x, y } = places.get(id);
    const middle = ((tallest - heights.get(x)) * (HEIGHT + GAP_Y)) / 2;
    return { x: 8 + x * (WIDTH + GAP_X), y: 8 + middle + y * (HEIGHT + GAP_Y) };
  };
  const width = 16 + (Math.max(0, ...column.values()) + 1) * (WIDTH + GAP_X) - GAP_X;
  const height = 16 + tallest * (HEIGHT + GAP_Y);
  return html`<div class="graph-frame" tabindex="0" role="group" aria-label="Graph of ${shown.nodes.length} boxes">
    <svg class="graph" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
      ${shown.edges.filter((edge) => edge.from !== edge.to && places.has(edge.from) && places.has(edge.to)).map((edge) => {
        const from = at(edge.from);
        const to = at(edge.to);
        const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
        const bend = Math.max(24, (x2 - x1) / 2);
        return svg`<path class="edge" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"></path>`;
      })}
      ${shown.nodes.map((node) => box(node, at(node.id), open))}
    </svg></div>`;
}

function box(node, { x, y }, open) {
  const total = Object.values(node.tasks).reduce((sum, count) => sum + count, 0);
  const spoken = TASK_STATUSES.filter((status) => node.tasks[status])
    .map((status) => (total === 1 ? statusName(status) : `${node.tasks[status].toLocaleString()} ${statusName(status)}`)).join(", ");
  let left = 0;
  const press = open ? () => open(node) : nothing;
  return svg`<g class="node ${open ? "can-open" : ""}" transform="translate(${x} ${y})" tabindex=${open ? "0" : nothing}
      role=${open ? "link" : "img"} aria-label="${node.name}: ${spoken}" @click=${press}
      @keydown=${open ? (event) => event.key === "Enter" && open(node) : nothing}>
    <title>${node.name} (${node.type}): ${spoken}</title>
    <rect class="node-box" width=${WIDTH} height=${HEIGHT} rx="6"></rect>
    <text class="node-name" x="10" y="15">${shortened(node.name, 27)}</text>
    <text class="node-under" x="10" y="28">${total === 1 ? `${node.type} · ${spoken}` : `${node.type} · ${total.toLocaleString()} tasks`}</text>
    ${TASK_STATUSES.map((status) => {
      const part = ((WIDTH - 12) * (node.tasks[status] ?? 0)) / Math.max(1, total);
      const from = 6 + left;
      left += part;
      return part ? svg`<rect class="fill-${status}" x=${from} y=${HEIGHT - 5} width=${part} height="3"></rect>` : nothing;
    })}
  </g>`;
}

/** @param {string} text @param {number} most */
const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
