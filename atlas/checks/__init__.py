"""Rules that need more than one record: one generator a rule, named for the fault, in one flat list.

The docstring of a generator is its rule, in "must" form (advice says "should"); the reference pages print it. Checks
run in two stages, as a catalogue can only be joined when every reference resolves: those of content, before anything
is proven, and those of the catalogue, which run only while there are no errors. A check yields `Found`; here it gets
its name, line and column, and what a record accepts is silenced.

    >>> [check.name for check in CONTENT_CHECKS][:2]
    ['duplicate-id', 'malformed-id']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from atlas.catalogue import Catalogue
from atlas.checks import (
    advice,
    captures,
    identity,
    kept,
    ledger,
    prose,
    provisions,
    references,
    since,
    texts,
    vocabulary,
    words,
)  # fmt: skip
from atlas.checks.found import Found, logged_records
from atlas.memo import Memo
from atlas.problems import Problem, did_you_mean
from atlas.reading import Content
from atlas.references import References
from atlas.shapes import Logged


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: the generator that finds what breaks it, and whether that needs judgement. It is given content and
    references in the first stage, a catalogue and a memo in the second; with `--base`, content, references and what
    stood at that revision."""

    find: Callable[..., Iterator[Found]]
    is_advice: bool = False

    @property
    def name(self) -> str:
        """What stands in brackets after a problem, and in `accepted`."""
        return self.find.__name__.replace("_", "-")

    @property
    def must(self) -> str:
        """The rule in words, in one line."""
        return " ".join((self.find.__doc__ or "").split())


def unknown_accepted_rule(content: Content, refer: References) -> Iterator[Found]:
    """`accepted` must name a rule that is advice; an error cannot be accepted."""
    known = {check.name for check in CHECKS if check.is_advice}
    errors = {check.name for check in CHECKS if not check.is_advice} | RULES_OF_READING.keys()
    for record in logged_records(content).values():
        for index, accepted in enumerate(record.accepted):
            if accepted.rule not in known:
                why = ", which is an error" if accepted.rule in errors else did_you_mean(accepted.rule, known)
                what = f"rule must name an advice; got '{accepted.rule}'{why}"
                yield Found(record.path, ("accepted", index, "rule"), what)


