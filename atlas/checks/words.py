"""Checks of what stands in the texts: findings against provisions, quotes against each other and against later texts.

They read sightings and histories, which the pipe has worked out; texts are opened through the memo, and only where a
quote stands in several places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from atlas.catalogue import Catalogue
from atlas.checks.found import Found
from atlas.coverage import answers_of
from atlas.evidence import ArchivedText, Quote, Sighting, quotes_of, read_text
from atlas.history import STANDING, ExcerptHistory
from atlas.ids import document_of, entity_of
from atlas.memo import Memo, digest
from atlas.records import Finding, Provision
from atlas.vocabulary import MIXED, UNCLEAR
from atlas.wording import Span, heading_key, parts_of, wording

Counting = ("live", "needs-review")


def _counting(catalogue: Catalogue) -> Iterator[Provision]:
    """Provisions that are neither past nor withdrawn nor drafts, and whose words have a history."""
    for key, provision in catalogue.content.provisions.items():
        if catalogue.standing[key] in Counting and key in catalogue.histories.words:
            yield provision


def _excerpts(catalogue: Catalogue, provision: Provision) -> tuple[ExcerptHistory, ...]:
    return catalogue.histories.words[provision.key].excerpts


# --- findings


def _beside(catalogue: Catalogue) -> Iterator[tuple[Finding, Provision, bool]]:
    """Each finding that stands, with each live provision of its type and document, and whether all the quoted words
    stand in the capture that the finding read."""
    for key, finding in catalogue.content.findings.items():
        document, clause_type = document_of(key), key.rsplit("/", 1)[1]
        history = catalogue.histories.documents.get(document)
        read = history.run_of(finding.capture) if history else None
        if finding.withdrawn or finding.draft or not read or key in catalogue.finding_superseded_by:
            continue
        for other in catalogue.provisions_of[document]:
            provision = catalogue.content.provisions[other]
            if provision.clause_type == clause_type and catalogue.standing[other] == "live":
                states = [history.states[read.number].state for history in _excerpts(catalogue, provision)]
                yield finding, provision, set(states) <= STANDING


def contradicted_finding(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """The capture that a finding read must not hold all the words that a live provision of its type quotes."""
    for finding, provision, is_there in _beside(catalogue):
        if is_there:
            what = f"finding must agree with what its capture holds; it has the words that {provision.path} quotes"
            yield Found(finding.path, ("finding",), what)


def overtaken_finding(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """A live provision whose words came after a finding of its type should supersede that finding."""
    for finding, provision, is_there in _beside(catalogue):
        if not is_there:
            what = f"supersedes should name the finding {finding.key}, which was there before these words"
            yield Found(provision.path, ("supersedes",), what)


# --- quotes


def heading_not_above(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """The heading of a quote should stand above it in the text, in any form, as a line of its own."""
    asked: list[tuple[Quote, Sighting, tuple[Path, str, int, str]]] = []
    for provision in catalogue.content.provisions.values():
        for quote in quotes_of(provision, catalogue.refer):
            sighting = catalogue.evidence.sightings.get((quote.path, quote.pointer))
            text = catalogue.evidence.text_of(quote.document, quote.captured_at)
            if text and sighting and sighting.match and sighting.match.under_heading is False:
                start, heading = sighting.match.spans[0][0], quote.query[1] or ""
                asked.append((quote, sighting, (catalogue.content.files[text.path], text.sha256, start, heading)))
    found = memo.map(_has_above, [task for *_, task in asked], key=lambda task: digest(task[1], str(task[2]), task[3]))
    for (quote, sighting, _), is_above in zip(asked, found, strict=True):
        if not is_above:
            there = f"the section there is '{sighting.section}'" if sighting.section else "there is no section there"
            what = f"heading should stand above the words in the text; it does not, {there}"
            yield Found(quote.path, (*quote.pointer, "heading"), what)


def _has_above(task: tuple[Path, str, int, str]) -> bool:
    """Whether any line of a text above a place reads as a heading does; others that are marked may stand between."""
    path, _, start, heading = task
    key = heading_key(heading)
    return any(heading_key(line) == key for line in read_text(path)[:start].split("\n") if len(line) < 400)


def ambiguous_excerpt(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """Words that stand in several places with other words around them should come with a heading that tells which."""
    asked: list[tuple[Provision, int, tuple[Path, str, str]]] = []
    for provision in _counting(catalogue):
        text = catalogue.evidence.text_of(document_of(provision.key), provision.capture)
        for index, excerpt in enumerate(provision.excerpts):
            sighting = catalogue.evidence.sightings.get((provision.path, ("excerpts", index)))
            match = sighting.match if sighting else None
            if text and match and match.occurrences > 1 and not match.under_heading:
                task = (catalogue.content.files[text.path], text.sha256, parts_of(excerpt.text)[0])
                asked.append((provision, index, task))
    found = memo.map(_contexts, [task for *_, task in asked], key=lambda task: digest(*task[1:]))
    for (provision, index, _), contexts in zip(asked, found, strict=True):
        if contexts > 1:
            what = f"heading should tell which of {contexts} unlike places is meant"
            yield Found(provision.path, ("excerpts", index), what)


def _contexts(task: tuple[Path, str, str]) -> int:
    """In how many unlike surroundings some words stand in a text: sixty characters of wording on both sides."""
    path, _, words = task
    text, wanted = wording(read_text(path)), wording(words)
    found = set()
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found.add((text[max(0, at - 60) : at], text[end : end + 60]))
        at = text.find(wanted, at + 1)
    return len(found)


def overlapping_quotes(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """Two provisions of one document and clause type should not quote the same words: at most half of the shorter
    quote, where both stand in one text."""
    for first, second in _pairs_of_document(catalogue):
        share = _shared(_excerpts(catalogue, first), _excerpts(catalogue, second))
        if share > 0.5:
            what = f"excerpts should be of other words than {first.path}; {share:.0%} are the same"
            yield Found(second.path, ("excerpts",), what)


def _pairs_of_document(catalogue: Catalogue) -> Iterator[tuple[Provision, Provision]]:
    groups: dict[tuple[str, str], list[Provision]] = {}
    for provision in _counting(catalogue):
        groups.setdefault((document_of(provision.key), provision.clause_type), []).append(provision)
    for group in groups.values():
        yield from combinations(group, 2)


def _shared(first: Sequence[ExcerptHistory], second: Sequence[ExcerptHistory]) -> float:
    """Which part of the shorter of two quotes the other has too, in the newest run in which words of both stand."""
    for run in reversed(range(len(first[0].states))):
        one, two = _places(first, run), _places(second, run)
        if one and two:
            both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in two)
            return both / min(sum(b - a for a, b in one), sum(b - a for a, b in two))
    return 0.0


def _places(excerpts: Sequence[ExcerptHistory], run: int) -> list[Span]:
    matches = [excerpt.states[run].sighting.match for excerpt in excerpts]
    return [span for match in matches if match for span in match.spans]


# --- what came after the quote


def reworded_not_read(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """Where quoted words no longer stand in the newest text, a person should have read it: quote anew, or say in
    `later` what became of them."""
    for provision in _counting(catalogue):
        words = catalogue.histories.words[provision.key]
        history = catalogue.histories.documents[document_of(provision.key)]
        if words.state not in ("reworded", "not-found", "partly") or words.stands_unchanged or not history.newest:
            continue
        judged = [history.run_of(verdict.capture) for verdict in provision.later]
        if not any(run and run.wording == history.newest.wording for run in judged):
            where = f"the capture of {history.newest.first_captured}, where they are {words.state}"
            what = f"words should be read again in {where}"
            yield Found(provision.path, ("capture",), what)


def captured_before_update(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """A capture that is older than the date of update which its document states, in that text or a later one, should be
    confirmed: by a later capture that holds the words, or a verdict. Of a partial date the first day counts."""
    for provision in _counting(catalogue):
        document = document_of(provision.key)
        history, words = catalogue.histories.documents[document], catalogue.histories.words[provision.key]
        texts = catalogue.evidence.texts[document].values()
        updated = max((_updated(text) for text in texts if max(text.captures) >= provision.capture), default="")
        seen = [words.words_last_seen or "", *(verdict.capture for verdict in provision.later)]
        if words.is_standing:
            seen.append(history.watched_through or "")
        if provision.capture[:10] < updated and max(seen)[:10] < updated:
            what = f"words should be confirmed after {updated}, when the document says it was updated; they are not"
            yield Found(provision.path, ("capture",), what)


def _updated(text: ArchivedText) -> str:
    """The first day that a text's stated date of update may mean; '' when it states none."""
    stated = text.note.stated.updated if text.is_usable and text.note.stated else None
    return (stated + "-01-01"[len(stated) - 4 :])[:10] if stated else ""


