"""The records of platforms: entities, documents, captures, what analysts note of them, provisions and findings.

One class a kind of file, as in `vocabulary`. A record read from `content/` also carries `key` (its path without the
kind, `acme/terms/arbitration`), `path` (its file, from the content folder) and `body`.

    >>> Amount.model_validate({"amount": "30", "unit": "day"}).amount
    30
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from atlas.shapes import (  # isort: skip
    Code, Day, DocumentScope, Flag, Form, Handle, Href, Instant, KeyName, Language, Logged, Many, Number, OneOrMany,
    PartialDay, Record, Reference, Retired, Scope, Severity, Sha256, Shape, Slug, Stamp, Text, Web, Whole,
)  # fmt: skip

Unit = Literal[
    "day",
    "week",
    "month",
    "year",
    "hour",
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "JPY",
    "CNY",
    "AUD",
    "CAD",
    "month-of-fees",
    "count",
]


# --- entities and documents


class Entity(Logged):
    id: Text | None = None
    name: Text
    legal_name: Text | None = None
    operator: Slug | None = None
    homepage: Web | None = None
    jurisdiction: Code | None = None
    kinds: Annotated[tuple[KeyName, ...], Many] = ()
    summary: Text | None = None
    plans: dict[KeyName, Text] = {}
    products: dict[KeyName, Text] = {}
    supersedes: Annotated[tuple[Slug, ...], Many] = ()
    retired: Retired | None = None


class SourcePage(Shape):
    url: Web
    select: Text | None = None
    remove: Text | None = None


class Edition(Shape):
    language: Language
    region: Code | None = None
    document: Reference | None = None


class Party(Shape):
    name: Text
    role: Literal["contracting", "controller", "processor"]
    scope: Scope | None = None


class Volatile(Shape):
    pattern: Text
    why: Text


class Link(Shape):
    """A document that this one leans on, or prevails over: ours, or an address elsewhere."""

    document: Reference | None = None
    url: Web | None = None
    how: Literal["incorporated", "refers-to"] = "refers-to"
    note: Text | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Link:
        if (self.document is None) == (self.url is None):
            raise ValueError("must name either a document or a url")
        return self


class Document(Logged):
    id: Text | None = None
    title: Text
    label: Text | None = None
    type: Slug
    sources: Annotated[tuple[SourcePage, ...], Field(min_length=1), Many]
    language: Language | None = None
    binding_language: Language | None = None
    editions: Annotated[tuple[Edition, ...], Many] = ()
    scope: DocumentScope
    parties: Annotated[tuple[Party, ...], Many] = ()
    volatile: Annotated[tuple[Volatile, ...], Many] = ()
    relies_on: Annotated[tuple[Link, ...], Many] = ()
    prevails_over: Annotated[tuple[Link, ...], Many] = ()
    also_covers: Annotated[tuple[Slug, ...], Many] = ()
    retired: Retired | None = None


# --- captures and what analysts say of them


class Watched(Shape):
    by: Slug
    from_: Day = Field(alias="from")
    through: Day


class CapturedPage(Shape):
    url: Web
    final_url: Web | None = None
    http_status: Whole | None = None
    media_type: Text | None = None
    original: Annotated[str, Form(r"original/[^/]+", "a file in original/")] | None = None
    original_sha256: Sha256 | None = None
    archive_url: Web | None = None


class Part(Shape):
    url: Web
    line: Whole


class Origin(Shape):
    archive: Slug
    url: Web


class Capture(Shape):
    captured_at: Instant
    text: Annotated[str, Form(r"text/\d{4}-\d\d-\d\dT\d{6}Z\.md", "a file such as text/2026-04-28T053108Z.md")]
    text_sha256: Sha256
    seen_until: Instant | None = None
    sources: Annotated[tuple[CapturedPage, ...], Many] = ()
    parts: Annotated[tuple[Part, ...], Many] = ()
    tool: Text | None = None
    origin: Origin | None = None
    reread: Flag = False


class Captures(Shape):
    """captures.yaml, oldest first."""

    watched: Watched | None = None
    captures: Annotated[tuple[Capture, ...], Many] = ()


class Unusable(Shape):
    why: Literal["error-page", "redirect", "consent-wall", "partial", "other-page"]
    note: Text | None = None


class Stated(Shape):
    published: PartialDay | None = None
    updated: PartialDay | None = None
    effective: PartialDay | None = None


class EffectiveFor(Shape):
    scope: Scope
    on: PartialDay


class Withheld(Shape):
    on: Day
    reason: Text
    by: Text | None = None
    quotes: Literal["stay", "hide"] = "hide"


class TextNote(Shape):
    unusable: Unusable | None = None
    stated: Stated | None = None
    effective_for: Annotated[tuple[EffectiveFor, ...], Many] = ()
    withheld: Withheld | None = None


class CaptureNote(Shape):
    summary: Text | None = None
    significance: Literal["substantive", "editorial"] | None = None
    reread: Literal["confirmed", "real-change"] | None = None


class Notes(Shape):
    """notes.yaml, by stamp."""

    texts: dict[Stamp, TextNote] = {}
    captures: dict[Stamp, CaptureNote] = {}


# --- provisions and findings


class Translation(Shape):
    text: Text
    by: Literal["official", "human", "machine"]


class Excerpt(Shape):
    """Verbatim words; ` [...] ` marks words left out."""

    text: Text
    heading: Text | None = None
    url: Web | None = None
    language: Language | None = None
    translation: Translation | None = None


class Amount(Shape):
    amount: Number
    unit: Unit
    per: Text | None = None
    note: Text | None = None


AmountList = Annotated[tuple[Amount, ...], Many, OneOrMany]


class Earlier(Shape):
    """A former wording of the same clause, proven like the present one."""

    capture: Instant
    excerpts: Annotated[tuple[Excerpt, ...], Field(min_length=1), Many]
    answer: KeyName | None = None
    severity: Severity | None = None
    note: Text | None = None


class Support(Shape):
    """Words in another document that a provision leans on: proven, without state."""

    document: Reference
    capture: Instant
    text: Text
    heading: Text | None = None
    url: Web | None = None
    why: Text | None = None


class Variant(Shape):
    scope: Scope
    answer: KeyName
    severity: Severity | None = None
    value: AmountList = ()
    note: Text | None = None
    excerpts: Annotated[tuple[Whole, ...], Many] = ()

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, fields: Any) -> Any:
        return _with_amounts(fields)


class RegulationLink(Shape):
    id: Slug
    articles: Annotated[tuple[Text, ...], Many] = ()
    relation: Literal["limits", "requires-disclosure", "gives-right", "backs", "named-in-document"]
    why: Text


class Deadline(Shape):
    amount: Number
    unit: Unit
    from_: Text | None = Field(default=None, alias="from")


class Action(Shape):
    kind: Literal["setting", "form", "email", "post", "information"]
    title: Text
    steps: Text | None = None
    href: Href | None = None
    address: Text | None = None
    deadline: Deadline | None = None
    effect: Text | None = None
    scope: Scope | None = None
    checked_on: Day | None = None
    result: Text | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Action:
        if not (self.steps or self.href or self.address):
            raise ValueError("must have at least one of steps, href or address")
        return self


class Verdict(Shape):
    """A person's word on a capture after the quoted one."""

    capture: Instant
    verdict: Literal["same", "changed", "removed", "unclear"]
    note: Text | None = None
    on: Day
    by: Handle | None = None


