"""What has to hold before a site is built: gates, each a function from the site to what is wrong with it.

The gates of one stage are all asked, so that everything is said at once; those of a later stage rely on them.
"""

from __future__ import annotations

import functools
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from book import outline, rules
from book.charts import NOTHING, blocks
from book.outline import LANGUAGES, Part
from book.written import Site, page_of
from witness import interpreter, invocation
from witness.check import evidence
from witness.check.verdict import Verdict
from witness.errors import Mistake
from witness.promise.settings import PLATFORMS
from witness.recording import Recording
from witness.run.terminal import run

Gate = Callable[[Site], list[str]]


def names(site: Site) -> list[str]:
    """Every program has a name of its own and lies in the folder of its chapter; every promise has a program."""
    astray = [
        f"{path}: no page shows what lies here; put it into the folder of its chapter, {site.programs}/CHAPTER/"
        for path in sorted(site.programs.rglob("*.py")) + sorted(site.programs.rglob("*.promise"))
        if len(path.relative_to(site.programs).parts) != 2
    ]
    try:
        return astray if site.snippets is not None else []
    except Mistake as mistake:
        return [*astray, str(mistake)]


def texts(site: Site) -> list[str]:
    """Programs, promises and pages are plain text, and what is asked of each by itself is done."""
    programs = [one.path for one in site.snippets.values()]
    promises = [path for program in programs if (path := program.with_suffix(".promise")).is_file()]
    return [
        f"{path}:{line}: {wrong}"
        for rule, paths in {
            rules.text: [*programs, *promises, *site.each_page],
            rules.program: programs,
            rules.front_matter: list(site.each_page),
        }.items()
        for path in paths
        for line, wrong in rule(path)
    ]


def promises(site: Site) -> list[str]:
    """Every snippet has a promise that can be read and that promises something."""
    problems = []
    for name, one in site.snippets.items():
        try:
            if one.promise.refuses_nothing:
                problems.append(
                    f"{one.path.with_suffix('.promise')}: this promise takes any output; "
                    f"write what the program prints, as `{invocation.command('draft', one.path, '--force')}` does"
                )
        except Mistake as mistake:
            place = site.shown.get((name, ""))
            problems.append(f"{mistake}\n  shown at {place}" if place else str(mistake))
    return problems


def outlines(site: Site) -> list[str]:
    """Both languages have the same pages, and a page in both is built of the same."""
    chinese, english = (site.pages[language] for language in LANGUAGES)
    found = [
        f"{site.docs / language / name}: this page has no counterpart; write {site.docs / other / name}"
        for language, other in itertools.permutations(LANGUAGES)
        for name in site.pages[language].keys() - site.pages[other].keys()
    ]
    for name in chinese.keys() & english.keys():
        paths = [site.docs / language / name for language in LANGUAGES]
        if difference := outline.difference(paths[0], chinese[name], paths[1], english[name]):
            found.append(difference)
    return sorted(found)


def pages(site: Site) -> list[str]:
    """What a page is built of is as CONTRIBUTING says."""
    return [
        f"{path}:{line}: {wrong}"
        for language, of_language in site.pages.items()
        for name, parts in of_language.items()
        for path in [site.docs / language / name]
        for line, wrong in itertools.chain(
            rules.headings(parts), rules.calls(parts, _callable(site, name)), rules.fences(parts), rules.raw_html(parts)
        )
    ]


def _callable(site: Site, page: str) -> dict[str, set[str]]:
    """What a page may call, by the kind of call."""
    return {
        "exhibit": set(site.snippets),
        "chart": set(site.snippets),
        "ideas": {group.name for group in site.groups if group.page == page},
        "symptoms": {symptom.kind for matter in site.matter.values() for symptom in matter.symptoms},
        "index": {"api"},
    }


def places(site: Site) -> list[str]:
    """Every page has its place in the order; each group, kind of symptom, and `api` has its list."""
    called = {
        (name, part.kind, part.value)
        for of_language in site.pages.values()
        for name, parts in of_language.items()
        for part in parts
    }
    astray = [
        f"{site.settings}: no place for {name}; put it into `nav`, where readers will look for it"
        for name in sorted({name for of_language in site.pages.values() for name in of_language} - set(site.order))
    ]
    unlisted = [
        f"{site.settings}: the group {group.name!r} stands nowhere; "
        f'list it with ideas("{group.name}") in {site.docs}/*/{group.page}'
        for group in site.groups
        if (group.page, "ideas", group.name) not in called
    ]
    unsaid = [
        f"{path}:1: symptoms of the kind {symptom.kind!r} stand nowhere; "
        f'list them with symptoms("{symptom.kind}") in {site.docs}/*/symptoms.md, or take a kind that is there'
        for path, matter in site.matter.items()
        for symptom in matter.symptoms
        if ("symptoms.md", "symptoms", symptom.kind) not in called
    ]
    unfound = [
        f'{path}:1: its `api` stands nowhere; list those of all pages with index("api") in {site.docs}/*/symptoms.md'
        for path, matter in site.matter.items()
        if matter.api and ("symptoms.md", "index", "api") not in called
    ]
    return [*astray, *unlisted, *unsaid, *unfound]


