"""Files to values with a place for every node, and what is refused."""

from __future__ import annotations

import pytest

from atlas.sources import SIZE_LIMIT_BYTES, read_markdown, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("012", "012"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("2026-07-08", "2026-07-08"),
        ("2026-07-08T01:02:03Z", "2026-07-08T01:02:03Z"),
        ("'null'", "null"),
        ('"~"', "~"),
        ("nullify", "nullify"),
        ("none", "none"),
        (".inf", ".inf"),
        ("''", ""),
        ('"a\\tb"', "a\tb"),
        ("", None),
        ("{a: [b, {c: d}]}", {"a": ["b", {"c": "d"}]}),
        ("[]", []),
        ("{}", {}),
        ("<<", "<<"),
        (">-\n  folded\n  words", "folded words"),
        ("|\n  kept\n  lines\n", "kept\nlines\n"),
        ("a # comment", "a"),
        ("a & b", "a & b"),
        ("it's *bold*!", "it's *bold*!"),
    ],
)
def test_scalars_stay_as_they_are_written(text: str, value: object) -> None:
    source, problems = read_yaml("x.yaml", f"key: {text}\n".encode())
    assert problems == []
    assert source is not None
    assert source.value == {"key": value}


PLACES = b"""\
name: Acme
scope: {audience: [individuals, businesses],
        regions: [EU]}
list:
  - one: 1
    two: >-
      folded
      words
  - "\xc3\xa9\xc3\xa9": x
"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), (1, 1)),
        (("name",), (1, 7)),
        (("scope",), (2, 8)),
        (("scope", "audience", 1), (2, 33)),
        (("scope", "regions", 0), (3, 19)),
        (("list", 0), (5, 5)),
        (("list", 0, "two"), (6, 10)),
        (("list", 1, "\u00e9\u00e9"), (9, 11)),
        (("scope", "plans", 3), (2, 8)),  # what is not there stands in what is around it
    ],
)
def test_places_count_lines_and_characters_from_one(pointer: tuple[str | int, ...], place: tuple[int, int]) -> None:
    source, _ = read_yaml("x.yaml", PLACES)
    assert source is not None
    assert source.place(pointer) == place


def test_a_key_has_a_place_of_its_own() -> None:
    source, _ = read_yaml("x.yaml", PLACES)
    assert source is not None
    assert source.key_place(("scope", "regions")) == (3, 9)
    assert source.key_place(("scope", "regions", 0)) == (3, 19)


def test_places_in_markdown_count_from_the_top_of_the_file() -> None:
    source, problems = read_markdown("x.md", b"---\ntitle: A\nlist:\n- b\n---\n## Head\n\nBody.\n---\nMore.\n")
    assert problems == []
    assert source is not None
    assert (source.place(("list", 0)), source.body_line) == ((4, 3), 6)
    assert source.body == "## Head\n\nBody.\n---\nMore.\n"


@pytest.mark.parametrize(
    "text", ["title: A\n", "---\ntitle: A\n", " ---\ntitle: A\n---\n", "\n---\ntitle: A\n---\n", ""]
)
def test_front_matter_stands_between_two_lines(text: str) -> None:
    source, problems = read_markdown("x.md", text.encode())
    assert source is None
    assert [problem.rule for problem in problems] == ["front-matter-missing"]


def test_line_ends_of_every_kind_are_line_feeds() -> None:
    for end in ("\r\n", "\r"):
        source, problems = read_markdown("x.md", f"---{end}title: A{end}---{end}Body{end}".encode())
        assert problems == []
        assert source is not None
        assert (source.value, source.body) == ({"title": "A"}, "Body\n")


@pytest.mark.parametrize(
    ("text", "place", "rule", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "duplicate-key", "'a' must be given once; it stands in line 1 too"),
        ("a:\n  b: 1\n  b: {c: [d]}\n", (3, 3), "duplicate-key", "line 2"),
        ("a: &x 1\n", (1, 4), "yaml-reference", "anchor '&x'"),
        ("a: *x\n", (1, 4), "yaml-reference", "alias '*x'"),
        ("a: !!python/name:os.system x\n", (1, 4), "yaml-reference", "tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("a: !mine {b: c}\n", (1, 4), "yaml-reference", "tag '!mine'"),
        ("&k a: 1\n", (1, 1), "yaml-reference", "anchor '&k'"),
        ("? [a, b]\n: 1\n", (1, 3), "yaml-key", "plain word"),
        ("a: 1\n---\nb: 2\n", (2, 1), "yaml-syntax", "one document"),
        ("a: [1\nb: 2\n", (2, 2), "yaml-syntax", "well-formed"),
        ("a: 'b\n", (1, 4), "yaml-syntax", "the quote that opens here is not closed"),
        ('a: b\nc: "d\ne: f\n\n', (2, 4), "yaml-syntax", "the quote that opens here is not closed"),
        ('a: "b\nc: "d"\ne: f\n', (1, 4), "yaml-syntax", "must be closed before the next one"),
        ('a: "b\n  c"\nd: [\n', (4, 1), "yaml-syntax", "did not find expected node content"),
        ("a: [null]\n", (1, 5), "yaml-null", "got null: leave the key out, or put the word in quotes"),
        ("a: ~\n", (1, 4), "yaml-null", "got ~"),
        ("a: b\u2028\nc: d: e\n", (1, 5), "invisible-character", "U+2028"),
        ("a: b\u2029\n", (1, 5), "invisible-character", "U+2029"),
        ("a: 'b\u0085'\n", (1, 6), "invisible-character", "U+0085"),
        ("# \u009b31m\na: b\n", (1, 3), "invisible-character", "U+009B"),
        ("\ta: b\n", (1, 1), "yaml-syntax", "well-formed"),
        ("a: b: c\n", (1, 5), "yaml-syntax", "put a value that holds ': ' in quotes"),
        ("a: " + "[" * 13 + "]" * 13 + "\n", (1, 16), "yaml-too-deep", "twelve"),
        ("a: b\u202ec\n", (1, 5), "invisible-character", "U+202E"),
        ("\ufeffa: b\n", (1, 1), "invisible-character", "U+FEFF"),
        ("a: b\n\u00e9: \x00\n", (2, 4), "invisible-character", "U+0000"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, place: tuple[int, int], rule: str, words: str) -> None:
    _, problems = read_yaml("x.yaml", text.encode())
    assert [problem.rule for problem in problems] == [rule]
    assert (problems[0].line, problems[0].column) == place
    assert words.replace("twelve", "12") in problems[0].text


def test_bytes_that_are_no_utf8_are_placed_in_characters() -> None:
    _, problems = read_yaml("x.yaml", b"a: 1\n\xc3\xa9\xc3\xa9: \xff\n")
    assert [(p.line, p.column, p.rule) for p in problems] == [(2, 5, "not-utf8")]


def test_a_file_has_a_greatest_size() -> None:
    _, problems = read_yaml("x.yaml", b"#" * (SIZE_LIMIT_BYTES + 1))
    assert [problem.rule for problem in problems] == ["file-too-large"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[{", "&a ["])
def test_no_nesting_exhausts_the_stack(opening: str) -> None:
    _, problems = read_yaml("x.yaml", f"a:\n  {opening * 200_000}".encode())
    assert problems


def test_values_that_many_aliases_would_make_are_never_built() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    source, problems = read_yaml("x.yaml", "\n".join(lines).encode())
    assert {problem.rule for problem in problems} == {"yaml-reference"}
    assert source is not None
    assert source.value["a39"] == [None, None]
