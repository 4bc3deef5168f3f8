"""A clause quoted anew: its old words go to `earlier`, the closest words of a later capture take their place.

In: content, a provision, a capture. Out: a proposal for each excerpt, and the record's file with them, every byte that
is not about the quote left as it was. A machine proposes words, never what they mean: answer, severity and prose stay
until a person changes them, and the command says what to read again.
"""

from __future__ import annotations

import copy
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from atlas.evidence import read_text
from atlas.fold import readable
from atlas.history import REWORDED_FROM
from atlas.ids import document_of
from atlas.importers.sheet import quoted
from atlas.nodes import Edit, Layout
from atlas.problems import AtlasError
from atlas.reading import Content
from atlas.records import Capture, Excerpt, Provision, Verdict
from atlas.similarity import closest, flips_negation, words_of
from atlas.worddiff import Piece, word_diff
from atlas.wording import Folded, find, fold, is_under, section_at, sections, wording

WIDENED = 60  # words that a passage is made longer by at most, to reach the ends of its sentences
_SENTENCE_END = re.compile(r"[.!?;:][\"')\]]*(?=\s|\Z)")
_NUMBERING = re.compile(r"\s*(?:\d+(?:\.\d+)+\.?|\(\w{1,4}\)|\w{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to quote in place of one excerpt: `text` is '' where no passage is near; `stands` says that the words are
    the same."""

    old: Excerpt
    text: str
    stands: bool = False
    heading: str | None = None
    url: str | None = None
    similarity: float = 0.0
    pieces: tuple[Piece, ...] = field(default=(), repr=False)

    @property
    def caution(self) -> str:
        """Why the passage may not be the same clause reworded; '' when nothing speaks against it."""
        if not self.stands and flips_negation(wording(self.old.text), wording(self.text)):
            return "a negation came or went"
        return "" if self.similarity >= REWORDED_FROM else "it may be another clause"

    def fields(self) -> dict[str, Any]:
        """The new excerpt's values. A translation holds only for the words that were translated."""
        given = {"heading": self.heading, "url": self.url, "language": self.old.language}
        fields: dict[str, Any] = {"text": self.text}
        fields |= {key: json.loads(quoted(value)) for key, value in given.items() if value}
        if self.stands and (translation := self.old.translation):
            fields["translation"] = {"text": json.loads(quoted(translation.text)), "by": translation.by}
        return fields

    def lines(self) -> Iterator[str]:
        """The new excerpt as YAML."""
        yield "- text: >-"
        for key, value in self.fields().items():
            yield f"    {value}" if key == "text" else f"  {key}: {flow(value)}"


@dataclass(frozen=True, slots=True)
class Revision:
    """What a person says with a re-quote. `on` is the day of it; answer and severity are those of the new words."""

    on: str
    answer: str | None = None
    severity: str | None = None
    note: str | None = None
    by: str | None = None


# --- captures


def usable_captures(content: Content, document: str) -> list[Capture]:
    """The captures of a document that may be quoted, oldest first."""
    sheet, notes = content.captures.get(document), content.notes.get(document)
    texts = notes.texts if notes else {}
    unusable = {stamp for stamp, note in texts.items() if note.unusable or note.withheld}
    return [capture for capture in sheet.captures if capture.text[5:-3] not in unusable] if sheet else []


def later_capture(content: Content, record: Provision, moment: str | None) -> Capture:
    """The capture at a time, or the newest usable one; it must be later than the one quoted."""
    known = usable_captures(content, document_of(record.key))
    later = [capture for capture in known if capture.captured_at > record.capture]
    if not later:
        raise AtlasError(f"{record.key} quotes the newest usable capture, of {record.capture}; none is later")
    if moment is None:
        return later[-1]
    found = next((capture for capture in later if capture.captured_at == moment), None)
    if found is None:
        times = ", ".join(capture.captured_at for capture in later[-5:])
        raise AtlasError(f"--capture must be a usable capture after {record.capture} ({times}); got {moment}")
    return found


# --- proposals


def proposals(content: Content, record: Provision, capture: Capture) -> list[Proposal]:
    """One proposal for each excerpt, in order."""
    source = read_text(content.files[f"platform/{document_of(record.key)}/{capture.text}"])
    folded = fold(source)
    pages = [(part.line, part.url) for part in capture.parts]
    return [_proposal(excerpt, source, folded, pages) for excerpt in record.excerpts]


def _proposal(excerpt: Excerpt, source: str, folded: Folded, pages: Sequence[tuple[int, str]]) -> Proposal:
    match = find(folded, source, excerpt.text, heading=excerpt.heading)
    if match:
        at = match.spans[0][0]
        words, page = " ".join(excerpt.text.split()), _page(source, at, pages, excerpt)
        return Proposal(excerpt, words, True, _heading(source, at, excerpt), page, 1.0)
    folded_words = words_of(folded.text)
    found = closest(folded_words, excerpt.text)
    if found is None:
        return Proposal(excerpt, "")
    start, end = widened(folded, folded_words.span(found), excerpt.text)
    at, until = folded.source_span(start, end)
    text = " ".join(readable(source[at:until]).split())
    if not find(folded, source, text):
        text = folded.text[start:end]
    pieces = word_diff(wording(excerpt.text), wording(text))
    heading, page = _heading(source, at, excerpt), _page(source, at, pages, excerpt)
    return Proposal(excerpt, text, False, heading, page, found.similarity, pieces)


def widened(folded: Folded, span: tuple[int, int], excerpt: str) -> tuple[int, int]:
    """A passage of the wording out to the ends of its sentences, where the excerpt had whole ones; never beyond its
    lines, and without a clause's number that the excerpt had not."""
    start, end = span
    words = wording(excerpt)
    is_numbered = _NUMBERING.match(words) is not None
    if words.lstrip("\"'")[:1].isupper() or is_numbered:
        start = _sentence_start(folded, start, is_numbered=is_numbered)
    if re.search(r"[.!?;:][\"')\]]*$", words):
        end = _sentence_end(folded, end)
    return start, end


def _sentence_start(folded: Folded, start: int, *, is_numbered: bool) -> int:
    line = folded.folded_at[bisect_right(folded.folded_at, start) - 1]
    ends = [found.end() for found in _SENTENCE_END.finditer(folded.text, line, start)]
    before = folded.text[(ends[-1] if ends else line) : start]
    if len(before.split()) > WIDENED:
        return start
    before = before.lstrip()
    numbering = None if is_numbered else _NUMBERING.match(before)
    return start - len(before[numbering.end() :] if numbering else before)


def _sentence_end(folded: Folded, end: int) -> int:
    nth = bisect_right(folded.folded_at, end - 1)
    line_end = folded.folded_at[nth] - 1 if nth < len(folded.folded_at) else len(folded.text)
    stop = _SENTENCE_END.search(folded.text, end - 1, line_end)
    return stop.end() if stop and len(folded.text[end : stop.end()].split()) <= WIDENED else end


def _heading(source: str, at: int, excerpt: Excerpt) -> str | None:
    """The excerpt's own heading while it stands above, else that of the section."""
    if excerpt.heading and is_under(source, at, excerpt.heading):
        return excerpt.heading
    section = section_at(sections(source), at)
    return section.heading if section else None


def _page(source: str, at: int, pages: Sequence[tuple[int, str]], excerpt: Excerpt) -> str | None:
    """The page that a place of the text is on, when the text joins several."""
    line = source.count("\n", 0, at) + 1
    on = [url for first, url in pages if first <= line]
    return on[-1] if on else None if pages else excerpt.url


# --- the record's file


def requoted(
    path: str, data: bytes, record: Provision, capture: Capture, found: Sequence[Proposal], said: Revision
) -> bytes:
    """The file with the new quote. Excerpts without a proposal are left out; one must remain."""
    kept = [proposal for proposal in found if proposal.text]
    if all(proposal.stands for proposal in found):
        raise AtlasError(f"{record.key}: its words stand in that of {capture.captured_at}; nothing is to be done")
    if not kept:
        mend = f"quote by hand, or judge it: atlas judge {record.key} removed"
        raise AtlasError(f"{record.key}: no passage of {capture.captured_at} is near the words; {mend}")
    if len(kept) < len(found) and any(variant.excerpts for variant in record.variants):
        raise AtlasError(f"{record.key}: an excerpt is gone that variants name by number; quote it by hand")
    if said.on < capture.captured_at[:10]:
        raise AtlasError(f"--on must not be before the capture, {capture.captured_at}; got {said.on}")
    layout = Layout.of(path, data)
    expected = copy.deepcopy(layout.value)
    edits = [
        *_earlier(layout, expected, record, capture, said),
        *_quote(layout, expected, capture, kept),
        *_analysis(layout, expected, record, capture, said),
        *_log(layout, expected, record, capture, said),
    ]
    return layout.made(edits, expected)


def _earlier(
    layout: Layout, expected: dict[str, Any], record: Provision, capture: Capture, said: Revision
) -> Iterator[Edit]:
    """The old words in front of the former wordings, with what was judged of them meanwhile."""
    answer = record.answer if said.answer and said.answer != record.answer else None
    severity = record.severity if said.severity and said.severity != record.severity else None
    judged = [verdict for verdict in record.later if verdict.capture <= capture.captured_at]
    note = " ".join(filter(None, [said.note, *map(_judgement, judged)]))
    added = {key: value for key, value in (("answer", answer), ("severity", severity), ("note", note)) if value}
    lines = [f"- capture: {record.capture}", *(f"  {line}" for line in _old_lines(layout))]
    lines += [f"  {key}: {quoted(value) if key == 'note' else value}" for key, value in added.items()]
    added = {key: json.loads(quoted(value)) if key == "note" else value for key, value in added.items()}
    entry = {"capture": record.capture, "excerpts": expected["excerpts"], **added}
    expected["earlier"] = [entry, *(expected.get("earlier") or [])]
    if layout.node("earlier") is None:
        yield layout.with_key((), "earlier", ["earlier:", *(f"  {line}" for line in lines)], after=("excerpts",))
    else:
        yield from layout.with_item(("earlier",), lines, is_first=True)
    yield from _without_verdicts(layout, expected, record, judged)


def _old_lines(layout: Layout) -> Iterator[str]:
    """The lines of `excerpts` as they stand, out to where the key begins."""
    key = layout.key_node((), "excerpts")
    start, end = layout.span(key)[0], layout.line_after(layout.span(layout.node("excerpts"))[1])
    column = int(key.start_mark.column)
    first, *rest = layout.text[start:end].splitlines()
    yield first
    yield from (line[column:] if line[:column].isspace() or not column else line.lstrip() for line in rest)


def _judgement(verdict: Verdict) -> str:
    """A verdict as a sentence: the entry it stood in goes, what was judged stays."""
    said = f": {verdict.note.rstrip('.')}" if verdict.note else ""
    return f"Judged {verdict.verdict} on {verdict.on}, for the capture of {verdict.capture}{said}."


def _without_verdicts(
    layout: Layout, expected: dict[str, Any], record: Provision, judged: Sequence[Verdict]
) -> Iterator[Edit]:
    """A verdict on a capture that is not later than the new quote's has no meaning."""
    if not judged:
        return
    key = layout.key_node((), "later")
    node = layout.node("later")
    if len(judged) == len(record.later):
        del expected["later"]
        yield layout.line_start(layout.span(key)[0]), layout.line_after(layout.span(node)[1]), ""
        return
    expected["later"] = [entry for entry, v in zip(expected["later"], record.later, strict=True) if v not in judged]
    if getattr(node, "flow_style", False):
        raise AtlasError(f"{layout.path}: 'later' must be lines that begin with '- '; write it so first")
    for nth, verdict in enumerate(record.later):
        if verdict in judged:
            start, end = layout.span(layout.node("later", nth))
            yield layout.line_start(start), layout.line_after(end), ""


def _quote(layout: Layout, expected: dict[str, Any], capture: Capture, kept: Sequence[Proposal]) -> Iterator[Edit]:
    expected["capture"] = capture.captured_at
    expected["excerpts"] = [proposal.fields() for proposal in kept]
    yield layout.with_words(layout.node("capture"), capture.captured_at)
    key = layout.key_node((), "excerpts")
    indent = " " * (int(key.start_mark.column) + 2)
    lines = ["excerpts:", *(indent + line for proposal in kept for line in proposal.lines())]
    yield layout.span(key)[0], layout.span(layout.node("excerpts"))[1], layout.newline.join(lines)


def _analysis(
    layout: Layout, expected: dict[str, Any], record: Provision, capture: Capture, said: Revision
) -> Iterator[Edit]:
    """Answer and severity as told; analysed_on when it is older than what is quoted, which it must not be."""
    changes = {"answer": said.answer, "severity": said.severity}
    if record.analysed_on.isoformat() < capture.captured_at[:10]:
        changes["analysed_on"] = said.on
    for key, value in changes.items():
        if value and value != expected[key]:
            expected[key] = value
            yield layout.with_words(layout.node(key), value)


def _log(
    layout: Layout, expected: dict[str, Any], record: Provision, capture: Capture, said: Revision
) -> Iterator[Edit]:
    """Once a record has an id, what changed is said in its log."""
    if not record.id:
        return
    entry: dict[str, Any] = {"on": said.on, "kind": "update"}
    pairs = (("answer", record.answer, said.answer), ("severity", record.severity, said.severity))
    if changed := {key: {"from": old, "to": new} for key, old, new in pairs if new and new != old}:
        entry["fields"] = changed
    entry["text"] = f"Quoted anew from the capture of {capture.captured_at}."
    if said.by:
        entry["by"] = said.by
    expected["log"] = [*(expected.get("log") or []), entry]
    line = f"- {flow(entry)}"
    if layout.node("log") is None:
        yield layout.with_key((), "log", ["log:", f"  {line}"], after=("analysis",))
    else:
        yield from layout.with_item(("log",), [line])


def flow(value: Any) -> str:
    """A value as YAML on one line, in braces.

    >>> flow({"on": "2026-07-09", "note": "It is gone: all of it."})
    '{on: 2026-07-09, note: "It is gone: all of it."}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inside)}" for key, inside in value.items()) + "}"
    return value if re.fullmatch(r"[\w.-]+(?::[\w-]+)*", value) else quoted(value)
