// SPDX-License-Identifier: Apache-2.0
// Lines over the last hour.
import { Directive, directive, nothing, UPLOT_SCRIPT, UPLOT_STYLE } from "./libraries.js";
import { loadStyle } from "./loading.js";

const SERIES = ["--active", "--completed", "--building", "--soft-failed", "--paused", "--failed", "--queued"];
const HEIGHT = 168;

/** @param {number} seconds */
const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

/** @typedef {{name: string, values: (number | null)[]}} Line */

class Plot extends Directive {
  constructor(part) {
    super(part);
    /** @type {any} */
    this.plot = null;
    this.key = "";
    this.observer = null;
  }

  render() {
    return nothing;
  }

  /** @param {{element: HTMLElement}} part @param {[number[], Line[]]} given times in seconds, and lines of as many values */
  update(part, [times, lines]) {
    this.draw(part.element, times, lines);
    return nothing;
  }

  async draw(element, times, lines) {
    const [{ default: uPlot }] = await Promise.all([import(UPLOT_SCRIPT), loadStyle(UPLOT_STYLE)]);
    const look = getComputedStyle(document.documentElement);
    const color = (name) => look.getPropertyValue(name).trim();
    const key = `${lines.map((line) => line.name)} ${color("--ground")}`;
    const data = [times, ...lines.map((line) => line.values)];
    if (this.plot && this.key === key) {
      this.plot.setData(data);
      return;
    }
    this.plot?.destroy();
    this.observer?.disconnect();
    this.key = key;
    const axis = { stroke: color("--dim"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    this.plot = new uPlot({
      width: Math.max(200, element.clientWidth),
      height: HEIGHT,
      cursor: { y: false },
      legend: { live: true },
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [{ ...axis, values: (_, marks) => marks.map(clock) }, { ...axis, size: 44 }],
      series: [{ label: "Time", value: (_, time) => (time === null ? "–" : clock(time)) }, ...lines.map((line, index) => ({
        label: line.name, stroke: color(SERIES[index % SERIES.length]), width: 1.6,
        fill: `${color(SERIES[index % SERIES.length])}1c`, points: { show: false }, spanGaps: true,
      }))],
    }, data, element);
    this.observer = new ResizeObserver(() => this.plot?.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT }));
    this.observer.observe(element);
  }
}

/** In an element's tag: html`<div ${plot(times, lines)}>`. */
export const plot = directive(Plot);
