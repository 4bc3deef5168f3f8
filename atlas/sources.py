"""Files to plain values, with line and column for every node. Nothing here knows what a field means.

In: bytes of a YAML file or a Markdown file with YAML front matter. Out: a `Source`: nested dicts, lists, strings and
None, with the place of each; and problems. Scalars stay strings (`NO` is Norway, `012` is itself): the field's type
reads them. Refused: anchors, aliases, tags, duplicate keys, several documents, other encodings, control characters.

    >>> source, problems = read_yaml("x.yaml", b"name: NO\\nage: 012\\n")
    >>> source.value, source.place(("age",))
    ({'name': 'NO', 'age': '012'}, (2, 6))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from atlas.problems import Problem

Pointer = tuple[str | int, ...]
Place = tuple[int, int]

SIZE_LIMIT_BYTES = 4_000_000  # a document captured daily for ten years is 2 MB of captures.yaml
DEPTH_LIMIT = 12  # the deepest field, an excerpt's translation in a former wording, is at six
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Invisible characters that make a line read otherwise than it is stored, and what YAML alone takes for the end of a
# line, so that the lines after it are not those of an editor; U+00AD and U+200B to U+200D are mere clutter.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u2028-\u202e\u2066-\u2069]")
NULLS = ("null", "Null", "NULL", "~")  # what YAML takes for nothing, and we would print as a word


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: `value` is the YAML, `body` the Markdown after the front matter ('' in a YAML file),
    `body_line` the line the body starts on, counted from 1. Line and column everywhere count from 1."""

    path: str
    value: Any
    places: dict[Pointer, Place] = field(repr=False)
    keys: dict[Pointer, Place] = field(repr=False)
    body: str = ""
    body_line: int = 1

    def place(self, pointer: Pointer) -> Place:
        """Where the value stands, or the nearest thing around it that is in the file."""
        while pointer and pointer not in self.places:
            pointer = pointer[:-1]
        return self.places.get(pointer, (1, 1))

    def key_place(self, pointer: Pointer) -> Place:
        """Where the key of the value stands."""
        return self.keys.get(pointer) or self.place(pointer)


def read_yaml(path: str, data: bytes) -> tuple[Source | None, list[Problem]]:
    """The file's values, or None and what is wrong with it."""
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    return _compose(path, text, 0)


