"""Stands on `sys.path` inside: `psutil` here is as much of psutil as the supervisor needs."""
