"""Snippets held to their promises, again and again: the step from program and promise to verdict.

`verdict` runs a snippet once, as its promise says, and holds the run to it; many beside one another, where they allow
it. `cache` remembers runs, so that what did not change does not run again. `busy` takes the processors away meanwhile,
for what holds only on a quiet machine does not hold. `atomic` writes files whole or not at all.

`evidence` is what many runs have shown, kept in git: which Pythons, which orders, how often.
"""
