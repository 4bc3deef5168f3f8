"""The tables of provisions: what they answer, for whom, what they rest on, what can be done, what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas.coverage import answers_of, peers
from atlas.exports.gathered import Gathered
from atlas.exports.platform_tables import scope_rows, withdrawal
from atlas.exports.table import declared
from atlas.ids import address, document_of, entity_of
from atlas.scopes import reach

Rows = Iterator[tuple[Any, ...]]

PROVISIONS = declared("provisions", "One row a provision: one clause, with its analysis.", "provision", """
    provision             text                  Key, entity/document/provision; changes when one of the three is renamed
    id                    text?                 Identifier; never changes, never used again
    version               whole?                Number of its newest published version
    entity                text > entities       The platform
    document              text > documents      The document it stands in
    clause_type           text > clause_types   What kind of clause it is
    title                 text                  Title
    answer                text                  Its answer to the clause type's question, as a code
    severity              severity              How gravely the quoted words bear on those they are meant for
    severity_because      text?                 Why
    confidence            confidence            How sure it is that the answer follows from the words
    basis                 basis                 Whether the words say so, or it follows from them
    standing              standing              Whether it stands: live, needs-review, past, withdrawn or draft
    state                 state?                What became of its words in the newest run
    captured_at           time                  The capture that is quoted
    words_first_seen      time?                 When its words were first seen
    is_first_capture      flag?                 Whether that is the first capture, so that they may be older
    words_last_seen       time?                 When its words were last seen
    first_missing         time?                 The first capture without them
    across_reread         flag?                 Whether they are missing since a re-reading, which may be no change
    returned_at           time?                 Since when they are back
    surroundings          surroundings?         Whether the section around the words changed since they were quoted
    analysed_on           day                   When it was analysed
    reviewed_on           day?                  When it was reviewed
    origin                origin                How the analysis was drafted
    no_action             text?                 Why there is nothing to do
    what_it_is            text?                 What it is, in Markdown
    why_it_matters        text?                 Why it matters
    interpretive_note     text?                 How else the words may be read
    what_it_means_for_you text?                 What it means for you
    regulatory_landscape  text?                 Regulatory landscape
    governance_exposure   text?                 Governance exposure
    jurisdiction_flags    text?                 Jurisdiction flags
    contract_and_vendor_implications  text?     Contract and vendor implications
    compliance_considerations         text?     Compliance considerations
    withdrawn_on          day?                  When it was withdrawn
    withdrawn_kind        withdrawal?           Why, as a code
    withdrawn_because     text?                 Why, in words
    url                   address               Its page
""", refers=["clause_type answer > answers_of_clause_types", "document captured_at > captures"],
    summary="provision id entity document clause_type title answer severity standing state url")  # fmt: skip


def provisions(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        record = gathered.content.provisions[key]
        editions = gathered.views.versions.get(record.id or "", ())
        yield (
            key, record.id, editions[-1].version.n if editions else None, entity_of(key), document_of(key),
            record.clause_type, record.title, record.answer, record.severity, record.severity_because,
            record.confidence, record.basis, gathered.catalogue.standing[key], *_dates(gathered, key),
            record.analysed_on, record.analysis.reviewed_on, record.analysis.origin, record.no_action,
            *gathered.prose(key),
            *withdrawal(record), address("provision", key),
        )  # fmt: skip


def _dates(gathered: Gathered, key: str) -> tuple[Any, ...]:
    captured_at = gathered.content.provisions[key].capture
    words = gathered.catalogue.histories.words.get(key)
    if words is None:
        return (None, captured_at, *[None] * 7)
    return (
        words.state, captured_at, words.words_first_seen, words.is_first_capture, words.words_last_seen,
        words.first_missing, words.across_reread, words.returned_at, words.surroundings,
    )  # fmt: skip


ANSWERS = declared(
    "answers",
    "One row an answer: a provision's own, variant 0, and those of its variants for other scopes.",
    "provision variant", """
    provision    text > provisions     The provision
    variant      whole                 0 is its own answer; variants count from 1
    clause_type  text > clause_types   What kind of clause it is
    answer       text                  The answer, as a code
    severity     severity              How grave it is
    note         text?                 Note