class Question(Shape):
    q: Text
    a: Text


class Analysis(Shape):
    origin: Literal["human", "machine", "machine-assisted"]
    authors: Annotated[tuple[Handle, ...], Many] = ()
    reviewed_by: Annotated[tuple[Handle, ...], Many] = ()
    reviewed_on: Day | None = None


class Withdrawn(Shape):
    on: Day
    kind: Literal["error", "duplicate", "legal", "split", "out-of-scope"]
    reason: Text
    successors: Annotated[tuple[Reference, ...], Many] = ()
    hide: Annotated[tuple[Literal["excerpts", "body"], ...], Many] = ()


class Finding(Logged):
    id: Text | None = None
    finding: Literal["absent", "refers-elsewhere", "not-applicable"]
    refers_to: Text | None = None
    capture: Instant
    read: Annotated[tuple[Text, ...], Many] = ()
    searched: Annotated[tuple[Text, ...], Many] = ()
    note: Text
    reviewed_on: Day | None = None
    withdrawn: Withdrawn | None = None
    draft: Flag = False


class Provision(Logged):
    id: Text | None = None
    title: Text
    clause_type: Slug
    answer: KeyName
    value: AmountList = ()
    severity: Severity
    severity_because: Text | None = None
    confidence: Literal["low", "medium", "high"]
    doubt: Annotated[
        tuple[Literal["wording", "documents-conflict", "incomplete-capture", "translation", "document-not-held"], ...],
        Many,
    ] = ()
    basis: Literal["explicit", "implied"]
    capture: Instant
    excerpts: Annotated[tuple[Excerpt, ...], Field(min_length=1), Many]
    earlier: Annotated[tuple[Earlier, ...], Many] = ()
    supports: Annotated[tuple[Support, ...], Many] = ()
    scope: Scope | None = None
    variants: Annotated[tuple[Variant, ...], Many] = ()
    regulations: Annotated[tuple[RegulationLink, ...], Many] = ()
    actions: Annotated[tuple[Action, ...], Many] = ()
    no_action: Text | None = None
    later: Annotated[tuple[Verdict, ...], Many] = ()
    supersedes: Annotated[tuple[Reference, ...], Many] = ()
    related: Annotated[tuple[Reference, ...], Many] = ()
    questions: Annotated[tuple[Question, ...], Many] = ()
    analysed_on: Day
    analysis: Analysis
    withdrawn: Withdrawn | None = None
    draft: Flag = False

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, fields: Any) -> Any:
        return _with_amounts(fields)


class Torn(Record):
    """What can still be proven of a provision that has faults: its body, and its quotes, where these are sound."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    confidence: Literal["low", "medium", "high"] | None = None
    capture: Instant | None = None
    excerpts: Annotated[tuple[Excerpt, ...], Field(min_length=1), Many] = ()


def _with_amounts(fields: Any) -> Any:
    """`value` may stand alone; a record always holds a list. An empty mapping says there is none."""
    if not isinstance(fields, dict) or "value" not in fields:
        return fields
    value = fields["value"]
    return {**fields, "value": value if isinstance(value, list) else [value] if value else []}
