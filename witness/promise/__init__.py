"""From a text to a promise, and from a promise and a recording to a verdict."""
