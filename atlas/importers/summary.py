"""The account of an import in words: what was added, and what is left to a person.

In: an `Outcome`. Out: lines. Proposals for notes.yaml are written as that file would have them, to be copied once
somebody has looked at the text; nothing is ever noted by the importer itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atlas.importers.importing import Options, Outcome
from atlas.importers.sheet import quoted
from atlas.problems import count


def totals(options: Options, outcome: Outcome) -> str:
    """One line: what was, or in a dry run would be, added."""
    added = [
        count(len(outcome.entities), "platform"), count(outcome.documents, "document"),
        count(outcome.captures, "capture"), count(outcome.texts, "text"),
    ]  # fmt: skip
    verb = "would add" if options.is_dry else "added"
    watches = f"; watched.through moved in {count(outcome.watches, 'document')}" if outcome.watches else ""
    is_nothing = not (outcome.entities or outcome.documents or outcome.captures or outcome.watches)
    return "nothing new" if is_nothing else f"{verb} {', '.join(added)}{watches}"


def account(options: Options, outcome: Outcome) -> Iterator[str]:
    """Everything a person should see or do, in the order in which it matters."""
    folder = options.content.as_posix()
    yield from (f"{folder}/{problem}" for problem in sorted(outcome.problems))
    yield from _listed("left out, for what stands in the catalogue is in their way", outcome.clashes)
    yield from _left_out(outcome)
    yield from _added_words(outcome)
    yield from _to_check(outcome)
    yield from _proposals(folder, outcome)


def _left_out(outcome: Outcome) -> Iterator[str]:
    yield from _listed("gone from the archive's newest commit, and not taken; name them with --service", outcome.gone)
    if outcome.by_hand:
        yield f"not taken: {count(outcome.by_hand, 'commit')} of documents made by hand"
    if outcome.same_second:
        yield f"not taken: {count(outcome.same_second, 'version')} of the same second as another"
    if outcome.silent_on:
        yield f"this archive does not say {outcome.silent_on}; its repository does"
    if outcome.lagging:
        documents = count(len(outcome.lagging), "document")
        until = f"the archive looked until {outcome.watched_through}"
        yield f"watched.through of {documents} says less than is known: {until}; --move-watched moves it"


def _added_words(outcome: Outcome) -> Iterator[str]:
    yield from _listed("added to document-types.yaml; clause types may want them in expected_in", outcome.new_types)
    if outcome.new_archive:
        yield "added to archives.yaml: open-terms-archive; check the licence against that of the collection"


def _to_check(outcome: Outcome) -> Iterator[str]:
    if outcome.guessed_audience:
        yield "scope.audience is a guess from the type; read whom each document speaks to, and where (regions):"
        for audience, documents in sorted(outcome.guessed_audience.items()):
            yield f"  [{audience}]: {', '.join(documents)}"
    yield from _listed(
        "title is the archive's name of the type, for want of a main heading in the text", outcome.without_title
    )
    yield from _listed("no declaration names a source page; the archive's own file stands in", outcome.without_page)


def _proposals(folder: str, outcome: Outcome) -> Iterator[str]:
    if not outcome.suspects:
        return
    texts = count(sum(map(len, outcome.suspects.values())), "text")
    yield f"{texts} may not be the document. Look, and write into notes.yaml what is so:"
    for document, suspects in outcome.suspects.items():
        yield f"  # {folder}/platform/{document}/notes.yaml"
        yield "  texts:"
        for stamp, suspicion in suspects.items():
            yield f"    {stamp}:"
            yield f"      unusable: {{why: {suspicion.why}, note: {quoted(suspicion.because)}}}"


def _listed(what: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{what}:"
        yield from (f"  {line}" for line in lines)
