"""The pages: which snippets they show, what a page is built of, and whether both languages are built of the same."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from witness.snippet import Snippet

LANGUAGES = ("zh", "en")
EXHIBIT = re.compile(r"exhibit\(\"(\w*)\"(?:, *compare=\((?P<compare>[^)]*)\))?")
WHOLE = re.compile(
    r"from book\.page import exhibit\nprint\(exhibit\(\"\w*\"(, compare=\(\"[\w.]+\"(, \"[\w.]+\")+\))?\)\)"
)
"""All that the fence of an exhibit may say."""
COMPARED = re.compile(r"fork|spawn|forkserver|3\.1[1-9]")
RAW_LINK = re.compile(r"<(?:a|img|script|link|iframe)\b", re.IGNORECASE)
FENCE = re.compile(r" *(?P<ticks>`{3,}|~{3,})(?P<info>.*)")
HEADING = re.compile(r"(?P<level>#{1,6}) +(?P<title>.*?)(?: *\{ *#(?P<anchor>[\w-]+) *\})? *")
LINK = re.compile(r"(?<!!)\[(?:[^][]|\[[^][]*\])*\]\((?P<target>[^) ]+)[^)]*\)")
SAME = re.compile(r"/(?:zh-cn|en-us)(?=/)", re.IGNORECASE)
"""The part of an address outside that says which language the page there is in."""


@dataclass(frozen=True)
class Bone:
    """One of the parts that a page is built of."""

    line: int
    kind: str
    """`heading`, `exhibit`, `fence`, `admonition`, `table`, `link` or `raw`."""
    value: str
    """What has to be the same in the other language."""
    title: str = ""
    """Of a heading; of an exhibit, that of the heading it stands under."""
    compared: tuple[str, ...] = ()
    """The start methods or versions that an exhibit compares."""


def read(page: Path) -> list[Bone]:
    """Read the bones of a page, in their order."""
    bones: list[Bone] = []
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    rows = columns = 0
    heading = Bone(0, "heading", "")
    for number, line in lines:
        if number == 1 and line == "---":
            for _, matter in lines:
                if matter == "---":
                    break
            continue
        if line.lstrip().startswith("|"):
            rows, columns = rows + 1, line.count("|") - line.count("\\|")
        elif rows:
            bones.append(Bone(number - rows, "table", f"{rows} rows, {columns - 1} columns"))
            rows = 0
        if found := FENCE.fullmatch(line):
            code = _until(found["ticks"], lines)
            if name := EXHIBIT.search(code):
                bones.append(
                    Bone(number, "exhibit", name[1], heading.title, tuple(re.findall(r"[\w.]+", name["compare"] or "")))
                )
            bones.append(Bone(number, "fence", f"{found['info'].strip()}: {code}"))
        elif found := HEADING.fullmatch(line):
            heading = Bone(number, "heading", f"{found['level']} {found['anchor']}", found["title"])
            bones.append(heading)
        elif found := re.match(r" *(?:!!!|\?\?\?\+?|===) *(\w*)", line):
            bones.append(Bone(number, "admonition", found[1]))
        if found := RAW_LINK.search(line):
            bones.append(Bone(number, "raw", found[0]))
        without_code = re.sub(r"`[^`]*`", lambda code: "x" * len(code[0]), line)
        bones += [Bone(number, "link", SAME.sub("", found["target"])) for found in LINK.finditer(without_code)]
    if rows:
        bones.append(Bone(number - rows + 1, "table", f"{rows} rows, {columns - 1} columns"))
    return bones


def _until(end: str, lines: Iterator[tuple[int, str]]) -> str:
    return "\n".join(line for _, line in itertools.takewhile(lambda numbered: numbered[1].strip() != end, lines))


def check(docs: Path, snippets: dict[str, Snippet]) -> list[str]:
    """Everything that is wrong with the pages: a text each, with the page and the line."""
    pages = {language: _pages(docs / language) for language in LANGUAGES}
    shown = {(Path(name).stem, bone.value) for name, page in pages["zh"].items() for bone in page}
    generated = {"snippets/index.md", "snippets.zip"} | {
        f"snippets/{name}{end}" for name in snippets for end in (".md", ".py")
    }
    problems = list(_single(docs, pages))
    for language, of_language in pages.items():
        for name, bones in of_language.items():
            problems += [
                f"{docs / language / name}:{line}: {text}"
                for line, text in _own(name, bones, of_language, snippets, generated)
            ]
    for name, bones in pages["zh"].items():
        if name in pages["en"]:
            problems += _differences(docs, name, bones, pages["en"][name])
    problems += [
        f'{snippet.path}: this snippet stands on no page; show exhibit("{name}") in {docs}/*/{snippet.chapter}.md'
        for name, snippet in snippets.items()
        if (snippet.chapter, name) not in shown
    ]
    return problems


def _pages(folder: Path) -> dict[str, list[Bone]]:
    return {path.relative_to(folder).as_posix(): read(path) for path in sorted(folder.rglob("*.md"))}


def _single(docs: Path, pages: dict[str, dict[str, list[Bone]]]) -> Iterator[str]:
    for language, other in itertools.permutations(LANGUAGES):
        for name in pages[language].keys() - pages[other].keys():
            yield f"{docs / language / name}: this page has no counterpart; write {docs / other / name}"


def _own(
    page: str, bones: list[Bone], pages: dict[str, list[Bone]], snippets: dict[str, Snippet], generated: set[str]
) -> Iterator[tuple[int, str]]:
    """What is wrong with one page by itself."""
    anchors: list[str] = []
    anchor = ""
    for bone in bones:
        if bone.kind == "heading":
            anchor = bone.value.split()[1]
            if anchor == "None":
                yield (
                    bone.line,
                    f"the heading “{bone.title}” has no anchor; add {{ #name }}, the same in both languages",
                )
            elif anchor in anchors:
                yield bone.line, f"the anchor #{anchor} is there twice"
            anchors.append(anchor)
        elif bone.kind == "exhibit":
            if bone.value not in snippets:
                near = difflib.get_close_matches(bone.value, snippets, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                yield bone.line, f"there is no snippet {bone.value!r}{hint}"
            elif bone.value != anchor:
                yield (
                    bone.line,
                    f"the exhibit {bone.value} stands under #{anchor}; give it a heading with {{ #{bone.value} }}",
                )
            for word in bone.compared:
                if not COMPARED.fullmatch(word):
                    yield bone.line, f"nothing to compare: {word!r}; write start methods, or versions such as 3.14"
        elif bone.kind == "fence" and "exec=" in bone.value and not WHOLE.fullmatch(bone.value.partition(": ")[2]):
            yield bone.line, "this fence runs, and is no exhibit; CONTRIBUTING.md has the lines of one"
        elif bone.kind == "raw":
            yield bone.line, f"raw HTML ({bone.value}…): nobody checks where it leads; write it as Markdown"
        elif bone.kind == "link" and bone.value.startswith("/"):
            yield bone.line, f"an absolute link, {bone.value}: write it relative to this page"
        elif bone.kind == "link" and not re.match(r"\w+:", bone.value):
            target, _, fragment = bone.value.partition("#")
            path = _resolve(page, target) if target else page
            if path not in pages and path not in generated:
                yield bone.line, f"a dead link: there is no {path}"
            elif fragment and path in pages and fragment not in _anchors(pages[path]):
                yield bone.line, f"a dead link: {path} has no #{fragment}"


def _resolve(page: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def _anchors(bones: list[Bone]) -> set[str]:
    return {bone.value.split()[1] for bone in bones if bone.kind == "heading"}


def _differences(docs: Path, name: str, chinese: list[Bone], english: list[Bone]) -> Iterator[str]:
    """The first difference between the bones of a page in both languages; those after it would only follow from it."""
    for one, other in itertools.zip_longest(chinese, english):
        if one is None or other is None or (one.kind, one.value) != (other.kind, other.value):
            where = f"{docs / 'zh' / name}:{one.line if one else 'end'}"
            there = f"{docs / 'en' / name}:{other.line if other else 'end'}"
            yield f"{where}: {_tell(one)}, but {there}: {_tell(other)}; both need the same bones, in the same order"
            return


def _tell(bone: Bone | None) -> str:
    return f"{bone.kind} {bone.value.splitlines()[0] if bone.value else ''}".strip() if bone else "nothing more"
