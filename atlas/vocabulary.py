"""The site's own file and the vocabulary: categories, clause types, regulations, agencies, operators, small tables.

One class a kind of file, whose fields are the keys that file may hold; the classes are the one definition of the
format: validation, the places of faults and the JSON Schema for editors all come from them. Here a field is checked by
itself; what needs a second record is a check (`checks`).

    >>> Operator.model_validate({"name": "Acme"}).name
    'Acme'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from atlas.problems import did_you_mean, nearest
from atlas.shapes import Code, Day, Flag, Form, KeyName, Language, Many, Record, Retired, Shape, Slug, Text, Web, Whole

Tone = Literal["good", "neutral", "bad"]
TAG_AUTHORITY = Form(r"[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?", "a domain and a day it was yours, such as example.org,2026")


# --- the site and its small tables


class Publisher(Shape):
    name: Text
    url: Web
    email: Text


class Licence(Shape):
    id: Text
    url: Web


class Repository(Shape):
    url: Web
    branch: Text = "main"


class Bot(Shape):
    name: Text
    url: Web
    email: Text


class ReviewAfter(Shape):
    """Days after which a record of each severity is due for another look."""

    high: Whole = 90
    medium: Whole = 180
    low: Whole = 365
    none: Whole = 365
    protective: Whole = 180


class Site(Shape):
    """site.yaml"""

    title: Text
    tagline: Text
    base_url: Web
    language: Language
    id_prefix: Annotated[str, Form(r"[A-Z]{2,6}", "two to six capital letters, such as PA")]
    publisher: Publisher
    licence: Licence
    permanent_base: Web | None = None
    tag_authority: Annotated[str, TAG_AUTHORITY] | None = None
    repository: Repository | None = None
    notice: Text | None = None
    independence: Text | None = None
    review_after_days: ReviewAfter = ReviewAfter()
    capture_every_days: Whole = 7
    original_max_bytes: Whole = 2_000_000
    host: Literal["netlify", "cloudflare-pages", "github-pages", "plain"] = "plain"
    bot: Bot | None = None
    require_review: Flag = False
    compare_regions: Annotated[tuple[Code, ...], Many] = ("world",)


# Stands for a site.yaml that cannot be read, so that all else is checked; nothing is made of it.
UNREAD_SITE = Site.model_construct(
    title="", tagline="", base_url="https://unread.invalid", language="en", id_prefix="", permanent_base=None,
    tag_authority=None, original_max_bytes=2_000_000, compare_regions=("world",),
)  # fmt: skip


class Person(Shape):
    """One entry of people.yaml; a team may sign as one."""

    name: Text
    url: Web | None = None
    orcid: Annotated[str, Form(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", "an ORCID such as 0000-0002-1825-0097")] | None = None
    interests: Text | None = None


class Group(Shape):
    """A group of jurisdictions in jurisdictions.yaml."""

    name: Text
    members: Annotated[tuple[Code, ...], Field(min_length=1), Many]


def _is_group(value: Any) -> str:
    return "Group" if isinstance(value, dict) else "Name"


Jurisdiction = Annotated[Annotated[Group, Tag("Group")] | Annotated[Text, Tag("Name")], Discriminator(_is_group)]


def meant_code(word: str, jurisdictions: Mapping[str, Group | str]) -> str:
    """`, did you mean 'DE'?` for `de`, `Germany` or a word near to a code or name; nothing where none is near."""
    names = {name_of(value).lower(): code for code, value in jurisdictions.items()}
    initials = {"".join(part[0] for part in name.split()): code for name, code in names.items()}
    code = {known.upper(): known for known in ("world", *jurisdictions)}.get(word.upper())
    near = nearest(word.lower(), names)
    code = code or (names[near] if near else None) or initials.get(word.lower())
    return f", did you mean '{code}'?" if code else did_you_mean(word.upper(), jurisdictions)


def name_of(value: Group | str) -> str:
    """The name of a jurisdiction or a group of them."""
    return value if isinstance(value, str) else value.name


class Archive(Shape):
    """One entry of archives.yaml."""

    title: Text
    url: Web
    licence: Text
    attribution: Text
    keeps: Literal["every-look", "changes-only"]


# --- vocabulary


class Category(Record):
    title: Text
    summary: Text
    order: Whole
    retired: Retired | None = None


class Operator(Record):
    name: Text
    jurisdiction: Code | None = None
    homepage: Web | None = None
    parent: Slug | None = None
    retired: Retired | None = None


class Answer(Shape):
    """One answer of a clause type. `present` is false for an answer that says there is no such clause."""

    key: KeyName
    label: Text
    tone: Tone
    present: Flag
    since: Day | None = None
    retired_on: Day | None = None
    replaced_by: KeyName | None = None


class Measure(Shape):
    kind: Literal["duration", "money", "age", "count"]
    meaning: Text


class SeverityGuide(Shape):
    protective: Text | None = None
    none: Text | None = None
    low: Text | None = None
    medium: Text | None = None
    high: Text | None = None


class Revision(Shape):
    on: Day
    text: Text
    recode: Text | None = None


UNCLEAR = Answer.model_construct(key="unclear", label="Can be read two ways", tone="neutral", present=True)
MIXED = Answer.model_construct(key="mixed", label="Differs by scope, none is main", tone="neutral", present=True)


class ClauseType(Record):
    title: Text
    category: Slug
    question: Text
    answers: Annotated[tuple[Answer, ...], Field(min_length=1), Many]
    expected_in: Annotated[tuple[Slug, ...], Field(min_length=1), Many]
    value: Measure | None = None
    severity_guide: SeverityGuide | None = None
    typical_regulations: Annotated[tuple[Slug, ...], Many] = ()
    phrases: Annotated[tuple[Text, ...], Many] = ()
    revisions: Annotated[tuple[Revision, ...], Many] = ()
    retired: Retired | None = None

    def answer(self, key: str) -> Answer | None:
        """The answer of that key; `unclear` and `mixed` exist in every clause type."""
        return next((answer for answer in (*self.answers, UNCLEAR, MIXED) if answer.key == key), None)


class Article(Shape):
    ref: Text
    title: Text
    applies_from: Day | None = None


class Enforcement(Shape):
    by: Literal["authorities", "courts", "both"]
    find_yours: Web | None = None


class Regulation(Record):
    title: Text
    short_title: Text | None = None
    also_known_as: Annotated[tuple[Text, ...], Many] = ()
    jurisdiction: Code
    kind: Literal["statute", "regulation", "directive", "order", "guideline"]
    citation: Text | None = None
    url: Web | None = None
    status: Literal["in-force", "partly-in-force", "adopted", "proposed", "repealed"]
    effective_on: Day | None = None
    articles: Annotated[tuple[Article, ...], Many] = ()
    enforcement: Enforcement | None = None
    retired: Retired | None = None


class Agency(Record):
    title: Text
    short_title: Text | None = None
    jurisdiction: Code
    serves: Annotated[tuple[Code, ...], Field(min_length=1), Many]
    role: Literal["supervises", "prosecutes", "coordinates"]
    url: Web | None = None
    complaint_url: Web | None = None
    enforces: Annotated[tuple[Slug, ...], Many]
    retired: Retired | None = None


class Page(Record):
    """A prose page; its body is the page."""

    title: Text
    retired: Retired | None = None
