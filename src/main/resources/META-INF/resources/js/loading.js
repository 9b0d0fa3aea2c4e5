// SPDX-License-Identifier: Apache-2.0
// Brings scripts and styles of libraries, once each, when something needs them.

/** @type {Map<string, Promise<void>>} */
const loaded = new Map();

/** @param {HTMLScriptElement | HTMLLinkElement} element @param {string} address */
function add(element, address) {
  let coming = loaded.get(address);
  if (!coming) {
    coming = new Promise((resolve, reject) => {
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => reject(new Error(`${address} could not be loaded.`)));
      document.head.append(element);
    });
    loaded.set(address, coming);
  }
  return coming;
}

/** @param {string} address of a script that is no module */
export function loadScript(address) {
  const script = document.createElement("script");
  script.src = address;
  return add(script, address);
}

/** @param {string} address */
export function loadStyle(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return add(link, address);
}
