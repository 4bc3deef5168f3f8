"""The content folder to records: finds each file's kind by its path, reads it, validates it, and says what is wrong.

In: a folder. Out: `Content`, every record by key, sources for the places of later faults, and all problems. A file of
no known kind is a problem, dotfiles apart. A record with a fault is left out, so what comes later sees sound values
only; checks that would merely echo such a fault are told which files fell out (`Content.broken`). Of a provision that
fell out, its body and sound quotes are kept apart (`Content.torn`); another site stands in for a faulty site.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from atlas import records, vocabulary
from atlas.ids import slug_fault
from atlas.problems import AtlasError, Problem, did_you_mean
from atlas.shapes import CODE, Code, Handle, Record, Slug, Text
from atlas.sources import Pointer, Source, read_markdown, read_yaml

TABLES: dict[str, Any] = {
    "people.yaml": dict[Handle, vocabulary.Person],
    "jurisdictions.yaml": dict[Code, vocabulary.Jurisdiction],
    "document-types.yaml": dict[Slug, Text],
    "archives.yaml": dict[Slug, vocabulary.Archive],
}
_S = r"([^/]+)"
# Path pattern -> kind. The groups joined by "/" are the key.
KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"category/{_S}\.yaml", "category"),
        (rf"clause-type/{_S}\.md", "clause-type"),
        (rf"regulation/{_S}\.md", "regulation"),
        (rf"agency/{_S}\.md", "agency"),
        (rf"operator/{_S}\.yaml", "operator"),
        (rf"page/{_S}\.md", "page"),
        (rf"platform/{_S}/entity\.yaml", "entity"),
        (rf"platform/{_S}/{_S}/document\.yaml", "document"),
        (rf"platform/{_S}/{_S}/captures\.yaml", "captures"),
        (rf"platform/{_S}/{_S}/notes\.yaml", "notes"),
        (rf"platform/{_S}/{_S}/text/[^/]+", "text"),
        (rf"platform/{_S}/{_S}/original/[^/]+", "original"),
        (rf"platform/{_S}/{_S}/(finding)/{_S}\.yaml", "finding"),
        (rf"platform/{_S}/{_S}/{_S}\.md", "provision"),
        (r"ledger\.tsv|version/versions\.tsv|version/[^/]+/\d+\.(?:md|yaml)", "kept"),
    )
)
MODELS: dict[str, type[Record]] = {
    "category": vocabulary.Category,
    "clause-type": vocabulary.ClauseType,
    "regulation": vocabulary.Regulation,
    "agency": vocabulary.Agency,
    "operator": vocabulary.Operator,
    "page": vocabulary.Page,
    "entity": records.Entity,
    "document": records.Document,
    "finding": records.Finding,
    "provision": records.Provision,
}
SHEETS: dict[str, type[BaseModel]] = {"captures": records.Captures, "notes": records.Notes}
MARKDOWN = frozenset({"clause-type", "regulation", "agency", "page", "provision"})


@dataclass(frozen=True, slots=True)
class Content:
    """Everything below the content folder, by kind and key, each dict in key order. Texts and originals are only
    named: `files` gives their place on disk by path."""

    site: vocabulary.Site
    people: dict[str, vocabulary.Person]
    jurisdictions: dict[str, vocabulary.Group | str]
    document_types: dict[str, str]
    archives: dict[str, vocabulary.Archive]
    categories: dict[str, vocabulary.Category]
    clause_types: dict[str, vocabulary.ClauseType]
    regulations: dict[str, vocabulary.Regulation]
    agencies: dict[str, vocabulary.Agency]
    operators: dict[str, vocabulary.Operator]
    pages: dict[str, vocabulary.Page]
    entities: dict[str, records.Entity]
    documents: dict[str, records.Document]
    captures: dict[str, records.Captures]
    notes: dict[str, records.Notes]
    findings: dict[str, records.Finding]
    provisions: dict[str, records.Provision]
    sources: dict[str, Source] = field(repr=False)
    files: dict[str, Path] = field(repr=False)
    broken: frozenset[str] = frozenset()
    torn: dict[str, records.Torn] = field(default_factory=dict)

    @property
    def has_site(self) -> bool:
        """Whether site.yaml was read; another site stands in for it otherwise."""
        return "site.yaml" not in self.broken

    def place(self, path: str, pointer: Pointer) -> tuple[int, int]:
        """Line and column of a value in a file that was read."""
        return _place(self.sources[path], pointer) if path in self.sources else (1, 1)


def read(folder: Path) -> tuple[Content, list[Problem]]:
    """All records and all problems."""
    if not folder.is_dir():
        raise AtlasError(f"there is no content folder '{folder}'; name one with --content")
    files = dict(_files(folder))
    reader = _Reader(files)
    for path in sorted(files, key=lambda path: path not in TABLES):  # first what messages about others may name
        reader.read(path)
    for path in ("site.yaml", *TABLES):
        if path not in files:
            reader.problems.append(Problem(path, 1, 1, "file-missing", f"{path} must be there"))
            reader.broken.add(path)
    return reader.content(), reader.problems


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Paths below the folder, sorted, without dotfiles and what lies below a dot folder."""
    found = ((path.relative_to(folder), path) for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    for relative, path in sorted(found, key=lambda pair: pair[0].as_posix()):
        if not any(part.startswith(".") for part in relative.parts):
            yield relative.as_posix(), path


def kind_of(path: str) -> tuple[str, str] | None:
    """Kind and key of a file below the content folder, by its path alone; None for one of no known kind."""
    for pattern, kind in KINDS:
        if found := pattern.fullmatch(path):
            return kind, "/".join(group for group in found.groups() if group)
    return None


def _names(kind: str, key: str) -> list[str]:
    """The parts of a key that somebody chose: of a finding's, `acme/terms/finding/arbitration`, all but the third."""
    parts = [] if kind in {"text", "original", "kept"} else key.split("/")
    return [*parts[:2], *parts[3:]] if kind == "finding" else parts


class _Reader:
    """Gathers records as files are read, one after the other."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        self.tables: dict[str, Any] = {}
        self.kinds: dict[str, dict[str, Any]] = {kind: {} for kind in (*MODELS, *SHEETS)}
        self.broken: set[str] = set()
        self.torn: dict[str, records.Torn] = {}

    def read(self, path: str) -> None:
        if self.files[path].is_symlink():
            self._report(path, "symbolic-link", "file must be a file of its own, not a symbolic link")
        elif not self.files[path].is_file():
            self._report(path, "no-file", "file must be an ordinary file, not a pipe, a socket or a device")
        elif path in TABLES or path == "site.yaml":
            model = vocabulary.Site if path == "site.yaml" else TABLES[path]
            self.tables[path] = self._value(path, TypeAdapter(model), model)
        elif found := kind_of(path):
            self._record(path, *found)
        else:
            self._report(path, "unknown-file", f"file must be of a known kind; nothing reads '{path}'{_near(path)}")

    def _record(self, path: str, kind: str, key: str) -> None:
        for slug in _names(kind, key):
            if fault := slug_fault(slug):
                self._report(path, "bad-slug", f"'{slug}' {fault}")
        if model := MODELS.get(kind) or SHEETS.get(kind):
            record = self._value(path, TypeAdapter(model), model, is_markdown=kind in MARKDOWN)
            if isinstance(record, Record):
                record.at(key, path, self.sources[path].body)
            if record is not None:
                self.kinds[kind][key] = record
            elif kind == "provision" and path in self.sources:
                self.torn[key] = _torn(self.sources[path].value).at(key, path, self.sources[path].body)

    def _value(self, path: str, adapter: TypeAdapter[Any], model: Any, *, is_markdown: bool = False) -> Any:
        """The validated value of a file, or None with its problems reported."""
        source, problems = (read_markdown if is_markdown else read_yaml)(path, self.files[path].read_bytes())
        self.problems += problems
        if problems:
            self.broken.add(path)
        if source is None:
            return None
        self.sources[path] = source
        if not isinstance(source.value, dict):
            return self._report(path, "wrong-type", "file must hold keys and values")
        try:
            value = adapter.validate_python(source.value)
        except ValidationError as error:
            said = {(problem.line, problem.column) for problem in problems}
            faults = _faults(error, model, source, self.tables.get("jurisdictions.yaml") or {})
            self.problems += [fault for fault in faults if (fault.line, fault.column) not in said]
            self.broken.add(path)
            return None
        return None if problems else value

    def _report(self, path: str, rule: str, text: str) -> None:
        self.problems.append(Problem(path, 1, 1, rule, text))
        self.broken.add(path)

    def content(self) -> Content:
        files = {path: file for path, file in self.files.items() if file.is_file() and not file.is_symlink()}
        kinds = {kind: dict(sorted(found.items())) for kind, found in self.kinds.items()}
        table = {name: self.tables.get(name) or {} for name in TABLES}
        return Content(
            site=self.tables.get("site.yaml") or vocabulary.UNREAD_SITE, people=table["people.yaml"],
            jurisdictions=table["jurisdictions.yaml"], document_types=table["document-types.yaml"],
            archives=table["archives.yaml"],
            categories=kinds["category"], clause_types=kinds["clause-type"], regulations=kinds["regulation"],
            agencies=kinds["agency"], operators=kinds["operator"], pages=kinds["page"], entities=kinds["entity"],
            documents=kinds["document"], captures=kinds["captures"], notes=kinds["notes"], findings=kinds["finding"],
            provisions=kinds["provision"], sources=self.sources, files=files, broken=frozenset(self.broken),
            torn=dict(sorted(self.torn.items())),
        )  # fmt: skip


def _torn(fields: Any) -> records.Torn:
    """What is sound of a faulty provision's fields: a capture is of use with what is quoted from it only."""
    given = fields if isinstance(fields, dict) else {}
    for keys in (("confidence", "capture", "excerpts"), ("capture", "excerpts"), ("confidence",)):
        try:
            return records.Torn.model_validate({key: given[key] for key in keys if key in given})
        except ValidationError:
            continue
    return records.Torn()


def _near(path: str) -> str:
    names = ["site.yaml", *TABLES, "entity.yaml", "document.yaml", "captures.yaml", "notes.yaml"]
    folder, _, name = path.rpartition("/")
    near = did_you_mean(name, names)
    return near if not folder or name not in names else ""


def _place(source: Source, pointer: Pointer) -> tuple[int, int]:
    """A value that stands alone where a list may stand is read as a list of one: its place has no index."""
    for index, step in enumerate(pointer):
        if pointer[: index + 1] not in source.places and step == 0 and pointer[:index] in source.places:
            pointer = (*pointer[:index], *pointer[index + 1 :])
    return source.place(pointer)


def _faults(
    error: ValidationError, model: Any, source: Source, jurisdictions: Mapping[str, vocabulary.Group | str]
) -> Iterator[Problem]:
    """The validator's findings as problems; of several of one rule for one value the first."""
    seen = set()
    for fault in error.errors(include_url=False):
        pointer = tuple(step for step in fault["loc"] if _is_step(step))
        rule, text, is_key = _explain(fault, pointer, model)
        is_key = is_key or fault["loc"][-1] == "[key]"
        if fault["type"] == "value_error" and str(fault["ctx"]["error"]) == f"must be {CODE.what}":
            text += vocabulary.meant_code(fault["input"], jurisdictions) if isinstance(fault["input"], str) else ""
        line, column = source.key_place(pointer) if is_key else _place(source, pointer)
        if (line, column, rule) not in seen:
            seen.add((line, column, rule))
            yield Problem(source.path, line, column, rule, text)


def _is_step(step: str | int) -> bool:
    """Whether a step of the validator's location is one in the file; it also names keys and branches of unions."""
    return isinstance(step, int) or not re.search(r"[\[\]()]|^Group$|^Name$|^function", step)


def _explain(fault: Any, pointer: Pointer, model: Any) -> tuple[str, str, bool]:
    """Rule, text, and whether the key rather than the value is at fault."""
    name = _name(pointer)
    kind, given = fault["type"], fault["input"]
    if kind == "missing":
        return "missing-key", f"{name} must be given", False
    if kind == "extra_forbidden":
        known = _known_keys(model, pointer[:-1])
        return (
            "unknown-key",
            f"'{pointer[-1]}' must be a key of this record{did_you_mean(str(pointer[-1]), known)}",
            True,
        )
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        return (
            "wrong-value",
            f"{name} must be one of {', '.join(allowed)}; got {_shown(given)}{_meant(given, allowed)}",
            False,
        )
    if kind == "value_error":
        return "wrong-value", f"{name} {fault['ctx']['error']}{_got(given)}", False
    if kind == "too_short":
        return "wrong-value", f"{name} must have at least one entry", False
    return "wrong-type", f"{name} must hold keys and values{_got(given)}", False


def _name(pointer: Pointer) -> str:
    """`excerpts[2].text`, counted from 1 as people do."""
    parts = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in pointer]
    return "".join(parts).lstrip(".") or "the file"


def _shown(given: Any) -> str:
    if isinstance(given, str):
        return f"'{given}'" if len(given) <= 60 else f"'{given[:57]}...'"
    return "nothing" if given is None else "a list" if isinstance(given, list | tuple) else "keys and values"


def _got(given: Any) -> str:
    return f"; got {_shown(given)}"


def _meant(given: Any, allowed: list[str]) -> str:
    return did_you_mean(given, allowed) if isinstance(given, str) else ""


def _known_keys(annotation: Any, pointer: Pointer) -> list[str]:
    """The keys that may stand at a place of a record, as its type says."""
    for step in pointer:
        model = _model_in(annotation)
        if model is None or isinstance(step, int):
            continue
        fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
        annotation = fields.get(step, annotation)
    model = _model_in(annotation)
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The record type inside a list, dict or optional type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in reversed(get_args(annotation)) if (model := _model_in(part))), None)
