"""Long lists over several pages: at most `MOST` rows on each.

>>> [list(rows) for rows in chunks(range(5), 2)], page_address("/changes/", 2)
([[0, 1], [2, 3], [4]], '/changes/page/2/')
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from atlas.pages.base import Link

MOST = 200  # rows of a list on one page

Row = TypeVar("Row")


def chunks(rows: Sequence[Row], most: int = MOST) -> list[Sequence[Row]]:
    """The rows in order, as many on a page as it takes; one empty page for none."""
    return [rows[start : start + most] for start in range(0, len(rows), most)] or [rows]


def page_address(address: str, number: int) -> str:
    """Where a page of a list is, by its number from 1."""
    return f"{address}page/{number}/"


def pager(addresses: Sequence[str], here: int) -> tuple[tuple[str, Link], ...]:
    """Links to the pages around one of several, by its place from 0: `Page 2 of 3`."""
    words = [f"page {number} of {len(addresses)}" for number in range(1, len(addresses) + 1)]
    found = [("Before", here - 1), ("After", here + 1)]
    return tuple((word, Link(words[at], addresses[at])) for word, at in found if 0 <= at < len(addresses))
