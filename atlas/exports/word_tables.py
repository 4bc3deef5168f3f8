"""The tables of quoted words: where they stand, how closely they match, what became of them in every run; and what was
counted from all of it: coverage, prevalence, events, corrections, replies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas.exports.gathered import Cut, Gathered
from atlas.exports.table import declared
from atlas.ids import document_of
from atlas.shapes import AUDIENCES, Logged

Rows = Iterator[tuple[Any, ...]]

EXCERPTS = declared(
    "excerpts",
    "One row an excerpt: verbatim words of a provision, those it quotes now (wording 0) and former ones.",
    "provision wording excerpt", """
    provision      text > provisions   The provision
    wording        whole               0 is what it quotes now; former wordings count from 1, newest first
    excerpt        whole               Counted from 1
    document       text > documents    The document
    captured_at    time                The capture whose words they are
    text           text?               The words; " [...] " marks words left out. Empty where they are hidden
    is_hidden      flag                Whether the words are not shown any more
    heading        text?               The line they stand under, as the record has it
    section        text?               The section line above them in the text
    href           href?               Which page they are of, when the document has several
    language       text?               Their language, when it is not the document's
    translation    text?               A translation
    translated_by  translator?         Whose translation it is
    match          match?              How closely they match the text; never called exact when they do not
    is_elided      flag?               Whether words are left out
    occurrences    whole?              In how many places of the text they stand
    start          whole?              Where they begin in the text, in code points of its file
    end            whole?              Where they end
    prefix         text?               The characters before them
    suffix         text?               The characters after them
""", refers=["document captured_at > captures"], within="provisions.excerpts")  # fmt: skip
PARTS = declared(
    "excerpt_parts",
    "The parts of an excerpt as they stand in the text, for Web Annotation selectors; one unless words "
    "are left out.",
    "provision wording excerpt part", """
    provision  text > provisions   The provision
    wording    whole               Which of its wordings
    excerpt    whole               The excerpt
    part       whole               Counted from 1
    exact      text                The words as they stand in the file
    start      whole               Where they begin, in code points
    end        whole               Where they end
""", refers=["provision wording excerpt > excerpts"], within="excerpts.parts")  # fmt: skip
STATES = declared(
    "excerpt_states",
    "One row an excerpt and run: what became of the words.",
    "provision wording excerpt run", """
    provision   text > provisions   The provision
    wording     whole               Which of its wordings
    excerpt     whole               The excerpt
    document    text > documents    The document
    run         whole               The run
    state       state               What became of the words
    match       match?              How closely they match, where they stand
    start       whole?              Where they begin in the text of the run
    end         whole?              Where they end
    similarity  number?             How near the closest passage comes, from 0 to 1, where they do not stand
""", refers=["provision wording excerpt > excerpts", "document run > runs"], within="excerpts.states")  # fmt: skip
SUPPORTS = declared("supports", "Words in other documents that a provision leans on.", "provision number", """
    provision    text > provisions   The provision
    number       whole               Counted from 1
    document     text > documents    The document
    captured_at  time                The capture whose words they are
    text         text?               The words. Empty where they are hidden
    is_hidden    flag                Whether the words are not shown any more
    heading      text?               The line they stand under
    href         href?               Which page they are of, when the document has several
    why          text?               Why they matter
    match        match?              How closely they match the text
    start        whole?              Where they begin in the text, in code points of its file
    end          whole?              Where they end
