"""What became of the words a provision quotes: their state in every run of the document, derived and never typed.

In: content, evidence, runs. Out: a `WordsHistory` for each provision. Nothing here says *removed*: that takes a person
(`later` in a provision). The state of words in a run is `not-yet` before the first run with them, then `verbatim`,
`moved` (under another section line), `reworded` (similarity at least 0.70, no negation gained or lost) or `not-found`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from atlas.evidence import ArchivedText, Evidence, Query, Sighting, look, query_for, read_text
from atlas.ids import document_of
from atlas.memo import Memo, Progress, digest
from atlas.reading import Content
from atlas.records import Excerpt, Provision, Verdict
from atlas.runs import DocumentHistory, Run, document_histories, volatile_patterns
from atlas.similarity import closest, flips_negation, words_of
from atlas.wording import comparable, sections, wording

State = Literal["not-yet", "verbatim", "moved", "reworded", "not-found"]
STANDING = frozenset({"verbatim", "moved"})
REWORDED_FROM = 0.70  # true rewordings of the first real catalogue scored 0.73 to 0.97
SHOWN_FROM = 0.45  # below this the closest passage is chance


@dataclass(frozen=True, slots=True)
class Passage:
    """The passage of a run that is closest to words which do not stand there."""

    text: str
    similarity: float
    flips: bool


@dataclass(frozen=True, slots=True)
class WordsState:
    """The words in one run: their state, where they were found, and the closest passage where they were not."""

    run: int
    state: State
    sighting: Sighting
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class ExcerptHistory:
    """One excerpt through all runs of its document, oldest first."""

    excerpt: Excerpt
    states: tuple[WordsState, ...]

    @property
    def newest(self) -> WordsState | None:
        return self.states[-1] if self.states else None

    @property
    def held(self) -> tuple[int, ...]:
        """Numbers of the runs in which the words stand."""
        return tuple(state.run for state in self.states if state.state in STANDING)

    @property
    def returned_in(self) -> int | None:
        """The run in which the words came back after they were missing, the last such; None if they never were."""
        held = self.held
        gaps = [later for before, later in zip(held, held[1:], strict=False) if later > before + 1]
        return gaps[-1] if gaps else None


@dataclass(frozen=True)
class WordsHistory:
    """What became of a provision's words. `excerpts` are the quoted ones, `earlier` the former wordings in the record's
    order (newest first), each a tuple of its excerpts. `state` is that of the newest run: the excerpts' own when they
    agree, else `partly`; '' when the document has no usable capture."""

    excerpts: tuple[ExcerptHistory, ...]
    earlier: tuple[tuple[ExcerptHistory, ...], ...]
    state: str
    returned_at: str | None
    words_first_seen: str | None
    is_first_capture: bool
    words_last_seen: str | None
    first_missing: str | None
    across_reread: bool
    surroundings: Literal["same", "changed", ""]
    stands_unchanged: bool

    def state_in(self, run: int) -> str:
        """The state in a run of all excerpts together, by the run's number."""
        return _together([history.states[run].state for history in self.excerpts])

    @property
    def is_standing(self) -> bool:
        """Whether at least one excerpt stands in the newest run."""
        return any(history.newest and history.newest.state in STANDING for history in self.excerpts)


@dataclass(frozen=True, slots=True)
class Histories:
    documents: Mapping[str, DocumentHistory]
    words: Mapping[str, WordsHistory]

    def of(self, content: Content) -> Histories:
        """Those of the documents and provisions that some content holds."""
        documents = {key: found for key, found in self.documents.items() if key in content.documents}
        return Histories(documents, {key: found for key, found in self.words.items() if key in content.provisions})


def account(content: Content, evidence: Evidence, memo: Memo, progress: Progress | None = None) -> Histories:
    """The histories of all documents that have captures, and of all provisions in them."""
    documents = document_histories(content, evidence, memo, progress)
    provisions = [record for record in content.provisions.values() if document_of(record.key) in documents]
    sightings = _sightings(content, documents, provisions, memo, progress)
    passages = _passages(content, documents, provisions, sightings, memo, progress)
    section_keys = _section_keys(content, documents, provisions, memo)
    tracer = _Tracer(content, documents, evidence, sightings, passages, section_keys)
    return Histories(documents, {record.key: tracer.words(record) for record in provisions})


# --- sightings and passages

Looked = dict[tuple[str, str, Query], Sighting]  # document, stamp, query


def wordings_of(provision: Provision) -> tuple[tuple[Excerpt, ...], ...]:
    """The record's wordings, the quoted first, then the former ones, newest first."""
    return (provision.excerpts, *(earlier.excerpts for earlier in provision.earlier))


