"""What several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.memo import Memo
from atlas.site import Options, Outcome, examine

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def demonstration() -> Outcome:
    """The demonstration catalogue in content/, read, proven, joined and checked; nothing is remembered from before."""
    with Memo(None, jobs=2) as memo:
        return examine(Options(content=PROJECT / "content", cache=None), memo)