""", refers=["document captured_at > captures"], within="provisions.supports")  # fmt: skip


def _numbers(cut: Cut) -> tuple[int, int]:
    """Wording and excerpt of a quote that is no support."""
    numbers = [int(step) for step in cut.pointer if isinstance(step, int)]
    return (0, numbers[0] + 1) if cut.pointer[0] == "excerpts" else (numbers[0] + 1, numbers[1] + 1)


def _own(gathered: Gathered) -> Iterator[tuple[str, Cut]]:
    for key in gathered.provisions:
        yield from ((key, cut) for cut in gathered.cuts[key] if cut.pointer[0] != "supports")


def excerpts(gathered: Gathered) -> Rows:
    for key, cut in _own(gathered):
        excerpt, said = cut.excerpt, not cut.is_hidden
        translation = excerpt.translation if said else None
        match = cut.sighting.match if cut.sighting else None
        yield (
            key, *_numbers(cut), cut.document, cut.captured_at, excerpt.text if said else None, cut.is_hidden,
            excerpt.heading, cut.sighting.section if cut.sighting else None, excerpt.url, excerpt.language,
            translation.text if translation else None, translation.by if translation else None,
            match.tier if match else None, match.elided if match else None, match.occurrences if match else None,
            *_span(cut), *_around(cut),
        )  # fmt: skip


def _span(cut: Cut) -> tuple[int | None, int | None]:
    match = cut.sighting.match if cut.sighting else None
    return (match.spans[0][0], match.spans[-1][1]) if match else (None, None)


def _around(cut: Cut) -> tuple[str | None, str | None]:
    return (cut.sighting.prefix, cut.sighting.suffix) if cut.sighting and not cut.is_hidden else (None, None)


def parts(gathered: Gathered) -> Rows:
    for key, cut in _own(gathered):
        yield from ((key, *_numbers(cut), number, *part) for number, part in enumerate(cut.exacts, 1))


def states(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        words = gathered.catalogue.histories.words.get(key)
        for wording, histories in enumerate((words.excerpts, *words.earlier) if words else ()):
            for excerpt, history in enumerate(histories, 1):
                for found in history.states:
                    match = found.sighting.match
                    yield (
                        key, wording, excerpt, document_of(key), found.run, found.state, match.tier if match else None,
                        match.spans[0][0] if match else None, match.spans[-1][1] if match else None,
                        round(found.passage.similarity, 4) if found.passage and not match else None,
                    )  # fmt: skip


def supports(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        record = gathered.content.provisions[key]
        cuts = [cut for cut in gathered.cuts[key] if cut.pointer[0] == "supports"]
        for number, (cut, support) in enumerate(zip(cuts, record.supports, strict=True), 1):
            match = cut.sighting.match if cut.sighting else None
            yield (
                key, number, cut.document, cut.captured_at, None if cut.is_hidden else support.text, cut.is_hidden,
                support.heading, support.url, support.why, match.tier if match else None, *_span(cut),
            )  # fmt: skip


COVERAGE = declared(
    "coverage",
    "One row a cell of the matrix: what is known of a platform, audience, region and clause type.",
    "entity audience region clause_type", """
    entity       text > entities        The platform
    audience     audience               For whom
    region       text > jurisdictions   Where
    clause_type  text > clause_types    What was asked
    state        cell                   What is known
""", within="entities.coverage")  # fmt: skip
CELL_ANSWERS = declared(
    "coverage_answers",
    "The live answers in a cell of the matrix.",
    "entity audience region clause_type provision variant", """
    entity       text > entities        The platform
    audience     audience               For whom
    region       text > jurisdictions   Where
    clause_type  text > clause_types    What was asked
    provision    text > provisions      The provision that answers
    variant      whole                  Which of its answers
    answer       text                   The answer, as a code
    severity     severity               How grave it is
""", refers=["entity audience region clause_type > coverage", "provision variant > answers",
                "clause_type answer > answers_of_clause_types"], within="coverage.answers")  # fmt: skip
CELL_FINDINGS = declared(
    "coverage_findings",
    "The findings that were counted in a cell of the matrix.",
    "entity audience region clause_type finding", """
    entity       text > entities        The platform
    audience     audience               For whom
    region       text > jurisdictions   Where
    clause_type  text > clause_types    What was asked
    finding      text > findings        The finding
""", refers=["entity audience region clause_type > coverage"], within="coverage.findings")  # fmt: skip
PREVALENCE = declared(
    "prevalence",
    "How many tracked platforms have such a clause. These are chosen services, not a sample.",
    "clause_type region audience", """
    clause_type        text > clause_types    What was asked
    region             text > jurisdictions   Where
    audience           text                   For whom; “any” counts a platform when one of its audiences does
    present            whole                  n: platforms with a live answer that says there is such a clause
    known              whole                  N: platforms with at least one cell answered or absent
    tracked            whole                  All platforms that are followed
    absent             whole                  Platforms of N of which no cell is answered
    operators_present  whole                  n, counted by operator
    operators_known    whole                  N, counted by operator
