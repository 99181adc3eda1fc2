"""Do the promises refuse what they should? Each snippet is changed in one place that matters, again and again.

A changed program, a mutant, runs up to four hundred times and is held to the snippet's own promise. One that always
keeps it is a survivor: it shows what the promise leaves open, unless no process ever runs what was changed. What
changes nothing that a reader can see is explained in `survivors.toml`; any other survivor fails `nox -s mutants`.

`program` reads a program and says where its parts stand; `waiting`, `numbers` and `texts` have the operators, the ways
to change it; `mutate` applies them all; `fates` runs the mutants; `survivors` reads the list. A new operator is a
function in one of the three files, and a name in `mutate.OPERATORS`.
"""
