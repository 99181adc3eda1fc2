"""Tests of `witness.check`."""
