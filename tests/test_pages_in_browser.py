"""One page of every kind of the demonstration in Chromium: accessible, quiet, within its policy, within the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import NARROW, VIEWS, WIDE, View, kind_of, kinds, look, served

# Every kind is looked at narrow in one scheme and wide in the other, turn about; `tests.proof axe` looks at all four.
TURNS = ((View("light", NARROW), View("dark", WIDE)), (View("dark", NARROW), View("light", WIDE)))
PARTS = 5  # so that two processes share the work
BAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bad</title></head><body><main>
<h1>Bad</h1><img src="x.png"><p style="color: #eee">pale</p><div style="width: 900px">wide</div>
<script>alert(1)</script><img alt="" src="https://elsewhere.example/x.png"></main></body></html>"""


@pytest.fixture(scope="module")
def host(demonstration_site: Path) -> Iterator[str]:
    with served(demonstration_site) as address:
        yield address


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_is_accessible_quiet_and_fits(
    part: int, demonstration_site: Path, host: str, browser: Browser
) -> None:
    addresses = list(enumerate(kinds(demonstration_site, with_all_prose=False).values()))
    assert len(addresses) > 15
    views = [(address, view) for nth, address in addresses[part::PARTS] for view in TURNS[nth % 2]]
    assert [fault for address, view in views for fault in look(browser, host, address, view)] == []


def test_what_is_looked_for_is_found(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "index.html").write_text(BAD)
    with served(tmp_path) as host:
        faults = "\n".join(fault for fault in look(browser, host, "/", VIEWS[0]))
    for part in (
        "axe image-alt", "content security policy: style-src", "content security policy: script-src",
        "request to another host", "console: ", "/ (light, 320 px): ",
    ):  # fmt: skip
        assert part in faults


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "/"),
        ("/404.html", "/404.html"),
        ("/platform/acme/", "/platform/*"),
        ("/platform/acme/terms/x/", "/platform/*/*/*"),
        ("/platform/acme/terms/text/2026/", "/platform/*/*/text/*"),
        ("/platform/acme/terms/finding/x/", "/platform/*/*/finding/*"),
        ("/about/", "/about"),
    ],
)
def test_pages_are_of_one_kind_whose_addresses_differ_in_names_only(address: str, kind: str) -> None:
    assert kind_of(address) == kind
