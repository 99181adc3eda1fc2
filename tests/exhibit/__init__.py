"""Tests of `witness.exhibit`."""
