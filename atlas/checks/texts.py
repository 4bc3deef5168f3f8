"""Checks of archived texts: those that look like something else than the document, and differences that are none.

Lengths are those of the files; only short texts are opened. Differences are looked for by a remembered pure function of
two files, so that nothing is read twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from atlas.catalogue import Catalogue
from atlas.checks.found import Found, captures_of
from atlas.evidence import ArchivedText, read_text
from atlas.memo import Memo, digest
from atlas.problems import count
from atlas.runs import volatile_patterns
from atlas.worddiff import Piece, word_diff
from atlas.wording import comparable, wording

FAR_SHORTER = 0.4  # of the median of its neighbours; a page that failed is far below it, a revised text above
NEIGHBOURS = 2  # on each side
SHORT_BYTES = 3_000  # error pages of the first real catalogue had at most 1,600
_ERROR = re.compile(
    r"\b(?:page (?:(?:is|was)(?:n't| not)|not) (?:available|found)|error 404|403 forbidden|access denied"
    r"|something went wrong|(?:enable|requires) javascript|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment"
    r"|temporarily unavailable|internal server error|bad gateway|service unavailable|too many requests)\b",
    re.IGNORECASE,
)


# --- texts that may not be the document


def _segments(catalogue: Catalogue, document: str) -> Iterator[list[ArchivedText]]:
    """A document's usable texts in the order they were first captured, parted where another rule of reading begins."""
    rereads = [capture.captured_at for capture in catalogue.evidence.captures[document] if capture.reread]
    segment: list[ArchivedText] = []
    for text in catalogue.evidence.texts[document].values():
        if rereads and text.captures[0] >= rereads[0]:
            rereads.pop(0)
            yield segment
            segment = []
        segment += [text] if text.is_usable else []
    yield segment


def _place(catalogue: Catalogue, text: ArchivedText, what: str) -> Found:
    """A fault of a text, at the capture that first names it."""
    captures = catalogue.evidence.captures[text.document]
    index = next(nth for nth, capture in enumerate(captures) if capture.captured_at == text.captures[0])
    return Found(captures_of(text.document), ("captures", index, "text"), what)