CONTENT_CHECKS: tuple[Check, ...] = (
    Check(identity.duplicate_id),
    Check(identity.malformed_id),
    Check(identity.malformed_alias),
    Check(identity.duplicate_alias),
    Check(identity.alias_in_use),
    Check(identity.orphan_folder),
    Check(identity.unknown_logged_field),
    Check(ledger.malformed_ledger),
    Check(ledger.shared_id),
    Check(ledger.id_not_assigned),
    Check(ledger.id_not_written),
    Check(ledger.id_changed),
    Check(ledger.address_taken),
    Check(ledger.address_lost),
    Check(ledger.published_draft),
    Check(kept.malformed_versions),
    Check(kept.version_altered),
    Check(kept.version_not_listed),
    Check(kept.version_row_gone),
    Check(kept.version_missing),
    Check(vocabulary.base_url_not_plain),
    Check(vocabulary.world_redefined),
    Check(vocabulary.circular_group),
    Check(vocabulary.unknown_region),
    Check(vocabulary.unknown_category),
    Check(vocabulary.unknown_document_type),
    Check(vocabulary.unknown_operator),
    Check(vocabulary.circular_operator),
    Check(vocabulary.unknown_regulation),
    Check(vocabulary.duplicate_article),
    Check(vocabulary.unknown_archive),
    Check(vocabulary.duplicate_answer),
    Check(vocabulary.built_in_answer_changed),
    Check(vocabulary.unknown_replacement),
    Check(vocabulary.dates_reversed),
    Check(vocabulary.unknown_person),
    Check(captures.captures_missing),
    Check(captures.note_without_text),
    Check(captures.reread_note_needless),
    Check(captures.parts_out_of_order),
    Check(captures.part_beyond_end),
    Check(captures.original_too_large),
    Check(captures.volatile_pattern_faulty),
    Check(references.unknown_clause_type),
    Check(references.unknown_entity),
    Check(references.unknown_document),
    Check(references.unknown_provision),
    Check(references.unknown_successor),
    Check(references.self_reference),
    Check(references.circular_supersession),
    Check(references.duplicate_entry),
    Check(references.unknown_plan),
    Check(references.unknown_product),
    Check(references.duplicate_regulation),
    Check(references.unlisted_article),
    Check(provisions.unknown_answer),
    Check(provisions.retired_answer),
    Check(provisions.mixed_without_variants),
    Check(provisions.needless_value),
    Check(provisions.wrong_unit),
    Check(provisions.unknown_excerpt_number),
    Check(provisions.unknown_page),
    Check(provisions.analysed_before_capture),
    Check(provisions.incomplete_review),
    Check(provisions.earlier_out_of_order),
    Check(provisions.unknown_verdict_capture),
    Check(provisions.verdict_before_quote),
    Check(provisions.duplicate_verdict),
    Check(provisions.action_and_no_action),
    Check(provisions.undated_result),
    Check(provisions.successor_missing),
    Check(provisions.unknown_finding_capture),
    Check(provisions.refers_to_missing),
    Check(provisions.needless_refers_to),
    Check(prose.unknown_heading),
    Check(prose.missing_heading),
    Check(prose.interpretive_note_missing),
    Check(prose.duplicate_heading),
    Check(prose.heading_out_of_order),
    Check(prose.empty_section),
    Check(prose.text_before_heading),
    Check(prose.unsafe_link),
    Check(prose.dead_link),
    Check(prose.dated_title),
    Check(unknown_accepted_rule),
    Check(vocabulary.tag_authority_missing, is_advice=True),
    Check(provisions.review_outdated, is_advice=True),
    Check(advice.homepage_missing, is_advice=True),
    Check(advice.review_missing, is_advice=True),
    Check(advice.action_missing, is_advice=True),
    Check(advice.source_page_missing, is_advice=True),
    Check(advice.short_excerpt, is_advice=True),
    Check(advice.wider_scope, is_advice=True),
    Check(advice.unlisted_regulation, is_advice=True),
    Check(advice.unproven_removal, is_advice=True),
)
CATALOGUE_CHECKS: tuple[Check, ...] = (
    Check(words.contradicted_finding),
    Check(words.overtaken_finding, is_advice=True),
    Check(words.heading_not_above, is_advice=True),
    Check(words.ambiguous_excerpt, is_advice=True),
    Check(words.overlapping_quotes, is_advice=True),
    Check(words.reworded_not_read, is_advice=True),
    Check(words.captured_before_update, is_advice=True),
    Check(words.contradicting_answers, is_advice=True),
    Check(texts.short_text, is_advice=True),
    Check(texts.error_page, is_advice=True),
    Check(texts.idle_difference, is_advice=True),
)
SINCE_CHECKS: tuple[Check, ...] = (
    Check(since.ledger_rewritten),
    Check(since.versions_rewritten),
    Check(since.capture_rewritten),
    Check(since.evidence_rewritten),
    Check(since.permanent_setting_changed),
)
CHECKS: tuple[Check, ...] = (*CONTENT_CHECKS, *CATALOGUE_CHECKS, *SINCE_CHECKS)
ACCEPTED_UNUSED = "accepted-unused"

