"""Tests of `witness.run`."""
