// SPDX-License-Identifier: Apache-2.0
// What a script may know of the world: the local time of a timestamp, the platform, and a log to write to.
(function (api, platform, folder) {
  const { toLog, toWarnings } = api;

  function twoDigits(number) {
    return String(number).padStart(2, '0');
  }

  function formatTimestampLocal(time) {
    const date = time instanceof Date ? time : new Date(time);
    if (Number.isNaN(date.getTime())) {
      throw new Error(`"${time}" is not a timestamp`);
    }
    const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
    return `${day}_${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join('')}`;
  }

  function lineOf(values) {
    return values.map((value) => (typeof value === 'object' && value !== null ? readable(value) : String(value))).join(' ');
  }

  function readable(value) {
    try {
      return value instanceof Error ? String(value) : (JSON.stringify(value) ?? String(value));
    } catch (error) {
      return String(value); // Refers to itself, or cannot be written.
    }
  }

  api.globals.formatTimestampLocal = formatTimestampLocal;
  api.globals.print = (...values) => toLog(lineOf(values));
  api.globals.alert = (...values) => toWarnings(lineOf(values));
  api.globals.process = { platform, cwd: () => folder };
});
