"""Edits of record files: one line, one entry, one word; every other byte stays, or the edit is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.edits import with_entry, with_first_key, with_words
from atlas.problems import AtlasError

FIRST_KEYS = [
    ("a.yaml", "name: Acme\n", "id: X-1\nname: Acme\n"),
    ("a.yaml", "# Who\n\nname: Acme", "# Who\n\nid: X-1\nname: Acme"),
    ("a.yaml", "---\nname: Acme\n", "---\nid: X-1\nname: Acme\n"),
    ("a.yaml", "  name: Acme\n  b: 1\n", "  id: X-1\n  name: Acme\n  b: 1\n"),
    ("a.yaml", "name: Acme\r\nb: [1,\r\n  2]\r\n", "id: X-1\r\nname: Acme\r\nb: [1,\r\n  2]\r\n"),
    ("a.md", "---\ntitle: 'Ü ''x'''\n---\n## A\n---\nx", "---\nid: X-1\ntitle: 'Ü ''x'''\n---\n## A\n---\nx"),
    ("a.yaml", "id:\nname: Acme\n", "id: X-1\nname: Acme\n"),
    ("a.yaml", "name: Ü\r\nid: \r\nb: 1\r\n", "name: Ü\r\nid: X-1 \r\nb: 1\r\n"),
    ("a.yaml", "id:    # none until assigned\nname: Acme\n", "id: X-1    # none until assigned\nname: Acme\n"),
    ("a.md", "---\nid: ''\ntitle: A\n---\nid:\n", "---\nid: X-1\ntitle: A\n---\nid:\n"),
    ("a.md", "---  \r\ntitle: 日本\r\n---\r\nx", "---  \r\nid: X-1\r\ntitle: 日本\r\n---\r\nx"),
]


@pytest.mark.parametrize(("path", "before", "after"), FIRST_KEYS)
def test_a_first_key_is_a_line_of_its_own(path: str, before: str, after: str) -> None:
    assert with_first_key(path, before.encode(), "id", "X-1").decode() == after


ENTRIES = [
    ("a.yaml", "name: A\n", "name: A\naliases: [old]\n"),
    ("a.yaml", "name: A", "name: A\naliases: [old]\n"),
    ("a.yaml", "name: A\r\nb: 1\r\n", "name: A\r\nb: 1\r\naliases: [old]\r\n"),
    ("a.yaml", "aliases: [a]\nname: A\n", "aliases: [a, old]\nname: A\n"),
    ("a.yaml", "aliases: []\n", "aliases: [old]\n"),
    ("a.yaml", "aliases: [ 'é', # one\n  b, ]\nx: 1\n", "aliases: [ 'é', # one\n  b, old]\nx: 1\n"),
    ("a.yaml", "aliases:\n- é\n- b # two\n\nx: 1\n", "aliases:\n- é\n- b # two\n- old\n\nx: 1\n"),
    ("a.yaml", "x: 1\naliases:\n    - b", "x: 1\naliases:\n    - b\n    - old"),
    ("a.md", "---\nx: |\n  y\n---\nBody\n", "---\nx: |\n  y\naliases: [old]\n---\nBody\n"),
]


@pytest.mark.parametrize(("path", "before", "after"), ENTRIES)
def test_an_entry_comes_last_in_the_style_of_its_list(path: str, before: str, after: str) -> None:
    assert with_entry(path, before.encode(), "aliases", "old").decode() == after


def test_words_are_replaced_inside_their_quotes() -> None:
    before = "é: 日本\nz: [{a: 'x/y', b: \"x/y\"}, x/y] # x/y\nx: x/y\nw: >-\n  x/y\nv: 1\n"
    changes = {("z", 0, "a"): "q", ("z", 0, "b"): "q/r/s", ("z", 1): "q", ("w",): "q"}
    assert with_words("a.yaml", before.encode(), changes).decode() == (
        "é: 日本\nz: [{a: 'q', b: \"q/r/s\"}, q] # x/y\nx: x/y\nw: >-\n  q\nv: 1\n"
    )


REFUSED = [
    ("{name: A}\n", "a line each"),
    ("id: {a: 1}\nname: A\n", "by hand"),
    ("", "a line each"),
    ("a: &x 1\n", "cannot be read"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_edited_safely_is_refused(text: str, why: str) -> None:
    with pytest.raises(AtlasError, match=why):
        with_first_key("a.yaml", text.encode(), "id", "X-1")


def test_a_text_whose_end_would_change_is_refused() -> None:
    with pytest.raises(AtlasError, match=r"write 'aliases: \['old'\]' into it by hand"):
        with_entry("a.yaml", b"note: |\n  no line feed", "aliases", "old")
    with pytest.raises(AtlasError, match="by hand"):
        with_words("a.yaml", b'related: "acme\\x2fterms"\n', {("related",): "acme/tos"})


plain = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))
words = st.text(plain, min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.text("a b\n", max_size=20))
def test_an_edit_adds_its_line_and_nothing_else(values: list[str], newline: str, body: str) -> None:
    lines = [f"k{index}: '{value.replace(chr(39), chr(39) * 2)}'" for index, value in enumerate(values)]
    data = (newline.join(["---", *lines, "---", body])).encode()
    made = with_entry("a.md", with_first_key("a.md", data, "id", "X-1"), "aliases", "old")
    assert made.replace(f"id: X-1{newline}".encode(), b"").replace(f"aliases: [old]{newline}".encode(), b"") == data
