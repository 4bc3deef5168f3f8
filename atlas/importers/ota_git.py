"""An Open Terms Archive versions repository: its commits to versions, by one `git log` and one `git cat-file --batch`.

In: a git folder, bare or not. Out: a `Collection`. A version is a commit of the archive's own message that writes
`Service/Type.md`; its time is the author's, which the archive sets to when it fetched. Commits by hand, merges and
deletions are no versions. Refused: a shallow clone, which would take all files for new at its edge.

Messages: OpenTermsArchive/engine, src/archivist/recorder/repositories/git/dataMapper.js. "Apply technical or
declaration upgrade on" (formerly "Refilter") says that the archive reads the page by another rule from here on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from atlas.importers.archive import Address, Collection, Names, Texts, Version
from atlas.importers.git import Repository
from atlas.problems import AtlasError

REREAD = ("Apply technical or declaration upgrade on ", "Refilter ")
OWN = ("First record of ", "Record new changes of ", REREAD[0])
FORMER = ("Start tracking ", "Update ", REREAD[1])  # common words: the rest must name the document
_LOG = (
    "log", "HEAD", "--topo-order", "--reverse", "--no-merges", "--no-renames", "--raw", "--no-abbrev", "-z",
    "--no-notes", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8", "--format=tformat:%x01%H%x00%at%x00%B%x00",
)  # fmt: skip
_PAGES = re.compile(r"from (?:and assembling the following snapshots from (\d+) source documents|snapshot )")
_SNAPSHOT = re.compile(r"(https://\S+)-snapshots/(?:-/)?commit/[0-9a-f]{7,}")
_REMOTE = re.compile(
    r"(?:https?|ssh|git)://(?:[^@/]*@)?(?P<place>[^:/]+(?::\d+)?/.+?)(?:\.git)?/?|[^@/]+@(?P<short>[^:/]+:.+?)(?:\.git)?"
)


@dataclass(frozen=True, slots=True)
class Commit:
    """`wrote` gives the blob of every file it added or changed."""

    sha: str
    at: int
    message: str
    wrote: dict[str, str]

    @property
    def subject(self) -> str:
        return self.message.split("\n", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class GitArchive:
    folder: Path
    url: str | None = None

    def collection(self) -> Collection:
        repository = Repository(self.folder)
        if repository.line("rev-parse", "--is-shallow-repository") == "true":
            mend = f"git -C '{self.folder}' fetch --unshallow"
            raise AtlasError(f"'{self.folder}' holds only the newest commits; run: {mend}")
        commits = list(_commits(repository.run(*_LOG)))
        address = self._address(repository, commits)
        present = _names_in(repository.run("ls-tree", "-r", "-z", "--name-only", "HEAD"))
        versions = tuple(version for commit in commits for version in _versions(commit, address, present))
        by_hand = sum(any(map(names_of, commit.wrote)) for commit in commits if not _is_own(commit))
        return Collection(versions, present, by_hand)

    def texts(self) -> AbstractContextManager[Texts]:
        return Repository(self.folder).blobs()

    def _address(self, repository: Repository, commits: list[Commit]) -> Address:
        url = self.url or public_address(repository.line("config", "--get", "remote.origin.url"), commits)
        if not url:
            raise AtlasError(f"nothing in '{self.folder}' says where it is public; say so with --url https://...")
        return Address(url.rstrip("/"), repository.line("symbolic-ref", "--short", "HEAD") or "main")


def names_of(path: str) -> Names | None:
    """Service and type of a file `Service/Type.md`; None for any other (a page of a snapshot has ` #` in its name)."""
    service, slash, name = path.partition("/")
    is_document = slash and "/" not in name and name.endswith(".md") and len(name) > 3 and " #" not in name
    is_plain = path.isprintable() and not service.startswith(".")  # bytes that are no UTF-8 do not print
    return (service, name[:-3]) if is_document and is_plain else None


def public_address(remote: str, commits: list[Commit]) -> str | None:
    """Where a repository is public: its remote, if that is on the web; else beside the snapshots that the newest
    message with such a link names."""
    found = _REMOTE.fullmatch(remote)
    place = found and (found["place"] or found["short"].replace(":", "/", 1))
    if place and "." in place.split("/")[0]:
        return f"https://{place}"
    links = (_SNAPSHOT.search(commit.message) for commit in reversed(commits))
    return next((f"{link[1].removesuffix('/-')}-versions" for link in links if link), None)


def is_on_the_web(url: str) -> bool:
    """Whether an address can be cited."""
    parts = urlsplit(url)
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _commits(log: bytes) -> Iterator[Commit]:
    """The commits of a `git log` in the form asked for above, which separates everything by NUL."""
    fields = iter(log.decode("utf-8", errors="surrogateescape").split("\0"))
    sha = next(fields, "").lstrip("\n")
    while sha:
        at, message = int(next(fields) or 0), next(fields)
        wrote: dict[str, str] = {}
        for field in fields:
            if change := re.fullmatch(r"\n?:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]", field):
                path = next(fields)
                wrote |= {path: change[2]} if change[1] in ("100644", "100755") else {}
            elif field.startswith("\x01"):
                yield Commit(sha.lstrip("\x01"), at, message, wrote)
                sha = field
                break
        else:
            yield Commit(sha.lstrip("\x01"), at, message, wrote)
            return


def _is_own(commit: Commit) -> bool:
    """Whether a commit's message is the archive's own."""
    named = {" ".join(names) for path in commit.wrote if (names := names_of(path))}
    former = (commit.subject.removeprefix(prefix) for prefix in FORMER if commit.subject.startswith(prefix))
    return commit.subject.startswith(OWN) or any(rest in named for rest in former)


def _versions(commit: Commit, address: Address, present: frozenset[Names]) -> Iterator[Version]:
    """The versions that a commit records; one, unless somebody has joined commits."""
    if not _is_own(commit):
        return
    recorded_at = datetime.fromtimestamp(commit.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    pages = _PAGES.search(commit.message)
    for path, blob in commit.wrote.items():
        if names := names_of(path):
            yield Version(
                names, recorded_at, blob, address.commit(commit.sha),
                file_href=address.file(names, "" if names in present else commit.sha),
                is_reread=commit.subject.startswith(REREAD),
                page_count=int(pages[1] or 1) if pages else None,
            )  # fmt: skip


def _names_in(listing: bytes) -> frozenset[Names]:
    paths = listing.decode("utf-8", errors="surrogateescape").split("\0")
    return frozenset(names for path in paths if (names := names_of(path)))
