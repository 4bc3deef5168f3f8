"""Texts are folded row by row, and quotes are found in them from word to word."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.fold import FOLD, fold_line
from atlas.wording import (
    alike_dates,
    comparable,
    explain_miss,
    find,
    fold,
    heading_key,
    is_under,
    parts_of,
    section_at,
    sections,
    wording,
)

EXAMPLES = [pytest.param(*example, id=f"{row.name}: {example[0]!r}") for row in FOLD for example in row.examples]
MARKS = r"""a b Z 9 _ __ * ** ` ~ \ \\ [ ] ]( ( ) ![ < > <br> <br /> </br > <http://x> <a@b> # ## - -- — – + = | : .
    ' " ’ “ … 1. [x](y) [x](y"z") [x]:/y ﬁ é e """
SPACES = [" ", "  ", "\n", "\t", "\r", "\u00a0", "\u2028", "\u200b", "\u00ad", "\u2022", "\u0301", "\u0301a"]
PIECES = [*MARKS.split(), *SPACES]
MESSY = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(("before", "after"), EXAMPLES)
def test_each_row_of_the_fold_does_what_it_says(before: str, after: str) -> None:
    assert wording(before) == after
    assert wording(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("**Note**: *we*", "Note: we"),
        ("**bold over\ntwo lines**", "bold over two lines"),
        ("__init__ and a_b_c and 2*3*4", "init and a_b_c and 2*3*4"),
        (r"\*Note", "Note"),
        (r"C:\path", r"C:\path"),
        (r"| a\_b | c<br><br>d |", "a_b c d"),
        ("[](https://a.example/)[us](https://b.example/)", "us"),
        ("[a](<b c> 'd')", "a"),
        ('by [Us](https://p.example/ "Us - \\"best\\" reps")', "by Us"),
        ("section 4 (a) [or (b) where so]", "section 4 (a) or (b) where so"),
        ("[a] (not a target)", "a (not a target)"),
        ("Hello ![alt *text*](x.png)!", "Hello alt text!"),
        ("[Note]: Important words", "Note: Important words"),
        ("### [**Do:**](#do)", "Do:"),
        ("## Rights [#](#rights)", "Rights"),
        ("#hashtag", "#hashtag"),
        ("7. - 8. + 9.", "7. - 8. + 9."),
        ("> - # x", "x"),
        ("> 5 is > 4", "5 is > 4"),
        ("Text\n---\nmore", "Text more"),
        ("a\r\nb\rc", "a b c"),
        ("<ID> and <pixelID>", "<ID> and <pixelID>"),
        ("&amp; stays", "&amp; stays"),
        ("Á É", "Á É"),
    ],
)
def test_the_fold_takes_marks_and_typography_and_nothing_else(before: str, after: str) -> None:
    assert wording(before) == after


@settings(max_examples=1500, deadline=None)
@given(MESSY)
def test_folding_twice_is_folding_once(source: str) -> None:
    once = wording(source)
    assert wording(once) == once
    assert fold(source).text == once


@settings(max_examples=500, deadline=None)
@given(MESSY)
def test_every_character_of_a_wording_knows_where_it_came_from(source: str) -> None:
    folded = fold(source)
    offsets = list(folded.offsets)
    assert len(offsets) == len(folded.text)
    assert offsets == sorted(offsets)
    for at, character in enumerate(folded.text):
        start, end = folded.source_span(at, at + 1)
        assert 0 <= start <= end <= len(source)
        if character.isalnum() and character.isascii():
            assert character in unicodedata.normalize("NFKD", source[start])
    if folded.text:
        assert folded.folded_span(*folded.source_span(0, len(folded.text))) == (0, len(folded.text))


@settings(max_examples=500, deadline=None)
@given(
    MESSY,
    st.lists(st.sampled_from(["data", "we", "**may**", "not", "_share_", "[it](u)", "“so”", "\n\n", "—"]), min_size=1),
)
def test_a_passage_copied_from_a_text_is_found_in_it(around: str, words: list[str]) -> None:
    passage = " ".join(["start", *words, "end"])
    source = f"{around}\n{passage}\n{around}"
    match = find(source, source, passage)
    assert match is not None
    assert match.tier == "exact"
    assert wording(passage) in wording(source)
    assert source[slice(*match.spans[0])] == passage


@pytest.mark.parametrize(
    "piece", ["[", "](", "](a '", '](a "', "<br", "<", "*", "\\", "`_", "e\u0301", " #", "- ", "> ", "![](", "<a@"]
)
def test_folding_takes_time_in_proportion(piece: str) -> None:
    started = time.perf_counter()
    fold_line(piece * 20_000)
    assert time.perf_counter() - started < 2


