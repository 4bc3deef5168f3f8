"""The pipe on one screen: content files in, a site on disk out.

`examine` reads, proves, joins and checks; `build` goes on to pages, links, search and the disk, and writes nothing when
anything is wrong. Everything slow is remembered (`memo`), and a page whose inputs did not change is neither rendered
nor written again; a build that remembers nothing gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from atlas import search
from atlas.catalogue import Catalogue, join, published
from atlas.changes import compare
from atlas.checks import run_catalogue, run_content, run_since
from atlas.checks.since import base_of
from atlas.coverage import Coverage, cover
from atlas.evidence import Evidence, observe
from atlas.exports.bundle import exported, site_files
from atlas.history import account
from atlas.ids import file_of
from atlas.memo import Memo, Progress, code_digest, digest
from atlas.pages import permanent, plan
from atlas.pages.base import Page, Views, published_name
from atlas.pages.data import data_pages
from atlas.problems import AtlasError, Problem, errors
from atlas.publishing import publish, refuse_foreign, staged
from atlas.reading import Content, read
from atlas.references import references
from atlas.render import Shell, broken_links, folder_digest, frame_digest, page_digest, render
from atlas.shapes import is_plain, web
from atlas.shell import assets, headers_file, shell_of
from atlas.soundness import sound_part
from atlas.versions import editions

Report = Callable[[str, int, int], None]  # what is being done, how much is done, of how much
Links = tuple[tuple[str, ...], frozenset[str]]
Files = dict[str, bytes | Path]  # what stands at a path of the site: bytes, or a file to copy


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is told."""

    content: Path = Path("content")
    templates: Path = Path("templates")
    out: Path = Path("public")
    base_url: str | None = None
    base: str | None = None
    is_publication: bool = False
    preview: str = ""
    has_search: bool = True
    has_data: bool = True
    jobs: int = os.cpu_count() or 1
    cache: Path | None = Path(".cache")


@dataclass
class Outcome:
    """What a build or check found and did; `seconds` by stage, in order."""

    problems: list[Problem] = field(default_factory=list)
    content: Content | None = None
    catalogue: Catalogue | None = None
    coverage: Coverage | None = None
    pages: int = 0
    written: int = 0
    deleted: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        return not errors(self.problems)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Notes how long a stage took."""
        start = perf_counter()
        yield
        self.seconds[name] = perf_counter() - start


def examine(options: Options, memo: Memo, report: Report | None = None) -> Outcome:
    """Everything that can be known without a page: all problems, and the catalogue when there are no errors. Where
    there are, what needs joined records is looked for in the sound part of the content."""
    outcome = Outcome()
    with outcome.stage("read"):
        content, outcome.problems = read(options.content)
        content = outcome.content = _served_at(content, options.base_url)
    refer = references(content)
    with outcome.stage("prove"):
        outcome.problems += run_content(content, refer)
        if options.base:
            outcome.problems += run_since(content, refer, base_of(options.content, options.base))
        evidence, faults = observe(content, refer, memo, _progress(report, "proving quotes"))
        outcome.problems += faults
    part = content if outcome.is_sound else sound_part(content, refer, outcome.problems)
    if part:
        _join(outcome, options, part, evidence, memo, report)
    folder = options.content.as_posix()
    outcome.problems = sorted(replace(problem, path=f"{folder}/{problem.path}") for problem in outcome.problems)
    return outcome


def _join(
    outcome: Outcome, options: Options, content: Content, evidence: Evidence, memo: Memo, report: Report | None
) -> None:
    """Joins sound records and looks for what only shows in all of them; the catalogue is kept if all content is."""
    with outcome.stage("history"):
        histories = account(content, evidence, memo, _progress(report, "reading history"))
    with outcome.stage("check"):
        catalogue = join(content, references(content), evidence, histories)
        is_whole = outcome.is_sound
        outcome.problems += run_catalogue(catalogue, memo)
        if is_whole and options.is_publication:
            content = published(content)
            catalogue = join(content, references(content), evidence, histories.of(content))
        if is_whole:
            outcome.catalogue, outcome.coverage = catalogue, cover(catalogue)


def _served_at(content: Content, base_url: str | None) -> Content:
    """The content of a site that is served elsewhere than its record says."""
    if not base_url:
        return content
    return replace(content, site=content.site.model_copy(update={"base_url": base_url}))


def build(options: Options, report: Report | None = None) -> Outcome:
    """The site at `options.out`; or nothing changed there, and the problems that stand in the way."""
    if not (options.templates / "base.html").is_file():
        raise AtlasError(f"there are no templates in '{options.templates}'; name their folder with --templates")
    refuse_foreign(options.out, (options.content, options.templates))
    if options.base_url:
        _refuse_base_url(options.base_url)
    with Memo(options.cache, jobs=options.jobs) as memo:
        outcome = examine(options, memo, report)
        if outcome.is_sound and outcome.catalogue and outcome.coverage:
            with staged(options.out) as files:
                with outcome.stage("compare"):
                    views = site_views(outcome.catalogue, outcome.coverage, memo, report)
                _fill(options, outcome, views, memo, files, report)
    return outcome


def _refuse_base_url(base_url: str) -> None:
    """An address given with the command is held to what site.yaml's is held to."""
    try:
        web(base_url)
    except ValueError as error:
        raise AtlasError(f"--base-url {error}; got '{base_url}'") from None
    if not is_plain(base_url):
        raise AtlasError(f"--base-url must have no query and no fragment; got '{base_url}'")


