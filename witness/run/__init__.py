"""From a program to a recording: it runs in a terminal of its own, and its processes are watched."""
