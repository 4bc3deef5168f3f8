"""States of quoted words, worked out anew, slowly and simply, straight from the files of a catalogue.

It shares with `atlas` only what is published as a rule: the rows of the fold, what counts as a section line
(`sections`), and how two section lines are compared (`heading_key`). Files are read with PyYAML alone, words are looked
for with `str.find`, and for similarity every window of every length is measured.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from atlas.fold import FOLD
from atlas.wording import NUMBERED_LEVEL, heading_key, sections

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
NEGATIONS = ("not", "no", "never", "only", "unless", "without")
DATE = re.compile(
    r"\b(?:(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<m>[A-Za-z]+\.?),? (?P<y>\d{4})"
    r"|(?P<m2>[A-Za-z]+\.?) (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4}))\b"
)


def folded(text: str) -> str:
    """One line after the rows of the published fold, each row's edits made from the last to the first."""
    for row in FOLD:
        for start, end, into in reversed(list(row.edits(text))):
            text = text[:start] + into + text[end:]
    return text


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@dataclass(frozen=True)
class SlowText:
    """A text file, folded line by line."""

    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_bytes().decode("utf-8", errors="replace")

    @cached_property
    def lines(self) -> list[tuple[int, int, str]]:
        """Number of each line that has words left, where its wording starts in that of the text, and its wording."""
        found, start = [], 0
        for number, line in enumerate(self.source.split("\n"), 1):
            if wording := _folded_line(line):
                found.append((number, start, wording))
                start += len(wording) + 1
        return found

    @cached_property
    def wording(self) -> str:
        return " ".join(wording for _, _, wording in self.lines)

    @cached_property
    def section_lines(self) -> list[tuple[int, int, str]]:
        """Line number, level and key of each section line."""
        return [(self.source.count("\n", 0, s.start) + 1, s.level, s.key) for s in sections(self.source)]

    def line_at(self, at: int) -> int:
        """The line that a character of the wording comes from."""
        return max(number for number, start, _ in self.lines if start <= at)

    def key_at(self, at: int) -> str:
        """The section line above a character of the wording; '' above the first."""
        return ([key for number, _, key in self.section_lines if number <= self.line_at(at)] or [""])[-1]

    def is_under(self, at: int, heading: str) -> bool:
        """Whether the heading stands above: a section line in force there, or a line of its words after the last."""
        line, wanted = self.line_at(at), heading_key(heading)
        above: list[tuple[int, int, str]] = []
        for section in reversed([section for section in self.section_lines if section[0] <= line]):
            if not above or section[1] < above[-1][1]:
                above.append(section)
        marked = next((number for number, level, _ in above if level < NUMBERED_LEVEL), 1)
        between = self.source.split("\n")[marked - 1 : line - 1]
        return any(key == wanted for *_, key in above) or any(
            heading_key(text) == wanted for text in between if len(text) < 2 * len(heading) + 80
        )


@cache
def _folded_line(line: str) -> str:
    return folded(line)


def places(text: SlowText, excerpt: str, pages: tuple[int, float]) -> list[tuple[int, int]]:
    """Start and end of every place of an excerpt in the wording; of those with one start the shortest."""
    parts = [
        " ".join(filter(None, map(_folded_line, part.split("\n"))))
        for part in re.split(r"\s*\[\s*(?:\.\.\.|…)\s*\]\s*", excerpt)
    ]
    inside = [(start, start + len(wording)) for number, start, wording in text.lines if pages[0] <= number < pages[1]]
    if not inside:
        return []
    low, high = inside[0][0], inside[-1][1]
    found: dict[int, int] = {}
    for spans in product(*(_all_of(text.wording, part, low, high) for part in parts)):
        between = [len(re.findall(r"\w\S*", text.wording[a[1] : b[0]])) for a, b in zip(spans, spans[1:], strict=False)]
        in_order = all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
        if in_order and all(1 <= number <= 300 for number in between):
            found[spans[0][0]] = min(spans[-1][1], found.get(spans[0][0], 10**9))
    return sorted(found.items())


def _all_of(wording: str, part: str, low: int, high: int) -> list[tuple[int, int]]:
    found, at = [], wording.find(part, low)
    while 0 <= at <= high - len(part):
        ends = (wording[at - 1 : at] + part[0], part[-1] + wording[at + len(part) : at + len(part) + 1])
        if not any(len(pair) == 2 and pair.isalnum() for pair in ends):
            found.append((at, at + len(part)))
        at = wording.find(part, at + 1)
    return found


def place(text: SlowText, excerpt: dict[str, Any], pages: tuple[int, float]) -> int | None:
    """Where the excerpt stands: under its heading if anywhere, else the shortest, else the first; None if nowhere."""
    found = places(text, excerpt["text"], pages)
    heading = excerpt.get("heading")
    return (
        min(found, key=lambda at: (not (heading and text.is_under(at[0], heading)), at[1] - at[0], at[0]))[0]
        if found
        else None
    )


@dataclass(frozen=True)
class Closest:
    similarity: float
    text: str
    flips: bool


