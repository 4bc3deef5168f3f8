"""`atlas capture` and `atlas status`, run as an analyst runs them, against a server on loopback."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator

from tests import web
from tests.captured import KEY, NEWEST, PROVISION, QUOTED, Tree, page, tree
from tests.pdfs import pdf
from tests.web import Answer, Web

NEW = NEWEST.replace(QUOTED, "We and our partners use your content to train our models unless you object by post.")


@pytest.fixture
def site() -> Iterator[Web]:
    with Web({"/terms": Answer(page(NEWEST))}) as served:
        yield served


@pytest.fixture
def made(tmp_path: Path, site: Web) -> Tree:
    return tree(tmp_path, site.url("/terms"))


def entries(made: Tree) -> list[dict[str, object]]:
    return list(yaml.safe_load(made.sheet)["captures"])


def newest(made: Tree) -> dict[str, object]:
    return entries(made)[-1]


def serve(site: Web, text: str, status: int = 200) -> None:
    site.routes["/terms"] = Answer(page(text), status)


# --- the same, new, back


def test_the_same_text_moves_seen_until_and_nothing_else(made: Tree, site: Web) -> None:
    before, files = made.sheet, made.files()
    done = made.capture()
    assert done.exit_code == 0
    assert "acme/terms: the same text as before, seen until 20" in done.output
    line = made.sheet.removeprefix(before)
    assert made.sheet.startswith(before)
    assert line.startswith("  seen_until: ")
    assert {**made.files(), "captures.yaml": ""} == {**files, "captures.yaml": ""}
    assert site.paths() == ["/robots.txt", "/terms"]
    assert made.errors() == []
    made.capture()
    assert made.sheet.count("\n") == before.count("\n") + 1


def test_a_new_text_is_fetched_twice_and_put_on_record(made: Tree, site: Web) -> None:
    before = made.sheet
    serve(site, NEW)
    done = made.capture()
    assert done.exit_code == 0
    assert site.paths() == ["/robots.txt", "/terms", "/terms"]
    assert made.sheet.startswith(before)
    entry = newest(made)
    text = (made.document / str(entry["text"])).read_bytes()
    assert text.decode() == NEW
    assert entry["text_sha256"] == hashlib.sha256(text).hexdigest()
    (source,) = entry["sources"]  # type: ignore[misc]
    assert (made.document / source["original"]).read_bytes() == page(NEW)
    assert source["original_sha256"] == hashlib.sha256(page(NEW)).hexdigest()
    assert (source["url"], source["http_status"], source["media_type"]) == (site.url("/terms"), 200, "text/html")
    assert made.errors() == []


def test_it_says_what_became_of_the_words(made: Tree, site: Web) -> None:
    serve(site, NEW)
    said = made.capture("--content", "content").output
    assert "1 provision: 1 reworded" in said
    assert f"{PROVISION}: reworded   Content trains models unless the user objects" in said
    assert (
        "{+and our partners+} use your content to train our models unless you object [-in your settings-]{+by post+}."
        in said
    )
    assert f"it says so in other words now:   atlas requote {PROVISION}\n" in said
    assert f"the old quote may stay:          atlas judge {PROVISION} same\n" in said
    assert f"it is not said any more:         atlas judge {PROVISION} removed\n" in said
    assert "read again: acme/terms/finding/retention, which rests on words as they were" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NEWEST.replace("whenever you like", "at any moment"), "1 provision: 1 verbatim"),
        (NEWEST.replace(f"\n\n{QUOTED}", "").replace("You keep whatever", f"{QUOTED}\n\nYou keep whatever"),
         "1 provision: 1 verbatim"),
        (NEWEST.replace(f"{QUOTED}\n\n", "").rstrip() + f"\n\n{QUOTED}\n", "1 provision: 1 moved"),
        (NEWEST.replace(QUOTED, "The law of Norway applies to everything in this agreement, whoever you are."),
         "1 provision: 1 not found"),
    ],
)  # fmt: skip
def test_each_state_is_named(made: Tree, site: Web, text: str, said: str) -> None:
    serve(site, text)
    assert said in made.capture().output


def test_words_that_nothing_is_near_can_only_be_judged(made: Tree, site: Web) -> None:
    serve(site, NEWEST.replace(QUOTED, "The law of Norway applies to everything in this agreement, whoever you are."))
    said = made.capture().output
    assert "no passage is near" in said
    assert "atlas requote" not in said
    assert f"atlas judge {PROVISION} removed" in said


def test_a_text_that_comes_back_is_the_same_file_named_again(made: Tree, site: Web) -> None:
    first = (made.document / "text/2026-01-10T080000Z.md").read_text("utf-8")
    texts = set((made.document / "text").iterdir())
    serve(site, first)
    done = made.capture()
    assert "the text of 2026-01-10T08:00:00Z is back" in done.output
    assert newest(made)["text"] == "text/2026-01-10T080000Z.md"
    assert set((made.document / "text").iterdir()) == texts
    assert site.paths() == ["/robots.txt", "/terms"]  # it was accepted once, and is not fetched twice again
    assert made.errors() == []


def test_a_document_that_was_never_captured_gets_its_first(made: Tree, site: Web) -> None:
    for path in (made.record, made.document / "finding/retention.yaml", made.document / "captures.yaml"):
        path.unlink()
    for path in (made.document / "text").iterdir():
        path.unlink()
    serve(site, NEW * 2)
    done = made.capture()
    assert done.exit_code == 0
    assert [entry["text"] for entry in entries(made)] == [
        f"text/{path.name}" for path in (made.document / "text").iterdir()
    ]
    assert "reread" not in newest(made)
    assert made.errors() == []


def test_from_another_rule_of_reading_on_it_is_a_rereading(made: Tree, site: Web) -> None:
    serve(site, NEW)
    done = made.capture()
    assert newest(made)["reread"] is True  # how the texts before were read is not on record
    assert "so this counts as a re-reading, not as a change" in done.output
    serve(site, NEW.replace("by post", "by letter"))
    made.capture()
    assert "reread" not in newest(made)
    select(made, "p")
    serve(site, NEW.replace("by post", "by fax"))
    assert made.capture().exit_code == 0
    assert newest(made)["reread"] is True
    assert made.errors() == []


def test_another_rule_by_which_what_was_kept_reads_alike_is_none(made: Tree, site: Web) -> None:
    serve(site, NEW)
    made.capture()
    select(made, "main")
    serve(site, NEW.replace("by post", "by letter"))
    made.capture()
    assert "reread" not in newest(made)
    time.sleep(1.1)  # a later second
    made.saved(NEW.replace("by post", "by fax"), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert "by fax" in (made.document / str(newest(made)["text"])).read_text("utf-8")
    assert "reread" not in newest(made)


def select(made: Tree, css: str) -> None:
    document = (made.document / "document.yaml").read_text("utf-8")
    made.write(
        "platform/acme/terms/document.yaml", document.replace("/terms\nscope", f"/terms\n    select: {css}\nscope")
    )


def test_an_error_page_that_is_still_there_is_not_taken_for_the_document(made: Tree, site: Web) -> None:
    serve(site, "# Sorry\n\nThis page is not available.", 404)
    done = made.capture("--unusable", "error-page")
    assert done.exit_code == 0
    assert f"noted unusable in notes.yaml: {newest(made)['text'][5:-3]}, error-page" in done.output  # type: ignore[index]
    before = made.files()
    done = made.capture()
    assert done.exit_code == 1
    assert "not captured: the page still shows the text of" in done.output
    assert made.files() == before


def test_the_words_of_before_with_an_error_are_doubted(made: Tree, site: Web) -> None:
    serve(site, NEWEST, 404)
    before = made.files()
    done = made.capture()
    assert done.exit_code == 1
    assert "it answers 404, though with the words of 2026-03-05T08:00:00Z (error-page)" in done.output
    assert made.files() == before
    assert made.capture("--accept").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--at", "2999-01-01T00:00:00Z"), "a page must have been saved before now"),
        (("--report", "nowhere/report.md"), "--report must be in a folder that is there"),
        (("--archive-at", "http://[bad"), "--archive-at must be an address that begins with https://"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_taken(arguments: tuple[str, ...], said: str, made: Tree) -> None:
    (made.home / "saved.html").write_bytes(page(NEW))
    before = made.files()
    done = made.run("capture", KEY, "--from", "saved.html", *arguments)
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert made.files() == before


def test_a_document_with_faulty_records_leaves_the_others_alone(made: Tree, site: Web) -> None:
    for name in ("aaa", "zzz"):
        sources = f"sources: [{{url: {site.url('/terms')}}}]\nscope: {{audience: [individuals]}}\n"
        made.write(f"platform/acme/{name}/document.yaml", f"title: {name}\ntype: terms\n{sources}")
    serve(site, NEW * 2)
    made.write("platform/acme/aaa/notes.yaml", "nonsense: 1\n")
    done = made.capture("--all", "--report", "report.md")
    assert done.exit_code == 1
    assert "acme/aaa: not captured: acme/aaa: what is on record of it has errors" in done.output
    assert (made.content / "platform/acme/zzz/captures.yaml").is_file()
    assert "acme/aaa: not captured" in (made.home / "report.md").read_text("utf-8")


# --- doubts


def differing(site: Web) -> None:
    """A page that is another at every visit."""
    visits = [0]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        visits[0] += 1
        body = page(NEW + f"\nYou are visitor {visits[0]} of today.\n")
        web.head(handler, f"Content-Length: {len(body)}")
        handler.wfile.write(body)

    site.routes["/terms"] = answer


def test_a_page_that_differs_at_once_is_not_taken(made: Tree, site: Web) -> None:
    before = made.files()
    differing(site)
    done = made.capture()
    assert done.exit_code == 1
    assert "two visits, one after the other, found other words" in done.output
    assert "You are visitor [-1-]{+2+} of today." in done.output
    assert "volatile" in done.output
    assert made.files() == before


def test_what_the_document_calls_volatile_makes_no_difference(made: Tree, site: Web) -> None:
    document = (made.document / "document.yaml").read_text("utf-8")
    made.write(
        "platform/acme/terms/document.yaml", document + 'volatile:\n  - {pattern: "visitor \\\\d+", why: A counter.}\n'
    )
    differing(site)
    done = made.capture()
    assert done.exit_code == 0
    assert "its bytes differ from visit to visit though its words do not" in done.output


def test_it_is_taken_all_the_same_when_somebody_says_so(made: Tree, site: Web) -> None:
    differing(site)
    assert made.capture("--accept").exit_code == 0
    assert made.errors() == []


SORRY = "# Sorry\n\nThis page is not available."


@pytest.mark.parametrize("status", [200, 403, 404, 410])
def test_an_error_page_is_proposed_and_not_taken(made: Tree, site: Web, status: int) -> None:
    before = made.files()
    serve(site, SORRY, status)
    done = made.capture()
    assert done.exit_code == 1
    assert "acme/terms: not taken; it may not be the document:" in done.output
    assert ("answers " + str(status) in done.output) == (status != 200)
    assert "atlas capture acme/terms --allow-loopback --no-archive --unusable error-page" in done.output
    assert made.files() == before


def test_an_error_page_can_be_put_on_record_as_one(made: Tree, site: Web) -> None:
    serve(site, SORRY, 404)
    assert made.capture("--unusable", "error-page").exit_code == 0
    assert newest(made)["sources"][0]["http_status"] == 404  # type: ignore[index]
    notes = yaml.safe_load((made.document / "notes.yaml").read_text("utf-8"))
    (note,) = notes["texts"].values()
    assert note["unusable"]["why"] == "error-page"
    assert "404" in note["unusable"]["note"]
    assert "reread" not in newest(made)
    assert made.errors() == []
    assert made.capture("--unusable", "error-page").exit_code == 0  # still there: seen until now
    serve(site, NEWEST)
    assert "is back" in made.capture().output


def test_a_text_that_is_noted_unusable_is_doubted_when_it_is_there_again(made: Tree, site: Web) -> None:
    serve(site, SORRY)
    made.capture("--unusable", "error-page")
    serve(site, NEWEST)
    made.capture()
    serve(site, SORRY)
    done = made.capture()
    assert done.exit_code == 1
    assert "which is noted unusable (error-page)" in done.output


def test_a_short_text_is_taken_on_a_persons_word(made: Tree, site: Web) -> None:
    serve(site, "# Terms\n\nThese terms end today.")
    assert "(partial)" in made.capture().output
    assert made.capture("--accept").exit_code == 0
    assert (made.document / str(newest(made)["text"])).read_text("utf-8") == "# Terms\n\nThese terms end today.\n"


# --- what the web says no to


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ({"/terms": Answer(b"", 404)}, "answers 404 Not Found"),
        ({"/terms": Answer(b"", 503)}, "try again later"),
        ({"/terms": Answer(b"", 429, headers={"Retry-After": "3600"})}, "asks us to wait 3,600 seconds"),
        ({"/terms": web.stalls}, "within 1 seconds in all"),
        ({"/terms": web.ends_early}, "breaks off"),
        ({"/terms": web.claims_a_terabyte}, "bytes"),
        ({"/terms": Answer(b"\x89PNG", media_type="image/png")}, "must be HTML, PDF or plain text; it is image/png"),
        ({"/terms": Answer(b"<p></p>")}, "has no words"),
        ({"/terms": Answer(status=302, headers={"Location": "http://10.0.0.1/"})}, "is private and is not contacted"),
        ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /", media_type="text/plain")}, "asks SmallBot not to visit"),
    ],
)
def test_what_cannot_be_captured_is_said_and_nothing_is_written(
    made: Tree, site: Web, routes: dict[str, Answer], says: str
) -> None:
    before = made.files()
    site.routes |= routes
    done = made.capture("--deadline", "1")
    assert done.exit_code == 1
    assert "acme/terms: not captured: " in done.output
    assert says in done.output
    assert made.files() == before


def test_without_leave_the_machine_itself_is_not_contacted(made: Tree, site: Web) -> None:
    done = made.run("capture", KEY, "--no-archive")
    assert done.exit_code == 1
    assert "must be on port 80" in done.output
    assert not site.asked


def test_select_that_matches_nothing_is_a_failure(made: Tree, site: Web) -> None:
    document = (made.document / "document.yaml").read_text("utf-8")
    made.write(
        "platform/acme/terms/document.yaml", document.replace("/terms\nscope", "/terms\n    select: .gone\nscope")
    )
    done = made.capture()
    assert done.exit_code == 1
    assert "nothing on it matches '.gone'" in done.output


# --- kinds of pages


def test_several_pages_are_one_text(made: Tree, site: Web) -> None:
    site.routes |= {"/1": Answer(page(NEW)), "/2": Answer(page("# Annex\n\n" + NEWEST[20:]))}
    made.write(
        "platform/acme/terms/document.yaml",
        f"title: Terms\ntype: terms\nscope: {{audience: [individuals]}}\nsources:\n  - url: {site.url('/1')}\n"
        f"    select: main\n  - url: {site.url('/2')}\n",
    )
    assert made.capture("--warc").exit_code == 0
    entry = newest(made)
    text = (made.document / str(entry["text"])).read_text("utf-8").split("\n")
    first, second = entry["parts"]  # type: ignore[misc]
    assert (first["url"], first["line"]) == (site.url("/1"), 1)
    assert text[second["line"] - 1] == "# Annex"
    originals = sorted(path.name[18:] for path in (made.document / "original").iterdir())
    assert originals == ["-1.html", "-1.warc.gz", "-2.html", "-2.warc.gz"]
    assert made.errors() == []
    site.routes["/2"] = Answer(page("# Annex\n\n" + NEW[20:]))
    assert made.capture().exit_code == 0
    assert made.errors() == []


def test_a_pdf_is_a_document_too(made: Tree, site: Web) -> None:
    site.routes["/terms"] = Answer(
        pdf("Terms of Service\n" + QUOTED, "You may close your account " * 12), media_type="application/pdf"
    )
    assert made.capture("--accept").exit_code == 0
    assert newest(made)["sources"][0]["original"].endswith("-1.pdf")  # type: ignore[index]
    assert QUOTED in (made.document / str(newest(made)["text"])).read_text("utf-8")
    assert made.errors() == []


def test_latin_1_is_read_as_it_is_meant(made: Tree, site: Web) -> None:
    text = NEW.replace("everything else", "Gebühren für alles")
    site.routes["/terms"] = Answer(page(text).decode().encode("latin-1"), media_type="text/html")
    assert made.capture().exit_code == 0
    assert (made.document / str(newest(made)["text"])).read_text("utf-8") == text
    assert (made.document / newest(made)["sources"][0]["original"]).read_bytes() == page(text).decode().encode(
        "latin-1"
    )  # type: ignore[index]


def test_a_page_too_large_to_keep_is_read_all_the_same(made: Tree, site: Web) -> None:
    site_yaml = (made.content / "site.yaml").read_text("utf-8")
    limits = [line for line in site_yaml.splitlines() if not line.startswith("original_max_bytes")]
    made.write("site.yaml", "\n".join([*limits, "original_max_bytes: 300"]) + "\n")
    serve(site, NEW)
    done = made.capture("--warc")
    assert done.exit_code == 0
    assert "bytes are not kept as received; that is more than original_max_bytes, 300" in done.output
    assert not (made.document / "original").exists()
    assert made.errors() == []


def test_a_warc_holds_the_exchanges_as_they_were(made: Tree, site: Web) -> None:
    site.routes |= {
        "/terms": Answer(status=301, headers={"Location": "/new"}),
        "/new": Answer(page(NEW), headers={"X-Odd": "ü"}),
    }
    assert made.capture("--warc").exit_code == 0
    (path,) = (made.document / "original").glob("*.warc.gz")
    records = [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            record.content_stream().read(),
            record.http_headers,
        )
        for record in ArchiveIterator(io.BytesIO(path.read_bytes()))
    ]
    assert [(kind, uri and uri.rsplit("/", 1)[1]) for kind, uri, *_ in records] == [
        ("warcinfo", None), ("request", "terms"), ("response", "terms"), ("request", "new"), ("response", "new"),
    ]  # fmt: skip
    assert records[4][2] == page(NEW)
    assert records[2][3].get_header("Location") == "/new"
    assert "SmallBot" in records[1][3].get_header("User-Agent")
    assert newest(made)["sources"][0]["final_url"] == site.url("/new")  # type: ignore[index]
    assert made.errors() == []


# --- saved pages


def test_a_saved_page_is_captured_at_its_time(made: Tree) -> None:
    done = made.saved(NEW, "2026-04-28T053108Z")
    assert done.exit_code == 0
    entry = newest(made)
    assert entry["text"] == "text/2026-04-28T053108Z.md"
    assert "saved page" in str(entry["tool"])
    assert "http_status" not in entry["sources"][0]  # type: ignore[index]
    assert made.errors() == []


def test_without_a_time_the_files_own_counts(made: Tree) -> None:
    (made.home / "saved.html").write_bytes(page(NEW))
    os.utime(made.home / "saved.html", (1_780_000_000, 1_780_000_000))
    assert made.run("capture", KEY, "--from", "saved.html", "--no-archive").exit_code == 0
    assert newest(made)["text"] == "text/2026-05-28T202640Z.md"


def test_captures_are_only_added_after_the_newest(made: Tree) -> None:
    before = made.files()
    done = made.saved(NEW, "2026-02-01T00:00:00Z")
    assert done.exit_code == 1
    assert "a capture must be later than the newest look, 2026-03-05T08:00:00Z; got 2026-02-01T00:00:00Z" in done.output
    assert made.saved(NEWEST, "2026-02-01T00:00:00Z").exit_code == 1
    assert made.files() == before
    assert made.saved(NEWEST, "2026-03-05T08:00:00Z").exit_code == 0
    assert made.files() == before


def test_a_saved_page_is_given_for_each_source(made: Tree) -> None:
    (made.home / "saved.html").write_bytes(page(NEW))
    done = made.run(
        "capture", KEY, "--from", "saved.html", "--from", "saved.html", "--at", "2026-04-28T05:31:08Z", "--no-archive"
    )
    assert done.exit_code == 1
    assert "--from must be given once for each of 1 sources; got 2" in done.output


# --- a public copy


def test_a_public_copy_of_the_same_words_is_named(made: Tree, site: Web) -> None:
    serve(site, NEW)
    url = site.url("/terms")
    rows = json.dumps([["timestamp", "original"], ["20261124000000", url]]).encode()
    with Web(
        {
            "/cdx/search/cdx": Answer(rows, media_type="application/json"),
            f"/web/20261124000000id_/{url}": Answer(page(NEW)),
        }
    ) as archive:
        done = made.capture("--archive-at", archive.base)
        assert newest(made)["sources"][0]["archive_url"] == archive.url(f"/web/20261124000000/{url}")  # type: ignore[index]
    assert "found in the archive, with the same words" in done.output
    assert made.errors() == []


def test_an_archive_that_is_away_is_no_fault_of_the_capture(made: Tree, site: Web) -> None:
    serve(site, NEW)
    with Web() as away:
        base = away.base
    done = made.capture("--archive-at", base, "--archive")
    assert done.exit_code == 0
    assert "the archive did not answer" in done.output
    assert made.errors() == []


# --- runs


def with_second(made: Tree, site: Web) -> None:
    made.write(
        "platform/acme/privacy/document.yaml",
        f"title: Privacy\ntype: terms\nscope: {{audience: [businesses]}}\nsources: [{{url: {site.url('/privacy')}}}]\n",
    )


def test_a_run_goes_on_past_what_fails(made: Tree, site: Web) -> None:
    with_second(made, site)
    done = made.capture("--all", "--report", "report.md")
    assert done.exit_code == 1
    assert "acme/privacy: not taken" in done.output
    assert "acme/terms: the same text as before" in done.output
    assert "2 documents: 1 doubtful, 1 unchanged" in done.output
    report = (made.home / "report.md").read_text("utf-8")
    assert "## acme/privacy: not captured" in report
    assert "The same text as before, seen until" in report


def test_what_is_due_is_captured_and_then_due_no_more(made: Tree, site: Web) -> None:
    assert made.run("status", "--due", "--format", "names").output == "acme/terms\n"
    assert made.capture("--due").exit_code == 0
    assert made.run("status", "--due", "--format", "names").output == ""
    done = made.capture("--due")
    assert (done.exit_code, done.output) == (0, "0 documents\n")


def test_status_lists_the_longest_ago_first(made: Tree, site: Web) -> None:
    with_second(made, site)
    lines = made.run("status").output.splitlines()
    assert lines[0].split() == ["acme/privacy", "-", "never", "due"]
    assert lines[1].startswith("acme/terms    2026-03-05  ")
    assert lines[1].endswith("days ago due") or lines[1].endswith("due")
    assert lines[2] == "2 documents, 2 due (every 7 days): atlas capture --due"
    found = [json.loads(line) for line in made.run("status", "--format", "json").output.splitlines()]
    assert found[0] == {"document": "acme/privacy", "last_look": None, "days": None, "due": True}


def test_retired_documents_are_not_watched(made: Tree, site: Web) -> None:
    document = (made.document / "document.yaml").read_text("utf-8")
    made.write("platform/acme/terms/document.yaml", document + "retired: {on: 2026-05-01, reason: Gone.}\n")
    assert made.run("status", "--format", "names").output == ""


def test_an_archives_watch_is_a_look(made: Tree) -> None:
    made.write(
        "platform/acme/terms/captures.yaml",
        "watched: {by: some-archive, from: 2026-01-01, through: 2999-01-01}\n" + made.sheet,
    )
    assert made.run("status", "--due", "--format", "names").output == ""


def test_programs_get_json(made: Tree, site: Web) -> None:
    serve(site, NEW)
    found = json.loads(made.capture("--format", "json").output)
    assert found["outcome"] == "captured"
    assert found["text"] == newest(made)["text"]
    assert found["provisions"] == {PROVISION: "reworded"}
    assert found["to_read"] == [PROVISION]
    assert found["findings_to_read"] == ["acme/terms/finding/retention"]
    site.routes["/terms"] = Answer(b"", 503)
    assert json.loads(made.capture("--format", "json").output)["failure"] == "busy"


def test_a_report_holds_a_strangers_words_where_they_can_do_no_harm(made: Tree, site: Web) -> None:
    evil = "We use your content @everyone fixes #1 ``` ~~~ </details> <img src=x> to train our models by post."
    serve(site, NEWEST.replace(QUOTED, evil))
    made.capture("--report", "report.md")
    lines = (made.home / "report.md").read_text("utf-8").split("\n")
    fence = None
    for line in lines:
        if fence is None and line.startswith("```"):
            fence = line.removesuffix("text")
        elif line == fence:
            fence = None
        elif fence is None:
            assert "@everyone" not in line
            assert "#1" not in line
            assert "<img" not in line
        else:
            assert line.strip("`") or not line
    assert fence is None
    assert any("@everyone" in line for line in lines)
    assert lines[0].endswith("1 provision to read again")


# --- what cannot run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name documents as entity/document, or give one of --all and --due"),
        (("--all", "--due"), "give one of --all and --due"),
        (("acme/terms", "--all"), "give one of --all and --due"),
        (
            ("acme/term",),
            "'acme/term' must name a document as entity/document, or by its id, did you mean 'acme/terms'?",
        ),
        (("acme/terms", "--at", "2026-04-28T05:31:08Z"), "--at is for saved pages (--from)"),
        (("acme/terms", "--from", "content/site.yaml", "--at", "yesterday"), "--at must be a UTC time such as"),
        (("--all", "--from", "content/site.yaml"), "--from is for one document; name it"),
        (("acme/terms", "--content", "nowhere"), "there is no content folder 'nowhere'"),
    ],
)
def test_what_cannot_run_is_said(made: Tree, arguments: tuple[str, ...], says: str) -> None:
    done = made.run("capture", *arguments)
    assert done.exit_code == 2
    assert says in done.output


def test_nobody_visits_anonymously(made: Tree, site: Web) -> None:
    lines = (made.content / "site.yaml").read_text("utf-8").splitlines()
    made.write("site.yaml", "\n".join(line for line in lines if not line.startswith("bot:")) + "\n")
    done = made.capture()
    assert done.exit_code == 2
    assert "site.yaml must say who visits, bot: {name, url, email}" in done.output
    assert not site.asked
    assert made.saved(NEW, "2026-04-28T05:31:08Z").exit_code == 0


def test_what_has_errors_is_not_written_into(made: Tree, site: Web) -> None:
    made.write("platform/acme/terms/captures.yaml", made.sheet + "  wrong: key\n")
    done = made.capture()
    assert done.exit_code == 2
    assert "mend what `atlas check` reports first" in done.output


def test_documents_are_named_by_id_path_or_file(made: Tree, site: Web) -> None:
    for name in ("content/platform/acme/terms/document.yaml", "acme/terms/", "platform/acme/terms"):
        assert made.run("capture", name, "--allow-loopback", "--pause", "0", "--no-archive").exit_code == 0


def test_help_teaches(made: Tree) -> None:
    said = made.run("capture", "--help").output
    for word in ("Examples:", "Exit codes:", "--unusable", "--due", "robots.txt", "twice", "seen_until"):
        assert word in said
    assert "capture_every_days" in made.run("status", "--help").output
