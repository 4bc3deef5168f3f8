"""The pipe of an import on one screen: an archive and the catalogue in, what is new of it on disk, an account out.

Documents are taken one after the other, so that no more than one platform's texts are in memory. A document whose
records are in the way is passed over and reported; the others are imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from atlas.importers import drafts
from atlas.importers.archive import Archive, Texts
from atlas.importers.drafts import Draft, Text
from atlas.importers.git import is_repository
from atlas.importers.ota import Choice, Document, audience_of, choose, left_out, slug_of, title_of
from atlas.importers.ota_dataset import DatasetArchive
from atlas.importers.ota_declarations import NONE, Declaration, Declarations, Page, read_declarations
from atlas.importers.ota_git import GitArchive, is_on_the_web
from atlas.importers.sheet import Watch, extended, lags, moved, quoted, written
from atlas.importers.standing import Faulty, Sheet, Standing
from atlas.importers.suspects import Suspicion
from atlas.importers.writing import desk
from atlas.problems import AtlasError, Problem

Report = Callable[[str, int, int], None]  # what is being done, how much is done, of how much
Put = Callable[[dict[str, bytes]], None]

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ARCHIVE = "open-terms-archive"
ARCHIVE_ENTRY = {
    "title": "Open Terms Archive",
    "url": "https://opentermsarchive.org",
    "licence": "ODC-By-1.0",
    "attribution": "Open Terms Archive contributors",
    "keeps": "changes-only",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What an import is told."""

    repository: Path
    content: Path = Path("content")
    declarations: Path | None = None
    services: tuple[str, ...] = ()
    renames: tuple[str, ...] = ()
    url: str | None = None
    language: str = ""
    moves_watched: bool = False
    is_dry: bool = False


