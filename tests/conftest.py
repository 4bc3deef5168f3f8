"""What several test files share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from atlas.exports.bundle import Exports, exported
from atlas.memo import Memo
from atlas.pages.base import Views
from atlas.site import Options, Outcome, build, examine, site_views
from tests.browsing import NO_CHROMIUM, chromium, has_chromium

PROJECT = Path(__file__).resolve().parents[1]

settings.register_profile("atlas", deadline=None)  # a busy machine is no fault; tests of speed measure for themselves
settings.load_profile("atlas")


@pytest.fixture(scope="session")
def demonstration() -> Outcome:
    """The demonstration catalogue in content/, read, proven, joined and checked; nothing is remembered from before."""
    with Memo(None, jobs=2) as memo:
        return examine(Options(content=PROJECT / "content", cache=None), memo)


@pytest.fixture(scope="session")
def demonstration_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration catalogue's built site, with its search index; nobody may change it."""
    out = tmp_path_factory.mktemp("demonstration") / "site"
    options = Options(
        content=PROJECT / "content",
        templates=PROJECT / "templates",
        out=out,
        cache=None,
        base_url="https://atlas.example",
    )
    outcome = build(options)
    assert outcome.is_sound, outcome.problems[:10]
    return out


@pytest.fixture(scope="session")
def views(demonstration: Outcome) -> Views:
    """The views of the demonstration catalogue, with its texts compared."""
    assert demonstration.catalogue
    assert demonstration.coverage
    with Memo(None, jobs=2) as memo:
        return site_views(demonstration.catalogue, demonstration.coverage, memo)


@pytest.fixture(scope="session")
def exports(views: Views) -> Exports:
    """Every export of the demonstration catalogue, by path."""
    with Memo(None, jobs=1) as memo:
        return exported(views, memo, has_data=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests that ask for it are skipped, and fail in CI."""
    if not has_chromium():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    with chromium() as running:
        yield running