""", refers=["clause_type answer > answers_of_clause_types"], within="provisions.answers")  # fmt: skip
ANSWER_SCOPES = declared(
    "answer_scopes",
    "For whom, where and for what an answer holds; a row a value.",
    "provision variant part value is_excepted", """
    provision    text > provisions   The provision
    variant      whole               Which of its answers
    part         scope_part          What the value narrows
    value        text                Code of an audience or jurisdiction, key of a plan or product, or a condition
    is_excepted  flag                Whether it is left out rather than meant
""", refers=["provision variant > answers"], within="answers.scope")  # fmt: skip
VALUES = declared("answer_values", "The amounts an answer gives.", "provision variant number", """
    provision  text > provisions   The provision
    variant    whole               Which of its answers
    number     whole               Counted from 1
    amount     number              The amount
    unit       text                Its unit: day, week, month, year, hour, count, month-of-fees, or a currency
    per        text?               What it is for each of
    note       text?               Note
""", refers=["provision variant > answers"], within="answers.values")  # fmt: skip


def answers(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        record = gathered.content.provisions[key]
        for given, _ in answers_of(gathered.catalogue, key):
            variant = _number(given.variant)
            note = record.variants[variant - 1].note if variant else None
            yield key, variant, record.clause_type, given.answer, given.severity, note


def _number(variant: int | None) -> int:
    """0 for a record's own answer; variants count from 1."""
    return 0 if variant is None else variant + 1


