// SPDX-License-Identifier: Apache-2.0
// Tasks and commands as scripts author them, and their way out: one JSON text, made of what can be written as JSON and
// nothing else.
//
// Scripts may change the language's own functions, and have reasons to. So what is called here once they run is taken before,
// and lists are written by index: a job must not lose tasks because somebody improved Array.prototype.
(function (api, platform, folder, limits, tasksAuthored) {
  const { isArray } = Array;
  const { isFinite, isInteger } = Number;
  const { getPrototypeOf, hasOwn, keys, prototype: plainPrototype } = Object;
  const kindTag = api.uncurried(plainPrototype.toString);
  const trim = api.uncurried(String.prototype.trim);
  const asText = String;

  const DEEPEST = 64;
  const LONGEST_SHOWN = 100;
  const DEFAULT_PRIORITY = 50;

  function textFor(parameter, value, of) {
    if (typeof value !== 'string') {
      throw new Error(`${of}: parameter "${parameter}" must be a string, not ${kindOf(value)}`);
    }
    // Plain characters at both ends leave nothing to trim, and nearly all texts have them.
    const first = value[0];
    const last = value[value.length - 1];
    if (first > ' ' && first < '\x7f' && last > ' ' && last < '\x7f') {
      return value;
    }
    const trimmed = trim(value);
    if (trimmed === '') {
      throw new Error(`${of}: parameter "${parameter}" must not be empty`);
    }
    return trimmed;
  }

  function kindOf(value) {
    if (value === null || value === undefined) {
      return asText(value);
    }
    if (isArray(value)) {
      return 'a list';
    }
    return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  }

  // A name in a message, which is for people.
  function shown(name) {
    const text = asText(name);
    return text.length <= LONGEST_SHOWN ? `"${text}"` : `"${api.slice(text, 0, LONGEST_SHOWN)}…"`;
  }

  // What only job.js may do with a task.
  let place;
  let written;

  let authored = 0;
  const TELL_EVERY = 64;

  // There may be a million of them, and each call of a function costs the interpreter a few hundred bytes: so what is done for
  // every task is written out, and functions are called where something is wrong.
  class AuthoredTask {
    #commands = [];
    // Made with the first one: most tasks of a large job have none.
    #dependencies = null;
    #index = -1;

    constructor(name, type) {
      this.name = textFor('name', name, 'author.Task');
      this.type = textFor('type', type, 'author.Task');
      this.priority = DEFAULT_PRIORITY;
      if (++authored % TELL_EVERY === 0) {
        tasksAuthored(authored);
      }
    }

    addCommand(command) {
      if (!(command instanceof AuthoredCommand)) {
        throw new Error(`addCommand of task ${shown(this.name)}: parameter "command" must be an author.Command`);
      }
      const commands = this.#commands;
      if (commands.length >= limits.commands) {
        throw new Error(`addCommand of task ${shown(this.name)}: a task may have at most ${limits.commands} commands`);
      }
      commands[commands.length] = command;
    }

    addDependency(task) {
      if (task === null || typeof task !== 'object' || !(#index in task)) {
        throw new Error(`addDependency of task ${shown(this.name)}: parameter "task" must be an author.Task`);
      }
      // The same one twice is the same as once; whoever reads them sees to that.
      const dependencies = (this.#dependencies ??= []);
      dependencies[dependencies.length] = task;
    }

    static {
      // The place of the task in its job; false when it has one already.
      place = (task, index) => {
        if (task === null || typeof task !== 'object' || !(#index in task)) {
          throw new Error('addTask: parameter "task" must be an author.Task');
        }
        if (task.#index >= 0) {
          return false;
        }
        task.#index = index;
        return true;
      };

      // What JSON is made of.
      written = (task) => {
        const indices = [];
        const dependencies = task.#dependencies;
        if (dependencies !== null) {
          for (let at = 0; at < dependencies.length; at++) {
            const other = dependencies[at];
            if (other.#index < 0) {
              throw new Error(
                `Task ${shown(task.name)} depends on task ${shown(other.name)}, which was never added to the job`);
            }
            indices[at] = other.#index;
          }
        }
        const commands = task.#commands;
        for (let at = 0; at < commands.length; at++) {
          checkCommand(commands[at], task);
        }
        const priority = task.priority;
        return {
          name: textFor('name', task.name, 'author.Task'),
          type: textFor('type', task.type, 'author.Task'),
          priority: (priority | 0) === priority ? priority : priorityOf(task),
          dependencies: indices,
          commands,
        };
      };
    }
  }

  class AuthoredCommand {
    constructor(name, parameters, totalStepCount) {
      this.name = textFor('name', name, 'author.Command');
      if (parameters === null || typeof parameters !== 'object' || isArray(parameters)) {
        throw new Error(
          `author.Command ${shown(this.name)}: parameter "parameters" must be an object, not ${kindOf(parameters)}`);
      }
      this.parameters = parameters;
      this.totalStepCount = totalStepCount;
    }
  }

  function priorityOf(task) {
    const priority = task.priority ?? DEFAULT_PRIORITY;
    if (!isInteger(priority) || priority < -0x80000000 || priority > 0x7fffffff) {
      throw new Error(`The priority of task ${shown(task.name)} must be a whole number, not ${asText(priority)}`);
    }
    return priority;
  }

  // Checked anew, since a script may have changed it.
  function checkCommand(command, task) {
    const steps = command.totalStepCount;
    if ((steps | 0) !== steps || steps < 0) {
      if (steps !== null && steps !== undefined) {
        throw new Error(`The total step count of command ${shown(command.name)} of task ${shown(task.name)} must be a whole`
          + ` number of at least 0, not ${asText(steps)}`);
      }
      command.totalStepCount = 0;
    }
    command.name = textFor('name', command.name, 'author.Command');
    if (!isPlain(command.parameters, 0)) {
      throw new Error(`Parameter "parameters" of command ${shown(command.name)} of task ${shown(task.name)} `
        + complaint(command.parameters, '', 0));
    }
  }

  // Hands back the value if JSON can hold it. Whatever JSON would silently drop or change is an error that names the place,
  // except undefined properties: a setting that was left out makes a parameter that is left out.
  //
  // Most values are fine and there may be a million of them, so places are put into words only where one is not.
  function plain(value, what) {
    if (!isPlain(value, 0)) {
      throw new Error(`${what()} ${complaint(value, '', 0)}`);
    }
    return value;
  }

  function isPlain(value, depth) {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return true;
      case 'number':
        return isFinite(value);
      case 'object':
        break;
      default:
        return false;
    }
    if (value === null) {
      return true;
    }
    if (depth === DEEPEST) {
      return false;
    }
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const each = value[index];
        if (typeof each !== 'string' && !isPlain(each, depth + 1)) {
          return false;
        }
      }
      return true;
    }
    if (typeof value.toJSON === 'function') {
      return isPlain(value.toJSON(), depth + 1);
    }
    if (getPrototypeOf(value) !== plainPrototype && !isRecord(value)) {
      return false;
    }
    for (const key in value) {
      const each = value[key];
      if (typeof each !== 'string' && each !== undefined && !isPlain(each, depth + 1) && hasOwn(value, key)) {
        return false;
      }
    }
    return true;
  }

  // Whether JSON writes what the object holds: of a Map or a RegExp it would write {}.
  function isRecord(value) {
    switch (kindTag(value)) {
      case '[object Object]':
      case '[object String]':
      case '[object Boolean]':
        return true;
      default:
        return false;
    }
  }

  // Of a value that is not plain: what is wrong, and where.
  function complaint(value, place, depth) {
    if (typeof value === 'number') {
      return `holds ${value}${at(place)}`;
    }
    if (typeof value !== 'object') {
      return `holds ${kindOf(value)}${at(place)}`;
    }
    if (depth === DEEPEST) {
      return 'is nested too deeply, or holds itself';
    }
    if (typeof value.toJSON === 'function') {
      return complaint(value.toJSON(), place, depth + 1);
    }
    const isList = isArray(value);
    if (!isList && !isRecord(value)) {
      const tag = kindTag(value);
      const kind = api.slice(tag, '[object '.length, tag.length - 1);
      return `holds ${kind[0] === 'E' || kind[0] === 'A' || kind[0] === 'I' ? 'an' : 'a'} ${kind}${at(place)}`;
    }
    const key = culpritIn(value, isList, depth);
    const within = isList ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`;
    return complaint(value[key], within, depth + 1);
  }

  function culpritIn(value, isList, depth) {
    const names = isList ? value : keys(value);
    for (let at = 0; at < names.length; at++) {
      const key = isList ? at : names[at];
      if ((isList || value[key] !== undefined) && !isPlain(value[key], depth + 1)) {
        return key;
      }
    }
    return '?'; // A getter that gave something else before.
  }

  function at(place) {
    return place === '' ? '' : ` at ${place}`;
  }

  api.plain = plain;
  api.place = place;
  api.written = written;
  api.shown = shown;
  // Scripts call them with and without new.
  api.globals.author = {
    Task: function Task(name, type) {
      return new AuthoredTask(name, type);
    },
    Command: function Command(name, parameters, totalStepCount = 0) {
      return new AuthoredCommand(name, parameters, totalStepCount);
    },
  };
});
