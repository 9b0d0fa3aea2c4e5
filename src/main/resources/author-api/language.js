// SPDX-License-Identifier: Apache-2.0
// The language as scripts find it: without doors that they have no business with, and without two functions that go on for ever
// where nobody can stop them. Before all others, which take from it what they need before a script can change it.
(function (api) {
  api.toLog = globalThis.print;
  api.toWarnings = globalThis.printErr;
  // None leads out of the sandbox, but their absence is easier to reason about.
  for (const name of ['Graal', 'Polyglot', 'SharedArrayBuffer', 'Atomics', 'printErr', 'load', 'console']) {
    delete globalThis[name];
  }

  const { stringify, parse } = JSON;
  const { isArray, from } = Array;
  const { apply } = Reflect;
  const { keys } = Object;
  const { iterator } = Symbol;
  const LONGEST_LIST = 10000000;

  // Functions of the language, to be called with what is else before the dot.
  api.uncurried = (method) => (object, ...values) => apply(method, object, values);
  api.slice = api.uncurried(String.prototype.slice);
  api.parse = parse;
  api.stringify = stringify;

  // The original writes an object as often as it is held: two times by one that is held two times, thirty deep, is a billion.
  // These lines visit as often and can be stopped meanwhile. Returns true when an object holds itself, which the original tells.
  function isCircular(value, above) {
    if (value === null || typeof value !== 'object' || typeof value.toJSON === 'function') {
      return false;
    }
    const depth = above.length;
    for (let at = 0; at < depth; at++) {
      if (above[at] === value) {
        return true;
      }
    }
    above[depth] = value;
    const names = isArray(value) ? value : keys(value);
    for (let at = 0; at < names.length; at++) {
      const held = names === value ? value[at] : value[names[at]];
      if (typeof held === 'object' && isCircular(held, above)) {
        return true;
      }
    }
    above.length = depth;
    return false;
  }

  JSON.stringify = function (value, replacer, space) {
    // What a replacer chooses is its own affair, and it is called for everything.
    if (typeof replacer !== 'function') {
      isCircular(value, []);
    }
    return stringify(value, replacer, space);
  };

  Array.from = function (values, ...more) {
    const length = values?.[iterator] === undefined ? Number(values?.length) : 0;
    if (length > LONGEST_LIST) {
      throw new RangeError(`Array.from: a list of ${length} is too long`);
    }
    return apply(from, this, [values, ...more]);
  };
});
