"""A capture is put on record whole, and nothing that stood there is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atlas.capture.record import Entry, Page, put, with_entry, with_seen_until, with_unusable
from atlas.journal import JOURNAL, journal, left_in, recover
from atlas.problems import AtlasError
from atlas.writing import read, write
from tests.captured import tree

AB, CD = "ab" * 32, "cd" * 32
FIRST = f"""captures:
- captured_at: 2026-01-10T08:00:00Z
  text: text/2026-01-10T080000Z.md
  text_sha256: {AB}
"""
PAGE = Page(
    "https://a.example/b?c=d#e",
    "https://a.example/b",
    200,
    "text/html",
    "html",
    b"<p>",
    CD,
    b"warc",
    "https://w.example/1",
)
ENTRY = Entry(
    "2026-03-05T08:00:00Z", "2026-03-05T080000Z", CD, b"text", (PAGE,), (), "atlas capture 0.1.0, rule 12345678"
)
LINES = f"""- captured_at: 2026-03-05T08:00:00Z
  text: text/2026-03-05T080000Z.md
  text_sha256: {CD}
  sources:
  - url: "https://a.example/b?c=d#e"
    final_url: "https://a.example/b"
    http_status: 200
    media_type: text/html
    original: original/2026-03-05T080000Z-1.html
    original_sha256: {CD}
    archive_url: "https://w.example/1"
  tool: "atlas capture 0.1.0, rule 12345678"