TEXT = """# Terms

Last updated: **12 January 2026**

## 1. Your data

We do **not** sell your [personal data](https://a.example/).  We may
share it with our partners — at any time — under the law. Contact us.

## 2. Partners

We may share it with our partners. You have rights, you can object to that use, and you may leave.

**Contact us.**
Contact us.
"""


@pytest.mark.parametrize(
    ("excerpt", "tier"),
    [
        ("## 2. Partners", "exact"),
        ("We do **not** sell your [personal data](https://a.example/).", "exact"),
        ("We do not sell your personal data.", "typographic"),
        ("sell your [personal data](https://a.example/). We may share it with our partners —", "whitespace"),
        ("share it with our partners - at any time - under the law.", "typographic"),
        ("share it with our partners —", "exact"),
        ("partners — at any time", "exact"),
    ],
)
def test_a_match_says_how_close_it_is(excerpt: str, tier: str) -> None:
    match = find(fold(TEXT), TEXT, excerpt)
    assert match is not None
    assert match.tier == tier
    assert not match.elided
    if tier == "exact":
        assert TEXT[slice(*match.spans[0])] == excerpt
    assert wording(TEXT[slice(*match.spans[0])]) == wording(excerpt)


@pytest.mark.parametrize(
    "excerpt",
    [
        "",
        "   ",
        "**",
        "We do sell your personal data.",
        "e may share it with our partners",
        "share it with our partner",
        "we may share it with our partners.",
        "[...] share it with our partners.",
        "We may share it [...] You have rights, you can object, ",
        "You have rights, you can object [...] We may share it with",
        "We do not sell your [...] sell your personal data. We may",
        "We do not sell your [...] personal data. We may share",
    ],
)
def test_what_does_not_stand_there_word_by_word_is_not_found(excerpt: str) -> None:
    assert find(TEXT, TEXT, excerpt) is None


def test_of_several_places_the_one_under_the_heading_counts_else_the_first() -> None:
    excerpt = "share it with our partners"
    first = find(TEXT, TEXT, excerpt)
    assert first is not None
    assert (first.occurrences, first.under_heading) == (2, None)
    assert first.spans[0][0] == TEXT.index("share it")
    named = find(TEXT, TEXT, excerpt, heading="PARTNERS:")
    assert named is not None
    assert (named.occurrences, named.under_heading, named.spans[0][0]) == (2, True, TEXT.rindex("share it"))
    unnamed = find(TEXT, TEXT, excerpt, heading="Children")
    assert unnamed is not None
    assert (unnamed.under_heading, unnamed.spans) == (False, first.spans)


def test_within_limits_the_search_to_one_page() -> None:
    page = (TEXT.index("## 2."), len(TEXT))
    match = find(TEXT, TEXT, "We may share it with our partners", within=page)
    assert match is not None
    assert (match.occurrences, match.spans[0][0]) == (1, TEXT.rindex("We may"))
    assert find(TEXT, TEXT, "sell your personal data", within=page) is None
    assert (
        explain_miss(TEXT, "sell your personal data", within=page)
        == "the quote stands in the text, but in another page of it"
    )
    assert find(TEXT, TEXT, "2. Partners We may share", within=(page[0] + 4, page[1])) is None


def test_an_elision_takes_the_shortest_span_and_counts_the_words_left_out() -> None:
    source = "We may share your data. One two. We may share your data three four. And you may object always."
    match = find(source, source, "We may share your data [...] you may object always.")
    assert match is not None
    assert match.elided
    assert match.words_left_out == (3,)
    assert source[slice(*match.spans[0])] == "We may share your data"
    assert match.spans[0][0] == source.rindex("We may")
    assert match.occurrences == 1
    assert find(source, source, "We may share your data[…]you may object always.") == match


@pytest.mark.parametrize(("between", "is_found"), [(0, False), (1, True), (300, True), (301, False)])
def test_an_elision_leaves_out_1_to_300_words(between: int, is_found: bool) -> None:
    source = " ".join(["one two three four", *["x"] * between, "five six seven eight"])
    assert (find(source, source, "one two three four [...] five six seven eight") is not None) == is_found


def test_an_elision_is_found_where_only_a_later_repetition_is_near_enough() -> None:
    source = " ".join(["a b c d", "x", "e f g h", *["x"] * 301, "e f g h", "y", "i j k l"])
    assert find(source, source, "a b c d [...] e f g h [...] i j k l") is None
    source = source.replace(" x" * 301, " x" * 290)
    match = find(source, source, "a b c d [...] e f g h [...] i j k l")
    assert match is not None
    assert (match.words_left_out, match.occurrences) == ((295, 1), 1)


