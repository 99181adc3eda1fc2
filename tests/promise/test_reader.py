"""A promise is read as it is written."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from witness.promise import reader
from witness.promise.language import Each, Line, Moment, Promise, Token

ONE = "main: exit 0\n\nmain | I am {main}.\n"
CAST = "main: exit 0\n  child: exit 0\n  worker * 4: exit 0\n"


def parse(text: str) -> Promise:
    return reader.parse(Path("play.promise"), text)


def line(text: str) -> Line:
    """The first line of a script."""
    item = parse(CAST + text).sections[0][0]
    return item if isinstance(item, Line) else item.lines[0]


def each(text: str) -> Each:
    item = parse(f"{CAST}{text}\n  worker | {{n}}\n").sections[0][0]
    assert isinstance(item, Each)
    return item


def each_lines(text: str) -> tuple[Line, ...]:
    item = parse(CAST + text).sections[0][0]
    assert isinstance(item, Each)
    return item.lines


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("{*}", Token("any")),
        ("{path: *}", Token("any", name="path")),
        ("{path: *, different}", Token("any", name="path", different=True)),
        ("{red|green}", Token("oneof", ("red", "green"))),
        ("{colour: red|green}", Token("oneof", ("red", "green"), name="colour")),
        ("{red, ok|green}", Token("oneof", ("red, ok", "green"))),
        ("{0..3}", Token("number", low=0, high=3)),
        ("{0.00..3.50}", Token("number", low=0, high=3.5, decimals=2)),
        ("{port: 1..9}", Token("number", low=1, high=9, name="port")),
        ("{place: 0..3, different}", Token("number", low=0, high=3, name="place", different=True)),
        ("{child}", Token("pid", ("child",))),
        ("{child|main}", Token("pid", ("child", "main"))),
        ("{child|outside}", Token("pid", ("child", "outside"))),
        ("{outside}", Token("outside")),
    ],
)
def test_braces(text: str, token: Token) -> None:
    assert line(f"main | {text}").parts == (token,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('{"..."}', ("...",)),
        (r'C:{"\\"}', ("C:", "\\")),
        (r'50%{"\r"}done', ("50%", "\r", "done")),
        ('{"}{"}', ("}{",)),
        ("{{main}}", ("{main}",)),
        (r'{"\x0c"}', ("\x0c",)),
    ],
)
def test_literals(text: str, parts: tuple[str, ...]) -> None:
    read = line(f"main | {text}")
    assert read.parts == parts
    assert not read.any


def test_comparison_with_what_was_named_before() -> None:
    promise = parse(f"{ONE}main | {{a: 0..9}}\nmain | {{b: 0..9, > a, <= a}}\nmain | {{b}}\n")
    _, _, bounded, used = promise.sections[0]
    assert isinstance(bounded, Line)
    assert isinstance(used, Line)
    assert bounded.parts == (Token("number", low=0, high=9, name="b", bounds=((">", "a"), ("<=", "a"))),)
    assert used.parts == (Token("value", ("b",)),)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("child | a", 1, 1),
        ("child ? a", 0, 1),
        ("child * 2 | a", 2, 2),
        ("child * 1..5 | a", 1, 5),
        ("child * 3.. | a", 3, None),
        ("child * 0.. | a", 0, None),
        ("child | ...", 0, None),
    ],
)
def test_how_often(text: str, low: int, high: int | None) -> None:
    read = line(text)
    assert (read.low, read.high) == (low, high)


def test_order() -> None:
    promise = parse(CAST + "child | a\nmain after child, end of child, start of worker before end of main | b\n")
    read = promise.sections[0][1]
    assert isinstance(read, Line)
    assert read.after == ("child",)
    assert read.moments == (
        Moment("after", "end", "child"),
        Moment("after", "start", "worker"),
        Moment("before", "end", "main"),
    )
    assert read.parts == ("b",)


@pytest.mark.parametrize(
    ("head", "at_once", "order"),
    [
        ("each n in 0..4", None, ""),
        ("each n in 0..4, at most 2 at once", 2, ""),
        ("each n in 0..4, in order", None, "in order"),
        ("each n in 0..4, first in first out, at most 1 at once", 1, "first in first out"),
        ("each n in red, green, in order", None, "in order"),
    ],
)
def test_each(head: str, at_once: int | None, order: str) -> None:
    read = each(head)
    assert (read.at_once, read.order) == (at_once, order)
    assert read.rows is not None
    assert read.rows[1] in (("1",), ("green",))


def test_members() -> None:
    promise = parse(CAST + "each n in 0..3\n  worker[n] | {n} {worker[n]}\n---\neach n in 0..3\n  worker[n] | {n}\n")
    item = promise.sections[0][0]
    assert isinstance(item, Each)
    assert item.lines[0].key == "n"
    assert item.lines[0].parts[2] == Token("pid", ("worker",), key="n")


def test_what_nobody_knows() -> None:
    promise = parse("main: exit 0\n  child: unknown or exit 1\n  echo: SIGKILL\n\nunknown | hello\n")
    assert promise.cast["child"].endings == {None, 1}
    item = promise.sections[0][0]
    assert isinstance(item, Line)
    assert item.speaker == "unknown"


def test_group_at_once() -> None:
    assert parse("main: exit 0\n  worker * 4, at most 2 at once: exit 0, reaped\n").cast["worker"].at_once == 2


def test_settings_of_the_run() -> None:
    read = parse(
        'stdin = "yes\\n"\noptions = -W error -X dev\nenvironment = A=1 B="two words"\nfolder = own\n'
        "kernel = vm.overcommit_memory=0\n" + ONE
    ).settings
    assert read.stdin == "yes\n"
    assert read.options == ("-W", "error", "-X", "dev")
    assert read.variables == {"A": "1", "B": "two words"}
    assert read.own_folder
    assert read.kernel == {"vm.overcommit_memory": "0"}
    assert read.how["stdin"] == "yes\n"


@pytest.mark.parametrize(
    "script",
    [
        "main | {*}\n",
        "main | ...\n",
        "main | {*}\n---\nmain | ...\n",
        "main | {*} {*}\n",
        "main | {a: *}\n",
        'main | {""}{*}\n',
        "main * 0.. | {*}\n",
        "main * 0..1 | done\nmain * 0.. | {a: *}\n",
    ],
)
def test_a_promise_that_refuses_nothing(script: str) -> None:
    assert parse(f"main: exit 0\n{script}").refuses_nothing


@pytest.mark.parametrize(
    "script", ["", "main | a {*}\n", "main | {x: 0..9}\n", "main * 0..1 | a\n", "main |\n", "main | {*}\\\n"]
)
def test_a_promise_that_refuses_something(script: str) -> None:
    assert not parse(f"main: exit 0\n{script}").refuses_nothing


def test_a_byte_order_mark_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_bytes(b"\xef\xbb\xbf" + ONE.encode())
    assert reader.read(path).cast.keys() == {"main"}


def test_a_name_may_be_given_again_under_another_condition() -> None:
    text = "each n in 0..1\n  [<3.13] main | {n} {a: 0..9}\n  [3.13+] main | {n} {a: 0..3}\n"
    assert len(each_lines(text)) == 2


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_text(
        textwrap.dedent("""\
            stdout = pipe
            timeout = 2.5
            alone = yes
            platforms = linux macos
            python = 3.12+
            main: exit 0
        """),
        encoding="utf-8",
    )
    read = reader.read(path).settings
    assert (read.stdout, read.limit, read.alone, read.platforms, read.oldest) == (
        "pipe",
        2.5,
        True,
        ("linux", "darwin"),
        (3, 12),
    )


def test_settings_left_out(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_text(ONE, encoding="utf-8")
    read = reader.read(path).settings
    assert (read.stdout, read.limit, read.alone, read.platforms, read.oldest) == (
        "terminal",
        10.0,
        False,
        ("linux", "darwin", "win32"),
        (3, 11),
    )