# What `sources`, `reading` and `evidence` report: rules of one file or one text, with the same kind of words.
RULES_OF_READING = {
    "file-missing": "site.yaml, the small tables, and every text and original that a capture names must be there.",
    "file-too-large": "A file of records must have at most four million bytes.",
    "symbolic-link": "A file must be a file of its own, not a symbolic link.",
    "no-file": "A file must be an ordinary file: a pipe, a socket or a device is never opened.",
    "unknown-file": "Every file must be of a known kind, by its path; dotfiles apart.",
    "bad-slug": "A name in a path must be a slug: small letters, digits, single hyphens between; no reserved word.",
    "not-utf8": "A file of records must be UTF-8.",
    "invisible-character": "No invisible character that reorders or hides what is read must stand in a record.",
    "front-matter-missing": "A Markdown record must begin with YAML between two lines of '---'.",
    "yaml-syntax": "YAML must be well-formed, and one document.",
    "yaml-reference": "YAML must have no anchors, aliases or tags.",
    "yaml-null": "A value must say something: what YAML takes for nothing (null, ~) is left out, or put in quotes.",
    "yaml-too-deep": "Values must be nested at most twelve deep.",
    "yaml-key": "A key must be a plain word.",
    "duplicate-key": "A key must be given once.",
    "missing-key": "Every required key must be given.",
    "unknown-key": "Every key must be one of its record's.",
    "wrong-type": "A file and a value must hold keys and values where the format says so.",
    "wrong-value": "A value must have the form that its field has.",
    "captures-out-of-order": "Captures must stand oldest first, each later than the one before was last seen.",
    "text-name": "A text must be named after the first capture that shows it; one that comes back is the same file.",
    "hash-mismatch": "The bytes of a text or original must have the SHA-256 that captures.yaml gives.",
    "unnamed-text": "A capture must name every text and original that is there.",
    "unknown-capture": "The capture of a quote must be one of its document's.",
    "quote-from-unusable": "A quote must not be from a text that is noted unusable.",
    "quote-not-found": "The words of a quote must stand in the text of its capture, as they are quoted.",
}
RULE_OF_ACCEPTING = {
    ACCEPTED_UNUSED: "An accepted advice should be one that is given for its record; take it out when it no longer is.",
}


def run_content(content: Content, refer: References) -> list[Problem]:
    """What the first stage finds in records as they are read. References in them need not resolve."""
    found = [(check, found) for check in CONTENT_CHECKS for found in check.find(content, refer)]
    return _settled(content, CONTENT_CHECKS, found)


def run_since(content: Content, refer: References, base: since.Base) -> list[Problem]:
    """What was changed since a revision that must not be."""
    found = [(check, found) for check in SINCE_CHECKS for found in check.find(content, refer, base)]
    return _settled(content, SINCE_CHECKS, found)


def run_catalogue(catalogue: Catalogue, memo: Memo) -> list[Problem]:
    """What the second stage finds in a joined catalogue; there must be no errors before it."""
    found = [(check, found) for check in CATALOGUE_CHECKS for found in check.find(catalogue, memo)]
    return _settled(catalogue.content, CATALOGUE_CHECKS, found)


def _settled(content: Content, checks: Iterable[Check], found: Iterable[tuple[Check, Found]]) -> list[Problem]:
    """Problems for what was found, less what records accept, and advice on acceptances that silence nothing."""
    records = logged_records(content)
    silenced: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for check, fault in found:
        record = records.get(_record_of(fault.path))
        if check.is_advice and record and any(accepted.rule == check.name for accepted in record.accepted):
            silenced.add((record.path, check.name))
        else:
            problems.append(_problem(content, check.name, fault, check.is_advice))
    advice_names = {check.name for check in checks if check.is_advice}
    return problems + list(_unused(content, records.values(), advice_names, silenced))


def _unused(
    content: Content, records: Iterable[Logged], names: set[str], silenced: set[tuple[str, str]]
) -> Iterator[Problem]:
    if content.broken:
        return  # what a broken file hides may be what was accepted
    for record in records:
        for index, accepted in enumerate(record.accepted):
            if accepted.rule in names and (record.path, accepted.rule) not in silenced:
                what = f"accepted should silence something; '{accepted.rule}' is not found here"
                yield _problem(content, ACCEPTED_UNUSED, Found(record.path, ("accepted", index), what), True)


def _problem(content: Content, rule: str, fault: Found, is_advice: bool) -> Problem:
    if fault.at:
        line, column = fault.at
    elif fault.is_key and fault.path in content.sources:
        line, column = content.sources[fault.path].key_place(fault.pointer)
    else:
        line, column = content.place(fault.path, fault.pointer)
    return Problem(fault.path, line, column, rule, fault.text, is_advice)


def _record_of(path: str) -> str:
    """The file of the record that an advice is about: captures and notes are their document's."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/document.yaml" if name in ("captures.yaml", "notes.yaml") else path
