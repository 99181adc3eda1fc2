"""What can be wrong with a site: each fault is made in one that has none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.building import CALL, add, both, edit, show, vouch
from witness.check import evidence

SILENT = "main: exit 0\n"
SAYS_ONE = "main: exit 0\n\nmain | 1\n"


def broken_promise(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")


def wrong_exit(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "child: exit 0", "child: exit 3")


def too_long(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.py", "pid = os.fork()", "import signal\nsignal.pause()\npid = os.fork()")
    edit(tree, "snippets/fork/hello.promise", "parent: exit 0", "timeout = 1\n\nparent: exit 0")


def no_promise(tree: Path) -> None:
    (tree / "snippets/fork/hello.promise").unlink()


def bad_promise(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "child  |", "kid  |")


def empty_promise(tree: Path) -> None:
    add(tree, "snippets/fork/hello.promise", "parent: exit 0\n  child: exit 0\n\nchild | {*}\n---\nparent | {*}\n")


def no_snippet(tree: Path) -> None:
    add(tree, "snippets/fork/lost.promise", SILENT)


def no_page(tree: Path) -> None:
    add(tree, "snippets/fork/unseen.py", "print(1)\n")
    add(tree, "snippets/fork/unseen.promise", SAYS_ONE)


def no_chapter(tree: Path) -> None:
    add(tree, "snippets/astray.py", "print(1)\n")


def too_deep(tree: Path) -> None:
    (tree / "snippets/fork/more").mkdir()
    add(tree, "snippets/fork/more/deep.py", "print(1)\n")


def same_name(tree: Path) -> None:
    add(tree, "snippets/pool/hello.py", "print(1)\n")
    add(tree, "snippets/pool/hello.promise", SAYS_ONE)


def reserved_name(tree: Path) -> None:
    (tree / "snippets/fork/hello.py").rename(tree / "snippets/fork/signal.py")
    (tree / "snippets/fork/hello.promise").rename(tree / "snippets/fork/signal.promise")


def comments(tree: Path) -> None:
    program = '"""Says one."""\n\n\ndef one():\n    "One."\n    return 1  # the first\n\n\nprint(one())\n'
    show(tree, "remarks", program, SAYS_ONE)


def long_line(tree: Path) -> None:
    show(tree, "wide", f"print({'1 * ' * 30}1)\n", SAYS_ONE)


def crlf(tree: Path) -> None:
    add(tree, "snippets/fork/hello.py", (tree / "snippets/fork/hello.py").read_text().replace("\n", "\r\n"))


def crlf_on_a_page(tree: Path) -> None:
    add(tree, "docs/zh/pool.md", (tree / "docs/zh/pool.md").read_text(encoding="utf-8").replace("\n", "\r\n"))


def mark(tree: Path) -> None:
    for file in "snippets/fork/hello.py", "docs/en/pool.md":
        add(tree, file, "\ufeff" + (tree / file).read_text(encoding="utf-8"))


def tab(tree: Path) -> None:
    show(tree, "tabs", "if True:\n\tprint(1)\n", SAYS_ONE)


def no_utf8(tree: Path) -> None:
    for file in "snippets/fork/hello.py", "docs/zh/pool.md":
        (tree / file).write_bytes((tree / file).read_bytes() + "# é\n".encode("latin-1"))


def no_matter(tree: Path) -> None:
    both(tree, "pool.md", "---\ntitle: pool\ndescription: About pool.\n---\n\n", "")
    both(tree, "index.md", "title: index\n", 'title: ""\n')


def unknown_snippet(tree: Path) -> None:
    both(tree, "fork/hello.md", 'exhibit("hello")', 'exhibit("helo")')


def nothing_measured(tree: Path) -> None:
    call = 'from book.page import chart, exhibit\nprint(chart("hello"))\nprint(exhibit("hello"))'
    both(tree, "fork/hello.md", 'from book.page import exhibit\nprint(exhibit("hello"))', call)


def nothing_measured_there(tree: Path) -> None:
    call = 'from book.page import chart, exhibit\nprint(chart("hello", compare=("", "fork")))\nprint(exhibit("hello"))'
    both(tree, "fork/hello.md", 'from book.page import exhibit\nprint(exhibit("hello"))', call)


def other_chart(tree: Path) -> None:
    call = 'from book.page import chart, exhibit\nprint(chart("hallo"))\nprint(exhibit("hello"))'
    both(tree, "fork/hello.md", 'from book.page import exhibit\nprint(exhibit("hello"))', call)


def twice(tree: Path) -> None:
    both(
        tree,
        "fork/hello.md",
        "[",
        f"{CALL.format(what='exhibit', name='hello')}\n\n[",
    )


def wrong_heading(tree: Path) -> None:
    both(tree, "fork/hello.md", "{ #hello }", "{ #hallo }")


def no_heading(tree: Path) -> None:
    both(tree, "fork/hello.md", " { #hello }", "")


def no_anchor(tree: Path) -> None:
    both(tree, "pool.md", " { #pool }", "")


def one_language(tree: Path) -> None:
    add(tree, "docs/zh/extra.md", "---\ntitle: x\ndescription: x\n---\n\n# Extra { #extra }\n")


def other_language(tree: Path) -> None:
    add(tree, "docs/en/extra.md", "---\ntitle: x\ndescription: x\n---\n\n# Extra { #extra }\n")


def different_outline(tree: Path) -> None:
    edit(tree, "docs/en/fork/hello.md", "[hello](index.md#begin)", "hello")


def no_place(tree: Path) -> None:
    show(tree, "lost", "print(1)\n", SAYS_ONE)
    edit(tree, "mkdocs.yml", ", fork/lost.md", "")


def unlisted_group(tree: Path) -> None:
    edit(tree, "mkdocs.yml", "- process.md", "- Process:\n      - process.md\n      - end: [pool.md]")
    edit(tree, "mkdocs.yml", "  - pool.md\n", "")


def unknown_group(tree: Path) -> None:
    both(tree, "fork/index.md", 'ideas("begin")', 'ideas("begni")')


def unknown_kind(tree: Path) -> None:
    symptom = "title: pool\nsymptoms: [{kind: hangs, sees: it hangs, why: it waits, do: end it}]\n"
    both(tree, "pool.md", "title: pool\n", symptom)


def half_a_symptom(tree: Path) -> None:
    both(tree, "pool.md", "title: pool\n", "title: pool\nsymptoms:\n  - kind: hangs\n")


def other_symptoms(tree: Path) -> None:
    unknown_kind(tree)
    edit(tree, "docs/en/pool.md", "kind: hangs", "kind: lost")


def unfound_api(tree: Path) -> None:
    both(tree, "pool.md", "title: pool\n", "title: pool\napi: [Pool.map]\n")


def half_an_api(tree: Path) -> None:
    both(tree, "pool.md", "title: pool\n", "title: pool\napi: Pool.map\n")


def no_list_of_pages(tree: Path) -> None:
    both(tree, "pool.md", "title: pool\n", "title: pool\nwas: [process]\n")


def still_there(tree: Path) -> None:
    both(tree, "pool.md", "title: pool\n", "title: pool\nwas: [process.md, old/pool.md]\n")
    edit(tree, "docs/zh/fork/hello.md", "title: hello\n", "title: hello\nwas: [old/pool.md]\n")


def other_api(tree: Path) -> None:
    unfound_api(tree)
    edit(tree, "docs/en/pool.md", "Pool.map", "Pool.imap")


def no_yaml(tree: Path) -> None:
    both(tree, "pool.md", "title: pool", "title: pool: the second")


def dead_link(tree: Path) -> None:
    both(tree, "fork/hello.md", "(index.md#begin)", "(frok.md)")


def dead_anchor(tree: Path) -> None:
    both(tree, "fork/hello.md", "(index.md#begin)", "(index.md#bigin)")


def dead_download(tree: Path) -> None:
    both(tree, "fork/hello.md", "(../snippets/hello.py)", "(../snippets/helo.py)")


def raw_link(tree: Path) -> None:
    both(tree, "fork/hello.md", "(index.md#begin)", '(index.md#begin) <a href="nowhere/">there</a>')


def no_exhibit(tree: Path) -> None:
    both(tree, "fork/hello.md", "print(exhibit(", "print(exhibt(")


def odd_comparison(tree: Path) -> None:
    both(
        tree,
        "fork/hello.md",
        'exhibit("hello")',
        'exhibit("hello", compare=("fork", "frok", "3.14 fork"))',
    )


def unknown_version(tree: Path) -> None:
    both(tree, "fork/hello.md", 'exhibit("hello")', 'exhibit("hello", compare=("3.14", "3.19"))')


def compared_with_itself(tree: Path) -> None:
    both(tree, "fork/hello.md", 'exhibit("hello")', 'exhibit("hello", compare=("fork", "fork"))')


def no_python(tree: Path) -> None:
    both(tree, "pool.md", "\n\n# pool", "\n\n# pool")
    for language in "zh", "en":
        path = tree / f"docs/{language}/pool.md"
        add(tree, f"docs/{language}/pool.md", path.read_text(encoding="utf-8") + "\n```python\nprint(1)\nprint(\n```\n")


def failing_fence(tree: Path) -> None:
    for language in "zh", "en":
        path = tree / f"docs/{language}/pool.md"
        add(tree, f"docs/{language}/pool.md", path.read_text(encoding="utf-8") + "\n```python\nprint(pol)\n```\n")


def stale_evidence(tree: Path) -> None:
    vouch(tree)
    [known] = evidence.load(sys.platform).values()
    evidence.save(sys.platform, {"helo": known})


FAULTS: dict[Callable[[Path], None], list[str]] = {
    broken_promise: ["hello: broken promise", "mother", "shown at docs/zh/fork/hello.md:8"],
    wrong_exit: ["hello: broken promise", "child", "exit 3", "shown at docs/zh/fork/hello.md:8"],
    too_long: ["hello: broken promise", "within 1 second", "shown at docs/zh/fork/hello.md:8"],
    no_promise: ["snippets/fork/hello.py: this snippet has no promise", "draft one with"],
    bad_promise: ["snippets/fork/hello.promise:4", "kid"],
    empty_promise: ["snippets/fork/hello.promise: this promise takes any output", "draft"],
    no_snippet: ["snippets/fork/lost.promise: this promise has no program"],
    no_page: ["snippets/fork/unseen.py: this snippet stands on no page"],
    no_chapter: ["snippets/astray.py: no page shows what lies here; put it into the folder of its chapter"],
    too_deep: ["snippets/fork/more/deep.py: no page shows what lies here"],
    same_name: ["snippets/pool/hello.py: snippets/fork/hello.py has the same name"],
    reserved_name: ["snippets/fork/signal.py: signal cannot name a snippet"],
    comments: [
        "snippets/fork/remarks.py:1: a docstring",
        "snippets/fork/remarks.py:5: a docstring",
        "snippets/fork/remarks.py:6: a comment, '# the first'",
    ],
    long_line: ["snippets/fork/wide.py:1: a line of 128 characters; break it"],
    crlf: ["snippets/fork/hello.py:1: a line that ends with CR"],
    crlf_on_a_page: ["docs/zh/pool.md:1: a line that ends with CR"],
    mark: ["snippets/fork/hello.py:1: a byte order mark", "docs/en/pool.md:1: a byte order mark"],
    tab: ["snippets/fork/tabs.py:2: a tab"],
    no_utf8: ["snippets/fork/hello.py:12: this is not UTF-8", "docs/zh/pool.md:9: this is not UTF-8"],
    no_matter: [
        "docs/zh/pool.md:1: no title in the front matter",
        "docs/zh/pool.md:1: no description in the front matter",
        "docs/en/index.md:1: no title in the front matter",
    ],
    unknown_snippet: [
        "docs/zh/fork/hello.md:8: exhibit('helo'): there is no snippet of this name; did you mean hello?",
        "docs/en/fork/hello.md:8: exhibit('helo'): there is no snippet of this name; did you mean hello?",
    ],
    nothing_measured: ["docs/zh/fork/hello.md:8: a chart of hello, and its run printed no measurements"],
    nothing_measured_there: ["docs/zh/fork/hello.md:8: a chart of hello, and its run printed no measurements"],
    other_chart: [
        "docs/zh/fork/hello.md:8: chart('hallo'): there is no snippet of this name; did you mean hello?",
        "docs/zh/fork/hello.md:8: this fence runs, and is no exhibit",
    ],
    twice: ["docs/zh/fork/hello.md:13: exhibit('hello') stands in line 8 already"],
    wrong_heading: ["docs/zh/fork/hello.md:8: exhibit('hello') stands under #hallo"],
    no_heading: ["docs/zh/fork/hello.md:8: exhibit('hello') stands under a heading without an anchor"],
    no_anchor: ["docs/zh/pool.md:6: the heading “pool” has no anchor"],
    one_language: ["docs/zh/extra.md: this page has no counterpart; write docs/en/extra.md"],
    other_language: ["docs/en/extra.md: this page has no counterpart; write docs/zh/extra.md"],
    different_outline: [
        "docs/zh/fork/hello.md:13: link index.md#begin, but docs/en/fork/hello.md:13: link ../snippets/hello.py"
    ],
    no_place: ["mkdocs.yml: no place for fork/lost.md; put it into `nav`"],
    unlisted_group: ["mkdocs.yml: the group 'end' stands nowhere; list it with ideas(\"end\") in docs/*/process.md"],
    unknown_group: [
        "docs/zh/fork/index.md:12: ideas('begni'): mkdocs.yml has no group of this name in this chapter; did you mean",
        "mkdocs.yml: the group 'begin' stands nowhere",
    ],
    unknown_kind: ["docs/zh/pool.md:1: symptoms of the kind 'hangs' stand nowhere; list them with symptoms(\"hangs\")"],
    half_a_symptom: ["docs/zh/pool.md:3: a symptom lacks something; each is `- kind: …` with kind, sees, why, do"],
    other_symptoms: ["docs/zh/pool.md:1: symptom hangs, but docs/en/pool.md:1: symptom lost; both need the same"],
    unfound_api: ['docs/zh/pool.md:1: its `api` stands nowhere; list those of all pages with index("api")'],
    half_an_api: ["docs/zh/pool.md:3: what the page is about is no list of names; write it as `api: [Pool.map"],
    no_list_of_pages: ["docs/zh/pool.md:3: where the page was is no list of pages; write it as `was: [process"],
    still_there: [
        "docs/zh/pool.md:1: it was process.md, and so is process.md",
        "docs/en/pool.md:1: it was process.md, and so is process.md",
        "docs/zh/pool.md:1: it was old/pool.md, and so is fork/hello.md",
        "was old/pool.md, but",
    ],
    other_api: ["docs/zh/pool.md:1: api Pool.map, but docs/en/pool.md:1: api Pool.imap; both need the same"],
    no_yaml: ["docs/zh/pool.md:2: the front matter cannot be read"],
    dead_link: [
        "docs/zh/fork/hello.md:13: a dead link: there is no fork/frok.md",
        "docs/en/fork/hello.md:13: a dead link",
    ],
    dead_anchor: [
        "docs/zh/fork/hello.md:13: a dead link: fork/index.md has no #bigin",
        "docs/en/fork/hello.md:13: a dead link",
    ],
    dead_download: ["docs/zh/fork/hello.md:13: a dead link: there is no snippets/helo.py"],
    raw_link: ["docs/zh/fork/hello.md:13: raw HTML (<a…)", "docs/en/fork/hello.md:13: raw HTML (<a…)"],
    no_exhibit: [
        "docs/zh/fork/hello.md:8: this fence runs, and is no exhibit",
        "hello.py: this snippet stands on no page",
    ],
    odd_comparison: [
        "docs/zh/fork/hello.md:8: nothing to compare: 'frok'",
        "zh/fork/hello.md:8: nothing to compare: '3.14 fork'",
    ],
    unknown_version: ["docs/zh/fork/hello.md:8: nothing to compare: '3.19'"],
    compared_with_itself: ["docs/zh/fork/hello.md:8: the exhibit hello compares a run with itself"],
    no_python: ["docs/zh/pool.md:12: this is no Python", "docs/en/pool.md:12: this is no Python"],
    failing_fence: ["docs/zh/pool.md:10: this program fails (exit code 1: NameError: name 'pol' is not defined"],
    stale_evidence: ["evidence about 'helo', and there is no such snippet"],
}
