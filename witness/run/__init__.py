"""The step from a program to a recording: it runs as a reader would run it, and its processes are watched.

    program ─┬─ terminal, supervisor ─▶ its output, and what became of its processes ─┐
             │                                                                        ├─ assemble ─▶ Recording
             └─ observer/, in each Python process ─▶ events ──────────────────────────┘

- `terminal` runs any file in a terminal of its own, whose other end is the `listener`. `supervisor` is between us and
  the program, where a shell would be: it waits for every process, and ends the `leftovers` when its time is over, or
  when all of it has come to a `stillness` and that is wanted.
- `observer/` is what each Python process imports first, by its `sitecustomize`. `witness_processes` notes processes and
  calls of `os`, `witness_writes` writes, `witness_lines` lines and calls of the program's own functions,
  `witness_calls` and `witness_waits` where it waits and what signals it sends, `witness_messages` what it tells others,
  `witness_locks` what it holds.
- `events` lists what they note. A new kind goes there, into who notes it, and into who reads it.
- `assemble` puts the recording together: `processes` (who there was), `steps` (what they did), `writers` (who wrote
  which part of the output, from what is `written` and the `places` where it can be), `messages` (who said what to
  whom), `locks` (who held what, and let whom go on), `problems` (what there is to say against the run). What a
  recording shall have besides is a field of `witness.recording` too.

What processes say to one another is a case of what is there already. A message is like a write to the output: noted
before and after, so that it happened between two moments, and attributed afterwards, with nothing said where two
readings are possible. Nothing is added to what goes through a pipe. Its place is counted: what went in as the tenth
comes out as the tenth, which the number of bytes has to confirm. What is the program's own is decided once for each
pipe, where it is made: by the first caller outside of `multiprocessing` and `concurrent`.

A lock is a call that may wait, and then a time for which it is held: noted after it is acquired and before it is
released, so two holders' times cannot overlap. An event, a condition and a barrier are waits with a name; whoever sets
it is noted too, and lets those go on who waited through that moment and no other of its kind. What is in shared
memory changes with no call that could be seen, so there is no history of a `Value`.
"""
