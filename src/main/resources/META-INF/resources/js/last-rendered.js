// SPDX-License-Identifier: Apache-2.0
// What a job, or the whole farm, has rendered last: looked at again when something changes and while the page is looked at, since
// an image may come some seconds after the task that rendered it. Fetched whole only when it is another.
import { html, nothing } from "./libraries.js";
import { getIfAny } from "./api.js";
import { Refresher } from "./refresher.js";

const LOOK_EVERY = 4_000;
const SHOWN = 1; // of the three sizes, the middle one
const LARGE = 0;

export class LastRendered {
  /** @param {() => void} update @param {string} path of where the images are @param {string} description of whose it is */
  constructor(update, path, description) {
    this.update = update;
    this.path = path;
    this.description = description;
    /** @type {{source: string, large: string, job: string, task: string, tag: string} | null} */
    this.picture = null;
    this.known = false;
    this.refresher = new Refresher(() => this.load(), 1_000);
    this.timer = 0;
  }

  enter() {
    if (!this.timer) {
      this.timer = window.setInterval(() => document.hidden || this.refresher.ask(), LOOK_EVERY);
      this.refresher.ask();
    }
  }

  leave() {
    this.refresher.stop();
    window.clearInterval(this.timer);
    this.show(null);
  }

  changed() {
    this.refresher.ask();
  }

  async load() {
    try {
      const images = await getIfAny(this.path);
      const picture = images && (await this.look(images));
      if (this.refresher.stopped) {
        return;
      }
      if (picture !== undefined) {
        this.show(picture);
      }
      if (picture !== undefined || !this.known) {
        this.known = true;
        this.update();
      }
    } catch {
      // The page is complete without it, says itself that the farm is away, and this looks again soon.
    }
  }

  /** @returns {Promise<any>} undefined when it is the one that is shown */
  async look({ base, suffixes }) {
    const response = await fetch(`${base}/${suffixes[SHOWN]}`, { cache: "no-cache" });
    if (!response.ok) {
      return null;
    }
    const tag = `${base} ${response.headers.get("ETag")}`;
    if (tag === this.picture?.tag) {
      return undefined;
    }
    return {
      source: URL.createObjectURL(await response.blob()),
      large: `${base}/${suffixes[LARGE]}`,
      job: base.split("/").at(-2),
      task: response.headers.get("Tablao-Task") ?? "",
      tag,
    };
  }

  show(picture) {
    if (this.picture) {
      URL.revokeObjectURL(this.picture.source);
    }
    this.picture = picture;
  }

  /** @param {string} [address] where it leads; else to the large image @param {string} [task] only if this one has rendered it */
  view(address, task) {
    const picture = this.picture;
    if (!picture) {
      return this.known && !task ? html`<p class="last-rendered dim">Nothing rendered yet</p>` : nothing;
    }
    if (task && picture.task !== task) {
      return nothing;
    }
    return html`<a class="last-rendered" href=${address ?? picture.large} target=${address ? nothing : "_blank"}>
      <img src=${picture.source} alt=${this.description}></a>`;
  }
}
