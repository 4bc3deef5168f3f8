"""Captures, texts and quotes: bytes re-hashed, texts usable or not, every quote proven in the text it names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from atlas.evidence import Evidence, Query, Sighting, look, quotes_of
from atlas.memo import Memo
from tests.making import Tree, at, stamp

QUOTE = "We keep what you write for thirty days after you delete the account."
TEXT = f"# Terms\n\n## Deletion\n\nFirst of all. {QUOTE} More follows.\n\n## The end\n\nGoodbye.\n"
TERMS = "platform/acme/terms"


def made(folder: Path, text: str = TEXT, *quotes: str, **fields: Any) -> Tree:
    tree = Tree(folder)
    tree.document("acme/terms", [text])
    tree.provision("acme/terms/keeping", *(quotes or [QUOTE]), **fields)
    return tree


def evidence(tree: Tree) -> Evidence:
    return tree.catalogue().evidence


def sighting(tree: Tree, *pointer: str | int) -> Sighting:
    return evidence(tree).sightings[f"{TERMS}/keeping.md", pointer or ("excerpts", 0)]


# --- texts


def test_a_text_has_its_captures_and_a_text_that_comes_back_is_one_text(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["One.", "Two.", "One."])
    texts = evidence(tree).texts["acme/terms"]
    assert [(text.stamp, text.captures) for text in texts.values()] == [
        (stamp(0), (at(0), at(2))),
        (stamp(1), (at(1),)),
    ]
    shown = evidence(tree).text_of("acme/terms", at(2))
    assert shown is texts[stamp(0)] or shown == texts[stamp(0)]


@pytest.mark.parametrize(
    ("note", "usable"),
    [
        (None, True),
        ({"stated": {"updated": "2026-01"}}, True),
        ({"unusable": {"why": "redirect"}}, False),
        ({"withheld": {"on": "2026-02-01", "reason": "Order of a court"}}, False),
    ],
)
def test_a_text_is_usable_unless_it_is_noted_otherwise(
    note: dict[str, Any] | None, usable: bool, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["One."], notes={"texts": {stamp(0): note}} if note else None)
    assert evidence(tree).texts["acme/terms"][stamp(0)].is_usable is usable


def test_one_changed_byte_of_a_text_stops_the_build(tmp_path: Path) -> None:
    tree = made(tmp_path)
    tree.put(f"{TERMS}/text/{stamp(0)}.md", TEXT.replace("Goodbye", "Good bye"))
    (problem,) = tree.problems()
    assert problem.startswith(
        f"{TERMS}/captures.yaml:4:16: text/{stamp(0)}.md must have SHA-256 {hashlib.sha256(TEXT.encode()).hexdigest()}"
    )
    assert problem.endswith("[hash-mismatch]")


def test_line_ends_are_bytes_like_any_other(tmp_path: Path) -> None:
    tree = made(tmp_path)
    tree.put(f"{TERMS}/text/{stamp(0)}.md", TEXT.replace("\n", "\r\n"))
    assert [problem.rsplit("[", 1)[1] for problem in tree.problems()] == ["hash-mismatch]"]


def test_an_original_is_hashed_too(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    name = f"original/{stamp(0)}-1.html"
    page = {
        "url": "https://acme.example/terms",
        "original": name,
        "original_sha256": hashlib.sha256(b"<p>One.").hexdigest(),
    }
    tree.document("acme/terms", ["One."], captures={0: {"sources": [page]}})
    tree.put(f"{TERMS}/{name}", b"<p>One.")
    assert tree.problems() == []
    tree.put(f"{TERMS}/{name}", b"<p>one.")
    assert [problem.rsplit("[", 1)[1] for problem in tree.problems()] == ["hash-mismatch]"]


# --- quotes


@pytest.mark.parametrize(
    ("quote", "tier", "elided"),
    [
        (QUOTE, "exact", False),
        (QUOTE.replace(" for ", "\nfor  "), "whitespace", False),
        (QUOTE.replace("account.", "account"), "exact", False),
        ("We keep what you write [...] after you delete the account.", "exact", True),
        ("**We keep** what you write for thirty days", "typographic", False),
    ],
)
def test_a_quote_is_found_as_closely_as_it_was_copied(quote: str, tier: str, elided: bool, tmp_path: Path) -> None:
    match = sighting(made(tmp_path, TEXT, quote)).match
    assert match is not None
    assert (match.tier, match.elided) == (tier, elided)


def test_a_sighting_gives_the_section_and_what_stands_around(tmp_path: Path) -> None:
    found = sighting(made(tmp_path))
    assert (found.section, found.section_key) == ("Deletion", "deletion")
    assert found.prefix.endswith("First of all. ")
    assert found.suffix.startswith(" More follows.")
    assert found.match is not None
    assert TEXT[slice(*found.match.spans[0])] == QUOTE


def test_offsets_are_code_points_of_the_text_file(tmp_path: Path) -> None:
    text = "\ufeff𝔗erms\r\n\r\n" + TEXT
    match = sighting(made(tmp_path, text)).match
    assert match is not None
    assert text[slice(*match.spans[0])] == QUOTE


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (
            QUOTE.replace("thirty", "sixty"),
            "the quote agrees for 27 of 67 characters, then has 'sixty' where the text has 'thirty'",
        ),
        (
            QUOTE.replace("We", "we"),
            "the quote agrees for its last 67 of 68 characters, before them has 'we' where the text has 'We'",
        ),
        (QUOTE[4:].rstrip("."), "the quote is there only inside longer words"),
        ("Nothing of this kind.", "the quote agrees with the text nowhere"),
        (
            "Keep shall we what you write thirty days after you would delete your account, maybe.",
            "the quote agrees with the text nowhere; "
            "closest to it is 'keep what you write for thirty days after you delete the account'",
        ),
    ],
)
def test_words_that_do_not_stand_there_stop_the_build_and_the_message_says_why(
    quote: str, said: str, tmp_path: Path
) -> None:
    (problem,) = made(tmp_path, TEXT, quote).problems()
    text = f"{TERMS}/text/{stamp(0)}.md"
    assert problem == f"{TERMS}/keeping.md:10:9: words must stand in {text}; {said} [quote-not-found]"


def test_a_quote_with_a_url_stands_in_that_page(tmp_path: Path) -> None:
    pages = [{"url": "https://acme.example/terms", "line": 1}, {"url": "https://acme.example/more", "line": 3}]
    text = "# Terms\nNothing.\n# More\nWe keep what you write for thirty days after.\n"
    tree = Tree(tmp_path)
    tree.document(
        "acme/terms", [text], captures={0: {"parts": pages}}, sources=[{"url": page["url"]} for page in pages]
    )
    for url, found in (("https://acme.example/more", True), ("https://acme.example/terms", False)):
        excerpt = {"text": "We keep what you write for thirty days after.", "url": url}
        tree.provision("acme/terms/keeping", excerpts=[excerpt])
        said = [problem.partition("; ")[2] for problem in tree.problems()]
        assert said == ([] if found else ["the quote stands in the text, but in another page of it [quote-not-found]"])


def test_former_wordings_and_supports_are_proven_alike(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [TEXT, TEXT.replace("thirty", "sixty")])
    tree.document("acme/more", ["Deletion takes thirty days, it says elsewhere."], type="privacy")
    support = {"document": "acme/more", "capture": at(0), "text": "Deletion takes thirty days"}
    earlier = {"capture": at(0), "excerpts": [{"text": QUOTE}]}
    fields: dict[str, Any] = {"capture": 1, "supports": [support], "earlier": [earlier]}
    tree.provision("acme/terms/keeping", QUOTE.replace("thirty", "sixty"), **fields)
    assert {pointer for _, pointer in evidence(tree).sightings} == {
        ("excerpts", 0),
        ("earlier", 0, "excerpts", 0),
        ("supports", 0),
    }
    support["text"], earlier["excerpts"] = "Deletion takes ninety days", [{"text": QUOTE.replace("thirty", "ninety")}]
    tree.provision("acme/terms/keeping", QUOTE.replace("thirty", "sixty"), **fields)
    assert [problem.rsplit("[", 1)[1] for problem in tree.problems()] == ["quote-not-found]"] * 2


def test_a_quote_from_an_unusable_text_stops_the_build(tmp_path: Path) -> None:
    tree = made(tmp_path)
    tree.write(f"{TERMS}/notes.yaml", {"texts": {stamp(0): {"unusable": {"why": "partial"}}}})
    assert [problem.rsplit("[", 1)[1] for problem in tree.problems()] == ["quote-from-unusable]"]


def test_a_withheld_text_need_not_be_there_and_its_quotes_are_not_proven_again(tmp_path: Path) -> None:
    tree = made(tmp_path)
    tree.write(
        f"{TERMS}/notes.yaml", {"texts": {stamp(0): {"withheld": {"on": "2026-02-01", "reason": "Order of a court"}}}}
    )
    (tree.content / f"{TERMS}/text/{stamp(0)}.md").unlink()
    assert tree.problems() == []
    text = evidence(tree).texts["acme/terms"][stamp(0)]
    assert (text.is_held, text.is_usable, text.sha256) == (False, False, hashlib.sha256(TEXT.encode()).hexdigest())
    assert evidence(tree).sightings == {}


def test_every_quote_of_a_record_is_listed_with_its_capture(tmp_path: Path) -> None:
    tree = made(tmp_path, TEXT, QUOTE, "More follows.")
    catalogue = tree.catalogue()
    quotes = quotes_of(catalogue.content.provisions["acme/terms/keeping"], catalogue.refer)
    assert [(quote.pointer, quote.document, quote.captured_at, quote.query[0]) for quote in quotes] == [
        (("excerpts", 0), "acme/terms", at(0), QUOTE),
        (("excerpts", 1), "acme/terms", at(0), "More follows."),
    ]


def test_what_is_remembered_of_a_text_is_what_is_found_anew(tmp_path: Path) -> None:
    catalogue = made(tmp_path).catalogue()
    text = catalogue.evidence.texts["acme/terms"][stamp(0)]
    requests = [
        (text, Query(words, heading, None))
        for words in (QUOTE, "Goodbye.", "Nowhere.")
        for heading in (None, "The end")
    ]
    with Memo(tmp_path / "cache") as memo:
        first = look(catalogue.content, requests, memo)
    with Memo(tmp_path / "cache") as memo:
        again = look(catalogue.content, list(reversed(requests)), memo)
    with Memo(None) as memo:
        anew = look(catalogue.content, requests, memo)
    assert first == anew == list(reversed(again))
