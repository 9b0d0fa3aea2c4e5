// SPDX-License-Identifier: Apache-2.0
// Addresses: every view has one, and what is filtered, sorted and selected in it stands in its query.

/** @type {() => void} */
let moved = () => {};

/** @param {() => void} listener called after each change of the address */
export function startRouting(listener) {
  moved = listener;
  window.addEventListener("popstate", () => moved());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    const url = new URL(link.href, location.href);
    const leaves = url.origin !== location.origin || link.target || link.hasAttribute("download");
    if (!leaves && !url.pathname.startsWith("/api/") && !url.pathname.startsWith("/q/")) {
      event.preventDefault();
      go(url.pathname + url.search);
    }
  });
}

/** @param {string} address */
export function go(address) {
  if (address !== location.pathname + location.search) {
    history.pushState(null, "", address);
  }
  moved();
}

/**
 * Changes the query of the present address.
 * @param {Record<string, string | null>} changes null, or an empty text, takes a parameter out
 * @param {{step?: boolean}} [how] step: the back button comes back to what was before
 */
export function changeQuery(changes, how = {}) {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") {
      parameters.delete(name);
    } else {
      parameters.set(name, value);
    }
  }
  const search = parameters.toString();
  const address = location.pathname + (search ? `?${search}` : "");
  if (how.step) {
    history.pushState(null, "", address);
  } else {
    history.replaceState(null, "", address);
  }
  moved();
}

/** @param {string} name */
export const parameter = (name) => new URLSearchParams(location.search).get(name) ?? "";
