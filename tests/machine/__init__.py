"""The machine that runs in a page: restored in node from the state that was built, if it was."""
