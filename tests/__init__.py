"""Tests: a folder for each package; `browser/` for what a reader sees, `reuse/` for witness as others use it."""
