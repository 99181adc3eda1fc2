"""Runs a program as a reader would, watches its processes, holds its output to a promise, and shows it on a page."""
