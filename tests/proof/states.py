"""The state of every excerpt and former wording in every run agrees with a slow, simple re-computation.

Prints the states by kind with the mismatches (there must be none); then every quote that does not stand in the newest
run, with the passage closest to it, what the similarity rule does to it, and what its page says; and proves that no
built page says "removed" where no person has.

    python -m tests.proof states
    python -m tests.proof states --content content --no-pages
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from atlas import labels
from atlas.catalogue import Catalogue
from atlas.fold import FOLD
from atlas.history import REWORDED_FROM, ExcerptHistory, WordsState
from atlas.memo import Memo
from atlas.records import Provision
from atlas.site import Options, examine
from tests.proof import _slow_states as slow
from tests.proof._ground import CannotRun, build, cannot_run, catalogue, parser, scratch, sound, table, verdict

STANDING = ("verbatim", "moved")


@dataclass(frozen=True)
class Traced:
    """An excerpt or former wording with its states by `atlas` and by the slow way, a pair a run."""

    record: Provision
    name: str  # "excerpt 1", "former wording 2.1"
    history: ExcerptHistory
    slowly: list[slow.SlowState]

    @property
    def is_former(self) -> bool:
        return self.name.startswith("former")

    @property
    def newest(self) -> WordsState | None:
        return self.history.newest


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--no-pages", action="store_true", help="do not build the site to look for the word in it")
    given = asked.parse_args(argv)
    try:
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    found = joined(folder)
    traced = list(trace(folder, found))
    faults = [*differing_runs(folder, found), *differing_states(traced)]
    print_counts(traced, faults)
    with scratch() as place:
        if not given.no_pages:
            sound(build(folder, place / "site", "--no-cache", "--no-search"), "the build")
        print_missing(place / "site", traced)
        if not given.no_pages:
            faults += words_of_removal(folder, place / "site", found)
    return verdict(faults, "every state agrees with the slow re-computation, and no page calls anything removed")


def joined(folder: Path) -> Catalogue:
    with Memo(None, jobs=2) as memo:
        outcome = examine(Options(content=folder, cache=None), memo)
    assert outcome.catalogue, outcome.problems
    return outcome.catalogue


@cache
def slow_runs(folder: Path) -> list[slow.SlowRun]:
    return slow.runs(folder)


def trace(folder: Path, found: Catalogue) -> Iterator[Traced]:
    for key, record in found.content.provisions.items():
        words = found.histories.words.get(key)
        if words is None:
            continue
        raw = slow.front_matter(folder / record.path)
        runs = slow_runs((folder / record.path).parent)
        for name, excerpt, captured_at, history in _quotes(raw, words.excerpts, words.earlier):
            yield Traced(record, name, history, slow.states(runs, excerpt, captured_at))


def _quotes(
    raw: dict[str, Any], excerpts: tuple[ExcerptHistory, ...], earlier: tuple[tuple[ExcerptHistory, ...], ...]
) -> Iterator[tuple[str, dict[str, Any], str, ExcerptHistory]]:
    for nth, (excerpt, history) in enumerate(zip(raw["excerpts"], excerpts, strict=True), 1):
        yield f"excerpt {nth}", excerpt, raw["capture"], history
    for number, (former, histories) in enumerate(zip(raw.get("earlier", []), earlier, strict=True), 1):
        for nth, (excerpt, history) in enumerate(zip(former["excerpts"], histories, strict=True), 1):
            yield f"former wording {number}.{nth}", excerpt, former["capture"], history


# --- agreement


def differing_runs(folder: Path, found: Catalogue) -> Iterator[str]:
    for key, document in found.histories.documents.items():
        slowly = [run.captures for run in slow_runs(folder / "platform" / key)]
        if slowly != [list(run.captures) for run in document.runs]:
            yield f"{key}: {len(document.runs)} runs, slowly {len(slowly)}"


def differing_states(traced: list[Traced]) -> Iterator[str]:
    for one in traced:
        for state, slowly in zip(one.history.states, one.slowly, strict=True):
            where = f"{one.record.key}, {one.name}, run {state.run + 1}"
            if state.state != slowly.state:
                yield f"{where}: {state.state}, slowly {slowly.state}"
            elif slowly.closest and slowly.closest.similarity >= 0.45:
                passage = state.passage
                mine = (round(passage.similarity, 9), passage.text, passage.flips) if passage else None
                other = (round(slowly.closest.similarity, 9), slowly.closest.text, slowly.closest.flips)
                if mine != other:
                    yield f"{where}: closest {mine}, slowly {other}"
            elif state.passage:
                yield f"{where}: a passage is shown, though the closest has {slowly.closest}"


def print_counts(traced: list[Traced], faults: list[str]) -> None:
    kinds = {
        name: [one for one in traced if one.is_former == is_former]
        for name, is_former in (("excerpts", False), ("former wordings", True))
    }
    print("States of all quoted words in all runs, by atlas and by the slow re-computation\n")
    rows: list[tuple[object, ...]] = []
    for name, members in kinds.items():
        mine = Counter(state.state for one in members for state in one.history.states)
        slowly = Counter(state.state for one in members for state in one.slowly)
        rows += [(name, state, mine[state], slowly[state]) for state in ("not-yet", *STANDING, "reworded", "not-found")]
        rows.append((name, "all", mine.total(), slowly.total()))
    table(rows, "of", "state", "atlas", "slowly")
    runs = {(one.record.key.rsplit("/", 1)[0], state.run) for one in traced for state in one.history.states}
    quotes = " and ".join(f"{len(members)} {name}" for name, members in kinds.items())
    keys = {one.record.key for one in traced}
    print(f"\n{quotes} of {len(keys)} records in {len(runs)} runs; mismatches: {len(faults)}\n")


# --- words that are not in the newest run


def print_missing(site: Path, traced: list[Traced]) -> None:
    """The quotes that do not stand in the newest run, each with its closest passage and what its page says."""
    for is_former, head in ((False, "Excerpts"), (True, "Former wordings")):
        missing = [
            one for one in traced if one.is_former == is_former and one.newest and one.newest.state not in STANDING
        ]
        records = len({one.record.key for one in missing})
        print(f"{head} not in the newest run: {len(missing)} of {records} records\n")
        table(
            [
                (nth, one.record.key, one.name, _similarity(one), _decided(one), _label(site, one))
                for nth, one in enumerate(missing, 1)
            ],
            "no", "record", "quote", "similarity", "decided by", "label",
        )  # fmt: skip
        print()
        for nth, one in enumerate(missing, 1):
            _print_pair(nth, one)


def _similarity(one: Traced) -> str:
    near = one.slowly[-1].closest
    return f"{near.similarity:.2f}" if near else ""


def _decided(one: Traced) -> str:
    """What the rule does: which words are gained and lost, or on which side of the threshold the closest passage is."""
    near = one.slowly[-1].closest
    if near is None:
        return "not held in any earlier run"
    before, after = slow.negations(one.history.excerpt.text), slow.negations(near.text)
    gained, lost = ", ".join((after - before).elements()), ", ".join((before - after).elements())
    changed = "; ".join(f"{word} {words}" for word, words in (("gains", gained), ("loses", lost)) if words)
    if near.similarity < REWORDED_FROM:
        return f"threshold: under {REWORDED_FROM:.2f}" + (f" (also {changed})" if changed else "")
    return f"negation: {changed}" if near.flips else f"threshold: from {REWORDED_FROM:.2f}"


def _label(site: Path, one: Traced) -> str:
    """What the record's page says of its standing and its words; of a former wording the state alone."""
    assert one.newest
    page = site / "platform" / one.record.key / "index.html"
    if one.is_former or not page.is_file():
        return labels.STATE[one.newest.state]
    head = page.read_text(encoding="utf-8").partition('<section id="do"')[0]
    badges = [
        re.sub(r"<[^>]*>", "", badge)
        for badge in re.findall(r'<span class="badge (?:standing|state)-?.*?</span>', head)
    ]
    banner = re.findall(r'<aside class="banner banner-missing.*?</aside>', head, re.DOTALL)
    told = unescape(re.sub(r"<[^>]*>", "", banner[0])) if banner else ""
    return "; ".join([*badges, *(said.split(".")[0] for said in told.split("; ")[1:])])