def test_parts_are_divided_by_marks_of_elision_only() -> None:
    assert parts_of("a b [...] c [sic] d […] e ... f") == ("a b", "c [sic] d", "e ... f")


@pytest.mark.parametrize(
    ("excerpt", "message"),
    [
        (
            "We may share it with our friends",
            "the quote agrees for 25 of 32 characters, then has 'friends' where the text has 'partners'",
        ),
        ("They may share it with our partners.", "has 'They' where the text has 'We'"),
        ("Contact us. Now", "then has 'Now' where the text has '2.'"),
        ("hare it with our partners", "the quote is there only inside longer words"),
        ("Zyx wvu", "the quote agrees with the text nowhere"),
        ("We may share it [...] you may", "a part beside [...] must have at least 4 words; got 'you may'"),
        (
            "You have rights, you can [...] We do not sell",
            "the quote's parts are there, but not in this order with 1 to 300 words between",
        ),
        (
            "We do not sell [...] you can object to this",
            "part 2 agrees for 20 of 22 characters, then has 'this' where the text has 'that'",
        ),
    ],
)
def test_a_miss_says_how_far_the_excerpt_agrees(excerpt: str, message: str) -> None:
    assert find(TEXT, TEXT, excerpt) is None
    assert message in explain_miss(TEXT, excerpt)


def test_sections_are_the_lines_that_read_as_headings() -> None:
    source = "\n".join(
        [
            "intro",
            "Terms",
            "=====",
            "a",
            "Scope",
            "---",
            "b",
            "### 2\\. Use [of](x) it ##",
            "c",
            "**Bold.** d",
            "**9. Bold**",
            "e",
        ]
        + [
            "B. Requests from Agencies",
            "f",
            "10.  YOUR RIGHTS",
            "g",
            "**Last updated: 3 May 2025**",
            "* * *",
            "**All bold**:",
        ]
    )
    found = [(section.level, section.heading, section.key) for section in sections(source)]
    assert found == [
        (1, "Terms", "terms"),
        (2, "Scope", "scope"),
        (3, "2. Use of it", "use of it"),
        (7, "9. Bold", "bold"),
        (7, "B. Requests from Agencies", "requests from agencies"),
        (7, "10. YOUR RIGHTS", "your rights"),
        (8, "All bold:", "all bold"),
    ]
    starts = [section.start for section in sections(source)]
    assert [section.end for section in sections(source)] == [*starts[1:], len(source)]
    assert section_at(sections(source), 2) is None
    assert section_at(sections(source), source.index("**Bold")) == sections(source)[2]
    assert sections("") == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Your rights",
        "9. YOUR RIGHTS",
        "9.Your rights.",
        "**(a) Your rights**",
        "## § 4 Your rights",
        "Article 7: Your rights",
        "IV. your rights:",
    ],
)
def test_headings_are_compared_in_any_form(heading: str) -> None:
    assert heading_key(heading) == "your rights"


@pytest.mark.parametrize(
    ("heading", "key"),
    [("Article 7", "article 7"), ("12", "12"), ("A right", "a right"), ("Civil law", "civil law"), ("", "")],
)
def test_a_heading_that_is_only_a_number_keeps_it(heading: str, key: str) -> None:
    assert heading_key(heading) == key


def test_a_quote_is_under_every_heading_above_it_and_under_lines_nobody_marked() -> None:
    source = "# A\nb\n## C\nd\n## E\nf\n    *   Plain words\n        g\n# H\ni"
    offset = source.index("g\n")
    assert [is_under(source, offset, heading) for heading in ("A", "C", "E", "plain words", "H")] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert not is_under(source, len(source) - 1, "Plain words")


@pytest.mark.parametrize(
    "date",
    [
        "12 January 2026",
        "January 12, 2026",
        "January 12th 2026",
        "Jan. 12, 2026",
        "12th of January, 2026",
        "12 JAN 2026",
        "2026-01-12",
    ],
)
def test_dates_are_made_alike(date: str) -> None:
    assert alike_dates(f"Updated: {date}.") == "Updated: 2026-01-12."


@pytest.mark.parametrize(
    "words", ["May 2026", "we may 12, 2026 times", "12/01/2026", "January 2026", "version 2026", "112 January 2026"]
)
def test_what_is_no_full_date_stays(words: str) -> None:
    assert alike_dates(words) == words or words.startswith("we may")


def test_comparable_wordings_leave_out_what_is_volatile() -> None:
    volatile = [r"Updated: \d+ days ago", r"We use cookies\..*?Accept"]
    first = comparable("Updated: 6 days ago Terms of January 3, 2026", volatile)
    second = comparable("Terms of 3 January 2026 We use cookies. Reject Accept", volatile)
    assert first == second == "Terms of 2026-01-03"
