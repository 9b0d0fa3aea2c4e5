// SPDX-License-Identifier: Apache-2.0
// The way in and out: globals and modules for the script, its JOB_TYPE, and one run of its compileJob.
(function (api, platform, folder, limits) {
  const { parse, stringify } = api;
  const { place, plain, shown, written } = api;
  const { entries } = Object;
  const { isArray } = Array;
  const { floor, max, min } = Math;

  for (const [name, value] of entries(api.globals)) {
    // Configurable, so that a script may say `const path = require('path')` at its top.
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }

  const builtIn = new Map(['author', 'path', 'process'].map((name) => [name, api.globals[name]]));
  const files = new Map(); // path below the scripts' folder → { body } or, once it was asked for, { module }

  function resolve(from, name) {
    const parts = from.split('/').slice(0, -1);
    for (const part of name.split('/')) {
      if (part === '..') {
        if (parts.pop() === undefined) {
          return ''; // Out of the folder.
        }
      } else if (part !== '.') {
        parts.push(part);
      }
    }
    return parts.join('/');
  }

  function requireFrom(from) {
    return function require(name) {
      if (builtIn.has(name)) {
        return builtIn.get(name);
      }
      const path = resolve(from, String(name));
      const file = files.get(path) ?? files.get(`${path}.js`);
      if (!file) {
        throw new Error(`There is no module "${name}": expected author, path, process, or the name of a script beside this one, such`
          + " as './lib.js', written out");
      }
      if (!file.module) {
        // Known before it has run: modules that need each other see what is there so far.
        file.module = { exports: {} };
        file.body(file.module.exports, requireFrom(file.path), file.module);
      }
      return file.module.exports;
    };
  }

  Object.defineProperty(globalThis, 'require', {
    value: requireFrom(''),
    writable: true,
    configurable: true,
    enumerable: false,
  });

  function addModule(path, body) {
    files.set(path, { path, body });
  }

  function describe(jobType) {
    if (jobType === undefined) {
      throw new Error('The script has no JOB_TYPE');
    }
    return stringify(plain(jobType, () => 'JOB_TYPE'));
  }

  // The tasks of the job, once compileJob has ended, are taken out in runs: one text of them all could be larger than a text
  // may be.
  const tasks = [];
  let added = 0;
  let taken = 0;
  let tooMany = false;
  let nextRun = 8;
  const MOST_IN_A_RUN = 500;
  const CHARACTERS_OF_A_RUN = 256 * 1024;

  function compile(compileJob, submitted) {
    if (typeof compileJob !== 'function') {
      throw new Error('The script has no function compileJob');
    }
    const job = parse(submitted);
    job.created = new Date(job.created);
    job.addTask = (task) => {
      if (added >= limits.tasks) {
        tooMany = true;
        throw tooManyTasks();
      }
      if (!place(task, added)) {
        throw new Error(`Task ${shown(task.name)} was added to the job twice`);
      }
      tasks[added++] = task;
    };

    const result = compileJob(job);
    if (result && typeof result.then === 'function') {
      throw new Error('compileJob must not be asynchronous');
    }
    if (result && typeof result.next === 'function') {
      throw new Error('compileJob must not be a generator: nothing of it has run');
    }
    // The script may have caught it; a job with some of its tasks left out is not what anybody wants.
    if (tooMany) {
      throw tooManyTasks();
    }
    return stringify({
      settings: plain(job.settings, () => 'job.settings'),
      metadata: metadataOf(job.metadata),
      tasks: added,
    });
  }

  function tooManyTasks() {
    return new Error(`A job may have at most ${limits.tasks} tasks`);
  }

  // The next run of tasks, as a JSON list; null after the last. As many as make a text of about the wanted length, going by
  // those before.
  function nextTasks() {
    if (taken === added) {
      return null;
    }
    const run = [];
    for (let count = min(added - taken, nextRun), at = 0; at < count; at++) {
      run[at] = written(tasks[taken]);
      tasks[taken++] = undefined;
    }
    const text = stringify(run);
    nextRun = max(1, min(MOST_IN_A_RUN, floor(CHARACTERS_OF_A_RUN / text.length * run.length)));
    return text;
  }

  function metadataOf(metadata) {
    if (metadata === null || typeof metadata !== 'object' || isArray(metadata)) {
      throw new Error('job.metadata must be an object that holds strings');
    }
    for (const [key, value] of entries(plain(metadata, () => 'job.metadata'))) {
      if (typeof value !== 'string') {
        throw new Error(`job.metadata may hold strings only, and "${key}" is a ${typeof value}`);
      }
    }
    return metadata;
  }

  return { addModule, describe, compile, nextTasks };
});
