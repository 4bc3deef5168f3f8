"""What a capture did to the words that are quoted: which stand, moved, were reworded, or are not found.

In: content, read again after a capture, and a document. Out: an `Account` of the step to its newest wording: what
changed, what became of each provision's words, and which findings rest on words that are gone. It is derived, as all
states are; what it means is for a person to say, with the commands it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from atlas.evidence import observe, read_text
from atlas.history import STANDING, WordsHistory, newest_verdict
from atlas.history import account as histories_of
from atlas.ids import document_of
from atlas.memo import Memo
from atlas.reading import Content
from atlas.records import Capture, Provision
from atlas.references import References, references
from atlas.requoting import proposals
from atlas.runs import DocumentHistory, Run, volatile_patterns
from atlas.worddiff import Piece, word_diff
from atlas.wording import comparable, wording

AROUND = 9  # words shown on each side of a change
MOST_HUNKS = 25


@dataclass(frozen=True, slots=True)
class ExcerptEffect:
    """One excerpt before and after: states, the heading it stands under now, and, where the words are missing, the
    closest passage with the difference to it."""

    before: str
    after: str
    section: str
    passage: str = ""
    similarity: float = 0.0
    flips: bool = False
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a provision's words. `is_open` says that a person should read it again; `former` is the capture of
    a former wording that stands there instead, '' when none does."""

    key: str
    title: str
    before: str
    after: str
    excerpts: tuple[ExcerptEffect, ...]
    is_open: bool
    former: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The newest wording of a document against the one before. `since` is the time the one before was last seen, ''
    for a first capture; `hunks` show what changed, each with some words around it; `more` counts those left out."""

    document: str
    captured_at: str
    since: str
    is_change: bool
    is_reread: bool
    returns_to: str
    added: int = 0
    removed: int = 0
    hunks: tuple[tuple[Piece, ...], ...] = field(default=(), repr=False)
    more: int = 0
    effects: tuple[Effect, ...] = ()
    stale_findings: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Effect, ...]:
        """What a person should read again."""
        return tuple(effect for effect in self.effects if effect.is_open)

    def count(self, state: str) -> int:
        """How many provisions are in a state now."""
        return sum(effect.after == state for effect in self.effects)


def account_of(content: Content, document: str, memo: Memo) -> Account | None:
    """The account of a document's newest capture; None when that is not usable."""
    refer = references(content)
    narrow = narrowed(content, document)
    evidence, _ = observe(narrow, refer, memo)
    histories = histories_of(narrow, evidence, memo)
    history = histories.documents.get(document)
    if history is None or history.newest is None or not history.run_of(history.captures[-1].captured_at):
        return None
    runs = history.runs
    before = runs[-2] if len(runs) > 1 and _is_new(history) else None
    effects = tuple(_effects(content, refer, history, histories.words, before))
    account = Account(
        document=document, captured_at=history.captures[-1].captured_at, since=before.last_seen if before else "",
        is_change=before is not None, is_reread=bool(before and runs[-1].is_reread),
        returns_to=_returned(history) if before else "", effects=effects,
        stale_findings=tuple(_stale(content, refer, history, before)) if before else (),
    )  # fmt: skip
    return _with_hunks(content, document, account, before, history.newest)


def narrowed(content: Content, document: str) -> Content:
    """Content with the evidence of one document only."""
    files = {path: file for path, file in content.files.items() if path.startswith(f"platform/{document}/")}
    captures = {key: sheet for key, sheet in content.captures.items() if key == document}
    notes = {key: sheet for key, sheet in content.notes.items() if key == document}
    return replace(content, captures=captures, notes=notes, files=files)


def _is_new(history: DocumentHistory) -> bool:
    """Whether the newest capture is the first of its run, and usable: it is what changed the words."""
    newest = history.newest
    return newest is not None and newest.captures == (history.captures[-1].captured_at,)


def _returned(history: DocumentHistory) -> str:
    """The time whose words came back, '' when they are new."""
    newest = history.runs[-1]
    return history.runs[newest.returns_to].first_captured if newest.returns_to is not None else ""


# --- provisions and findings


def counting(content: Content, refer: References, document: str) -> list[Provision]:
    """The provisions of a document that are neither withdrawn, drafts nor superseded."""
    superseded = {
        found[1]
        for record in content.provisions.values()
        if not record.draft and not record.withdrawn
        for reference in record.supersedes
        if (found := refer.resolve(reference, "provision"))
    }
    return [
        record
        for key, record in content.provisions.items()
        if document_of(key) == document and not record.draft and not record.withdrawn and key not in superseded
    ]


