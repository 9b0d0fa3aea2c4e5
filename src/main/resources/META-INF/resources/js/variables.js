// SPDX-License-Identifier: Apache-2.0
// What variables stand for, per platform.
import { getIfAny } from "./api.js";

/** @param {string} platform @returns {Promise<Record<string, string>>} values by name; empty when the farm tells of none */
export async function variablesFor(platform) {
  const found = await getIfAny(`/api/v3/configuration/variables/workers/${platform}`);
  const values = found?.additionalProperties ?? found ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([name, variable]) => [name, typeof variable === "string" ? variable : String(variable?.value ?? "")]),
  );
}

/**
 * The same with variables put in, however deep they stand; unknown ones stay as they are.
 * @param {unknown} value @param {Record<string, string>} variables @returns {unknown}
 */
export function replaced(value, variables) {
  if (typeof value === "string") {
    return value.replace(/\{([^{}]+)\}/g, (whole, name) => variables[name] ?? whole);
  }
  if (Array.isArray(value)) {
    return value.map((each) => replaced(each, variables));
  }
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, variables)]));
  }
  return value;
}
