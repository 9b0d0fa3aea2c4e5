// SPDX-License-Identifier: Apache-2.0
// The one place that knows where libraries lie, and in which versions.
export { html, svg, render, nothing } from "/_static/lit-html/3.3.1/lit-html.js";
export { repeat } from "/_static/lit-html/3.3.1/directives/repeat.js";
export { live } from "/_static/lit-html/3.3.1/directives/live.js";
export { keyed } from "/_static/lit-html/3.3.1/directives/keyed.js";
export { ref, createRef } from "/_static/lit-html/3.3.1/directives/ref.js";
export { Directive, directive } from "/_static/lit-html/3.3.1/directive.js";

export const UPLOT_SCRIPT = "/webjars/uplot/1.6.30/dist/uPlot.esm.js";
export const UPLOT_STYLE = "/webjars/uplot/1.6.30/dist/uPlot.min.css";
export const CODEMIRROR = "/webjars/codemirror/5.65.16/";
