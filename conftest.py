"""The promises of this repository are tests, by the plugin that others install."""

pytest_plugins = ["witness.pytest_plugin"]
