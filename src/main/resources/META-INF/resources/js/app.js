// SPDX-License-Identifier: Apache-2.0
// The frame around every page: where one can go, whether what is shown is live, keys.
import { html, render, nothing } from "./libraries.js";
import { icon } from "./icons.js";
import { live } from "./live.js";
import { go, startRouting } from "./router.js";
import { showKeys } from "./keys.js";

/**
 * A page, as long as its address is shown.
 * @typedef {object} Page
 * @property {() => string} title
 * @property {() => unknown} view
 * @property {() => void} [enter] called for each change of the address that the page stays for, too
 * @property {() => void} [leave]
 * @property {(message: import("./live.js").LiveMessage) => void} [changed]
 * @property {(event: KeyboardEvent) => boolean} [key] whether it was for the page
 * @property {string | null} [job] whose tasks it shows
 */

const PLACES = [
  { name: "jobs", label: "Jobs" },
  { name: "workers", label: "Workers" },
  { name: "farm", label: "Farm" },
  { name: "submit", label: "Submit" },
  { name: "compilers", label: "Compilers" },
  { name: "settings", label: "Settings" },
  { name: "help", label: "Help" },
];

/** By the first part of the address: how to make its page, whose module comes when it is first needed. */
const PAGES = {
  jobs: async ([id]) => {
    if (id) {
      const { JobPage } = await import("./job-page.js");
      return new JobPage(update, id);
    }
    const { JobsPage } = await import("./jobs-page.js");
    return new JobsPage(update);
  },
  tasks: async ([id]) => {
    const { TaskPage } = await import("./task-page.js");
    return new TaskPage(update, id);
  },
  workers: async ([id]) => {
    if (id) {
      const { WorkerPage } = await import("./worker-page.js");
      return new WorkerPage(update, id);
    }
    const { WorkersPage } = await import("./workers-page.js");
    return new WorkersPage(update);
  },
  farm: async () => {
    const { FarmPage } = await import("./farm-page.js");
    return new FarmPage(update);
  },
  submit: async () => {
    const { SubmitPage } = await import("./submit-page.js");
    return new SubmitPage(update);
  },
  compilers: async ([side]) => {
    if (side === "workbench") {
      const { WorkbenchPage } = await import("./workbench-page.js");
      return new WorkbenchPage(update);
    }
    const { CompilersPage } = await import("./compilers-page.js");
    return new CompilersPage(update);
  },
  settings: async () => {
    const { SettingsPage } = await import("./settings-page.js");
    return new SettingsPage(update);
  },
  help: async () => {
    const { HelpPage } = await import("./help-page.js");
    return new HelpPage();
  },
};

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
root.replaceChildren();
/** @type {Page | null} */
let page = null;
let pageKey = "";
let problem = "";
let drawn = 0;

export function update() {
  if (!drawn) {
    drawn = window.requestAnimationFrame(draw);
  }
}

function draw() {
  drawn = 0;
  const place = location.pathname.split("/")[1];
  document.title = page ? `${page.title()} · Tablao` : "Tablao";
  render(
    html`<a class="skip" href="#main" @click=${skip}>Skip to content</a>
      <header class="rail">
        <a class="brand" href="/jobs"><img src="/icon.svg" alt="" width="22" height="22"><span>Tablao</span></a>
        <nav aria-label="Pages">
          ${PLACES.filter(({ name }) => name in PAGES).map(
            ({ name, label }) => html`<a href="/${name}" aria-current=${name === place || (name === "jobs" && place === "tasks") ? "page" : nothing}>
              ${icon(name)}<span>${label}</span></a>`,
          )}
        </nav>
        <div class="rail-end">
          <span class="live ${live.live ? "" : "not-live"}" role="status"
            title=${live.live ? "Changes appear as they happen" : "Not connected to the farm: what is shown may be old. Trying again."}>
            <span class="live-dot"></span>${live.live ? "Live" : "Not live"}</span>
          <button class="quiet" @click=${changeTheme} title="Dark or light" aria-label="Change between dark and light">
            ${icon(isDark() ? "sun" : "moon")}</button>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
        ${page ? page.view() : html`<p class="loading">Loading…</p>`}
      </main>`,
    root,
  );
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

async function moved() {
  const [place, ...rest] = location.pathname.split("/").slice(1).map(decodeURIComponent);
  if (!(place in PAGES)) {
    history.replaceState(null, "", `/jobs${location.search}`);
    return moved();
  }
  const key = `${place}/${rest[0] ?? ""}`;
  if (key !== pageKey) {
    pageKey = key;
    page?.leave?.();
    page = null;
    problem = "";
    update();
    try {
      const made = await PAGES[place](rest);
      if (pageKey !== key) {
        // Somebody has gone on while its module came.
        made.leave?.();
        return;
      }
      page = made;
      live.watch(page?.job ?? null);
    } catch (failure) {
      problem = `The page could not be loaded: ${failure instanceof Error ? failure.message : failure}`;
    }
    window.scrollTo(0, 0);
  }
  page?.enter?.();
  update();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}

function changeTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("tablao.theme", theme);
  window.dispatchEvent(new Event("themechange"));
  update();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.matches("input, textarea, select, [contenteditable]") || target?.closest(".CodeMirror");
  if (event.key === "Escape" && typing) {
    target?.blur();
    return;
  }
  if (typing || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "?") {
    showKeys();
  } else if (event.key === "/") {
    const search = /** @type {HTMLElement | null} */ (document.querySelector("input[type=search]"));
    if (!search) {
      return;
    }
    search.focus();
  } else if (event.key >= "1" && event.key <= "7" && PLACES[Number(event.key) - 1].name in PAGES) {
    go(`/${PLACES[Number(event.key) - 1].name}`);
  } else if (!page?.key?.(event)) {
    return;
  }
  event.preventDefault();
}

const theme = localStorage.getItem("tablao.theme");
if (theme) {
  document.documentElement.dataset.theme = theme;
}
live.listener = (message) => page?.changed?.(message);
live.stateListener = update;
document.addEventListener("keydown", pressed);
// Ages go on while nothing happens.
window.setInterval(update, 5000);
startRouting(moved);
moved();
live.start();
