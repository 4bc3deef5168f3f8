"""The tables of the vocabulary: what codes stand for, and the records that other records are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from atlas.exports.gathered import Gathered
from atlas.exports.table import CODES, declared
from atlas.ids import address
from atlas.scopes import WORLD
from atlas.vocabulary import MIXED, UNCLEAR, ClauseType, Group

Rows = Iterator[tuple[Any, ...]]

CODE_LISTS = declared(
    "codes",
    "What every code in these tables stands for, in the words of the pages.",
    "list code", """
    list   text   Name of the list of codes
    code   text   The code
    label  text   What readers see in its place
""")  # fmt: skip


def code_lists(gathered: Gathered) -> Rows:
    for name, labels in CODES.items():
        for code, label in labels.items():
            yield name, code, label


JURISDICTIONS = declared(
    "jurisdictions",
    "Countries, their parts, and groups of them; “world” is everywhere.",
    "jurisdiction", """
    jurisdiction  text   Code: ISO 3166 of a country or part of one, or the code of a group
    name          text   Name
    is_group      flag   Whether it is a group of others
""")  # fmt: skip
MEMBERS = declared("jurisdiction_members", "Which jurisdictions a group holds.", "group member", """
    group   text > jurisdictions   Code of the group
    member  text > jurisdictions   Code of one that lies in it
""")  # fmt: skip


def jurisdictions(gathered: Gathered) -> Rows:
    yield WORLD, "World", True
    for code, value in gathered.content.jurisdictions.items():
        if code != WORLD:
            yield code, value.name if isinstance(value, Group) else value, isinstance(value, Group)


def members(gathered: Gathered) -> Rows:
    for code, value in gathered.content.jurisdictions.items():
        for member in dict.fromkeys(value.members if isinstance(value, Group) else ()):
            yield code, member


DOCUMENT_TYPES = declared("document_types", "Kinds of documents.", "document_type", """
    document_type  text   Code of the kind
    title          text   Its name
""")  # fmt: skip
ARCHIVES = declared(
    "archives",
    "Other archives that captures were taken from, each with a licence of its own.",
    "archive", """
    archive      text    Code of the archive
    title        text    Its name
    href         href    Its address
    licence      text    The licence under which it gives its texts
    attribution  text    Whom it asks to be named
    keeps        keeps   What it keeps
""")  # fmt: skip
PEOPLE = declared("people", "Who writes and reviews records; a team may sign as one.", "person", """
    person     text    Handle
    name       text    Name
    href       href?   Their page
    orcid      text?   ORCID
    interests  text?   Interests declared
""")  # fmt: skip


def document_types(gathered: Gathered) -> Rows:
    yield from gathered.content.document_types.items()


def archives(gathered: Gathered) -> Rows:
    for key, archive in gathered.content.archives.items():
        yield key, archive.title, archive.url, archive.licence, archive.attribution, archive.keeps


def people(gathered: Gathered) -> Rows:
    for key, person in gathered.content.people.items():
        yield key, person.name, person.url, person.orcid, person.interests


CATEGORIES = declared("categories", "Groups of clause types.", "category", """
    category    text      Slug
    title       text      Name
    summary     text      What belongs to it
    order       whole     Place among the categories
    retired_on  day?      Since when it is not used any more
    url         address   Its page
""", summary="category title summary url")  # fmt: skip
CLAUSE_TYPES = declared(
    "clause_types",
    "The questions asked of every platform's documents: the axis of comparison.",
    "clause_type", """
    clause_type    text                Slug
    category       text > categories   The category it belongs to
    title          text                Name
    question       text                The question asked
    value_kind     measure?            What kind of amount such a clause may give
    value_meaning  text?               What the amount means
    body           text?               What it covers and what not, in Markdown
    retired_on     day?                Since when it is not asked any more
    url            address             Its page
