"""The search bundle: small pages of what readers search for, indexed by Pagefind, remembered under their digest."""

from __future__ import annotations

from pathlib import Path

from atlas.memo import Memo
from atlas.pages.base import Views
from atlas.render import Shell


def bundle(views: Views, shell: Shell, memo: Memo, cache: Path | None) -> dict[str, bytes | Path]:
    """The files of the bundle."""
    return {}


def label_files(views: Views) -> dict[str, bytes | Path]:
    """The labels of what the search filters by."""
    return {}