def _print_pair(nth: int, one: Traced) -> None:
    near = one.slowly[-1].closest
    shown = near.text if near and near.similarity >= 0.45 else f"(not shown: {near.text})" if near else ""
    for head, text in (("quoted", one.history.excerpt.text), ("closest", shown)):
        print(
            textwrap.fill(" ".join(text.split()), 120, initial_indent=f"{nth:>3} {head:<8}", subsequent_indent=" " * 12)
        )
    print()


# --- what the pages say


class _Strings(HTMLParser):
    """The strings of a page, one an element's run of text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


REMOVAL = re.compile(r"\b(?<!-)(?:removed|dropped|deleted|taken out|no longer in the)\b(?!-)", re.IGNORECASE)


def words_of_removal(folder: Path, site: Path, found: Catalogue) -> list[str]:
    """Pages (archived texts and their differences apart, which are strangers' words, and counts of the words that came
    and went in a document) where a word of removal is none a person wrote: of a
    record that some person judged removed the label may say so, elsewhere every such string must be content's own."""
    written = _written(folder)
    pages = [path for path in sorted(site.rglob("*.html")) if path.parent.parent.name not in ("text", "change")]
    judged = {
        key for key, record in found.content.provisions.items() if any(v.verdict == "removed" for v in record.later)
    }
    faults, counted, records = [], 0, 0
    for path in pages:
        key = path.parent.relative_to(site).as_posix().removeprefix("platform/")
        records += key in found.content.provisions
        is_prose = key in found.content.pages
        for text in [] if is_prose else strings(path.read_text(encoding="utf-8")):
            for match in REMOVAL.finditer(text):
                counted += 1
                if key not in judged and not _is_written(text, match, written):
                    said = text[max(0, match.start() - 40) : match.end() + 40]
                    faults.append(f"{path.relative_to(site)}: {' '.join(said.split())!r}")
    print(f"Words such as 'removed' stand {counted} times on {len(pages)} pages ({records} of provisions);")
    print(f"{len(faults)} of them are not in a person's words.")
    print(f"Records that a person judged removed: {', '.join(sorted(judged)) or 'none'}\n")
    return faults