def moved(site: Site) -> list[str]:
    """Where a page was, no other stands, and nothing else leads on from there."""
    found = []
    for language, of_language in site.pages.items():
        taken = {name: name for name in [*of_language, "snippets/index.md"]}
        for name in of_language:
            path = site.docs / language / name
            for old in site.matter[path].was:
                if old in taken:
                    found.append(f"{path}:1: it was {old}, and so is {taken[old]}; the address leads to one of them")
                taken[old] = name
    return found


def links(site: Site) -> list[str]:
    """A link within the site leads to a page and to an anchor that are there."""
    generated = {"snippets/index.md", "snippets.zip"}
    generated |= {f"snippets/{name}.py" for name in site.snippets}
    return [
        f"{site.docs / language / name}:{part.line}: {wrong}"
        for language, of_language in site.pages.items()
        for name, parts in of_language.items()
        for part in parts
        if part.kind == "link" and (wrong := rules.dead_link(name, part.value, of_language, generated))
    ]


def unshown(site: Site) -> list[str]:
    """Every snippet has its page, and stands there."""
    shown = {
        (name, part.value)
        for of_language in site.pages.values()
        for name, parts in of_language.items()
        for part in parts
        if part.kind == "exhibit"
    }
    return [
        f'{one.path}: this snippet stands on no page; show exhibit("{name}") in {site.docs}/*/{page_of(one)}'
        for name, one in site.snippets.items()
        if (page_of(one), name) not in shown
    ]


def able(site: Site) -> list[str]:
    """Every snippet runs on this platform; one for which no Python here is new enough is shown without a run."""
    pythons = {one: one.python() for one in site.snippets.values()}
    return [refusal for one, python in pythons.items() if python and (refusal := one.refuses(python))]


def runs(site: Site) -> list[str]:
    """Every run keeps its promise."""
    every = sorted(site.verdicts.items(), key=lambda item: item[0])
    every += [((name, ""), verdict) for name, more in site.more.items() for verdict in more]
    return list(
        dict.fromkeys(
            f"{verdict.report()}\n  shown at {site.shown.get(key) or site.shown.get((key[0], ''), 'no page')}"
            for key, verdict in every
            if not verdict.holds
        )
    )


def compared(site: Site, part: Part) -> list[Verdict]:
    """The runs that a chart draws, of those Pythons that are here."""
    found = (site.verdicts.get((part.value, word)) for word in part.compared or ("",))
    return [verdict for verdict in found if verdict]


def charts(site: Site) -> list[str]:
    """Where a page draws what a run measured, the run prints measurements."""
    return [
        f"{path}:{part.line}: a chart of {part.value}, {NOTHING}"
        for path, parts in site.each_page.items()
        for part in parts
        if part.kind == "chart" and any(not blocks(one.recording) for one in compared(site, part))
    ]


def examples(site: Site) -> list[str]:
    """A fence of Python that is neither an exhibit nor a fragment is a whole program, and runs."""
    problems = []
    for path, parts in site.each_page.items():
        for part in parts:
            whole = re.match(r"(python|py|python3)\b", part.info) and not re.search("exec=|fragment=", part.info)
            if part.kind == "fence" and whole and (failed := _failure(part.code)):
                problems.append(
                    f"{path}:{part.line}: this program fails ({failed}); mend it, "
                    'or mark it {fragment="yes"} if it is a piece of one'
                )
    return problems


@functools.lru_cache(maxsize=1024)
def _failure(code: str) -> str:
    """How a program fails that stands on a page; empty if it does not."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "example.py")
        program.write_text(f"{code}\n", encoding="utf-8")
        recording: Recording = run(program, interpreter.ask())
    if recording.problems:
        return "; ".join(recording.problems)
    last = recording.output.rstrip().rpartition("\n")[2]
    return f"exit code {recording.exit_code}: {last}" if recording.exit_code else ""


def known(site: Site) -> list[str]:
    """There is evidence of every snippet as it is, and none of others."""
    lacking = [
        f"{one.path}: {lack}; gather some with `{invocation.command('evidence', name)}`"
        for name, one in site.snippets.items()
        if (lack := evidence.lack(one))
    ]
    return [*lacking, *_stale(site)]


def _stale(site: Site) -> Iterator[str]:
    for platform in PLATFORMS.values():
        for name in sorted(evidence.load(platform).keys() - site.snippets.keys()):
            file, how = evidence.path(platform), invocation.command("evidence")
            yield f"{file}: evidence about {name!r}, and there is no such snippet; `{how}` takes it out"


STAGES: tuple[tuple[Gate, ...], ...] = (
    (names,),
    (texts, promises, outlines, pages, places, moved, links, unshown),
    (able,),
    (runs, charts, examples),
    (known,),
)
"""From the cheapest to the dearest."""
UNFINISHED: frozenset[Gate] = frozenset({outlines, places, known})
"""What may be wrong while a page is being written: its preview says it."""


def verify(site: Site, *, strict: bool = True) -> list[str]:
    """Ask the gates; return what is not finished yet, which is nothing of a site for readers.

    Args:
        site: what is written.
        strict: whether it is for readers, and not for whoever writes it.

    Raises:
        Mistake: something else is wrong; the text says all that the first stage found that found anything.
    """
    notes: list[str] = []
    for stage in STAGES:
        wrong: list[str] = []
        for gate in stage:
            (notes if gate in UNFINISHED and not strict else wrong).extend(gate(site))
        if wrong:
            raise Mistake("\n".join([*wrong, *notes]))
    return notes