def _queries(provision: Provision, text: ArchivedText) -> Iterable[Query]:
    for excerpts in wordings_of(provision):
        for excerpt in excerpts:
            yield query_for(text, excerpt.text, excerpt.heading, excerpt.url)


def _sightings(
    content: Content,
    documents: Mapping[str, DocumentHistory],
    provisions: Iterable[Provision],
    memo: Memo,
    progress: Progress | None,
) -> Looked:
    requests = [
        (run.text, query)
        for record in provisions
        for run in documents[document_of(record.key)].runs
        for query in _queries(record, run.text)
    ]
    found = look(content, requests, memo, progress)
    return {
        (text.document, text.stamp, query): sighting for (text, query), sighting in zip(requests, found, strict=True)
    }


Near = dict[tuple[str, str], Passage | None]  # path of the text, words


def _passages(
    content: Content,
    documents: Mapping[str, DocumentHistory],
    provisions: Iterable[Provision],
    sightings: Looked,
    memo: Memo,
    progress: Progress | None,
) -> Near:
    """The closest passage wherever words are missing after they stood: that alone is asked for, as it is slow."""
    wanted: dict[tuple[str, str], dict[str, None]] = {}
    for record in provisions:
        runs = documents[document_of(record.key)].runs
        for excerpts in wordings_of(record):
            for excerpt in excerpts:
                for text in _missing_after(runs, excerpt, sightings):
                    wanted.setdefault((text.path, text.sha256), {})[excerpt.text] = None
    groups = [((content.files[path], sha256), list(words)) for (path, sha256), words in wanted.items()]
    found = memo.map_groups(_closest, groups, key=lambda context: context[1], progress=progress)
    return {
        (path, words): passage
        for ((path, _), asked), passages in zip(wanted.items(), found, strict=True)
        for words, passage in zip(asked, passages, strict=True)
    }


def _missing_after(runs: Iterable[Run], excerpt: Excerpt, sightings: Looked) -> Iterable[ArchivedText]:
    has_stood = False
    for run in runs:
        query = query_for(run.text, excerpt.text, excerpt.heading, excerpt.url)
        if sightings[run.text.document, run.text.stamp, query].match:
            has_stood = True
        elif has_stood:
            yield run.text


def _closest(task: tuple[tuple[Path, str], tuple[str, ...]]) -> list[Passage | None]:
    """The closest passages of one text to several excerpts, as shown to readers: the text's own words."""
    (path, _), wanted = task
    source = wording(read_text(path))
    words = words_of(source)
    passages: list[Passage | None] = []
    for excerpt in map(wording, wanted):
        found = closest(words, excerpt)
        if found is None or found.similarity < SHOWN_FROM:
            passages.append(None)
            continue
        text = source[words.starts[found.start_word] : words.ends[found.end_word - 1]]
        passages.append(Passage(text, found.similarity, flips_negation(excerpt, text)))
    return passages


# --- sections

Keys = dict[str, tuple[tuple[str, str], ...]]  # path -> (section key, digest of its wording)


def _section_keys(
    content: Content, documents: Mapping[str, DocumentHistory], provisions: Iterable[Provision], memo: Memo
) -> Keys:
    """The section lines of every text in which words of a provision may stand."""
    quoted = {document_of(record.key) for record in provisions}
    texts = {run.text.path: run.text for key in sorted(quoted) for run in documents[key].runs}
    tasks = [
        (content.files[text.path], text.sha256, volatile_patterns(content, text.document)) for text in texts.values()
    ]
    found = memo.map(_outline, tasks, key=lambda task: digest(task[1], *task[2]))
    return dict(zip(texts, found, strict=True))


