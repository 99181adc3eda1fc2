"""The step from a text to a promise, and from a promise and a recording to what differs; drafts too.

A promise is text that reads like the output: settings, the cast (which processes there are, and how each ends), the
script (who says what, in which order). It is read once, and tests, build and pages all use what was read:

    x.promise ─ reader (settings, lines, braces, condition) ─▶ language.Promise ─┐
                                                                                 ├─ match ─▶ Outcome
    recording ───────────────────────────────────────────────────────────────────┘

- `match` makes a `search` through the output, line by line (`step`, `state`): which lines of the `script` may come next
  (`strands`, `turns`), what their `texts` may be and their names' `meaning`; then the `cast`, `naming`, `shares`.
- `report` puts what is wrong into words; what is wrong with the run itself comes from `witness.run.problems`.
- `draft/` goes the other way: from recordings of many runs to the text of a promise.

A new word of the language goes into `language` as data, into `lines` or `braces` as text, and into the matcher. A new
setting goes into `settings`, and if it is one of the run, into `witness.run.terminal`. Both CONTRIBUTINGs list them.
"""
