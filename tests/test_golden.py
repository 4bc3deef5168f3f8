"""The golden site is built byte for byte as it was blessed, and shows every state that a small site can have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import EXPECTED, Site, built, differences, files


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(tmp_path_factory.mktemp("golden") / "site")


def test_the_golden_site_is_built_as_blessed(site: Site) -> None:
    found = list(differences(files(EXPECTED), site))
    told = "\n\n".join(found[:12])
    assert not found, f"{len(found)} files differ; if that is meant, run: python -m tests.bless golden\n\n{told}"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("platform/acorn/terms/training-unless-you-object/index.html", "The switch had been overlooked."),
        ("platform/acorn/terms/training-in-every-case/index.html", "The page had been shown for two days by mistake."),
        ("platform/acorn/terms/text/2026-02-12T080000Z/index.html", "10 January 2026"),
        ("platform/acorn/terms/text/2026-03-01T080000Z/index.html", "The server was down."),
        ("platform/acorn/privacy/text/2026-01-11T080000Z/index.html", "It held a private telephone number."),
        ("platform/acorn/privacy/finding/training/index.html", "The policy is silent on training."),
        ("platform/birch/terms/never-trains/index.html", "The promise is gone."),
    ],
)
def test_it_shows_what_it_was_made_for(page: str, said: str, site: Site) -> None:
    assert said in site[page].decode()


def test_what_is_withheld_is_nowhere(site: Site) -> None:
    assert [name for name, data in site.items() if b"555-0100" in data] == []


def test_differences_are_told_by_file_and_line() -> None:
    expected: Site = {"a": b"one\ntwo\n", "gone": b"", "same": b"x"}
    made: Site = {"a": b"one\n2\n", "new": b"", "same": b"x"}
    assert list(differences(expected, made)) == [
        "gone: gone",
        "new: new",
        "--- expected/a\n+++ built/a\n@@ -1,2 +1,2 @@\n one\n-two\n+2",
    ]


def test_a_difference_too_long_to_read_is_cut(tmp_path: Path) -> None:
    (found,) = differences({"a": b"x\n" * 200}, {"a": b"y\n" * 200})
    assert len(found.splitlines()) == 31
    assert found.endswith("lines more")
