// SPDX-License-Identifier: Apache-2.0
// Puts measures that are only known at run time on elements. Attributes called style are forbidden to pages; this is not.
import { Directive, directive, nothing } from "./libraries.js";

class Place extends Directive {
  render() {
    return nothing;
  }

  /** @param {{element: HTMLElement}} part @param {[Record<string, string>]} values */
  update(part, [values]) {
    for (const [name, value] of Object.entries(values)) {
      if (part.element.style.getPropertyValue(name) !== value) {
        part.element.style.setProperty(name, value);
      }
    }
    return nothing;
  }
}

/** In an element's tag: html`<div ${place({ top: "10px" })}>`. */
export const place = directive(Place);