def _effects(
    content: Content, refer: References, history: DocumentHistory, words: Mapping[str, WordsHistory], before: Run | None
) -> Iterator[Effect]:
    for record in counting(content, refer, history.document):
        state = words[record.key]
        verdict = newest_verdict(record)
        if state.state in ("", "not-yet") or (verdict and verdict.verdict == "removed" and not state.is_standing):
            continue
        judged = [history.run_of(verdict.capture) for verdict in record.later]
        is_judged = any(run and run.wording == history.runs[-1].wording for run in judged)
        excerpts = tuple(_excerpt_effects(content, record, state, history.captures[-1], before))
        is_missing = any(excerpt.after not in STANDING for excerpt in excerpts)
        yield Effect(
            key=record.key, title=record.title, before=_together([excerpt.before for excerpt in excerpts]),
            after=state.state, excerpts=excerpts, is_open=is_missing and not is_judged and not state.stands_unchanged,
            former=_former(record, state),
        )  # fmt: skip


def _excerpt_effects(
    content: Content, record: Provision, state: WordsHistory, capture: Capture, before: Run | None
) -> Iterator[ExcerptEffect]:
    """What became of each excerpt; where words are missing, with the passage that a re-quote would propose."""
    is_missing = any(excerpt.states[-1].state not in STANDING for excerpt in state.excerpts)
    near = proposals(content, record, capture) if is_missing else [None] * len(state.excerpts)
    for history, proposal in zip(state.excerpts, near, strict=True):
        now = history.states[-1]
        then = history.states[before.number].state if before else now.state
        if now.state in STANDING or proposal is None or not proposal.text:
            yield ExcerptEffect(then, now.state, now.sighting.section)
        else:
            flips = bool(now.passage and now.passage.flips)
            yield ExcerptEffect(
                then, now.state, proposal.heading or "", proposal.text, proposal.similarity, flips, proposal.pieces
            )


def _former(record: Provision, state: WordsHistory) -> str:
    """The capture of the newest former wording whose excerpts all stand in the newest run."""
    for earlier, histories in zip(record.earlier, state.earlier, strict=True):
        if not state.is_standing and all(history.states[-1].state in STANDING for history in histories):
            return earlier.capture
    return ""


def _together(states: Sequence[str]) -> str:
    return states[0] if len(set(states)) == 1 else "partly"


def _stale(content: Content, refer: References, history: DocumentHistory, before: Run) -> Iterator[str]:
    """Findings that held for the words before, and have not been read in the new ones."""
    for key, finding in content.findings.items():
        read = history.run_of(finding.capture) if document_of(key) == history.document else None
        if read and not finding.withdrawn and not finding.draft and read.wording == before.wording:
            yield key


# --- what changed


def _with_hunks(content: Content, document: str, account: Account, before: Run | None, after: Run) -> Account:
    if before is None:
        return account
    patterns = volatile_patterns(content, document)
    old, new = (comparable(wording(read_text(content.files[run.text.path])), patterns) for run in (before, after))
    pieces = word_diff(old, new)
    hunks = list(hunks_of(pieces))
    return replace(
        account, hunks=tuple(hunks[:MOST_HUNKS]), more=max(0, len(hunks) - MOST_HUNKS),
        added=_words(pieces, "added"), removed=_words(pieces, "removed"),
    )  # fmt: skip


def _words(pieces: Sequence[Piece], kind: str) -> int:
    return sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.kind == kind)


def hunks_of(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The changes of a difference, each with some words around it; changes close to each other are one.

    >>> pieces = [Piece("same", "We"), Piece("added", " may"), Piece("same", " go.")]
    >>> [[piece.text for piece in hunk] for hunk in hunks_of(pieces)]
    [['We', ' may', ' go.']]
    """
    hunk: list[Piece] = []
    for nth, piece in enumerate(pieces):
        if piece.kind != "same":
            hunk.append(piece)
            continue
        words = re.findall(r"\s*\S+", piece.text)
        is_first, is_last = nth == 0, nth == len(pieces) - 1
        if not is_first and not is_last and len(words) <= 2 * AROUND:
            hunk.append(piece)
            continue
        if hunk:
            tail = "".join(words[:AROUND]) + (" …" if len(words) > AROUND else "")
            yield (*hunk, Piece("same", tail))
        hunk = []
        if not is_last:
            head = ("… " if len(words) > AROUND else "") + "".join(words[-AROUND:]).lstrip()
            hunk = [Piece("same", head)]
    if any(piece.kind != "same" for piece in hunk):
        yield tuple(hunk)
