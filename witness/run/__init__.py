"""The step from a program to a recording: it runs as a reader would run it, and its processes are watched.

    program ─┬─ terminal, supervisor ─▶ its output, and what became of its processes ─┐
             │                                                                        ├─ assemble ─▶ Recording
             └─ observer/, in each Python process ─▶ events ──────────────────────────┘

- `terminal` runs any file in a terminal of its own, whose other end is the `listener`, and gives `orders` for a
  `supervisor`. That is between us and the program, where a shell would be: it waits for every process, and ends the
  `leftovers` when its time is over, or when all of it has come to a `stillness` and that is wanted.
- `observer/` is what each Python imports first, by its `sitecustomize`: `witness_processes` (and calls of `os`),
  `witness_writes`, `witness_lines` (and calls of the program's own functions), `witness_calls` and `witness_waits`
  (waits, signals), `witness_messages`, `witness_locks`, `witness_values`.
- `events` lists what they note. A new kind goes there, into who notes it, and into who reads it.
- `assemble` puts the recording together: `processes`, `steps` (what they did), `writers` (who wrote which part of the
  output, from what is `written` and the `places` where it can be), `waits`, `messages`, `locks` (and what lets others
  go on), `values`, `problems` (what there is to say against the run). Each fills a field of `witness.recording`.
"""
