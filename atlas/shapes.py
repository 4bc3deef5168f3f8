"""The shapes that several records share, and the types of their scalars.

YAML gives strings; these types read them as the field means them, refuse what is not in the stated form, and describe
themselves in the JSON Schema that editors use. Values are frozen and comparable. Times stay strings in ISO form, UTC,
so that they sort and print as they were written; `date` fields are dates.

    >>> Scope.model_validate({"audience": ["individuals"]}).audience
    ('individuals',)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    WithJsonSchema,
)  # fmt: skip
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from atlas.ids import slug_fault


class Shape(BaseModel):
    """A mapping of known keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A string of one form: read as it stands, refused in words, described in JSON Schema. `probe` raises ValueError
    on what has the form but is no such thing."""

    pattern: str
    what: str
    probe: Callable[[str], object] | None = None

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError(f"must be {self.what}")
        if self.probe:
            try:
                self.probe(value)
            except ValueError:
                raise ValueError(f"must be {self.what}; there is no such day") from None
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^({self.pattern})$"}


class _OneOrMany:
    """In the JSON Schema of a list: one entry may stand alone, and an empty mapping says that there is none."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many, many["items"], {"type": "object", "maxProperties": 0}]}


def _partial(value: str) -> object:
    return date.fromisoformat((value + "-01-01")[:10])


def _flag(value: Any) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return bool(value == "true")


def _whole(value: Any) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-9]\d{0,14}", value):
        raise ValueError("must be a whole number such as 30")
    return int(value)


def _number(value: Any) -> int | float:
    if not isinstance(value, str) or not re.fullmatch(r"(0|[1-9]\d{0,14})(\.\d{1,4})?", value):
        raise ValueError("must be a number such as 30 or 2.5")
    return float(value) if "." in value else int(value)


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text, and not empty")
    return value.strip()


def web(value: str) -> str:
    """An address of the web as it stands; raises ValueError, which says what it must be, on anything else."""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError("must be an address that begins with https://") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("must be an address that begins with https://")
    if parts.username is not None:
        raise ValueError("must be an address without a user name")
    return value


def is_plain(address: str) -> bool:
    """Whether other addresses can be made of an address by adding to it: it has no query and no fragment."""
    parts = urlsplit(address)
    return not parts.query and not parts.fragment


def _reach(value: str) -> str:
    if re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", value):
        return value
    try:
        return web(value)
    except ValueError:
        raise ValueError("must be an address that begins with https:// or mailto:") from None


def _slug(value: str) -> str:
    if fault := slug_fault(value):
        raise ValueError(f"must be a slug: it {fault}")
    return value


def _tuple(value: Any) -> Any:
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return tuple(value)


