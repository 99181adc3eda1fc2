"""Tests of `book`."""
