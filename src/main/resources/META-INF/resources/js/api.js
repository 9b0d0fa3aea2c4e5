// SPDX-License-Identifier: Apache-2.0
// Speaks with the farm. Every error is an ApiError with a sentence for the person who asked.

export class ApiError extends Error {
  /** @param {number} code HTTP status; 0: the farm was not reached @param {string} message @param {any} [body] */
  constructor(code, message, body) {
    super(message);
    this.code = code;
    this.body = body;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} what the JSON says, a text, or null when there is no content
 */
async function ask(method, path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new ApiError(0, "The farm cannot be reached.");
  }
  if (response.status === 204) {
    return null;
  }
  const json = (response.headers.get("Content-Type") ?? "").includes("json");
  const content = json ? await response.json() : await response.text();
  if (!response.ok) {
    const sentence = json && content.message ? content.message : `The farm answered with ${response.status}.`;
    throw new ApiError(response.status, sentence, content);
  }
  return content;
}

export const get = (path, signal) => ask("GET", path, undefined, signal);
export const post = (path, body) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);
export const remove = (path, body) => ask("DELETE", path, body);

/**
 * Null where a farm lacks the feature: it may also take the rest of a path for an id that is none.
 * @param {string} path @param {AbortSignal} [signal]
 */
export async function getIfAny(path, signal) {
  try {
    return await get(path, signal);
  } catch (error) {
    if (error instanceof ApiError && [400, 404, 405, 501, 503].includes(error.code)) {
      return null;
    }
    throw error;
  }
}

/** @param {Record<string, string | number | boolean | null | undefined | (string | number)[]>} parameters */
export function query(parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      value.forEach((each) => search.append(name, String(each)));
    } else if (value !== undefined && value !== null && value !== "") {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

/**
 * Does something to many, a few at a time.
 * @template T
 * @param {T[]} subjects
 * @param {(subject: T) => Promise<unknown>} action
 * @returns {Promise<{subject: T, error: Error}[]>} those for which it failed
 */
export async function forAll(subjects, action) {
  const failed = [];
  const waiting = [...subjects];
  const one = async () => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      try {
        await action(subject);
      } catch (error) {
        failed.push({ subject, error: /** @type {Error} */ (error) });
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, one));
  return failed;
}
