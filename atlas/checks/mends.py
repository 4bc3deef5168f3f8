"""Commands that bring published files back: which revision still holds what is gone, or is no longer as published.

In: content, and what is looked for. Out: a `git checkout` that works as printed, run where `content/` is. Git is asked
only once something is wrong; where it knows nothing, the message says what to look for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from atlas import git, versions
from atlas import ledger as ledgers
from atlas.ledger import Ledger
from atlas.reading import Content
from atlas.versions import Version

TABLES = (ledgers.PATH, versions.PATH)
PUBLISHED = f"content/{ledgers.PATH} content/version"
Holds = Callable[[Ledger, tuple[Version, ...]], bool]


def restoring(content: Content, path: str, file: str = "") -> str:
    """The command for a file that was deleted; or for a folder, with the file in it whose deletion is looked for."""
    if git.holds(_folder(content), "HEAD", path):
        return f"git checkout HEAD -- content/{path}"
    return f'git checkout "$(git rev-list -n 1 HEAD -- content/{file or path})^" -- content/{path}'


def _folder(content: Content) -> Path:
    path, file = next(iter(content.files.items()))
    return file.parents[path.count("/")]


def are_sound(rows: bytes, kept: bytes) -> bool:
    """Whether ledger.tsv and versions.tsv are as `assign` writes them: each id stands for one record, each version is
    of one."""
    (ledger, faults), (found, others) = ledgers.read(rows), versions.read(kept)
    standing = [row.id for row in ledger.last.values() if row.id and row.state != "moved"]
    is_agreed = len(standing) == len(set(standing)) and all(version.id in ledger.ids for version in found)
    return is_agreed and not faults and not others


def sound_before(folder: Path, revision: str) -> dict[str, bytes]:
    """Both tables, by path, as they were last sound on the way to a revision; none where they never were."""
    for name in git.changes_of(folder, TABLES, revision):
        rows, kept = (git.bytes_at(folder, name, path) or b"" for path in TABLES)
        if are_sound(rows, kept):
            return {ledgers.PATH: rows, versions.PATH: kept}
    return {}


class Past:
    """ledger.tsv and versions.tsv as they were committed; git is asked once for each revision, if at all."""

    def __init__(self, content: Content) -> None:
        self._content = content
        repository = content.site.repository
        self._published = f"origin/{repository.branch if repository else 'main'}"
        self._tables: dict[str, tuple[Ledger, tuple[Version, ...]] | None] = {}

    @cached_property
    def _folder(self) -> Path:
        return _folder(self._content)

    @cached_property
    def _names(self) -> list[str]:
        return list(dict.fromkeys(git.revisions_of(self._folder, TABLES, self._published)))

    @cached_property
    def _is_complete(self) -> bool:
        return git.is_complete(self._folder)

    def revision(self, holds: Holds) -> str | None:
        """The newest revision whose tables are sound and hold something. '' where there never was one; None where git
        does not know."""
        for name in self._names:
            if name not in self._tables:
                self._tables[name] = self._read(name)
            if (tables := self._tables[name]) and holds(*tables):
                return name
        return "" if self._is_complete else None

    def _read(self, name: str) -> tuple[Ledger, tuple[Version, ...]] | None:
        """Both tables at a revision, if they are sound."""
        rows, kept = (git.bytes_at(self._folder, name, path) or b"" for path in TABLES)
        return (ledgers.read(rows)[0], versions.read(kept)[0]) if are_sound(rows, kept) else None

    def tables_back(self) -> str:
        """The mend of tables that are not as `assign` wrote them, as after a merge of branches that both assigned."""
        found = self.revision(lambda ledger, _: bool(ledger.rows))
        name, where = (found, "") if found else ("REVISION", ", for REVISION the newest commit that was published")
        return (
            f"`git checkout {name} -- {PUBLISHED}` brings back what is published{where}; if two branches assigned, "
            "`atlas check` says then which ids to take out, and `atlas assign` on main gives others"
        )

    def rows_back(self, what: str, paths: str, holds: Holds) -> str:
        """The mend of rows that are gone: the command, or what to look for where git does not know them."""
        found = self.revision(holds)
        name, where = (found, "") if found else ("REVISION", f", for REVISION the newest commit that has {what}")
        return f"`git checkout {name} -- {paths}` brings {what} back{where}"