Text = Annotated[str, BeforeValidator(_words), Field(json_schema_extra={"pattern": r"\S"})]
Slug = Annotated[Text, AfterValidator(_slug), Field(json_schema_extra={"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"})]
CODE = Form(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[A-Z]{3,8}|world", "a code of jurisdictions.yaml")
Code = Annotated[str, CODE]
Web = Annotated[Text, AfterValidator(web), Field(json_schema_extra={"format": "uri"})]
Href = Annotated[Text, AfterValidator(_reach), Field(json_schema_extra={"format": "uri"})]
Day = Annotated[
    date,
    Form(r"\d{4}-\d\d-\d\d", "a date such as 2026-07-08", probe=date.fromisoformat),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}),
]
PartialDay = Annotated[
    str,
    Form(r"\d{4}(-\d\d(-\d\d)?)?", "a date such as 2026, 2026-07 or 2026-07-08", probe=_partial),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}),
]
Instant = Annotated[
    str,
    Form(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "a UTC time such as 2026-04-28T05:31:08Z", probe=datetime.fromisoformat),
    Field(json_schema_extra={"format": "date-time"}),
]
Stamp = Annotated[str, Form(r"\d{4}-\d\d-\d\dT\d{6}Z", "a stamp such as 2026-04-28T053108Z")]
Sha256 = Annotated[str, Form(r"[0-9a-f]{64}", "a SHA-256 in 64 lower-case hexadecimal digits")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[int | float, BeforeValidator(_number)]
Handle = Annotated[str, Form(r"[a-z0-9]+(-[a-z0-9]+)*", "a handle of people.yaml")]
KeyName = Annotated[str, Form(r"[a-z0-9]+(-[a-z0-9]+)*", "a key of small letters, digits and hyphens")]
# An id (`PA-P-000042`) or a path of one to four slugs (`acme/terms/finding/arbitration`).
Reference = Annotated[
    str,
    Form(r"[A-Z]{2,6}-[EDFP]-\d{4,}|[a-z0-9-]+(/[a-z0-9-]+){0,3}", "an id or a path such as entity/document/provision"),
]
Language = Annotated[str, Form(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en or pt-BR")]
Alias = Annotated[str, Form(r"[a-z0-9-]+(/[a-z0-9-]+){0,3}", "a former slug or path")]
Many = BeforeValidator(_tuple)  # lists become tuples, so that records are frozen all the way down
OneOrMany = _OneOrMany()  # beside what makes a list of an entry that stands alone

Audience = Literal["individuals", "businesses", "developers", "public-sector"]
Severity = Literal["protective", "none", "low", "medium", "high"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low", "none", "protective")  # gravest first
AUDIENCES: tuple[Audience, ...] = ("individuals", "businesses", "developers", "public-sector")


class Except(Shape):
    """What a scope leaves out."""

    audience: Annotated[tuple[Audience, ...], Many] = ()
    regions: Annotated[tuple[Code, ...], Many] = ()
    plans: Annotated[tuple[KeyName, ...], Many] = ()
    products: Annotated[tuple[KeyName, ...], Many] = ()
    conditions: Annotated[tuple[Text, ...], Many] = ()


class Scope(Shape):
    """For whom, where and for what something holds. An empty field narrows nothing; `conditions` is shown, never
    computed with."""

    audience: Annotated[tuple[Audience, ...], Many] = ()
    regions: Annotated[tuple[Code, ...], Many] = ()
    plans: Annotated[tuple[KeyName, ...], Many] = ()
    products: Annotated[tuple[KeyName, ...], Many] = ()
    conditions: Annotated[tuple[Text, ...], Many] = ()
    except_: Except | None = Field(default=None, alias="except")


class DocumentScope(Scope):
    """A scope that others are inherited from: it says at least for whom."""

    audience: Annotated[tuple[Audience, ...], Field(min_length=1), Many]


class Changed(Shape):
    """A field's value before and after."""

    from_: Text | None = Field(default=None, alias="from")
    to: Text | None = None


class LogEntry(Shape):
    """What was changed in a record after it was first written, and why."""

    on: Day
    kind: Literal["correction", "recoding", "update", "reply-considered"]
    fields: dict[str, Changed] = {}
    text: Text
    by: Handle | None = None


class Reply(Shape):
    """What those concerned answered."""

    on: Day
    from_: Literal["entity", "authority", "person"] = Field(alias="from")
    text: Text
    href: Href | None = None


class Accepted(Shape):
    """Silences one advice for this record."""

    rule: Text
    why: Text


class Retired(Shape):
    """When and why a record stopped being kept, and what stands in its place."""

    on: Day
    reason: Text
    successors: Annotated[tuple[Reference, ...], Many] = ()


class Record(Shape):
    """What every record with a page may say of itself, and where it was read from."""

    aliases: Annotated[tuple[Alias, ...], Many] = ()
    _key: str = PrivateAttr(default="")
    _path: str = PrivateAttr(default="")
    _body: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """The path without the kind: `acme/terms/arbitration`."""
        return self._key

    @property
    def path(self) -> str:
        """The record's file, from the content folder."""
        return self._path

    @property
    def body(self) -> str:
        """The Markdown after the front matter; '' for a YAML record."""
        return self._body

    def at(self, key: str, path: str, body: str) -> Self:
        """This record, with the place it was read from. Called once, by the reader."""
        self._key, self._path, self._body = key, path, body
        return self


class Logged(Record):
    """A record that keeps its corrections and the replies to it."""

    log: Annotated[tuple[LogEntry, ...], Many] = ()
    replies: Annotated[tuple[Reply, ...], Many] = ()
    accepted: Annotated[tuple[Accepted, ...], Many] = ()