def closest(text: SlowText, excerpt: str) -> Closest:
    """The most similar window of half to twice the excerpt's words; of equals the earliest, then the shortest."""
    wanted = words(" ".join(map(_folded_line, excerpt.split("\n"))))
    found = [(match[0].lower(), *match.span()) for match in re.finditer(r"\w+", text.wording)]
    where: dict[str, int] = {}
    for nth, word in enumerate(wanted):
        where[word] = where.get(word, 0) | 1 << nth
    positions = [where.get(word, 0) for word, _, _ in found]
    best, size, all_of_them = (0.0, 0, 0), len(wanted), (1 << len(wanted)) - 1
    for start in range(len(found)):
        free = all_of_them  # a bit a word of the excerpt; as many are cleared as the longest common subsequence is long
        for length, position in enumerate(positions[start : start + 2 * size], 1):
            if position:
                used = free & position
                free = ((free + used) | (free - used)) & all_of_them
            if 2 * length >= size:
                similarity = 2 * (size - free.bit_count()) / (size + length)
                if similarity > best[0]:
                    best = (similarity, start, length)
    similarity, start, length = best
    passage = text.wording[found[start][1] : found[start + length - 1][2]] if length else ""
    return Closest(similarity, passage, negations(excerpt) != negations(passage))


def negations(passage: str) -> Counter[str]:
    lowered = passage.lower().replace("’", "'").replace("cannot", "can not")
    return Counter(word for word in words(re.sub(r"(\w)n't\b", r"\1 not", lowered)) if word in NEGATIONS)


# --- documents


def load(path: Path) -> Any:
    return (yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}) if path.is_file() else {}


def front_matter(path: Path) -> dict[str, Any]:
    return dict(
        yaml.load(path.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---"), Loader=yaml.BaseLoader)
    )


def alike(wording: str, patterns: list[str]) -> str:
    """A wording less what is volatile, dates in one form."""
    for pattern in patterns:
        wording = re.sub(pattern, "", wording)
    return " ".join(DATE.sub(_iso, wording).split())


def _iso(match: re.Match[str]) -> str:
    day, month, year = (match[name] or match[name + "2"] for name in "dmy")
    short = month.lower().rstrip(".")
    named = [
        nth
        for nth, name in enumerate(MONTHS, 1)
        if len(short) >= 3 and (name.startswith(short) and len(short) in (3, 4, len(name)))
    ]
    is_known = named and (short in (MONTHS[named[0] - 1], MONTHS[named[0] - 1][:3]) or short == "sept")
    return f"{year}-{named[0]:02}-{int(day):02}" if is_known else match[0]


@dataclass(frozen=True)
class SlowRun:
    """Captures of one wording, and the text and pages of the first."""

    captures: list[str]
    text: SlowText
    parts: list[dict[str, str]]
    compared: str

    def pages(self, url: str | None) -> tuple[int, float]:
        """The lines of the page an excerpt is from: first, and the one after the last."""
        starts = [int(part["line"]) for part in self.parts] + [10**9]
        for nth, part in enumerate(self.parts):
            if url and part["url"] == url:
                return starts[nth], starts[nth + 1]
        return 1, 10**9


def runs(folder: Path) -> list[SlowRun]:
    """Consecutive usable captures of one wording."""
    captures, notes, document = (
        load(folder / "captures.yaml"),
        load(folder / "notes.yaml"),
        load(folder / "document.yaml"),
    )
    patterns = [volatile["pattern"] for volatile in document.get("volatile", [])]
    made: list[SlowRun] = []
    seen: dict[str, str] = {}
    for capture in captures.get("captures", []):
        stamp = Path(capture["text"]).stem
        note = notes.get("texts", {}).get(stamp) or {}
        if note.get("unusable") or note.get("withheld"):
            continue
        text = SlowText(folder / capture["text"])
        if capture["text"] not in seen:
            seen[capture["text"]] = alike(text.wording, patterns)
        compared = seen[capture["text"]]
        if made and made[-1].compared == compared:
            made[-1].captures.append(capture["captured_at"])
        else:
            parts = next(c.get("parts", []) for c in captures["captures"] if c["text"] == capture["text"])
            made.append(SlowRun([capture["captured_at"]], text, parts, compared))
    return made


@dataclass(frozen=True)
class SlowState:
    state: str
    closest: Closest | None = None


def states(made: list[SlowRun], excerpt: dict[str, Any], captured_at: str) -> list[SlowState]:
    """The state of an excerpt in every run; of a former wording alike."""
    quoted = next((run for run in made if captured_at in run.captures), None)
    has_stood = False
    found = []
    for run in made:
        at = place(run.text, excerpt, run.pages(excerpt.get("url")))
        if at is not None:
            has_stood = True
            is_moved = quoted is not None and quoted is not run and _is_moved(run, at, quoted, excerpt)
            found.append(SlowState("moved" if is_moved else "verbatim"))
        elif not has_stood:
            found.append(SlowState("not-yet"))
        else:
            near = _closest(run.text.path, excerpt["text"])
            found.append(SlowState("reworded" if near.similarity >= 0.70 and not near.flips else "not-found", near))
    return found


@cache
def _closest(path: Path, excerpt: str) -> Closest:
    return closest(SlowText(path), excerpt)


def _is_moved(run: SlowRun, at: int, quoted: SlowRun, excerpt: dict[str, Any]) -> bool:
    origin = place(quoted.text, excerpt, quoted.pages(excerpt.get("url")))
    if origin is None:
        return False
    then, now = quoted.text.key_at(origin), run.text.key_at(at)
    old_stays = then in {key for *_, key in run.text.section_lines}
    new_was_there = now in {key for *_, key in quoted.text.section_lines}
    return then != now and (old_stays or new_was_there)
