"""The pages that an Open Terms Archive collection reads its documents from: its declarations, and their history.

In: a declarations repository, as a folder (with `declarations/` in it, or the JSON files themselves) or bare. Out: for
each service its name and the declarations of its terms. Source: docs.opentermsarchive.org, "Service declaration", and
OpenTermsArchive/engine, decision-records/0002: a former declaration holds until its `validUntil`, inclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from atlas.importers.archive import Names
from atlas.importers.git import Repository, is_repository
from atlas.problems import AtlasError
from atlas.shapes import Web

_FOLDERS = ("declarations/", "services/", "")
_WEB: TypeAdapter[str] = TypeAdapter(Web)


@dataclass(frozen=True, slots=True)
class Page:
    """`select` and `remove` are CSS, '' where the archive's own rule is none."""

    url: str
    select: str = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The pages of a document, in order; `valid_until` is the last instant it was in force, '' while it is."""

    pages: tuple[Page, ...]
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """`terms` gives each type's declarations, oldest first, the one in force (if any) last."""

    name: str
    homepage: str
    terms: Mapping[str, tuple[Declaration, ...]]


@dataclass(frozen=True, slots=True)
class Declarations:
    """By service id. Empty when none were given, which says nothing about what is still watched."""

    services: Mapping[str, Service]

    def of(self, documents: Iterable[Names]) -> tuple[Declaration, ...]:
        """The declarations of one document under all the names it had, oldest first."""
        held = [(self.services[service], terms) for service, terms in documents if service in self.services]
        found = dict.fromkeys(declaration for service, terms in held for declaration in service.terms.get(terms, ()))
        return tuple(sorted(found, key=_end))


NONE = Declarations({})


def at(declarations: tuple[Declaration, ...], instant: str) -> Declaration | None:
    """The one in force at an instant, as far as the files say: the first that had not ended then."""
    return next((d for d in declarations if not d.valid_until or instant <= d.valid_until), None)


def read_declarations(folder: Path) -> Declarations:
    """All services that are declared. A file that cannot be read stops the import and is named."""
    files = _tracked(folder) if is_repository(folder) and not (folder / ".git").exists() else _lying(folder)
    values = {name: _json(folder / name, data) for name, data in files.items()}
    if not values:
        raise AtlasError(f"'{folder}' holds no declarations; name a clone of the collection's declarations repository")
    ids = sorted(name.removesuffix(".history.json").removesuffix(".json") for name in values)
    return Declarations({i: _service(i, values.get(f"{i}.json", {}), values.get(f"{i}.history.json", {})) for i in ids})


def _lying(folder: Path) -> dict[str, bytes]:
    """The JSON files of the first folder that has any."""
    for name in _FOLDERS:
        if files := sorted((folder / name).glob("*.json")):
            return {path.name: path.read_bytes() for path in files if _is_declaration(path.name)}
    return {}


def _tracked(folder: Path) -> dict[str, bytes]:
    """As `_lying`, from the newest commit of a bare repository."""
    repository = Repository(folder)
    listed = repository.run("ls-tree", "-r", "-z", "--name-only", "HEAD").decode(errors="replace").split("\0")
    for prefix in _FOLDERS:
        names = [path.removeprefix(prefix) for path in listed if path.startswith(prefix) and path.endswith(".json")]
        if found := [name for name in names if "/" not in name and _is_declaration(name)]:
            with repository.blobs() as blob:
                return {name: blob(f"HEAD:{prefix}{name}") for name in found}
    return {}


def _is_declaration(name: str) -> bool:
    return name not in ("package.json", "package-lock.json") and not name.startswith(".")


def _json(path: Path, data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise AtlasError(f"{path} must be JSON; {error}") from None
    return value if isinstance(value, dict) else {}


def _service(service: str, declared: dict[str, Any], history: dict[str, Any]) -> Service:
    current = declared.get("terms") or declared.get("documents") or {}
    entries = [(terms, entry) for terms, former in history.items() if isinstance(former, list) for entry in former]
    entries += current.items()
    terms: dict[str, list[Declaration]] = {}
    for name, entry in entries:
        if isinstance(entry, dict) and (pages := tuple(_pages(entry))):
            terms.setdefault(name, []).append(Declaration(pages, _valid_until(entry)))
    called, homepage = declared.get("name"), declared.get("homepage")
    return Service(
        called if isinstance(called, str) and called.strip() else service,
        homepage if isinstance(homepage, str) and _is_web(homepage) else "",
        {of: tuple(sorted(found, key=_end)) for of, found in terms.items()},
    )


def _end(declaration: Declaration) -> str:
    """What sorts declarations by their end, the one in force last."""
    return declaration.valid_until or "9"


def _valid_until(entry: dict[str, Any]) -> str:
    """The end of a former declaration in UTC, '' for the present one; some write `ValidUntil` or `valid_until`."""
    said = {key.replace("_", "").lower(): value for key, value in entry.items()}.get("validuntil")
    if not isinstance(said, str):
        return ""
    try:
        instant = datetime.fromisoformat(said)
    except ValueError:
        return ""
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _pages(entry: dict[str, Any]) -> Iterator[Page]:
    """The pages of a declaration; what `combine` leaves unsaid is said beside it."""
    parts = entry.get("combine") if isinstance(entry.get("combine"), list) else [{}]
    for part in parts or ():
        said = {**entry, **part} if isinstance(part, dict) else entry
        if _is_web(said.get("fetch")):
            yield Page(said["fetch"], _css(said.get("select")), _css(said.get("remove")))


def _css(rule: Any) -> str:
    """A rule as one CSS selector list; '' when it is none or has a range in it, which CSS cannot say."""
    rules = rule if isinstance(rule, list) else [rule]
    return ", ".join(rules) if all(isinstance(css, str) and css.strip() for css in rules) else ""


def _is_web(value: Any) -> bool:
    try:
        return bool(_WEB.validate_python(value))
    except ValidationError:
        return False
