"""What processes say to one another: told where it is sent and where it is received, with an arrow between the two."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.exhibit.page import exhibit, having, rows, told
from tests.exhibit.runs import MAIN, life, run
from witness.exhibit.moments import MOST
from witness.recording import Message, Recording, Wait

NAMES = {MAIN: "parent", 1001: "one", 1002: "two"}


def spoken(*messages: Message, **facts: Any) -> Recording:
    return run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8), life(1002, 0.2, 0.9), messages=messages, **facts)


def between(recording: Recording, language: str = "en") -> list[str]:
    """What is told of messages."""
    return [row.text for row in rows(exhibit(recording, NAMES, language=language)) if row.what in ("puts", "gets")]


@pytest.mark.parametrize(
    ("message", "en", "zh"),
    [
        (
            Message("queue", MAIN, 1001, 0.3, 0.4, "'<b>'"),
            ["parent puts '<b>'", "one gets '<b>' from parent"],
            ["parent 放入 '<b>'", "one 取出 parent 放入的 '<b>'"],
        ),
        (
            Message("pipe", 1001, 1002, 0.3, 0.4, ""),
            ["one sends a message", "two receives a message from one"],
            ["one 发送 一条消息", "two 收到 one 发来的 一条消息"],
        ),
        (Message("queue", MAIN, 0, 0.3, 0.3, ""), ["parent puts an item"], ["parent 放入 一个对象"]),
        (Message("queue", 0, 1001, 0.4, 0.4, ""), ["one gets an item"], ["one 取出 一个对象"]),
        (Message("pipe", 0, 1001, 0.4, 0.4, "5"), ["one receives 5"], ["one 收到 5"]),
    ],
)
def test_in_words(message: Message, en: list[str], zh: list[str]) -> None:
    assert between(spoken(message)) == en
    assert between(spoken(message), "zh") == zh


def test_what_follows_at_once_is_one() -> None:
    messages = [Message("queue", MAIN, 1001, 0.3 + n / 100, 0.4 + n / 100, str(n)) for n in range(3)]
    assert between(spoken(*messages)) == ["parent puts 0, 1, 2", "one gets 0, 1, 2 from parent"]
    other = Message("queue", 1002, 1001, 0.33, 0.43, "3")
    assert between(spoken(*messages, other)) == [
        *("parent puts 0, 1, 2", "two puts 3"),
        *("one gets 0, 1, 2 from parent", "one gets 3 from two"),
    ]


def test_a_message_has_a_way_from_who_sent_it_to_who_received_it() -> None:
    shown = rows(exhibit(spoken(Message("queue", MAIN, 1002, 0.3, 0.5, "1"), said=((1001, 0.4, "a\n"),)), NAMES))
    assert [(row.what, row.ways) for row in shown if row.ways] == [
        ("puts", [(9.0, 36.0, "50%", "50%"), (36.0, 36.0, "50%", "100%")]),  # to beside the lane of `two`
        ("says", [(36.0, 36.0, "0%", "50%"), (36.0, 36.0, "50%", "100%")]),
        ("gets", [(36.0, 36.0, "0%", "50%")]),
    ]
    back = rows(exhibit(spoken(Message("queue", 1002, MAIN, 0.3, 0.5, "1")), NAMES))
    assert next(row.ways[0] for row in back if row.ways) == (45.0, 18.0, "50%", "50%")


def test_on_its_way_it_is_seen_in_each_row_of_the_replay() -> None:
    page = exhibit(spoken(Message("queue", MAIN, 1002, 0.3, 0.5, "1"), said=((1001, 0.4, "a\n"),)), NAMES)
    (moments,) = having(page, "moments")

    def kinds(row: ET.Element) -> list[str]:
        return [one.get("class", "").split()[0] for one in row.iter("circle")]

    assert [row.get("class", "").split()[0] for row in moments if "item" in kinds(row)] == ["says"]


def test_what_nobody_got_and_what_one_says_to_itself_has_no_way() -> None:
    lost, own = Message("queue", MAIN, 0, 0.3, 0.3, "1"), Message("queue", MAIN, MAIN, 0.4, 0.5, "2")
    assert not [row for row in rows(exhibit(spoken(lost, own), NAMES)) if row.ways]


def test_who_waited_for_a_message_goes_on_with_it() -> None:
    messages = (Message("queue", MAIN, 1001, 0.5, 0.6, "1"), Message("queue", MAIN, 1001, 0.7, 0.8, "2"))
    shown = rows(exhibit(spoken(*messages, waits=(Wait(1001, "message", 0, 0.4, 0.6),)), NAMES))
    assert [row.what for row in shown if row.name == "one"] == ["waits", "gets", "gets", "ends"]


def test_of_too_many_none_is_told() -> None:
    many = spoken(*(Message("queue", MAIN, 1001, 0.3, 0.4, "1") for _ in range(MOST)))
    assert between(many)
    more = dataclasses.replace(many, messages=(*many.messages, many.messages[0]))
    assert told(exhibit(more, NAMES)) == told(exhibit(spoken(), NAMES))