@dataclass
class Outcome:
    """What an import did, and what it leaves to a person. Paths are from the content folder."""

    entities: set[str] = field(default_factory=set)
    documents: int = 0
    captures: int = 0
    texts: int = 0
    watches: int = 0
    same_second: int = 0
    by_hand: int = 0
    silent_on: str = ""
    gone: list[str] = field(default_factory=list)
    new_types: list[str] = field(default_factory=list)
    new_archive: bool = False
    guessed_audience: dict[str, list[str]] = field(default_factory=dict)
    without_title: list[str] = field(default_factory=list)
    without_page: list[str] = field(default_factory=list)
    lagging: list[str] = field(default_factory=list)
    watched_through: str = ""
    clashes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    suspects: dict[str, dict[str, Suspicion]] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether everything asked for could be added."""
        return not self.problems and not self.clashes


def import_ota(options: Options, report: Report | None = None) -> Outcome:
    """Everything new of an archive in the catalogue, or, if it is a dry run, an account of what that would be."""
    archive = opened(options.repository, options.url)
    declared = read_declarations(options.declarations) if options.declarations else NONE
    if options.language and not LANGUAGE.fullmatch(options.language):
        raise AtlasError(f"--language must be a code such as en or pt-BR; got '{options.language}'")
    standing = Standing.read(options.content)
    collection = archive.collection()
    if not collection.versions:
        what = "holds nothing that an Open Terms Archive recorded; name a clone of a collection's versions"
        raise AtlasError(f"'{options.repository}' {what}")
    choice = choose(collection, options.services, options.renames)
    _refuse_joined(choice, standing)
    outcome = Outcome(
        by_hand=collection.by_hand, silent_on=collection.silent_on, gone=list(left_out(choice)),
        watched_through=collection.watched_through,
    )  # fmt: skip
    with archive.texts() as texts, _putting(options) as put:
        put(_tables(choice, standing, outcome))
        task = _Import(options, declared, standing, texts, outcome)
        for _, group in groupby(_counted(choice.documents, report), key=lambda document: document.entity):
            put(dict(file for document in group for file in task.files(document).items()))
    return outcome


def _refuse_joined(choice: Choice, standing: Standing) -> None:
    """Two documents of the archive may not become one here by an alias; a rename says that they are one."""
    keys: dict[str, Document] = {}
    for document in choice.documents:
        other = keys.setdefault(standing.key(document.key), document)
        if other is not document:
            one, two = ("/".join(names) for names in (other.names, document.names))
            what = f"'{one}' and '{two}' are both {standing.key(document.key)} here, by its aliases"
            raise AtlasError(f"{what}; if they are one, say --rename '{one}={two}', else take one with --service")


def opened(folder: Path, url: str | None) -> Archive:
    """The archive in a folder: a git repository, or a dataset."""
    if url and not is_on_the_web(url):
        raise AtlasError(f"--url must be an address that begins with https://; got '{url}'")
    if not folder.is_dir():
        hint = "; clone it first: git clone" if folder.is_file() else ""
        raise AtlasError(f"there is no folder '{folder}'{hint}")
    return GitArchive(folder, url) if is_repository(folder) else DatasetArchive(folder, url)


@contextmanager
def _putting(options: Options) -> Iterator[Put]:
    if options.is_dry:
        yield lambda files: None
        return
    with desk(options.content) as found:
        yield found.put


def _counted(documents: Sequence[Document], report: Report | None) -> Iterator[Document]:
    for nth, document in enumerate(documents):
        if report:
            report(" / ".join(document.names), nth, len(documents))
        yield document


# --- the small tables


def _tables(choice: Choice, standing: Standing, outcome: Outcome) -> dict[str, bytes]:
    """The tables with the words that new documents use and that are not in them."""
    new = [d for d in choice.documents if not standing.has(f"platform/{standing.key(d.key)}/document.yaml")]
    titles = {slug_of(document.names[1]): title_of(document.names[1]) for document in new}
    unknown = {slug: title for slug, title in titles.items() if slug not in standing.document_types}
    outcome.new_types = [f'{slug}: "{title}"' for slug, title in unknown.items()]
    outcome.new_archive = bool(choice.documents) and ARCHIVE not in standing.archives
    added = {
        "document-types.yaml": "".join(f"{slug}: {quoted(title)}\n" for slug, title in unknown.items()),
        "archives.yaml": _archive_entry() if outcome.new_archive else "",
    }
    return {name: _appended(standing.folder / name, text) for name, text in added.items() if text}


def _archive_entry() -> str:
    return f"{ARCHIVE}:\n" + "".join(f"  {key}: {quoted(value)}\n" for key, value in ARCHIVE_ENTRY.items())


def _appended(path: Path, text: str) -> bytes:
    there = path.read_bytes() if path.exists() else b""
    return there + (b"\n" if there and not there.endswith(b"\n") else b"") + text.encode()


# --- one document


@dataclass(frozen=True, slots=True)
class _Import:
    """What every document of an import needs."""

    options: Options
    declared: Declarations
    standing: Standing
    texts: Texts
    outcome: Outcome

    def files(self, document: Document) -> dict[str, bytes]:
        """The files that are new or longer; none when the document is as the archive has it, or is in the way."""
        key = self.standing.key(document.key)
        try:
            sheet, noted = self.standing.sheet(key), self.standing.noted(key)
            declarations = self.declared.of(document.known_as)
            texts = [self._text(document, nth, declarations) for nth in range(len(document.versions))]
            found = drafts.draft(document, texts, sheet, ARCHIVE)
            files = self._sheet_files(document, key, sheet, found, declarations)
            files |= self._new_records(document, key, texts, found, declarations)
        except Faulty as fault:
            self.outcome.problems.append(fault.problem)
            return {}
        self._account(document, key, found, noted)
        return files

    def _text(self, document: Document, nth: int, declarations: tuple[Declaration, ...]) -> Text:
        version = document.versions[nth]
        return drafts.text_of(version, self.texts(version.ref), declarations)

    def _sheet_files(
        self, document: Document, key: str, sheet: Sheet | None, found: Draft, declarations: tuple[Declaration, ...]
    ) -> dict[str, bytes]:
        """The new texts, and captures.yaml if it changes."""
        watch = drafts.watch_of(
            document, ARCHIVE, self.outcome.watched_through, declarations, is_declared=self.declared is not NONE
        )
        data = self._captures(key, sheet, watch, found)
        files = {f"platform/{key}/text/{stamp}.md": text for stamp, text in found.texts.items()}
        for path, text in files.items():
            if self.standing.has(path) and (self.standing.folder / path).read_bytes() != text:
                what = "file must be the archive's text of that second, or not be there; another one is"
                raise Faulty(Problem(path, 1, 1, "text-in-the-way", what))
        return files | ({f"platform/{key}/captures.yaml": data} if data else {})

    def _captures(self, key: str, sheet: Sheet | None, watch: Watch, found: Draft) -> bytes:
        """The new captures.yaml; b"" when it stays as it is."""
        if sheet is None:
            return written(watch, found.entries)
        data = extended(sheet, watch, found.entries) if found.entries else sheet.data
        if self.options.moves_watched and lags(sheet, watch):
            self.outcome.watches += 1
            data = moved(data, sheet, watch)
        elif lags(sheet, watch):
            self.outcome.lagging.append(key)
        return data if data != sheet.data else b""

    def _new_records(
        self, document: Document, key: str, texts: Sequence[Text], found: Draft, declarations: tuple[Declaration, ...]
    ) -> dict[str, bytes]:
        """entity.yaml and document.yaml where there are none."""
        paths = f"platform/{key.split('/')[0]}/entity.yaml", f"platform/{key}/document.yaml"
        service = self.declared.services.get(document.names[0])
        name = service.name if service else document.names[0]
        files = {}
        if not self.standing.has(paths[0]):
            self.outcome.entities.add(key.split("/")[0])
            files[paths[0]] = drafts.entity_yaml(name, service.homepage if service else "")
        if not self.standing.has(paths[1]):
            title = drafts.title_in(texts, found)
            pages = declarations[-1].pages if declarations else (Page(document.versions[-1].file_href),)
            pages = tuple({page.url: page for page in reversed(pages)}.values())[::-1]
            files[paths[1]] = drafts.document_yaml(document, name, title, pages, self.options.language)
            self._to_check(key, title, document, has_page=bool(declarations))
        return files

    def _to_check(self, key: str, title: str, document: Document, *, has_page: bool) -> None:
        """What of a new document.yaml a person should look at."""
        audience = ", ".join(audience_of(slug_of(document.names[1])))
        self.outcome.guessed_audience.setdefault(audience, []).append(key)
        self.outcome.without_title += [] if title else [key]
        self.outcome.without_page += [] if has_page else [key]

    def _account(self, document: Document, key: str, found: Draft, noted: frozenset[str]) -> None:
        outcome, standing = self.outcome, self.standing
        outcome.documents += not standing.has(f"platform/{key}/document.yaml")
        outcome.captures += len(found.entries)
        outcome.texts += len(found.texts)
        outcome.same_second += document.same_second
        outcome.clashes += [f"{key}: {clash}" for clash in found.clashes]
        if suspects := {stamp: s for stamp, s in found.suspects.items() if stamp not in noted}:
            outcome.suspects[key] = suspects
