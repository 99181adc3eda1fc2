"""What cannot be read is one message with its line and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from witness.errors import Mistake
from witness.promise import reader


def mistake(text: str) -> str:
    with pytest.raises(Mistake) as caught:
        reader.parse(Path("play.promise"), text)
    return str(caught.value)


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
        pytest.param("kernel = overcommit_memory\nmain: exit 0\n", 1, id="kernel"),
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


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "play.promise"
    path.write_bytes(b"main: exit 0\nmain | \xff\n")
    with pytest.raises(Mistake, match=r"play\.promise"):
        reader.read(path)
