// SPDX-License-Identifier: Apache-2.0
// Frame ranges: text such as "1..10, 20-25, 40" to sorted runs and back. Works on runs, never on single frames, so that a
// range of a billion frames costs what it looks like.
(function (api) {
  const PART = /^\s*(-?\d+)\s*(?:(?:\.\.|-)\s*(-?\d+)\s*)?$/;

  function runOf(part, whole) {
    const match = PART.exec(part);
    if (!match) {
      throw new Error(`"${part.trim()}" is not a frame or a range of frames, in "${whole}"`);
    }
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) {
      throw new Error(`"${part.trim()}" is too large a frame number, in "${whole}"`);
    }
    if (last < first) {
      throw new Error(`"${part.trim()}" ends before it starts, in "${whole}"`);
    }
    return { first, last };
  }

  function runsOf(frames) {
    const text = frames === undefined || frames === null ? '' : String(frames);
    if (text.trim() === '') {
      throw new Error(`"${text}" holds no frames: expected something like "1-10, 20"`);
    }
    const runs = text.split(',').map((part) => runOf(part, text));
    runs.sort((one, other) => one.first - other.first);
    const merged = [];
    for (const run of runs) {
      const before = merged[merged.length - 1];
      if (before && run.first <= before.last + 1) {
        before.last = Math.max(before.last, run.last);
      } else {
        merged.push(run);
      }
    }
    return merged;
  }

  function textOf(runs) {
    if (runs.length === 1 && runs[0].first === runs[0].last) {
      return `${runs[0].first}`;
    }
    return runs
      .map(({ first, last }) => {
        if (first === last) {
          return `${first}`;
        }
        return last === first + 1 ? `${first},${last}` : `${first}-${last}`;
      })
      .join(',');
  }

  function frameCount(frames) {
    // A chunk is often a single frame.
    if (typeof frames === 'string' && String(frames >>> 0) === frames) {
      return 1;
    }
    return runsOf(frames).reduce((sum, run) => sum + run.last - run.first + 1, 0);
  }

  function frameChunker(frames, chunkSize) {
    const runs = runsOf(frames);
    const size = Number(chunkSize);
    if (!Number.isInteger(size) || size < 1) {
      throw new Error(`"${chunkSize}" is not a chunk size: expected a whole number of at least 1`);
    }
    if (size === 1) {
      return singleFrames(runs);
    }
    const chunks = [];
    let chunk = [];
    let room = size;
    for (let { first, last } of runs) {
      while (first <= last) {
        const end = Math.min(last, first + room - 1);
        chunk.push({ first, last: end });
        room -= end - first + 1;
        first = end + 1;
        if (room === 0) {
          chunks.push(textOf(chunk));
          chunk = [];
          room = size;
        }
      }
    }
    if (chunk.length > 0) {
      chunks.push(textOf(chunk));
    }
    return chunks;
  }

  function singleFrames(runs) {
    // Without a call for each, which would cost more memory than the frame itself.
    const frames = [];
    let count = 0;
    for (const { first, last } of runs) {
      for (let frame = first; frame <= last; frame++) {
        frames[count++] = '' + frame;
      }
    }
    return frames;
  }

  api.globals.frameChunker = frameChunker;
  api.globals.frameCount = frameCount;
});