def contradicting_answers(catalogue: Catalogue, memo: Memo) -> Iterator[Found]:
    """Live provisions of one platform and clause type should not give different answers to the same people: narrow the
    scopes, add a variant, say which document prevails, or state the doubt documents-conflict on both. `unclear` and
    `mixed` contradict nothing."""
    for first, second in _pairs_of_entity(catalogue):
        if _is_settled(catalogue, first, second):
            continue
        if first.answer != second.answer and _meet(catalogue, first, second):
            other = f"'{first.answer}' in {first.path}, which holds for the same people"
            what = f"answer should agree with {other}; got '{second.answer}'"
            yield Found(second.path, ("answer",), what)


def _pairs_of_entity(catalogue: Catalogue) -> Iterator[tuple[Provision, Provision]]:
    groups: dict[tuple[str, str], list[Provision]] = {}
    for provision in _counting(catalogue):
        is_clear = provision.answer not in (UNCLEAR.key, MIXED.key)
        if catalogue.standing[provision.key] == "live" and is_clear:
            groups.setdefault((entity_of(provision.key), provision.clause_type), []).append(provision)
    for group in groups.values():
        yield from combinations(group, 2)


def _is_settled(catalogue: Catalogue, first: Provision, second: Provision) -> bool:
    """Whether a conflict is stated on both, or one document is said to prevail over the other."""
    if all("documents-conflict" in provision.doubt for provision in (first, second)):
        return True
    keys = [document_of(first.key), document_of(second.key)]
    return any(
        link.document and catalogue.refer.key(link.document, "document") == other
        for own, other in (keys, reversed(keys))
        for link in catalogue.content.documents[own].prevails_over
    )


def _meet(catalogue: Catalogue, first: Provision, second: Provision) -> bool:
    """Whether two answers hold for the same people, and no variant of either gives the other's answer."""
    ways = [list(answers_of(catalogue, provision.key)) for provision in (first, second)]
    (_, one), (_, two) = ways[0][0], ways[1][0]
    if not one.overlaps(two, catalogue.regions):
        return False
    sides = [(ways[0][1:], second.answer, two), (ways[1][1:], first.answer, one)]
    return not any(
        given.answer == answer and where.overlaps(reach, catalogue.regions)
        for variants, answer, reach in sides
        for given, where in variants
    )
