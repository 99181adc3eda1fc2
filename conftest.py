"""The promises of this repository are tests, by the plugin that others install."""

import os

pytest_plugins = ["witness.pytest_plugin"]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many a test waits for a program."""
    return (os.cpu_count() or 1) + 1
