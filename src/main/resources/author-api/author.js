// SPDX-License-Identifier: Apache-2.0
// Tasks and commands as scripts author them, and their way out: one JSON text, made of what can be written as JSON and
// nothing else.
(function (api, platform, folder, limits, tasksAuthored) {
  const DEEPEST = 64;
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
    const trimmed = value.trim();
    if (trimmed === '') {
      throw new Error(`${of}: parameter "${parameter}" must not be empty`);
    }
    return trimmed;
  }

  function kindOf(value) {
    if (value === null || value === undefined) {
      return String(value);
    }
    return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  }

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
        throw new Error(`addCommand of task "${this.name}": parameter "command" must be an author.Command`);
      }
      if (this.#commands.length >= limits.commands) {
        throw new Error(`addCommand of task "${this.name}": a task may have at most ${limits.commands} commands`);
      }
      this.#commands.push(command);
    }

    addDependency(task) {
      if (!(task instanceof AuthoredTask)) {
        throw new Error(`addDependency of task "${this.name}": parameter "task" must be an author.Task`);
      }
      this.#dependencies ??= new Set();
      this.#dependencies.add(task);
    }

    // The place of the task in its job; false when it has one already.
    static place(task, index) {
      if (task.#index >= 0) {
        return false;
      }
      task.#index = index;
      return true;
    }

    // What JSON is made of.
    static written(task) {
      const dependencies = [];
      if (task.#dependencies !== null) {
        for (const other of task.#dependencies) {
          if (other.#index < 0) {
            throw new Error(`Task "${task.name}" depends on task "${other.name}", which was never added to the job`);
          }
          dependencies.push(other.#index);
        }
      }
      const commands = task.#commands;
      for (let index = 0; index < commands.length; index++) {
        checkCommand(commands[index], task);
      }
      const priority = task.priority;
      return {
        name: textFor('name', task.name, 'author.Task'),
        type: textFor('type', task.type, 'author.Task'),
        priority: (priority | 0) === priority ? priority : priorityOf(task),
        dependencies,
        commands,
      };
    }
  }

  class AuthoredCommand {
    constructor(name, parameters, totalStepCount) {
      this.name = textFor('name', name, 'author.Command');
      if (parameters === null || typeof parameters !== 'object' || Array.isArray(parameters)) {
        throw new Error(
          `author.Command "${this.name}": parameter "parameters" must be an object, not ${kindOf(parameters)}`);
      }
      this.parameters = parameters;
      this.totalStepCount = totalStepCount;
    }
  }

  function priorityOf(task) {
    const priority = task.priority ?? DEFAULT_PRIORITY;
    if (!Number.isInteger(priority) || priority < -0x80000000 || priority > 0x7fffffff) {
      throw new Error(`The priority of task "${task.name}" must be a whole number, not ${String(priority)}`);
    }
    return priority;
  }

  // Checked anew, since a script may have changed it.
  function checkCommand(command, task) {
    const steps = command.totalStepCount;
    if ((steps | 0) !== steps || steps < 0) {
      if (steps !== null && steps !== undefined) {
        throw new Error(`The total step count of command "${command.name}" of task "${task.name}" must be a whole number of`
          + ` at least 0, not ${String(steps)}`);
      }
      command.totalStepCount = 0;
    }
    command.name = textFor('name', command.name, 'author.Command');
    if (!isPlain(command.parameters, 0)) {
      throw new Error(`Parameter "parameters" of command "${command.name}" of task "${task.name}" `
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
        return Number.isFinite(value);
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
    if (Array.isArray(value)) {
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
    for (const key in value) {
      const each = value[key];
      if (typeof each !== 'string' && each !== undefined && !isPlain(each, depth + 1) && Object.hasOwn(value, key)) {
        return false;
      }
    }
    return true;
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
    const isList = Array.isArray(value);
    const keys = isList ? [...value.keys()] : Object.keys(value).filter((key) => value[key] !== undefined);
    const key = keys.find((each) => !isPlain(value[each], depth + 1));
    const within = isList ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`;
    return complaint(value[key], within, depth + 1);
  }

  function at(place) {
    return place === '' ? '' : ` at ${place}`;
  }

  api.plain = plain;
  api.AuthoredTask = AuthoredTask;
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