DIFFERENCES = re.compile(r'<(p|div) class="diff-words".*?</\1>', re.DOTALL)
COUNTS = re.compile(r"\b[\d,]+ words? added, [\d,]+ removed\b|^\s*Judged, removed: ")  # of words; and a person's word


def strings(page: str) -> list[str]:
    found = _Strings()
    found.feed(DIFFERENCES.sub("", page))
    return [COUNTS.sub("", text) for text in found.found]


def _is_written(text: str, match: re.Match[str], written: str) -> bool:
    """Whether the word with two words before it, or with two after it, in the same string is content's own."""
    before, after = (slow.words(part) for part in (text[: match.start()], text[match.end() :]))
    word = slow.words(match[0])
    around = [" ".join([*before[-2:], *word]), " ".join([*word, *after[:2]])]
    return any(f" {said} " in written for said in around if said.count(" ") >= 2)


def _written(folder: Path) -> str:
    """All words of the content's records, in lower case, as pages show them."""
    paths = [
        path for path in sorted(folder.rglob("*")) if path.suffix in (".md", ".yaml") and path.parent.name != "text"
    ]
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").split("\n"))
    raw = " ".join(" ".join(line.split()) for line in lines)
    fold = " ".join(row.explains for row in FOLD)  # the methodology page prints what the fold drops
    said = " ".join([raw, re.sub(r"[*_`\[\]]|\(https?:[^)]*\)", "", raw), fold])
    return f" {' '.join(slow.words(said))} "