"""


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


WATCHED = "watched: {by: some-archive, from: 2026-01-01, through: 2026-02-01}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "captures:\n" + LINES),
        (FIRST, FIRST + LINES),
        (FIRST.rstrip("\n"), FIRST + LINES),
        (WATCHED, WATCHED + "captures:\n" + LINES),
        (WATCHED + FIRST, WATCHED + FIRST + LINES),
        (FIRST + WATCHED, FIRST + LINES + WATCHED),
        (FIRST + "  # odd\n\n# more\n" + WATCHED, FIRST + LINES + "  # odd\n\n# more\n" + WATCHED),
        ("captures: []\n", "captures: \n" + LINES),
        ("captures:\n" + indented(FIRST[10:]), "captures:\n" + indented(FIRST[10:]) + indented(LINES)),
        (FIRST.replace("\n", "\r\n"), (FIRST + LINES).replace("\n", "\r\n")),
        (f"captures:\n- {{captured_at: 2026-01-10T08:00:00Z, text: text/2026-01-10T080000Z.md, text_sha256: {AB}}}\n",
         f"captures:\n- {{captured_at: 2026-01-10T08:00:00Z, text: text/2026-01-10T080000Z.md, text_sha256: {AB}}}\n"
         + LINES),
    ],
)  # fmt: skip
def test_an_entry_follows_the_last(before: str, after: str) -> None:
    assert with_entry(before.encode(), ENTRY).decode() == after


def test_pages_parts_and_a_rereading_are_written_out() -> None:
    bare = Page("https://a.example/1", None, None, None, "html")
    parts = (("https://a.example/1", 1), ("https://a.example/2", 9))
    entry = Entry("2026-03-05T08:00:00Z", "2026-01-10T080000Z", AB, None, (bare, PAGE), parts, "x", True)
    assert "\n".join(entry.lines()).endswith(
        'parts:\n  - {url: "https://a.example/1", line: 1}\n  - {url: "https://a.example/2", line: 9}\n'
        '  tool: "x"\n  reread: true'
    )
    assert [name for name, _ in entry.files()] == [
        "original/2026-03-05T080000Z-2.html",
        "original/2026-03-05T080000Z-2.warc.gz",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST, FIRST + "  seen_until: 2026-02-02T00:00:00Z\n"),
        (FIRST + "  tool: x\n", FIRST + "  seen_until: 2026-02-02T00:00:00Z\n  tool: x\n"),
        (
            FIRST + "  seen_until: 2026-01-20T08:00:00Z  # so far\n",
            FIRST + "  seen_until: 2026-02-02T00:00:00Z  # so far\n",
        ),
        (FIRST + '  seen_until: "2026-01-20T08:00:00Z"\n', FIRST + '  seen_until: "2026-02-02T00:00:00Z"\n'),
        (FIRST.replace("\n", "\r\n"), (FIRST + "  seen_until: 2026-02-02T00:00:00Z\n").replace("\n", "\r\n")),
    ],
)
def test_only_seen_until_moves(before: str, after: str) -> None:
    assert with_seen_until(before.encode(), "2026-02-02T00:00:00Z").decode() == after


def test_only_the_last_capture_is_seen_again() -> None:
    made = with_seen_until((FIRST + LINES).encode(), "2026-04-04T00:00:00Z").decode()
    assert made == FIRST + LINES.replace(
        f"text_sha256: {CD}\n", f"text_sha256: {CD}\n  seen_until: 2026-04-04T00:00:00Z\n", 1
    )


@pytest.mark.parametrize(
    "sheet", ["captures: [{captured_at: 2026-01-10T08:00:00Z}]\n", "{captures: []}\n", "captures: [\n"]
)
def test_a_sheet_of_another_layout_is_left_alone(sheet: str) -> None:
    with pytest.raises((AtlasError, ValueError)):
        with_entry(sheet.encode(), ENTRY)


NOTE = 'unusable: {why: error-page, note: "Not found."}'
STAMP = "2026-03-05T080000Z"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"texts:\n  {STAMP}:\n    {NOTE}\n"),
        ("captures:\n  x: y\n", f"captures:\n  x: y\ntexts:\n  {STAMP}:\n    {NOTE}\n"),
        ("texts:\n  a: {}\ncaptures: {}\n", f"texts:\n  a: {{}}\n  {STAMP}:\n    {NOTE}\ncaptures: {{}}\n"),
        (
            f"texts:\n  {STAMP}:\n    stated: {{updated: 2026}}\n",
            f"texts:\n  {STAMP}:\n    stated: {{updated: 2026}}\n    {NOTE}\n",
        ),
        (
            f"texts:\n  {STAMP}: {{unusable: {{why: partial}}}}\n",
            f"texts:\n  {STAMP}: {{unusable: {{why: partial}}}}\n",
        ),
    ],
)
def test_a_text_is_noted_unusable(before: str, after: str) -> None:
    assert with_unusable(before.encode(), STAMP, "error-page", "Not found.").decode() == after


def test_what_a_capture_left_that_was_cut_short_is_no_fault_and_is_taken_away(tmp_path: Path) -> None:
    made = tree(tmp_path)
    before = made.files()
    made.write("platform/acme/terms/text/2026-04-01T080000Z.md", "half")
    assert "unnamed-text" in made.errors()[0]
    made.write(f"platform/acme/terms/{JOURNAL}", "text/2026-04-01T080000Z.md\noriginal/2026-04-01T080000Z-1.html")
    assert made.errors() == []
    recover(made.document)
    assert made.files() == before
    assert not (made.document / JOURNAL).exists()


def test_what_is_on_record_is_never_taken_away(tmp_path: Path) -> None:
    made = tree(tmp_path)
    before = made.files()
    made.write(f"platform/acme/terms/{JOURNAL}", "text/2026-03-05T080000Z.md")
    recover(made.document)
    assert made.files() == before


def test_nothing_is_written_over_what_another_command_wrote(tmp_path: Path) -> None:
    made = tree(tmp_path)
    was = read(made.document, "captures.yaml")
    made.write("platform/acme/terms/captures.yaml", made.sheet + "# by hand\n")
    before = made.files()
    with pytest.raises(AtlasError, match="was changed while the page was fetched; run the command again"):
        put(made.content, made.document, with_entry(was, ENTRY), was=was, files={"text/x.md": b""})
    assert made.files() == before


def test_killed_at_any_step_nothing_is_half_written_and_the_next_run_completes(tmp_path: Path) -> None:
    """See `tests/killed_capture.py`, which forks and so has a process of its own."""
    driver = Path(__file__).parent / "killed_capture.py"
    done = subprocess.run([sys.executable, str(driver), str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 30  # steps at which it was killed


def test_notes_that_somebody_edited_since_a_capture_was_cut_short_stay(tmp_path: Path) -> None:
    made = tree(tmp_path)
    sheet, put_there, edited = b"captures: []\n", b"texts: {}\n", b"# by hand\ntexts: {}\n"
    for now, kept in ((put_there, b""), (edited, edited)):
        (made.document / "notes.yaml").unlink(missing_ok=True)
        journal(made.document, (), sheet=sheet, notes=put_there).__enter__()  # and never left
        write(made.document, "notes.yaml", now)
        assert left_in(made.content) == [made.document]
        recover(made.document)
        assert read(made.document, "notes.yaml") == kept
        assert left_in(made.content) == []
