"""Snippets held to their promises, again and again: the step from program and promise to verdict.

`verdict` runs a snippet once, as its promise says, and holds the run to it; many beside one another, where they allow
it (`parallel`). `cache` remembers runs, so that what did not change does not run again. `busy` keeps the processors
busy meanwhile: a promise has to hold there too. `progress` says how far it all has come, and `atomic` writes files
whole or not at all.

`counts` is what many runs have shown: which Pythons, which orders, how often. `gather` makes those runs, and `evidence`
keeps what they have shown in git.
`draft` makes the runs from which `witness.promise.draft` writes a promise, and holds it to more of them.
"""