""", summary="clause_type category title question url")  # fmt: skip
ANSWERS = declared(
    "answers_of_clause_types",
    "The answers each question may have; “unclear” and “mixed” always exist.",
    "clause_type answer", """
    clause_type  text > clause_types   The clause type
    answer       text                  Code of the answer; codes never change
    label        text                  The answer in words
    tone         tone                  How it stands for the reader
    is_present   flag                  Whether the answer says that there is such a clause
    since        day?                  Since when it can be given
    retired_on   day?                  Since when it is not given any more
    replaced_by  text?                 The answer that took its place
""", within="clause_types.answers")  # fmt: skip
EXPECTED = declared(
    "clause_type_documents",
    "In which kinds of documents a clause type would stand.",
    "clause_type document_type", """
    clause_type    text > clause_types     The clause type
    document_type  text > document_types   A kind of document where it would stand
""", within="clause_types.expected_in")  # fmt: skip
TYPICAL = declared(
    "clause_type_regulations",
    "Regulations that often bear on a clause type.",
    "clause_type regulation", """
    clause_type  text > clause_types   The clause type
    regulation   text > regulations    The regulation
""", within="clause_types.typical_regulations")  # fmt: skip
GUIDE = declared("severity_guide", "What each severity means for a clause type.", "clause_type severity", """
    clause_type  text > clause_types   The clause type
    severity     severity              The severity
    guide        text                  When a clause has it
""", within="clause_types.severity_guide")  # fmt: skip
REVISIONS = declared(
    "clause_type_revisions",
    "How the question and its answers were changed.",
    "clause_type number", """
    clause_type  text > clause_types   The clause type
    number       whole                 Counted from 1
    on           day                   The day
    text         text                  What was changed
    recode       text?                 What was done to the records that stood
""", within="clause_types.revisions")  # fmt: skip


def categories(gathered: Gathered) -> Rows:
    for key, record in gathered.content.categories.items():
        retired = record.retired.on if record.retired else None
        yield key, record.title, record.summary, record.order, retired, address("category", key)


def clause_types(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        kind, meaning = (record.value.kind, record.value.meaning) if record.value else (None, None)
        retired = record.retired.on if record.retired else None
        yield (
            key, record.category, record.title, record.question, kind, meaning, record.body.strip(), retired,
            address("clause-type", key),
        )  # fmt: skip


def answers_of(record: ClauseType) -> list[Any]:
    """Its own answers, then those that exist everywhere."""
    own = {answer.key for answer in record.answers}
    return [*record.answers, *(answer for answer in (UNCLEAR, MIXED) if answer.key not in own)]


def answers(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        for each in answers_of(record):
            yield key, each.key, each.label, each.tone, each.present, each.since, each.retired_on, each.replaced_by


def expected(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        yield from ((key, kind) for kind in dict.fromkeys(record.expected_in))


def typical(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        yield from ((key, regulation) for regulation in dict.fromkeys(record.typical_regulations))


def guide(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        for severity in CODES["severity"]:
            if text := getattr(record.severity_guide, severity, None):
                yield key, severity, text


def revisions(gathered: Gathered) -> Rows:
    for key, record in gathered.content.clause_types.items():
        for number, revision in enumerate(record.revisions, 1):
            yield key, number, revision.on, revision.text, revision.recode


OPERATORS = declared("operators", "The companies and groups behind platforms.", "operator", """
    operator      text                    Slug
    name          text                    Name
    jurisdiction  text? > jurisdictions   Where it is based
    homepage      href?                   Its website
    parent        text? > operators       The operator it belongs to
    retired_on    day?                    Since when it is not kept any more
    url           address                 Its page
