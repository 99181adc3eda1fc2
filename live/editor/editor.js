// The editor of a program. Bundled into one file; live.js fetches it when a reader wants to run something.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands"
import { pythonLanguage } from "@codemirror/lang-python"
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport, syntaxHighlighting } from "@codemirror/language"
import { EditorState } from "@codemirror/state"
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view"
import { classHighlighter } from "@lezer/highlight"

const FEWEST_CHANGES = 10_000 // what can be undone, at least

// Opens an editor in an element. `run` is what Ctrl-Enter does, `changed` is told that the text is another one.
// Tab indents; after Esc it leaves the editor.
export function edit(parent, { text, label, about, run, changed }) {
  const extensions = [
    keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    history({ minDepth: FEWEST_CHANGES }),
    lineNumbers(),
    highlightActiveLine(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": about }),
    EditorView.updateListener.of(update => update.docChanged && changed()),
    new LanguageSupport(pythonLanguage),
    syntaxHighlighting(classHighlighter),
  ]
  const view = new EditorView({ parent, doc: text, extensions })
  return {
    get text() { return view.state.doc.toString() },
    set text(text) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }) },
    focus: () => view.focus(),
    close: () => view.destroy(),
  }
}
