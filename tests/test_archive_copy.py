"""Public copies: looked up, asked for, and named only when they show the same words. The archive is a fake of the
documented interface, on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from atlas.capture.archive import Archive, Copy
from atlas.capture.extract import PageBytes, read_page
from atlas.capture.fetch import Wire
from atlas.capture.guard import Guard
from atlas.capture.manners import Visitor
from tests import web
from tests.web import Answer, Web

PAGE = "https://acme.example/terms"
AT = "2026-03-05T08:00:00Z"
SAME = Answer(b"<p>We may share.</p>")
OTHER = Answer(b"<p>We never share.</p>")
HEADER = ["timestamp", "original"]


def as_json(value: Any, status: int = 200) -> Answer:
    return Answer(json.dumps(value).encode(), status, "application/json")


@pytest.fixture
def wayback() -> Iterator[Web]:
    with Web({"/cdx/search/cdx": as_json([])}) as served:
        yield served


def copy(wayback: Web, *, asks: bool = False) -> Copy:
    visitor = Visitor(Wire("bot", Guard(allow_loopback=True)), "bot", pause=0, deadline=0.5)
    return Archive(visitor, wayback.base, asks=asks).copy_of(PAGE, AT, is_same)


def is_same(page: PageBytes) -> bool:
    return read_page(page, None, None) == "We may share.\n"


def test_the_nearest_copy_with_the_same_words_is_named(wayback: Web) -> None:
    wayback.routes |= {
        "/cdx/search/cdx": as_json(
            [HEADER, ["20260214000000", PAGE], ["20260304120000", PAGE], ["20260301000000", PAGE]]
        ),
        f"/web/20260304120000id_/{PAGE}": OTHER,
        f"/web/20260301000000id_/{PAGE}": SAME,
    }
    assert copy(wayback).url == f"{wayback.base}/web/20260301000000/{PAGE}"
    query = wayback.asked[0].path
    for part in ("url=https%3A%2F%2Facme.example%2Fterms", "output=json", "statuscode%3A200", "from=20260203080000",
                 "to=20260404080000"):  # fmt: skip
        assert part in query
    assert wayback.paths()[1:] == [f"/web/20260304120000id_/{PAGE}", f"/web/20260301000000id_/{PAGE}"]


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ({}, "no copy in the archive: it has none of these days; --archive asks for one"),
        ({"/cdx/search/cdx": Answer(b"", media_type="text/plain")}, "it has none of these days"),
        ({"/cdx/search/cdx": as_json([HEADER, ["20260304120000", PAGE]]), f"/web/20260304120000id_/{PAGE}": OTHER},
         "its copies of these 30 days show other words"),
        ({"/cdx/search/cdx": as_json([HEADER, ["20260304120000", PAGE]])}, "show other words"),
        ({"/cdx/search/cdx": as_json([HEADER, ["nonsense", PAGE], "x", 7])}, "it has none"),
        ({"/cdx/search/cdx": as_json([HEADER, ["20260304120000", {}], [7, PAGE], [[], []], [None, None]])},
         "it has none"),
        ({"/cdx/search/cdx": as_json([HEADER, ["20260304120000", "https://evil.example/terms"]])}, "it has none"),
        ({"/cdx/search/cdx": as_json([HEADER, ["20260304120000", f"{PAGE} x"], ["20260304120000", "http://[x"]])},
         "it has none"),
        ({"/cdx/search/cdx": Answer(b"[" * 200_000)}, "did not answer: .* else than JSON"),
        ({"/cdx/search/cdx": Answer(b"[" + b"9" * 5_000 + b"]")}, "did not answer: .* else than JSON"),
        ({"/cdx/search/cdx": Answer(b"\xff\xfe")}, "did not answer: .* else than JSON"),
        ({"/cdx/search/cdx": as_json("a text")}, "it has none"),
        ({"/cdx/search/cdx": Answer(b"<html>", media_type="text/html")}, "did not answer: .* else than JSON"),
        ({"/cdx/search/cdx": Answer(b"", 429)}, "the archive did not answer: .* answers 429"),
        ({"/cdx/search/cdx": Answer(b"", 403)}, "the archive did not answer: .* answers 403"),
        ({"/cdx/search/cdx": web.never_answers}, "the archive did not answer: .* within 0.5 seconds"),
    ],
)  # fmt: skip
def test_without_a_copy_it_is_said_why(wayback: Web, routes: dict[str, Any], says: str) -> None:
    wayback.routes |= routes
    found = copy(wayback)
    assert found.url is None
    assert __import__("re").search(says, found.note), found.note


def saving(*states: dict[str, Any]) -> dict[str, Any]:
    return {
        "/save": as_json({"url": PAGE, "job_id": "job-1"}),
        "/save/status/job-1": [as_json(state) for state in states],
    }


PENDING = {"status": "pending", "job_id": "job-1"}
DONE = {"status": "success", "timestamp": "20260305080102", "original_url": PAGE, "job_id": "job-1"}
MADE = f"/web/20260305080102/{PAGE}"
REPLAY = f"/web/20260305080102id_/{PAGE}"


@pytest.mark.parametrize(
    ("routes", "is_named", "says"),
    [
        ({**saving(PENDING, PENDING, DONE), REPLAY: SAME}, True, "made by the archive just now, with the same words"),
        ({**saving(DONE)}, True, "not compared: its replay answers 404"),
        ({**saving(DONE), REPLAY: OTHER}, False, "shows other words, and is not named"),
        ({**saving(DONE), REPLAY: Answer(b"\x89PNG", media_type="image/png")}, False, "cannot be read as ours is"),
        (saving({"status": "error", "status_ext": "error:blocked-url", "message": "The URL is blocked."}), False,
         "could make no copy: The URL is blocked."),
        ({"/save": as_json({"status": "error", "status_ext": "error:too-many-daily-captures"})}, False,
         "will make no copy: error:too-many-daily-captures"),
        ({"/save": as_json([])}, False, "will make no copy: it does not say why"),
        ({"/save": Answer(b"", 429)}, False, "the archive did not answer"),
        (saving({"status": "success"}), False, "could make no copy"),
        (saving({"status": "success", "timestamp": 20260305080102}), False, "could make no copy"),
        (saving({"status": "success", "timestamp": "\u0662" * 14}), False, "could make no copy"),
        (saving({"status": ["success"]}), False, "could make no copy: it does not say why"),
        (saving({"status": "error", "message": "\ud800\x1b[2J" + "no\n" * 900_000}), False, "could make no copy: "),
        ({"/save": as_json({"job_id": {"a": 1}})}, False, "will make no copy"),
        ({"/save": as_json({"job_id": "../../x y"})}, False, "will make no copy"),
        ({"/save": as_json({"job_id": "job-1"}), "/save/status/job-1": Answer(b"[" * 200_000)}, False,
         "else than JSON"),
    ],
)  # fmt: skip
def test_a_copy_is_asked_for_and_waited_for(wayback: Web, routes: dict[str, Any], is_named: bool, says: str) -> None:
    wayback.routes |= routes
    found = copy(wayback, asks=True)
    assert found.url == (wayback.base + MADE if is_named else None)
    assert says in found.note
    assert found.note.isprintable()
    assert len(found.note) < 500


@pytest.mark.parametrize(
    "given", [7, ["x"], {"a": 1}, f"{PAGE}\n x", f"{PAGE} x", "http://[bad/", "/terms#frag", f"{PAGE}#frag",
              f"{PAGE}/x", "https://evil.example/terms", f"ftp{PAGE[5:]}", f"{PAGE}\ud800", 
              "https://www.www.acme.example/terms"],
)  # fmt: skip
def test_a_strange_address_of_a_copy_is_not_taken_over(wayback: Web, given: Any) -> None:
    wayback.routes |= {**saving({**DONE, "original_url": given}), REPLAY: SAME}
    assert copy(wayback, asks=True).url == wayback.base + MADE


@pytest.mark.parametrize(
    "given", ["http://acme.example/terms", "https://www.acme.example/terms/", "http://acme.example:80/terms"]
)
def test_an_address_that_differs_in_nothing_but_form_is_taken_over(wayback: Web, given: str) -> None:
    wayback.routes |= {**saving({**DONE, "original_url": given}), f"/web/20260305080102id_/{given}": SAME}
    assert copy(wayback, asks=True).url == f"{wayback.base}/web/20260305080102/{given}"


def test_the_form_is_as_documented_and_keys_are_sent_when_there_are_any(
    wayback: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    wayback.routes |= {**saving(DONE), REPLAY: SAME}
    copy(wayback, asks=True)
    save = next(asked for asked in wayback.asked if asked.path == "/save")
    assert save.method == "POST"
    assert b"url=https%3A%2F%2Facme.example%2Fterms" in save.body
    assert save.headers["Accept"] == "application/json"
    assert "Authorization" not in save.headers
    monkeypatch.setenv("SAVEPAGENOW_ACCESS_KEY", "key")
    monkeypatch.setenv("SAVEPAGENOW_SECRET_KEY", "secret")
    copy(wayback, asks=True)
    assert wayback.asked[-2].headers["Authorization"] == "LOW key:secret"
    assert "Authorization" not in wayback.asked[-1].headers


def test_it_is_not_waited_for_ever(wayback: Web) -> None:
    wayback.routes |= saving(PENDING)
    assert "still at work" in copy(wayback, asks=True).note


def test_a_copy_that_is_there_is_not_asked_for(wayback: Web) -> None:
    wayback.routes |= {
        "/cdx/search/cdx": as_json([HEADER, ["20260304120000", PAGE]]), f"/web/20260304120000id_/{PAGE}": SAME,
    }  # fmt: skip
    assert copy(wayback, asks=True).url
    assert "/save" not in wayback.paths()
