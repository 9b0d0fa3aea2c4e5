// SPDX-License-Identifier: Apache-2.0
import { CODEMIRROR } from "./libraries.js";
import { loadScript, loadStyle } from "./loading.js";

async function library() {
  await Promise.all([loadStyle(`${CODEMIRROR}lib/codemirror.css`), loadScript(`${CODEMIRROR}lib/codemirror.js`)]);
  await Promise.all(["mode/javascript/javascript.js", "addon/edit/matchbrackets.js", "addon/edit/closebrackets.js"].map((path) => loadScript(CODEMIRROR + path)));
  return /** @type {any} */ (window).CodeMirror;
}

/** A field for a script, with line numbers, and errors at their lines. */
export class CodeEditor {
  /** @param {string} text @param {(text: string) => void} changed */
  constructor(text, changed) {
    this.text = text;
    this.changed = changed;
    /** @type {any} */
    this.editor = null;
    this.element = document.createElement("div");
    this.element.className = "code-editor";
    /** @type {any[]} */
    this.marks = [];
    this.failed = "";
    this.ready = this.start();
  }

  async start() {
    const CodeMirror = await library();
    this.editor = CodeMirror(this.element, {
      value: this.text,
      mode: "javascript",
      lineNumbers: true,
      indentUnit: 2,
      tabSize: 2,
      matchBrackets: true,
      autoCloseBrackets: true,
      gutters: ["CodeMirror-linenumbers", "error-gutter"],
      screenReaderLabel: "Script",
      inputStyle: "contenteditable",
      spellcheck: false,
      // Tab leaves the field for people who use no mouse; two blanks are typed by Ctrl-].
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-]": "indentMore", "Ctrl-[": "indentLess" },
    });
    this.editor.on("change", () => {
      this.text = this.editor.getValue();
      this.changed(this.text);
    });
    requestAnimationFrame(() => this.editor.refresh());
  }

  /** @param {string} text */
  set(text) {
    this.text = text;
    this.editor?.setValue(text);
  }

  /** @param {{line?: number, column?: number, message: string} | null} error null: there is none any more */
  mark(error) {
    if (!this.editor) {
      return;
    }
    this.marks.forEach((clear) => clear());
    this.marks = [];
    if (error?.line) {
      const line = Math.min(error.line - 1, this.editor.lineCount() - 1);
      this.editor.addLineClass(line, "background", "error-line");
      const text = document.createElement("div");
      text.className = "error-text";
      text.textContent = error.message;
      const widget = this.editor.addLineWidget(line, text, { coverGutter: false });
      this.marks.push(() => this.editor.removeLineClass(line, "background", "error-line"), () => widget.clear());
    }
  }
}
