"""Citations are read back by independent libraries to the fields that were put in, for names of every kind."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from atlas.citations import Work, bibtex, csl, csl_json, latex, legal, ris, text
from tests.reading_back import STYLES, decoded, flat

NAMES = [
    "Acme, Inc.",
    "Smith & Sons {Labs}",
    "}unbalanced{ brace",
    'Quote "Unquote" GmbH',
    "Société Générée à l’Été",
    "深度 智能 有限公司",
    "שלום בע״מ",
    "50% off_#1 ~ $5 ^ \\ path",
    "line\nbreak\tand\u2028more",
    "and co and sons",
]


def work(name: str) -> Work:
    return Work(
        key="PA-P-000042",
        title=f"Clause of {name}",
        authors=(name, "Second, Ltd"),
        issued="2026-04-28",
        url="https://example.org/p/PA-P-000042/v/2/?a=b_c%20d&e=f#x",
        site="Provision Atlas",
        publisher="Provision Atlas",
        language="en",
        genre="Provision record",
        version="2",
        note=f"Record PA-P-000042 of {name}",
        abstract="On by default.",
        keywords=("ai-training", "data-use"),
    )


@pytest.mark.parametrize("name", NAMES)
def test_bibtex_reads_back(name: str) -> None:
    library = bibtexparser.parse_string(bibtex(work(name)))
    assert not library.failed_blocks
    misc, online = library.entries
    assert (misc.entry_type, online.entry_type) == ("misc", "online")
    for entry in (misc, online):
        fields = {field.key: field.value for field in entry.fields}
        assert decoded(fields["title"]) == flat(f"Clause of {name}")
        assert decoded(fields["note"]) == flat(f"Record PA-P-000042 of {name}")
    assert {field.key: field.value for field in online.fields}["url"] == work(name).url
    split = bibtexparser.parse_string(bibtex(work(name)), append_middleware=[middlewares.SeparateCoAuthors()])
    authors = [decoded(author) for author in split.entries[0].fields_dict["author"].value]
    assert authors == [flat(name), "Second, Ltd"]


@pytest.mark.parametrize("name", NAMES)
def test_ris_reads_back(name: str) -> None:
    [entry] = rispy.loads(ris(work(name)))
    assert entry["title"] == flat(f"Clause of {name}")
    assert entry["authors"] == [f"{flat(name)},", "Second, Ltd,"]
    assert entry["urls"] == [work(name).url]
    assert entry["year"] == "2026"
    assert entry["notes"] == [flat(f"Record PA-P-000042 of {name}")]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_csl_is_set_by_a_citation_processor(name: str, style: str) -> None:
    data = json.loads(csl_json([work(name)]))
    source = CiteProcJSON(data)
    bibliography = CitationStylesBibliography(CitationStylesStyle(style, validate=False), source, formatter.plain)
    bibliography.register(Citation([CitationItem("pa-p-000042")]))
    [line] = [str(item) for item in bibliography.bibliography()]
    assert flat(name).split()[0].strip("{}") in line
    assert "2026" in line


def test_csl_leaves_out_what_is_absent() -> None:
    entry = csl(Work("K", "T", ("A",), "2026", "https://example.org/"))
    assert entry == {
        "id": "K", "type": "webpage", "title": "T", "author": [{"literal": "A"}], "number": "K",
        "issued": {"date-parts": [[2026]]}, "URL": "https://example.org/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("a & b", r"a \& b"),
        ("100%", r"100\%"),
        ("{x}", r"$\lbrace$x$\rbrace$"),
        ("a_b#c", r"a\_b\#c"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("\\", r"\textbackslash{}"),
        ("a\nb", "a b"),
    ],
)
def test_latex_escapes(value: str, escaped: str) -> None:
    assert latex(value) == escaped


def test_text_and_legal_form() -> None:
    cited = Work(
        "PA-D-00001", "Terms of Use", ("Acme, Inc.",), "2026-04", "https://acme.example/terms", section="7. Disputes",
        captured_at="2026-04-28T05:31:08Z", sha256="ab" * 32, archive_url="https://archive.example/1",
    )  # fmt: skip
    assert (
        text(cited)
        == "Acme, Inc. (2026, April). Terms of Use. https://acme.example/terms [Archived at https://archive.example/1]"
    )
    assert legal(cited) == (
        "Acme, Inc., “Terms of Use”, under “7. Disputes”, dated April 2026, as captured on 28 April 2026, 05:31:08 "
        "UTC, at <https://acme.example/terms>, archived at <https://archive.example/1>, "
        f"SHA-256 of the captured text {'ab' * 32}."
    )
