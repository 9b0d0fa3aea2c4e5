// SPDX-License-Identifier: Apache-2.0
import { html } from "./libraries.js";
import { keyTable } from "./keys.js";
import { badge } from "./status.js";

const JOBS = {
  "under-construction": "Its script is still at work.", queued: "Waits for workers.", active: "Tasks of it run.", completed: "All tasks are completed.",
  failed: "A tenth of its tasks, or more, has failed.", "pause-requested": "Active tasks end; nothing new starts.", paused: "Nothing of it runs until it is resumed.",
  canceled: "Given up; requeue it to go on.",
};
const TASKS = { "soft-failed": "A worker failed it; another one may try.", failed: "Too many workers failed it." };
const WORKERS = { awake: "Takes tasks.", asleep: "Takes none until it is woken.", error: "Was silent for too long; its task is back in the queue.", offline: "Has signed off." };

export class HelpPage {
  title() {
    return "Help";
  }

  view() {
    const list = (entries) => html`<dl class="statuses">${Object.entries(entries).map(([status, text]) => html`<dt>${badge(status)}</dt><dd>${text}</dd>`)}</dl>`;
    return html`<div class="page-head"><h1>Help</h1></div>
      <div class="columns">
        <section class="panel"><h2>First steps</h2><ol class="steps">
          <li><a href="/submit?type=echo-sleep-test">Submit a test job</a>: it says something, and sleeps.</li>
          <li>Watch it on <a href="/jobs">Jobs</a>; open it, then one of its tasks, to read its log.</li>
          <li>See on <a href="/workers">Workers</a> who ran it, and how to add more machines.</li>
          <li>Render: submit from Blender with Flamenco's add-on, at this address; or with <code>./tablao submit simple-blender-render</code>.</li>
          <li>Write a job type of your own in the <a href="/compilers/workbench">workbench</a>.</li></ol></section>
        <section class="panel"><h2>Keys</h2>${keyTable()}</section>
        <section class="panel"><h2>Jobs</h2>${list(JOBS)}</section>
        <section class="panel"><h2>Tasks and workers</h2>${list(TASKS)}${list(WORKERS)}</section>
        <section class="panel"><h2>When something fails</h2>
          <p>A job's page has its failures with the error first. A task that failed on one worker goes to another one; a worker that fails too often in a job gets no more of that type there: its blocklist stands with the failures.</p>
          <p>Requeue a failed job to run what is not completed; requeue a single task to run just that one.</p></section>
        <section class="panel"><h2>More</h2><p><a href="/q/swagger-ui" target="_blank">API explorer</a></p><p><code>./tablao help</code> lists all commands.</p></section>
      </div>`;
  }
}