""", summary="operator name url")  # fmt: skip


def operators(gathered: Gathered) -> Rows:
    for key, record in gathered.content.operators.items():
        retired = record.retired.on if record.retired else None
        yield key, record.name, record.jurisdiction, record.homepage, record.parent, retired, address("operator", key)


REGULATIONS = declared(
    "regulations",
    "Statutes, regulations and the like that provisions are set beside. Listed does not mean breached.",
    "regulation", """
    regulation        text                   Slug
    title             text                   Full title
    short_title       text?                  Short title
    jurisdiction      text > jurisdictions   Where it holds
    kind              regulation_kind        What kind of law it is
    citation          text?                  How it is cited
    href              href?                  Its official text
    status            regulation_status      Whether it is in force
    effective_on      day?                   Since when, or from when on
    enforced_by       enforcer?              Who enforces it
    find_yours_href   href?                  Where to find the authority that is yours
    body              text?                  What it is about, in Markdown
    retired_on        day?                   Since when it is not listed any more
    url               address                Its page
""", summary="regulation title short_title jurisdiction status url")  # fmt: skip
ARTICLES = declared("articles", "Articles of regulations that provisions may cite.", "regulation article", """
    regulation    text > regulations   The regulation
    article       text                 The article as it is cited
    title         text                 What it is about
    applies_from  day?                 From when on it applies
""", within="regulations.articles")  # fmt: skip
AGENCIES = declared("agencies", "Public bodies that enforce regulations.", "agency", """
    agency          text                   Slug
    title           text                   Full name
    short_title     text?                  Short name
    jurisdiction    text > jurisdictions   Where it belongs
    role            agency_role            What it does
    href            href?                  Its website
    complaint_href  href?                  Where to complain
    body            text?                  What it does, in Markdown
    retired_on      day?                   Since when it is not listed any more
    url             address                Its page
""", summary="agency title short_title jurisdiction url")  # fmt: skip
ENFORCES = declared("agency_regulations", "Which regulations an agency enforces.", "agency regulation", """
    agency      text > agencies      The agency
    regulation  text > regulations   A regulation it enforces
""", within="agencies.enforces")  # fmt: skip
SERVES = declared("agency_jurisdictions", "Whom an agency serves.", "agency jurisdiction", """
    agency        text > agencies        The agency
    jurisdiction  text > jurisdictions   Where those live whom it serves
""", within="agencies.serves")  # fmt: skip


def regulations(gathered: Gathered) -> Rows:
    for key, record in gathered.content.regulations.items():
        enforced = record.enforcement
        yield (
            key, record.title, record.short_title, record.jurisdiction, record.kind, record.citation, record.url,
            record.status, record.effective_on, enforced.by if enforced else None,
            enforced.find_yours if enforced else None, record.body.strip(),
            record.retired.on if record.retired else None,
            address("regulation", key),
        )  # fmt: skip


def articles(gathered: Gathered) -> Rows:
    for key, record in gathered.content.regulations.items():
        yield from ((key, article.ref, article.title, article.applies_from) for article in record.articles)


def agencies(gathered: Gathered) -> Rows:
    for key, record in gathered.content.agencies.items():
        yield (
            key, record.title, record.short_title, record.jurisdiction, record.role, record.url, record.complaint_url,
            record.body.strip(), record.retired.on if record.retired else None, address("agency", key),
        )  # fmt: skip


def enforces(gathered: Gathered) -> Rows:
    for key, record in gathered.content.agencies.items():
        yield from ((key, regulation) for regulation in dict.fromkeys(record.enforces))


def serves(gathered: Gathered) -> Rows:
    for key, record in gathered.content.agencies.items():
        yield from ((key, code) for code in dict.fromkeys(record.serves))


TABLES = (
    (CODE_LISTS, code_lists),
    (JURISDICTIONS, jurisdictions),
    (MEMBERS, members),
    (DOCUMENT_TYPES, document_types),
    (ARCHIVES, archives),
    (PEOPLE, people),
    (CATEGORIES, categories),
    (OPERATORS, operators),
    (REGULATIONS, regulations),
    (ARTICLES, articles),
    (AGENCIES, agencies),
    (ENFORCES, enforces),
    (SERVES, serves),
    (CLAUSE_TYPES, clause_types),
    (ANSWERS, answers),
    (EXPECTED, expected),
    (TYPICAL, typical),
    (GUIDE, guide),
    (REVISIONS, revisions),
)