def short_text(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """A text far shorter than those around it should be looked at, and noted unusable if parts are missing."""
    for document in catalogue.evidence.texts:
        for segment in _segments(catalogue, document):
            sizes = [catalogue.content.files[text.path].stat().st_size for text in segment]
            for nth, text in enumerate(segment):
                around = sizes[max(0, nth - NEIGHBOURS) : nth] + sizes[nth + 1 : nth + 1 + NEIGHBOURS]
                if around and sizes[nth] < FAR_SHORTER * median(around):
                    has = f"{count(sizes[nth], 'byte')}, those around it have {median(around):,.0f}"
                    what = f"text should be as long as its neighbours, or be noted unusable; it has {has}"
                    yield _place(catalogue, text, what)


def error_page(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """A short text that reads like an error page or a wall should be noted unusable."""
    for texts in catalogue.evidence.texts.values():
        for text in texts.values():
            file = catalogue.content.files[text.path] if text.is_usable else None
            if file and file.stat().st_size < SHORT_BYTES and (found := _ERROR.search(wording(read_text(file)))):
                what = f"text should be the document, or be noted unusable; it is short and says '{found[0]}'"
                yield _place(catalogue, text, what)


# --- differences that are none

_IDLE = re.compile(
    r"""(?:\b(?:about|over|almost|last|updated:?|edited|posted|modified)\s)*
        (?:(?:\d+|an?|one|two|three|few|several)\s(?:second|minute|hour|day|week|month|year)s?\sago|yesterday|just\snow)\b
      |\b[\d.,]+\s?[KkMm]?\s(?:views?|likes?|comments?|reads?|shares?|followers?|replies|upvotes?)\b
      |\b[\d.,]+\s(?:out\sof\s[\d.,]+|people)\sfound\s(?:this|it)\shelpful\b
      |\b\d+\s?min(?:ute)?s?\s(?:read|to\sread)\b
      |(?:©|\(c\)|\bcopyright)\s?(?:\d{4}\s?-\s?)?\d{4}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BUTTON = re.compile(
    r"\b(?:accept|reject|decline|allow) (?:all|cookies|optional)\b|\bonly (?:necessary|essential) cookies\b"
    r"|\b(?:cookie|manage) (?:settings|preferences)\b|\bgot it\b|\bsubscribe to our newsletter\b",
    re.IGNORECASE,
)
_MOST_CHANGED = 120  # words; a longer difference is not looked at
_MOST_SHOWN = 60  # characters
_BANNER_WORDS = 60


def idle_difference(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """What varies from visit to visit (a relative age, a counter, a banner) should be named in `volatile`, so that it
    does not count as a change of the document."""
    steps = [
        (document, before, after)
        for document, history in catalogue.histories.documents.items()
        for before, after in zip(history.runs, history.runs[1:], strict=False)
        if after.is_change and document in catalogue.content.documents
    ]
    files = catalogue.content.files
    tasks = [
        (files[before.text.path], files[after.text.path], before.text.sha256, after.text.sha256, patterns)
        for document, before, after in steps
        for patterns in [volatile_patterns(catalogue.content, document)]
    ]
    found = memo.map(_idle, tasks, key=lambda task: digest(task[2], task[3], *task[4]))
    reported: dict[str, list[str]] = {}
    for (document, _, after), words in zip(steps, found, strict=True):
        if words:
            reported.setdefault(document, []).append(f"'{words}' on {after.first_captured[:10]}")
    for document, where in reported.items():
        only = f"{count(len(where), 'change')} only in such, {where[0]}"
        what = f"volatile should name what varies from visit to visit; {only}"
        yield Found(catalogue.content.documents[document].path, ("volatile",), what)


def _idle(task: tuple[Path, Path, str, str, tuple[str, ...]]) -> str:
    """The words that two texts differ in, if they say nothing of the document; else ''."""
    old_path, new_path, _, _, patterns = task
    old, new = read_text(old_path), read_text(new_path)
    removed, added = _own_lines(old, new), _own_lines(new, old)
    if _differing(removed, added) > _MOST_CHANGED:
        return ""
    if not patterns:  # a pattern may reach over lines that are the same
        old, new = removed, added
    before, after = (comparable(wording(source), patterns) for source in (old, new))
    shown = ""
    pieces = word_diff(before, after)
    for nth, piece in enumerate(pieces):
        if piece.kind != "same":
            if not _is_idle(pieces, nth):
                return ""
            shown = shown or piece.text.strip()
    return shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 3] + "..."


def _own_lines(source: str, other: str) -> str:
    """The lines of a text that the other has not."""
    others = set(other.split("\n"))
    return "\n".join(line for line in source.split("\n") if line not in others)


def _differing(removed: str, added: str) -> int:
    """How many words two passages do not share; an estimate that folds nothing."""
    old, new = Counter(removed.split()), Counter(added.split())
    return (old - new).total() + (new - old).total()


def _is_idle(pieces: tuple[Piece, ...], nth: int) -> bool:
    """Whether a changed piece lies in a relative age, a counter or a year of copyright, or is a banner."""
    piece = pieces[nth]
    left = next((p.text for p in reversed(pieces[:nth]) if p.kind == "same"), "")[-40:]
    right = next((p.text for p in pieces[nth + 1 :] if p.kind == "same"), "")[:40]
    start = len(left) + len(piece.text) - len(piece.text.lstrip())
    end = len(left) + len(piece.text.rstrip())
    if any(match.start() <= start and end <= match.end() for match in _IDLE.finditer(left + piece.text + right)):
        return True
    is_alone = not any(p.kind != "same" for p in pieces[max(0, nth - 1) : nth] + pieces[nth + 1 : nth + 2])
    return is_alone and len(piece.text.split()) <= _BANNER_WORDS and bool(_BUTTON.search(piece.text))
