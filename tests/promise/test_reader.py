"""A promise is read as it is written; what cannot be read is one message with its line and what would be right."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from witness.errors import Mistake
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


def mistake(text: str) -> str:
    with pytest.raises(Mistake) as caught:
        parse(text)
    return str(caught.value)


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
    assert (read.low, read.high, read.skippable) == (low, high, low == 0)


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
    assert read.text == "b"


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
        'stdin = "yes\\n"\noptions = -W error -X dev\nenvironment = A=1 B="two words"\nfolder = own\n' + ONE
    ).settings
    assert read.stdin == "yes\n"
    assert read.options == ("-W", "error", "-X", "dev")
    assert read.variables == {"A": "1", "B": "two words"}
    assert read.own_folder
    assert read.how["stdin"] == "yes\n"


@pytest.mark.parametrize("script", ["main | {*}\n", "main | ...\n", "main | {*}\n---\nmain | ...\n"])
def test_a_promise_that_refuses_nothing(script: str) -> None:
    assert parse(f"main: exit 0\n{script}").refuses_nothing


@pytest.mark.parametrize("script", ["", "main | a {*}\n", "main | {x: 0..9}\n"])
def test_a_promise_that_refuses_something(script: str) -> None:
    assert not parse(f"main: exit 0\n{script}").refuses_nothing


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timeout = soon\n", "timeout = soon: a number of seconds, up to 99999 is expected"),
        ("time_out = 3\n", "no such setting: time_out; did you mean timeout?"),
        ("stdin = yes\n", 'a text in double quotes, such as "yes\\n"'),
        ("environment = 3\n", "NAME=value"),
        ("options = error\n", "options of the interpreter"),
        ("main: exit 0\nmian | a\n", "mian is not in the cast; did you mean main?"),
        ("main: exit 0\n  child, at most 2 at once: exit 0\n", "child * 4"),
        ("main: exit 0\nmain | {a: 0..9, > b}\n", "compared with b, which is no value named before it"),
        ("main: exit 0\nmain | {b: red|green, > a}\n", "compared with a"),
        ("main: exit 0\nmain | {main: 0..9}\n", "main is in the cast"),
        ("main: exit 0\nmain | {main, different}\n", "only a number or a text can be different"),
        ("main: exit 0\nmain before main | a\n", "before end of main"),
        ("main: exit 0\nmain after end of child | a\n", "child is not in the cast"),
        ("main: exit 0\nmain * 2 ? a\n", "`?` is `* 0..1`"),
        ("main: exit 0\nmain * 3..1 | a\n", "the wrong way round"),
        ("main: exit 0\nmain[n] | a\n", "main is no group of the cast"),
        ("main: exit 0\n  w * 2: exit 0\nw[n] | a\n", "n is no value here"),
        ("main: exit 0\n  w * 2: exit 0\neach w, in order\n  w | a\n", "no values to come in order"),
        ("main: exit 0\n  unknown: exit 0\n", "the name unknown cannot be given"),
        ("main: exit 0\nmain | {mian}\n", "did you mean main?"),
        ("main: exit 0\n  w * 2: exit 0\nmain | {main|v}\n", "main is a process, and v is none; there are main, w"),
        ("main: exit 0\neach n in 0..3, at mots 2 at once\n  main | {n}\n", "only `at most 2 at once`, `in order`"),
        ("main: exit 0\neach n, n in 0 0, 1 1\n  main | {n}\n", "one name for two values: n, n"),
        ("main: exit 0\neach n in 0..3\n  main | {n: 0..3}\n", "n is a value of the `each`"),
        ('main: exit 0\nmain | {"a\\n"}\n', "a newline ends a line"),
        ("main: exit 0\nmain * 0 | a\n", "what comes no times at all is left out"),
        ("main: exit 0\n  w * 4, at most 0 at once: exit 0\n", "of w nobody could ever be alive"),
        ("main: exit 256\n", "`exit 0` (to 255)"),
        ("main: signal 0\n", "no way to end: 'signal 0'"),
        ('stdin = "C:\\q"\n', "with \\\\ for each backslash"),
        (
            'main: exit 0\nmain | {"C:\\q"}\n',
            r'{"C:\q"}: a text in double quotes, with \\ for each backslash is expected',
        ),
        ('stdin = "\\ud800"\n', "a text in double quotes"),
        ("main: exit 0\nmain |a\n", "a space is missing behind |"),
        ("main: exit 0\n\tchild: exit 0\n", "indent with spaces, not with tabs"),
        ("timeout=3\n", "a setting is written `timeout = 3`"),
        ("main:exit 0\n", "such as `main: exit 0`"),
    ],
)
def test_what_a_mistake_says(text: str, said: str) -> None:
    assert said in mistake(text)


def test_a_name_given_in_an_each_stays_there() -> None:
    assert "nobody and nothing is called 'a'" in mistake(
        "main: exit 0\neach n in 0..1\n  main | {n} {a: 0..9}\nmain | {a}\n"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("# only a comment\n", 1, id="no cast"),
        pytest.param("main: exit 0\nnonsense\n", 2, id="nonsense"),
        pytest.param("main: exit 0\n\n\n\tmain | a\n", 4, id="tab"),
        pytest.param("main: exit 0\n--\n", 2, id="short rule"),
        pytest.param("colour = red\nmain: exit 0\n", 1, id="no such setting"),
        pytest.param("stdout = file\nmain: exit 0\n", 1, id="stdout"),
        pytest.param("timeout = soon\nmain: exit 0\n", 1, id="timeout"),
        pytest.param("timeout = -1\nmain: exit 0\n", 1, id="negative timeout"),
        pytest.param("alone = maybe\nmain: exit 0\n", 1, id="alone"),
        pytest.param("platforms = linux beos\nmain: exit 0\n", 1, id="platforms"),
        pytest.param("python = 3.12\nmain: exit 0\n", 1, id="python"),
        pytest.param("main: exit\n", 1, id="exit without a code"),
        pytest.param("main: ends well\n", 1, id="no such ending"),
        pytest.param("main: SIGNOTHING\n", 1, id="no such signal"),
        pytest.param("main: exit 0 or\n", 1, id="ending after or"),
        pytest.param("main: exit 0\n  a: exit 0\n  a: exit 0\n", 3, id="name twice"),
        pytest.param("main: exit 0\nother: exit 0\n", 2, id="started by nobody"),
        pytest.param("main: exit 0\n  outside: exit 0\n", 2, id="reserved name"),
        pytest.param("main: exit 0\n  7: exit 0\n", 2, id="number for a name"),
        pytest.param("main: exit 0\n  w * many: exit 0\n", 2, id="size of a group"),
        pytest.param("main: exit 0\nother | a\n", 2, id="speaker not in the cast"),
        pytest.param("main: exit 0\nmain after other | a\n", 2, id="after nobody"),
        pytest.param("main: exit 0\n  main | a\n", 2, id="indented under nothing"),
        pytest.param("main: exit 0\nmain | a\n  main | b\n", 3, id="indented under a line"),
        pytest.param("main: exit 0\nmain | {main\n", 2, id="opened"),
        pytest.param("main: exit 0\nmain | main}\n", 2, id="closed"),
        pytest.param("main: exit 0\nmain | {}\n", 2, id="nothing in braces"),
        pytest.param("main: exit 0\nmain | {other}\n", 2, id="unknown name"),
        pytest.param("main: exit 0\nmain | {port}\nmain | {port: 1..2}\n", 2, id="number before it is named"),
        pytest.param("main: exit 0\nmain | {1..}\n", 2, id="half a range"),
        pytest.param("main: exit 0\neach n in 0..4\nmain | a\n", 2, id="each without lines"),
        pytest.param("main: exit 0\neach n in 0..4\n  main | a\nmain | {n}\n", 4, id="value outside its each"),
        pytest.param("main: exit 0\neach main\n  main | a\n", 2, id="each of one process"),
        pytest.param("main: exit 0\neach other\n  main | a\n", 2, id="each of nobody"),
        pytest.param("main: exit 0\neach main in 0..1\n  main | {main}\n", 2, id="value with a name of the cast"),
        pytest.param("main: exit 0\neach n, m in 0 0, 1\n  main | {n}{m}\n", 2, id="row too short"),
        pytest.param("main: exit 0\neach n, m in 0..4\n  main | {n}{m}\n", 2, id="range for two names"),
        pytest.param("main: exit 0\n[sometimes] main | a\n", 2, id="no such condition"),
        pytest.param("main: exit 0\n[3.14+, sometimes] main | a\n", 2, id="no such second condition"),
        pytest.param("main: exit 0\n[3.14+ main | a\n", 2, id="open condition"),
        pytest.param("main: exit 0\n  [sometimes] a: exit 0\n", 2, id="condition of a role"),
        pytest.param("main: exit 0\n[sometimes] each n in 0..1\n  main | {n}\n", 2, id="condition of an each"),
        pytest.param("main: exit 0\neach n in 4..0\n  main | {n}\n", 2, id="values backwards"),
        pytest.param("main: exit 0\nmain | {3..0}\n", 2, id="bounds backwards"),
        pytest.param("main: exit 0\n  w * 4..1: exit 0\n", 2, id="group backwards"),
        pytest.param("main: exit 0, reaped\n", 1, id="reaped by the shell"),
        pytest.param("main: exit 0\n  a after b: exit 0\n  b: exit 0\n", 2, id="made after one further down"),
        pytest.param("main: exit 0\n  w * 2: exit 0\n  a after w: exit 0\n", 3, id="made after a group"),
    ],
)
def test_mistake(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "play.promise"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Mistake) as caught:
        reader.read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_bytes(b"\xef\xbb\xbf" + ONE.encode())
    assert reader.read(path).cast.keys() == {"main"}


def test_a_name_may_be_given_again_under_another_condition() -> None:
    text = "each n in 0..1\n  [<3.13] main | {n} {a: 0..9}\n  [3.13+] main | {n} {a: 0..3}\n"
    assert len(each_lines(text)) == 2


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_bytes(b"main: exit 0\nmain | \xff\n")
    with pytest.raises(Mistake, match=r"play\.promise"):
        reader.read(path)


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