def site_views(catalogue: Catalogue, coverage: Coverage, memo: Memo, report: Report | None = None) -> Views:
    """What pages and exports are made from: the catalogue with its versions and compared texts."""
    compared = compare(catalogue.content, catalogue.histories, memo, _progress(report, "comparing texts"))
    return Views(catalogue, coverage, editions(catalogue.content, catalogue.refer, memo), compared)


def _fill(options: Options, outcome: Outcome, views: Views, memo: Memo, files: Path, report: Report | None) -> None:
    """Renders into the staging folder, checks every link, and publishes."""
    shell = shell_of(
        views, options.templates, base_url=options.base_url, preview=options.preview, has_search=options.has_search,
        has_data=options.has_data,
    )  # fmt: skip
    with outcome.stage("export"):
        exports = exported(views, memo, has_data=options.has_data)
    with outcome.stage("plan"):
        present = {page.address: page for page in _distinct(chain(plan(views), data_pages(views, exports.told)))}
        pages = present | permanent.former_pages(views, present.values())
        outcome.pages = len(pages)
    with outcome.stage("render"):
        former = _Manifest.read(options)
        frame = frame_digest(shell, folder_digest(options.templates) + code_digest())
        keys = {address: page_digest(page, frame) for address, page in pages.items()}
        stale = [page for address, page in pages.items() if former.pages.get(address, ("",))[0] != keys[address]]
        tasks = [(page, shell, options.templates, options.content, files) for page in stale]
        made = memo.compute(_write_page, tasks, _progress(report, "rendering pages"))
        fresh = {page.address: found for page, found in zip(stale, made, strict=True)}
        links = {address: fresh.get(address) or former.pages[address][1] for address in pages}
    others, searched = _others(views, options), search.documents(views) if options.has_search else ()
    others |= exports.files | site_files(views, present.values())
    others |= search.label_files(searched, views) if options.has_search else {}
    others |= permanent.former_files(views, others)
    with outcome.stage("links"):
        outcome.problems += _broken(permanent.with_anchors(pages, links), others, shell)
    if outcome.is_sound:
        with outcome.stage("search"):
            others |= search.bundle(searched, shell, memo)
        with outcome.stage("write"):
            keep = {file_of(address) for address in pages if address not in fresh}
            marks = {path: _mark(source) for path, source in others.items()}
            same = {path for path, mark in marks.items() if former.files.get(path) == mark}
            changed = {path: source for path, source in others.items() if path not in same}
            keep |= same | _stage_others(changed, files, options.out)
            outcome.written, outcome.deleted = publish(files, options.out, keep)
            _Manifest({address: (keys[address], links[address]) for address in pages}, marks).write(options)


def _distinct(pages: Iterator[Page]) -> Iterator[Page]:
    """The pages, none of which may have another's address: that would be our fault, as keys are unique."""
    seen = set()
    for page in pages:
        assert page.address not in seen, f"two pages at {page.address}"
        seen.add(page.address)
        yield page


