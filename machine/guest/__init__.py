"""What runs inside the machine. Nothing here is imported outside of it.

`init` is the first process and becomes the `agent`, the machine's only service: it takes a program from the second
serial port, has `witness.run` run it, and gives back what `witness.exhibit` makes of it. A `zygote` is an interpreter
that has started already: it forks where another would be started, which saves a second; `door/` is how it comes to be
there so early, `configuration` what it goes on with, and `observer` has the observer ready for it. A `template` does
the same for the interpreters that a program starts itself. `shim/` stands for psutil.
"""