""", within="clause_types.prevalence")  # fmt: skip


def _cells(gathered: Gathered) -> Iterator[tuple[tuple[str, str, str, str], Any]]:
    yield from gathered.views.coverage.cells.items()


def coverage(gathered: Gathered) -> Rows:
    yield from ((*at, cell.state) for at, cell in _cells(gathered))


def cell_answers(gathered: Gathered) -> Rows:
    for at, cell in _cells(gathered):
        for given in cell.answers:
            variant = 0 if given.variant is None else given.variant + 1
            yield *at, given.provision, variant, given.answer, given.severity


def cell_findings(gathered: Gathered) -> Rows:
    for at, cell in _cells(gathered):
        yield from ((*at, finding) for finding in dict.fromkeys(cell.findings))


def prevalence(gathered: Gathered) -> Rows:
    for clause_type in gathered.content.clause_types:
        for region in gathered.content.site.compare_regions:
            for audience in (None, *AUDIENCES):
                found = gathered.views.coverage.prevalence(clause_type, audience, region)
                lists = (
                    found.present,
                    found.known,
                    found.tracked,
                    found.absent,
                    found.operators_present,
                    found.operators_known,
                )
                yield clause_type, region, audience or "any", *map(len, lists)


EVENTS = declared("events", "One row an event, newest first: what the feeds tell.", "event", """
    event        text                   Permanent name, the last part of its tag address
    at           text                   Day or time
    updated      text                   Day or time of its end, for what went and came back
    kind         event_kind             What happened
    entity       text? > entities       The platform concerned
    document     text? > documents      The document concerned
    provision    text? > provisions     The provision concerned
    finding      text? > findings       The finding concerned
    clause_type  text? > clause_types   The clause type concerned
    severity     severity?              How grave the provision concerned is
    title        text                   What happened, in words
    summary      text?                  More on it
    url          address                The page that tells of it
""")  # fmt: skip
LOG = declared(
    "log",
    "Corrections and other changes of records after they were first written.",
    "record_kind record number", """
    record_kind  record_kind     What kind of record was changed
    record       text            Its key
    number       whole           Counted from 1
    on           day             The day
    kind         log_kind        What kind of change it was
    text         text            What was changed, and why
    by           text? > people  Who changed it
""")  # fmt: skip
FIELDS = declared("log_fields", "The fields of a record that were changed.", "record_kind record number field", """
    record_kind  record_kind   What kind of record was changed
    record       text          Its key
    number       whole         The change
    field        text          The field
    was          text?         Its value before
    is_now       text?         Its value after
""", refers=["record_kind record number > log"])  # fmt: skip
REPLIES = declared("replies", "What those concerned answered.", "record_kind record number", """
    record_kind  record_kind   What kind of record they answered to
    record       text          Its key
    number       whole         Counted from 1
    on           day           The day
    from         replier       Who answered
    text         text          What they answered
    href         href?         Where
""")  # fmt: skip


def events(gathered: Gathered) -> Rows:
    for each in gathered.events:
        yield (
            each.name, each.at, each.updated, each.kind, each.entity, each.document, each.provision, each.finding,
            each.clause_type, each.severity, each.title, each.summary, each.address,
        )  # fmt: skip


def _logged(gathered: Gathered) -> Iterator[tuple[str, str, Logged]]:
    content = gathered.content
    yield from (("entity", key, content.entities[key]) for key in gathered.catalogue.documents_of)
    yield from (("document", key, content.documents[key]) for key in gathered.documents)
    yield from (("provision", key, content.provisions[key]) for key in gathered.provisions)
    yield from (("finding", key, record) for key, record in content.findings.items())


def log(gathered: Gathered) -> Rows:
    for kind, key, record in _logged(gathered):
        for number, entry in enumerate(record.log, 1):
            yield kind, key, number, entry.on, entry.kind, entry.text, entry.by


def fields(gathered: Gathered) -> Rows:
    for kind, key, record in _logged(gathered):
        for number, entry in enumerate(record.log, 1):
            yield from (
                (kind, key, number, field, changed.from_, changed.to) for field, changed in entry.fields.items()
            )


def replies(gathered: Gathered) -> Rows:
    for kind, key, record in _logged(gathered):
        for number, reply in enumerate(record.replies, 1):
            yield kind, key, number, reply.on, reply.from_, reply.text, reply.href


TABLES = (
    (EXCERPTS, excerpts),
    (PARTS, parts),
    (STATES, states),
    (SUPPORTS, supports),
    (COVERAGE, coverage),
    (CELL_ANSWERS, cell_answers),
    (CELL_FINDINGS, cell_findings),
    (PREVALENCE, prevalence),
    (EVENTS, events),
    (LOG, log),
    (FIELDS, fields),
    (REPLIES, replies),
)