def answer_scopes(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for given, where in answers_of(gathered.catalogue, key):
            yield from ((key, _number(given.variant), *row) for row in scope_rows(where))


def values(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        record = gathered.content.provisions[key]
        for variant, amounts in enumerate((record.value, *(each.value for each in record.variants))):
            for number, value in enumerate(amounts, 1):
                yield key, variant, number, value.amount, value.unit, value.per, value.note


DOUBTS = declared("provision_doubts", "What makes an answer less than sure.", "provision doubt", """
    provision  text > provisions   The provision
    doubt      doubt               The doubt
""", within="provisions.doubts")  # fmt: skip
LAWS = declared(
    "provision_regulations",
    "Regulations that a provision is set beside. Listed does not mean breached.",
    "provision regulation relation", """
    provision   text > provisions    The provision
    regulation  text > regulations   The regulation
    relation    relation             What it is to the clause
    why         text                 Why
""", within="provisions.regulations")  # fmt: skip
CITED = declared("provision_articles", "Articles that a provision cites.", "provision regulation relation article", """
    provision   text > provisions    The provision
    regulation  text > regulations   The regulation
    relation    relation             What it is to the clause
    article     text                 The article, or a part of one
""", refers=["provision regulation relation > provision_regulations"],
    within="provision_regulations.articles")  # fmt: skip
NEAR = declared("provision_agencies", "Agencies that enforce a provision's regulations.", "provision agency", """
    provision  text > provisions   The provision
    agency     text > agencies     The agency
    is_near    flag                Whether it serves regions in which the provision holds
""", within="provisions.agencies")  # fmt: skip


def doubts(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        yield from ((key, doubt) for doubt in dict.fromkeys(gathered.content.provisions[key].doubt))


def laws(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        yield from ((key, link.id, link.relation, link.why) for link in gathered.content.provisions[key].regulations)


def cited(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for link in gathered.content.provisions[key].regulations:
            yield from ((key, link.id, link.relation, article) for article in dict.fromkeys(link.articles))


def near(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        serving, rest = gathered.catalogue.agencies(key)
        yield from ((key, agency, agency in serving) for agency in (*serving, *rest))


ACTIONS = declared("actions", "What can be done about a clause.", "provision action", """
    provision        text > provisions   The provision
    action           whole               Counted from 1
    kind             action_kind         What kind of action it is
    title            text                What to do
    steps            text?               How, step by step
    href             href?               Where, as a web or mail address
    address          text?               Where, as a postal address
    deadline_amount  number?             How long there is time
    deadline_unit    text?               In which unit
    deadline_from    text?               From when on
    effect           text?               What it does and does not do
    checked_on       day?                When it was last tried
    result           text?               What came of it
""", within="provisions.actions")  # fmt: skip
ACTION_SCOPES = declared(
    "action_scopes",
    "Who may use an action, where that is said of it; a row a value.",
    "provision action part value is_excepted", """
    provision    text > provisions   The provision
    action       whole               The action
    part         scope_part          What the value narrows
    value        text                Code of an audience or jurisdiction, key of a plan or product, or a condition
    is_excepted  flag                Whether it is left out rather than meant
""", refers=["provision action > actions"], within="actions.scope")  # fmt: skip


def actions(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for number, action in enumerate(gathered.content.provisions[key].actions, 1):
            limit = action.deadline
            yield (
                key, number, action.kind, action.title, action.steps, action.href, action.address,
                limit.amount if limit else None, limit.unit if limit else None, limit.from_ if limit else None,
                action.effect, action.checked_on, action.result,
            )  # fmt: skip


def action_scopes(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for number, action in enumerate(gathered.content.provisions[key].actions, 1):
            if action.scope:
                where = reach(gathered.catalogue.document(key).scope, action.scope)
                yield from ((key, number, *row) for row in scope_rows(where))


VERDICTS = declared("verdicts", "A person's word on captures after the quoted one.", "provision number", """
    provision    text > provisions   The provision
    number       whole               Counted from 1
    captured_at  time                The capture that was judged
    verdict      verdict             The verdict
    note         text?               Note
    on           day                 When it was given
    by           text? > people      Who gave it
""", within="provisions.verdicts")  # fmt: skip
SIGNATURES = declared("provision_people", "Who wrote and who reviewed an analysis.", "provision signature person", """
    provision  text > provisions   The provision
    signature  signature           What they did
    person     text > people       Handle
""", within="provisions.people")  # fmt: skip
SUPERSEDED = declared("supersessions", "Which records a provision took the place of.", "provision number", """
    provision             text > provisions    The newer provision
    number                whole                Counted from 1
    superseded_provision  text? > provisions   The older provision, if it is one
    superseded_finding    text? > findings     The older finding, if it is one
""", within="provisions.supersedes")  # fmt: skip
RELATED = declared("related", "Records that a provision points to.", "provision number", """
    provision  text > provisions   The provision
    number     whole               Counted from 1
    kind       record_kind         What kind of record it points to
    key        text                Its key
""", within="provisions.related")  # fmt: skip
PEERS = declared(
    "peers",
    "The provisions of other platforms that its page shows beside a provision.",
    "provision number", """
    provision  text > provisions   The provision
    number     whole               Counted from 1
    peer       text > provisions   The other provision
""", within="provisions.peers")  # fmt: skip
QUESTIONS = declared("questions", "Questions that readers have of a provision.", "provision number", """
    provision  text > provisions   The provision
    number     whole               Counted from 1
    question   text                The question
    reply      text                What there is to answer
""", within="provisions.questions")  # fmt: skip


def verdicts(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for number, each in enumerate(gathered.content.provisions[key].later, 1):
            yield key, number, each.capture, each.verdict, each.note, each.on, each.by


def signatures(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        analysis = gathered.content.provisions[key].analysis
        yield from ((key, "author", person) for person in dict.fromkeys(analysis.authors))
        yield from ((key, "reviewer", person) for person in dict.fromkeys(analysis.reviewed_by))


def superseded(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        found = [
            gathered.catalogue.refer.resolve(each, "provision", "finding")
            for each in gathered.content.provisions[key].supersedes
        ]
        for number, (kind, older) in enumerate(filter(None, found), 1):
            yield key, number, older if kind == "provision" else None, older if kind == "finding" else None


def related(gathered: Gathered) -> Rows:
    kinds = ("provision", "finding", "document", "entity")
    for key in gathered.provisions:
        found = [gathered.catalogue.refer.resolve(each, *kinds) for each in gathered.content.provisions[key].related]
        for number, (kind, other) in enumerate(filter(None, found), 1):
            yield key, number, kind, other


def peer_rows(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        yield from ((key, number, other) for number, other in enumerate(peers(gathered.catalogue, key), 1))


def questions(gathered: Gathered) -> Rows:
    for key in gathered.provisions:
        for number, each in enumerate(gathered.content.provisions[key].questions, 1):
            yield key, number, each.q, each.a


TABLES = (
    (PROVISIONS, provisions),
    (ANSWERS, answers),
    (ANSWER_SCOPES, answer_scopes),
    (VALUES, values),
    (DOUBTS, doubts),
    (LAWS, laws),
    (CITED, cited),
    (NEAR, near),
    (ACTIONS, actions),
    (ACTION_SCOPES, action_scopes),
    (VERDICTS, verdicts),
    (SIGNATURES, signatures),
    (SUPERSEDED, superseded),
    (RELATED, related),
    (PEERS, peer_rows),
    (QUESTIONS, questions),
)
