"""Tests of `witness.promise`."""
