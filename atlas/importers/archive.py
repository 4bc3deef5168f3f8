"""What an archive of documents is read into, whatever it is kept in: its versions, and where it is public.

>>> Address("https://github.com/OpenTermsArchive/demo-versions").commit("1f00")
'https://github.com/OpenTermsArchive/demo-versions/commit/1f00'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

Names = tuple[str, str]  # a service and a type of its terms, as the archive names them
Texts = Callable[[str], bytes]  # the bytes of a version, by its `ref`


@dataclass(frozen=True, slots=True)
class Address:
    """Where an archive's repository is public. GitLab puts `/-/` before what it says of a repository."""

    url: str
    branch: str = "main"

    def commit(self, sha: str) -> str:
        return f"{self._base}/commit/{sha}"

    def file(self, names: Names, at: str = "") -> str:
        """The address of a document's file, as it is now or at a commit."""
        return f"{self._base}/blob/{quote(at or self.branch)}/{quote('/'.join(names))}.md"

    @property
    def _base(self) -> str:
        return f"{self.url}/-" if "gitlab" in (urlsplit(self.url).hostname or "") else self.url


@dataclass(frozen=True, slots=True)
class Version:
    """One dated text of a document: `ref` names its bytes in the archive, `href` is where it can be seen, `file_href`
    where the archive keeps the document. `page_count` is how many pages were read as one, None when it is not said."""

    names: Names
    recorded_at: str
    ref: str
    href: str
    file_href: str
    is_reread: bool = False
    page_count: int | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """An archive as it stands: its own versions in the order it keeps them, the documents that are still in it (None
    when it does not say), how many records of documents by hand were passed over, and what it does not tell."""

    versions: tuple[Version, ...]
    present: frozenset[Names] | None
    by_hand: int = 0
    silent_on: str = ""

    @property
    def watched_through(self) -> str:
        """The day of the newest version: until then at least the archive looked."""
        return max((version.recorded_at for version in self.versions), default="")[:10]


class Archive(Protocol):
    """An archive that can be opened: its collection, and the bytes of each version while it is open."""

    def collection(self) -> Collection: ...

    def texts(self) -> AbstractContextManager[Texts]: ...


def documents(versions: tuple[Version, ...]) -> Iterator[Names]:
    """The documents that have a version, each once, in order."""
    yield from dict.fromkeys(version.names for version in versions)
