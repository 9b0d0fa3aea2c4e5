// SPDX-License-Identifier: Apache-2.0
// Paths of any platform, whatever the platform that compiles: both separators are understood, results have forward slashes.
(function (api) {
  function slashed(path) {
    const text = String(path);
    return text.includes('\\') ? text.replaceAll('\\', '/') : text;
  }

  function basename(path) {
    const text = slashed(path);
    if (text === '') {
      return '.';
    }
    let end = text.length;
    while (end > 0 && text[end - 1] === '/') {
      end--;
    }
    return end === 0 ? '/' : text.slice(text.lastIndexOf('/', end - 1) + 1, end);
  }

  function dirname(path) {
    const text = slashed(path);
    const slash = text.lastIndexOf('/');
    if (slash < 0) {
      return '.';
    }
    return slash === 0 ? '/' : text.slice(0, slash);
  }

  function stem(path) {
    const base = basename(path);
    const dot = base.lastIndexOf('.');
    return dot <= 0 ? base : base.slice(0, dot);
  }

  // The part that ".." cannot climb out of: "/", "//" of a UNC path, or nothing.
  function rootOf(text) {
    if (/^\/\/[^/]/.test(text)) {
      return '//';
    }
    return text.startsWith('/') ? '/' : '';
  }

  function clean(text) {
    // Most paths are clean.
    if (text !== '' && !text.includes('//') && !text.includes('./') && !text.endsWith('.') && (text === '/' || !text.endsWith('/'))) {
      return text;
    }
    const root = rootOf(text);
    const parts = [];
    for (const part of text.split('/')) {
      if (part === '' || part === '.') {
        continue;
      }
      if (part !== '..') {
        parts.push(part);
      } else if (parts.length > 0 && parts[parts.length - 1] !== '..') {
        parts.pop();
      } else if (root === '') {
        parts.push(part);
      }
    }
    const joined = root + parts.join('/');
    return joined === '' ? '.' : joined;
  }

  function join(...paths) {
    const parts = paths.map(slashed).filter((path) => path !== '');
    return parts.length === 0 ? '' : clean(parts.join('/'));
  }

  api.globals.path = { basename, dirname, join, stem };
});
