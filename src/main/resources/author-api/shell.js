// SPDX-License-Identifier: Apache-2.0
// Word splitting as a POSIX shell does it, without expansions.
(function (api) {
  function shellSplit(text) {
    const source = String(text);
    const words = [];
    let word = null; // null between words; '' is a word that is empty, such as ''.
    let index = 0;

    function unbalanced(quote) {
      return new Error(`A ${quote} is never closed in: ${source}`);
    }

    function singleQuoted() {
      const end = source.indexOf("'", index);
      if (end < 0) {
        throw unbalanced('single quote');
      }
      word += source.slice(index, end);
      index = end + 1;
    }

    function doubleQuoted() {
      while (index < source.length) {
        const char = source[index++];
        if (char === '"') {
          return;
        }
        if (char === '\\' && index < source.length && '$`"\\\n'.includes(source[index])) {
          const escaped = source[index++];
          word += escaped === '\n' ? '' : escaped;
        } else {
          word += char;
        }
      }
      throw unbalanced('double quote');
    }

    while (index < source.length) {
      const char = source[index++];
      if (/\s/.test(char)) {
        if (word !== null) {
          words.push(word);
        }
        word = null;
        continue;
      }
      if (char === '\\' && source[index] === '\n') {
        index++;
        continue;
      }
      word = word ?? '';
      if (char === "'") {
        singleQuoted();
      } else if (char === '"') {
        doubleQuoted();
      } else if (char === '\\') {
        if (index === source.length) {
          throw new Error(`A backslash stands at the end of: ${source}`);
        }
        word += source[index++];
      } else {
        word += char;
      }
    }
    if (word !== null) {
      words.push(word);
    }
    return words;
  }

  api.globals.shellSplit = shellSplit;
});
