"""The words: each language has each, with the same places to be filled."""

from __future__ import annotations

import string

import pytest

from book import labels as book
from live import labels as live
from witness.exhibit import labels


@pytest.mark.parametrize("words", [labels.WORDS, book.WORDS, live.WORDS], ids=["exhibit", "book", "live"])
def test_a_word_says_the_same_in_each_language(words: labels.Words) -> None:
    for key, row in words.items():
        assert len(row) == len(labels.LANGUAGES)
        assert all(row) or key == "space", key
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in row]
        assert places[0] == places[1], key