def read_markdown(path: str, data: bytes) -> tuple[Source | None, list[Problem]]:
    """Front matter between two `---` lines, and the body after it."""
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        what = "front matter must stand between two lines of '---', the first at the top of the file"
        return None, [Problem(path, 1, 1, "front-matter-missing", what)]
    source, problems = _compose(path, "\n".join(lines[1:end]) + "\n", 1)
    if source is None:
        return None, problems
    body = "\n".join(lines[end + 1 :])
    return Source(path, source.value, source.places, source.keys, body, end + 2), problems


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The file's text: UTF-8, no byte order mark, line feeds, nothing invisible that reorders what is read."""
    if len(data) > SIZE_LIMIT_BYTES:
        what = f"file must be at most {SIZE_LIMIT_BYTES:,} bytes; it has {len(data):,}"
        return None, [Problem(path, 1, 1, "file-too-large", what)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        what = f"file must be UTF-8; byte 0x{data[error.start]:02x} is not"
        return None, [Problem(path, line, column, "not-utf8", what)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = [_forbidden(path, text, found) for found in _FORBIDDEN.finditer(text)]
    return (None if problems else text), problems


def _forbidden(path: str, text: str, found: re.Match[str]) -> Problem:
    line, column = _place_in(text, found.start())
    what = f"invisible character U+{ord(found[0]):04X} must not stand in a record"
    return Problem(path, line, column, "invisible-character", what)


def _place_in(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _compose(path: str, text: str, lines_above: int) -> tuple[Source | None, list[Problem]]:
    reader = _Reader(path, lines_above)
    try:
        value = reader.document(yaml.parse(text, Loader=_LOADER))
    except _Refused:
        return None, reader.problems
    except yaml.MarkedYAMLError as error:
        mark, said = _explained(error, reader.quoted)
        line, column = (mark.line + 1 + lines_above, mark.column + 1) if mark else (1, 1)
        what = f"YAML must be well-formed; {said}"
        return None, [*reader.problems, Problem(path, line, column, "yaml-syntax", what)]
    except yaml.reader.ReaderError as error:
        return None, [Problem(path, 1 + lines_above, 1, "yaml-syntax", f"YAML must be well-formed; {error.reason}")]
    return Source(path, value, reader.places, reader.keys), reader.problems


def _explained(error: yaml.MarkedYAMLError, quoted: tuple[Any, Any] | None) -> tuple[Any, str]:
    """Where a fault of YAML begins, and what it is: a quote that is not closed is so where it opens, though the parser
    goes on to the next quote, or to the end. `quoted` is where the last value in quotes that goes over several lines
    opens and closes."""
    mark, said = error.problem_mark or error.context_mark, str(error.problem or error.context)
    if error.context == "while scanning a quoted scalar" and said.startswith("found unexpected"):
        return error.context_mark, "the quote that opens here is not closed"
    if quoted and mark and mark.line == quoted[1].line:
        return quoted[0], f"the quote that opens here must be closed before the next one; {said} after that"
    if said.startswith("mapping values are not allowed"):
        said += "; put a value that holds ': ' in quotes"
    return mark, said


class _Refused(Exception):
    """What follows in the file cannot be read, or is not worth the time."""


class _Reader:
    """One walk over the events of a file: fills `places`, `keys` and `problems`. It ends where values are nested deeper
    than any record is, as the time that takes grows with the square of the depth, and the stack with it."""

    def __init__(self, path: str, lines_above: int) -> None:
        self.path = path
        self.lines_above = lines_above
        self.places: dict[Pointer, Place] = {}
        self.keys: dict[Pointer, Place] = {}
        self.problems: list[Problem] = []
        self.quoted: tuple[Any, Any] | None = None

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """The value of the file's one document; None when it is empty."""
        value, number = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                number += 1
                if number == 2:
                    self._report(event, "yaml-syntax", "YAML must be one document; another begins here")
            elif isinstance(event, yaml.NodeEvent) and number == 1:
                value = self._value(event, events, ())
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], pointer: Pointer) -> Any:
        self.places[pointer] = self._place(event)
        self._refuse(event)
        if len(pointer) > DEPTH_LIMIT:
            self._report(event, "yaml-too-deep", f"values must be nested at most {DEPTH_LIMIT} deep")
            raise _Refused
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, pointer)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, pointer)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        opens, closes = event.start_mark, event.end_mark
        if event.style in ("'", '"') and opens and closes and opens.line != closes.line:
            self.quoted = (opens, closes)
        if not event.style and event.value in NULLS:
            what = f"a value must say something; got {event.value}: leave the key out, or put the word in quotes"
            self._report(event, "yaml-null", what)
            return None
        return event.value if event.value or event.style else None

    def _sequence(self, events: Iterator[yaml.Event], pointer: Pointer) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            values.append(self._value(event, events, (*pointer, len(values))))
        return values

    def _mapping(self, events: Iterator[yaml.Event], pointer: Pointer) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            self._refuse(key)
            if not isinstance(key, yaml.ScalarEvent):
                self._report(key, "yaml-key", "a key must be a plain word")
                raise _Refused
            if key.value in values:
                first = self.keys[(*pointer, key.value)][0]
                self._report(key, "duplicate-key", f"'{key.value}' must be given once; it stands in line {first} too")
                self._value(next(events), events, (*pointer, key.value))
            else:
                self.keys[(*pointer, key.value)] = self._place(key)
                values[key.value] = self._value(next(events), events, (*pointer, key.value))
        return values

    def _refuse(self, event: yaml.Event) -> None:
        """Reports anchors, aliases and tags: they make a file mean other than it says, or grow without bound."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            got = f"alias '*{anchor}'"
        elif anchor or (tag and tag != "!"):
            got = f"anchor '&{anchor}'" if anchor else f"tag '{tag}'"
        else:
            return
        self._report(event, "yaml-reference", f"YAML must have no anchors, aliases or tags; got {got}")

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (mark.line + 1 + self.lines_above, mark.column + 1) if mark else (1, 1)

    def _report(self, event: yaml.Event, rule: str, text: str) -> None:
        self.problems.append(Problem(self.path, *self._place(event), rule, text))
