"""What a build costs beside what it has to cost: `python benchmarks/build.py [--rounds N]`.

The same pages are built in five ways, in turn, each language by itself:

- *cold*: as they are, with no run kept.
- *warm*: as they are, every run kept.
- *still*: with nothing to run. In place of each exhibit stands the HTML that it becomes, and the generated pages are
  files like any other; neither gen-files nor markdown-exec is there. This is the plain MkDocs build that cold and warm
  are held to: what comes out is the same site, so the difference is the cost of running and checking, and nothing else.
- *fences*: with nothing to run, and in place of each exhibit the program and its output as two fences, as one would
  paste them by hand. Told for comparison: these pages are a fraction of the size, without picture, replay and tree.
- *console*: as in *fences*, but run by markdown-exec: a `console` fence with `$ python snippets/fork/fork.py`.

The limit of the runs is what no build can be faster than: the larger of the slowest snippet alone and the processor
time of all snippets divided by the processors. The snippets run for that as `python x.py`, unwatched, one by one; those
that measure time have the machine to themselves in a build, too, so what they take comes on top of the others.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import runpy
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measure import Bound, Took, build, in_turn, judge, median, timed, tree
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs_gen_files.editor import FilesEditor

from book import outline, page
from book.sites import SITES
from book.written import Site
from witness.check.verdict import Verdict
from witness.run import terminal
from witness.snippet import Snippet

FENCE = re.compile(r"```python exec=\"1\" html=\"1\"\nfrom book\.page import [\w, ]+\n((?:print\(.*\)\n)+)```")
CALL = re.compile(r"print\((.*)\)")
RUNNING = re.compile(r"  gen-files:\n    scripts: .*\n  markdown-exec: .*\n")
CONSOLE = '  markdown-exec: { languages: [console], ansi: "off" }\n'


def still(name: str, **how: object) -> str:
    """The exhibit as the HTML that it becomes."""
    return page.exhibit(name, **how)  # type: ignore[arg-type]


def fences(name: str, compare: tuple[str, ...] = ("",), **_: object) -> str:
    """The program and what it printed, as an author would paste them."""
    source = page.now.site.snippets[name].source
    outputs = [verdict.recording.output for verdict in _runs(name, compare)]
    return "\n\n".join([f"```python\n{source}\n```", *(f"```text\n{output}\n```" for output in outputs)])


def _runs(name: str, compare: tuple[str, ...]) -> list[Verdict]:
    return [page.now.verdicts[name, word] for word in compare if (name, word) in page.now.verdicts]


def console(name: str, compare: tuple[str, ...] = ("",), **_: object) -> str:
    """The program, and the command that markdown-exec is to run."""
    verdicts = _runs(name, compare)
    parts = [f"```python\n{page.now.site.snippets[name].source}\n```"]
    for verdict in verdicts:
        code = verdict.recording.exit_code or 0
        status = code if code >= 0 else 128 - code  # as a shell says that a signal ended it
        pipe = " 2>&1" if verdict.recording.stdout == "pipe" else ""
        run = f"python {verdict.snippet.path.as_posix()}{pipe}"
        if verdict.snippet.promise.how["still"]:  # it hangs, and nothing ends it
            run, status = f"timeout --signal=KILL {terminal.STILL} {run}", 137
        parts.append(f'```console exec="1" source="console" result="text" returncode="{status}"\n$ {run}\n```')
    return "\n\n".join(parts)


def plain(folder: Path, put: Callable[..., str]) -> None:
    """Turn a tree into one that needs neither gen-files nor the observer; `put` says what is put for each exhibit."""
    calls = vars(page) | {"exhibit": put}
    with contextlib.chdir(folder):
        made = Path("made")
        texts: dict[Path, str] = {}
        for language, config in SITES.items():
            loaded = load_config(config)
            with FilesEditor(Files([]), loaded, str(made / language)):
                runpy.run_path("book/build.py")
            for source in (made / language, Path("docs") / language):
                for path in source.rglob("*.md"):
                    name = path.relative_to(source)
                    page.now.root = "../" * (len(name.parts) - (name.stem == "index"))
                    page.now.page = name.as_posix()
                    target = Path("docs") / language / name
                    text = path.read_text(encoding="utf-8")
                    texts[target] = FENCE.sub(
                        lambda found: "\n\n".join(eval(call, calls) for call in CALL.findall(found[1])), text
                    )
        shutil.copytree(made, "docs", dirs_exist_ok=True)
        shutil.rmtree(made)
        for path, text in texts.items():
            assert "book.page" not in text, path
            path.write_text(text, encoding="utf-8")
        settings = Path("mkdocs.yml")
        text, count = RUNNING.subn(CONSOLE if put is console else "", settings.read_text(encoding="utf-8"))
        assert count == 1, settings
        settings.write_text(text, encoding="utf-8")


def limit(folder: Path, rounds: int) -> float:
    """The seconds that running all snippets takes at least, by the medians of several rounds."""
    least: list[float] = []
    with contextlib.chdir(folder):
        site = Site()
        snippets = site.snippets
        shown = [part for path in sorted(Path("docs/zh").rglob("*.md")) for part in outline.read(path)]
        shown = [part for part in shown if part.kind == "exhibit"]
        jobs = {
            (snippets[part.value], python)
            for part in shown
            for word in ("", *part.compared)
            if (python := site.python(part.value, word))
        }
        for _ in range(rounds):
            measuring, others = 0.0, []
            for one, python in jobs:
                with tempfile.TemporaryDirectory(prefix="bench-") as own:  # some write files beside themselves
                    shutil.copy(one.path, own)
                    took = timed([python.path, one.path.name], Path(own), may_fail=True, limit=_patience(one))
                if one.promise.settings.alone:
                    measuring += took.seconds
                else:
                    others.append(took)
            slowest, work = max(one.seconds for one in others), sum(one.cpu for one in others) / (os.cpu_count() or 1)
            print(
                f"{len(jobs)} runs: those that measure {measuring:.2f} s; of the others the slowest {slowest:.2f} s, "
                f"processor time of all / processors {work:.2f} s"
            )
            least.append(measuring + max(slowest, work))
    return statistics.median(least)


def _patience(one: Snippet) -> float:
    """The seconds after which a snippet is ended: where a process hangs, none has done anything for so long."""
    return terminal.STILL if one.promise.how["still"] else one.promise.settings.limit


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs whose lesson it is would ignore it with us
    with contextlib.ExitStack() as stack:
        trees = {way: stack.enter_context(tree()) for way in ("witness", "still", "fences", "console")}
        build(trees["witness"], "zh")  # what is read from the disk for the first time is no part of what is measured
        replacements: dict[str, Callable[..., str]] = {"still": still, "fences": fences, "console": console}
        for way, put in replacements.items():
            shutil.copytree(trees["witness"] / ".witness", trees[way] / ".witness")
            plain(trees[way], put)

        def cold(language: str) -> Took:
            """Each language by itself: the runs of the other are gone."""
            shutil.rmtree(trees["witness"] / ".witness", ignore_errors=True)
            return build(trees["witness"], language)

        ways: dict[str, Callable[[], Took]] = {}
        for language in SITES:
            ways[f"cold {language}"] = lambda language=language: cold(language)  # type: ignore[misc]
        # Both languages, one after the other: the first has run what the second shows.
        ways["both cold, zh"] = lambda: cold("zh")
        ways["both cold, en"] = lambda: build(trees["witness"], "en")
        for language in SITES:
            ways[f"warm {language}"] = lambda language=language: build(trees["witness"], language)  # type: ignore[misc]
            for way in "still", "fences", "console":
                ways[f"{way} {language}"] = lambda way=way, language=language: build(trees[way], language)  # type: ignore[misc]
        least = limit(trees["witness"], options.rounds)
        took = in_turn(options.rounds, ways)

    time = {name: median(some) for name, some in took.items()}
    print(f"\nmedians of {options.rounds} rounds, seconds\n")
    print(f"{'':4}" + "".join(f"{way:>10}" for way in ("cold", "warm", "still", "fences", "console")))
    for language in SITES:
        row = [time[f"{way} {language}"] for way in ("cold", "warm", "still", "fences", "console")]
        print(f"{language:4}" + "".join(f"{seconds:10.2f}" for seconds in row))
    both = {way: sum(time[f"{way} {language}"] for language in SITES) for way in ("warm", "still", "fences")}
    both["cold"] = time["both cold, zh"] + time["both cold, en"]
    print(f"both cold, one after the other: {both['cold']:.2f} s; the limit of the runs: {least:.2f} s")
    bounds = [
        Bound("both cold / (the limit + still)", both["cold"] / (least + both["still"]), 1.3),
        Bound("both cold / (the limit + fences)", both["cold"] / (least + both["fences"])),
        Bound("both warm / still", both["warm"] / both["still"], 1.15),
        Bound("both warm / fences", both["warm"] / both["fences"]),
    ]
    for language in SITES:
        slow, fast, base = (time[f"{way} {language}"] for way in ("console", "cold", "still"))
        page_only = time[f"fences {language}"]
        bounds.append(Bound(f"{language}: console / cold, though its pages are bare", slow / fast))
        bounds.append(
            Bound(f"{language}: console / (the limit + fences), the most there is", slow / (least + page_only))
        )
        running = (slow - page_only) / (fast - base)
        bounds.append(Bound(f"{language}: console less fences / cold less still", running, 1, least=True))
    return judge(bounds)


if __name__ == "__main__":
    sys.exit(main())