def _write_page(task: tuple[Page, Shell, Path, Path, Path]) -> Links:
    """Renders a page into the staging folder; what it links to and its anchors."""
    page, shell, templates, content, files = task
    made = render(page, shell, templates, content)
    path = files / file_of(page.address)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.html)
    return made.links, made.anchors


def _broken(pages: Mapping[str, Links], others: Files, shell: Shell) -> Iterator[Problem]:
    """A problem for every link that leads nowhere."""
    there = frozenset(f"/{path}" for path in others)
    root = urlsplit(shell.base_url).path.rstrip("/")
    for address, link in broken_links(pages, there, root):
        said = f"link must lead to a page, file or anchor of this site; got {link}"
        yield Problem(file_of(address), 1, 1, "broken-link", said)


def _others(views: Views, options: Options) -> Files:
    """Every file that is no page: the theme, the headers, and the texts and originals to download."""
    found: Files = {f"assets/{name}": data for name, data in assets(options.templates).values()}
    found |= {
        "_headers": headers_file(has_data=options.has_data),
        "_redirects": permanent.redirects(views),
        **permanent.permanent_files(views),
    }
    for path, file in views.content.files.items():
        parts = path.split("/")
        if len(parts) == 5 and parts[3] in ("text", "original"):
            document = "/".join(parts[1:3])
            if document in views.content.documents and _is_published(views, document, parts[3], parts[4]):
                name = parts[4] if parts[3] == "text" else published_name(parts[4])
                found["/".join([*parts[:4], name])] = file
    return found


def _is_published(views: Views, document: str, folder: str, name: str) -> bool:
    """Whether a file of evidence may be downloaded: not when a capture that names it shows a withheld text."""
    evidence = views.catalogue.evidence
    for capture in evidence.captures.get(document, ()):
        names = {capture.text, *(page.original for page in capture.sources)}
        if f"{folder}/{name}" in names and evidence.texts[document][capture.text[5:-3]].withheld:
            return False
    return True


def _stage_others(others: Files, files: Path, out: Path) -> set[str]:
    """Puts into the staging folder what is not in `out` already; gives the paths of what is."""
    same = set()
    for name, source in others.items():
        data = source if isinstance(source, bytes) else source.read_bytes()
        there = out / name
        if there.is_file() and there.stat().st_size == len(data) and there.read_bytes() == data:
            same.add(name)
        else:
            (files / name).parent.mkdir(parents=True, exist_ok=True)
            (files / name).write_bytes(data)
    return same


def _mark(source: bytes | Path) -> str:
    """What tells whether a file is written again: a digest of bytes; of a file to copy its place, size and time."""
    return hashlib.sha256(source).hexdigest() if isinstance(source, bytes) else f"{source} {_file_state(source)}"


def _progress(report: Report | None, what: str) -> Progress | None:
    return (lambda done, of: report(what, done, of)) if report else None


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the last build left in an output folder: by address the page's digest, its links and anchors; by path what
    every other file was made of. What is missing or was touched since does not count."""

    pages: Mapping[str, tuple[str, Links]]
    files: Mapping[str, str]

    @classmethod
    def read(cls, options: Options) -> _Manifest:
        path = cls._path(options)
        if path is None or not path.is_file():
            return cls({}, {})
        pages, files, states = pickle.loads(path.read_bytes())
        kept = {path for path, state in states.items() if state == _file_state(options.out / path)}
        return cls(
            {address: found for address, found in pages.items() if file_of(address) in kept},
            {path: mark for path, mark in files.items() if path in kept},
        )

    def write(self, options: Options) -> None:
        if path := self._path(options):
            paths = (*map(file_of, self.pages), *self.files)
            states = {name: _file_state(options.out / name) for name in paths}
            partial = path.with_suffix(".part")
            partial.write_bytes(pickle.dumps((dict(self.pages), dict(self.files), states)))
            os.replace(partial, path)

    @staticmethod
    def _path(options: Options) -> Path | None:
        return options.cache / f"files-{digest(str(options.out.resolve()))[:16]}.pickle" if options.cache else None


def _file_state(path: Path) -> tuple[int, int] | None:
    """Size and time of a file's last change; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