def _outline(task: tuple[Path, str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    path, _, patterns = task
    source = read_text(path)
    return tuple(
        (section.key, digest(comparable(wording(source[section.start : section.end]), patterns)))
        for section in sections(source)
    )


# --- states


class _Tracer:
    """Puts together what was found; reads nothing."""

    def __init__(
        self,
        content: Content,
        documents: Mapping[str, DocumentHistory],
        evidence: Evidence,
        sightings: Looked,
        passages: Near,
        section_keys: Keys,
    ) -> None:
        self.content = content
        self.documents = documents
        self.evidence = evidence
        self.sightings = sightings
        self.passages = passages
        self.section_keys = section_keys

    def words(self, provision: Provision) -> WordsHistory:
        document = self.documents[document_of(provision.key)]
        captures = (provision.capture, *(earlier.capture for earlier in provision.earlier))
        traced = tuple(
            tuple(self._excerpt(document, excerpt, captured_at) for excerpt in excerpts)
            for excerpts, captured_at in zip(wordings_of(provision), captures, strict=True)
        )
        quoted = traced[0]
        held = sorted({run for history in quoted for run in history.held})
        returned = max((history.returned_in or -1 for history in quoted), default=-1)
        runs = document.runs
        last = runs[held[-1]] if held else None
        after = runs[last.number + 1] if last and last.number + 1 < len(runs) else None
        return WordsHistory(
            excerpts=quoted,
            earlier=traced[1:],
            state=_together([history.newest.state for history in quoted if history.newest]),
            returned_at=runs[returned].first_captured if returned >= 0 and after is None else None,
            words_first_seen=runs[held[0]].first_captured if held else None,
            is_first_capture=bool(held) and held[0] == 0,
            words_last_seen=last.last_seen if last else None,
            first_missing=after.first_captured if after else None,
            across_reread=after is not None and after.is_reread,
            surroundings=self._surroundings(document, quoted, provision.capture),
            stands_unchanged=self._verdict_stands(document, provision),
        )

    def _excerpt(self, document: DocumentHistory, excerpt: Excerpt, captured_at: str) -> ExcerptHistory:
        quoted = document.run_of(captured_at)
        states: list[WordsState] = []
        has_stood = False
        for run in document.runs:
            query = query_for(run.text, excerpt.text, excerpt.heading, excerpt.url)
            sighting = self.sightings[document.document, run.text.stamp, query]
            has_stood |= sighting.match is not None
            states.append(self._state(run, quoted, excerpt, sighting, has_stood))
        return ExcerptHistory(excerpt, tuple(states))

    def _state(self, run: Run, quoted: Run | None, excerpt: Excerpt, sighting: Sighting, has_stood: bool) -> WordsState:
        if sighting.match:
            is_moved = quoted is not None and quoted is not run and self._is_moved(run, quoted, excerpt, sighting)
            return WordsState(run.number, "moved" if is_moved else "verbatim", sighting)
        if not has_stood:
            return WordsState(run.number, "not-yet", sighting)
        passage = self.passages.get((run.text.path, excerpt.text))
        is_reworded = passage is not None and passage.similarity >= REWORDED_FROM and not passage.flips
        return WordsState(run.number, "reworded" if is_reworded else "not-found", sighting, passage)

    def _is_moved(self, run: Run, quoted: Run, excerpt: Excerpt, sighting: Sighting) -> bool:
        """Under another section line, though the old line still exists or the new one existed before."""
        query = query_for(quoted.text, excerpt.text, excerpt.heading, excerpt.url)
        origin = self.sightings[quoted.text.document, quoted.text.stamp, query]
        if not origin.match or origin.section_key == sighting.section_key:
            return False
        now = {key for key, _ in self.section_keys[run.text.path]}
        then = {key for key, _ in self.section_keys[quoted.text.path]}
        return origin.section_key in now or sighting.section_key in then

    def _surroundings(
        self, document: DocumentHistory, quoted: tuple[ExcerptHistory, ...], captured_at: str
    ) -> Literal["same", "changed", ""]:
        """Whether the sections around the words that still stand read as they did when quoted."""
        origin, newest = document.run_of(captured_at), document.newest
        if not origin or not newest:
            return ""
        standing = [
            h for h in quoted if h.newest and h.newest.state in STANDING and h.states[origin.number].sighting.match
        ]
        if not standing:
            return ""
        then, now = (dict(reversed(self.section_keys[run.text.path])) for run in (origin, newest))
        pairs = [(h.states[origin.number].sighting, h.states[newest.number].sighting) for h in standing]
        same = all(then.get(a.section_key) == now.get(b.section_key) for a, b in pairs)
        return "same" if same else "changed"

    def _verdict_stands(self, document: DocumentHistory, provision: Provision) -> bool:
        """Whether the newest verdict is `same` and the passage it was about stands unchanged in the newest run."""
        verdict = newest_verdict(provision)
        newest = document.newest
        if verdict is None or verdict.verdict != "same" or newest is None:
            return False
        judged = document.run_of(verdict.capture)
        if judged is None or judged.wording == newest.wording:
            return judged is not None
        passages = [self.passages.get((judged.text.path, excerpt.text)) for excerpt in provision.excerpts]
        texts = [passage.text for passage in passages if passage]
        if not texts:
            return False
        now = wording(read_text(self.content.files[newest.text.path]))
        return all(text in now for text in texts)


def newest_verdict(provision: Provision) -> Verdict | None:
    """The verdict on the latest capture; of several the one given last."""
    return max(provision.later, key=lambda verdict: (verdict.capture, verdict.on), default=None)


def _together(states: list[State]) -> str:
    """A provision's state from those of its excerpts."""
    if not states:
        return ""
    if set(states) <= STANDING:
        return "moved" if "moved" in states else "verbatim"
    return states[0] if len(set(states)) == 1 else "partly"
