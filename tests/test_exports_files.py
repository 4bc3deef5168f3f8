"""The files of the data: written so that independent readers read back what was put in, and always the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
from pathlib import Path

import frictionless
import jsonschema
import pytest
import yaml

from atlas.exports.bundle import Exports, exported
from atlas.exports.files import as_csv, as_jsonl, as_spreadsheet, csv_cell, neutral, plain
from atlas.exports.sqlite import as_sqlite
from atlas.exports.table import declared, filled
from atlas.memo import Memo
from atlas.pages.base import Views

NASTY = [
    'quote " inside', "comma, and; semicolon", "line\nbreak", "carriage\r\nreturn", " spaces ", "=1+1",
    "+cmd|'/c calc'!A0", "-2", "@SUM(A1)", "\tTab", "深度 智能", "שלום", "é & <b>",
    "'quoted'", "null", "true", "\\n", "a\u2028b",
]  # fmt: skip
SPEC = declared(
    "nasty", "One row a text.", "number", "number  whole  Counted\ntext  text?  The text\nflag  flag  A truth"
)
TABLE = filled(SPEC, [(number, text, number % 2 == 0) for number, text in enumerate([*NASTY, None])])


@pytest.fixture(scope="module")
def folder(exports: Exports, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the demonstration's data, on disk."""
    found = tmp_path_factory.mktemp("data")
    for path, data in exports.files.items():
        if path.startswith("data/"):
            (found / path).parent.mkdir(parents=True, exist_ok=True)
            (found / path).write_bytes(data)
    return found / "data"


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


# --- each form


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""), (True, "true"), (False, "false"), (30, "30"), (2.5, "2.5"), ("plain", "plain"), ("a,b", '"a,b"'),
        ('a"b', '"a""b"'), ("a\nb", '"a\nb"'), ("a\rb", '"a\rb"'), (" a", '" a"'), ("é", "é"),
    ],
)  # fmt: skip
def test_cells_of_csv(value: str | float | bool | None, cell: str) -> None:
    assert csv_cell(value) == cell


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("a=1", "a=1"),
        ("", ""),
        ("'", "'"),
        ("\na", "'\na"),
        ("＝1", "'＝1"),
    ],  # fmt: skip
)
def test_formulas_are_neutralised(text: str, made: str) -> None:
    assert neutral(text) == made


def test_csv_reads_back() -> None:
    data = as_csv(TABLE, "https://atlas.example")
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert [row["text"] for row in rows] == [*NASTY, ""]
    assert [row["flag"] for row in rows][:2] == ["true", "false"]


def test_jsonl_reads_back() -> None:
    lines = as_jsonl(TABLE, "https://atlas.example").decode().removesuffix("\n").split("\n")
    assert [json.loads(line)["text"] for line in lines] == [*NASTY, None]


def test_spreadsheets_see_no_formula() -> None:
    data = as_spreadsheet(TABLE, "https://atlas.example")
    assert data.startswith(b"\xef\xbb\xbfnumber,text,flag\r\n")
    rows = list(csv.DictReader(io.StringIO(data[3:].decode(), newline="")))
    assert [row["text"].removeprefix("'") for row in rows[:13]] == [text.removeprefix("'") for text in NASTY[:13]]
    assert not [row["text"] for row in rows if row["text"][:1] in {"=", "+", "-", "@", "\t"}]


def test_sqlite_reads_back() -> None:
    store = sqlite3.connect(":memory:")
    store.deserialize(as_sqlite_of_nasty())
    assert [text for (text,) in store.execute("SELECT text FROM nasty ORDER BY number")] == [*NASTY, None]
    store.close()


def as_sqlite_of_nasty() -> bytes:
    searched = [filled(declared(name, "x", "k", f"k  text  Key\n{columns}"), []) for name, columns in SEARCHED]
    return as_sqlite([TABLE, *searched], "https://atlas.example", [("title", "x")])


PROSE = (
    "title", "what_it_is", "why_it_matters", "interpretive_note", "what_it_means_for_you", "regulatory_landscape",
    "governance_exposure", "jurisdiction_flags", "contract_and_vendor_implications", "compliance_considerations",
)  # fmt: skip
SEARCHED = (
    ("provisions", "\n".join(f"{name}  text?  Words" for name in PROSE)),
    ("excerpts", "text  text?  Words\nheading  text?  Words"),
    ("findings", "note  text?  Words"),
)


# --- the whole


def test_the_data_package_is_sound(folder: Path) -> None:
    report = frictionless.validate((folder / "datapackage.json").as_posix())
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert len(package["resources"]) == len(list((folder / "csv").iterdir()))


def test_the_data_package_names_sizes_and_hashes(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_sqlite_is_sound(folder: Path) -> None:
    store = sqlite3.connect(folder / "atlas.sqlite")
    assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert store.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(store.execute("PRAGMA foreign_key_list(provisions)").fetchall()) > 3
    names = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"about", "provisions", "provisions_fts", "excerpts_fts"} <= names
    store.close()


def test_hashes_are_checked_by_sha256sum(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
    assert done.returncode == 0
    named = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert named == there - {"SHA256SUMS"}


def test_the_dictionary_has_every_column(folder: Path) -> None:
    named = {(row["table"], row["column"]) for row in rows_of(folder / "dictionary.csv")}
    for path in (folder / "csv").iterdir():
        header = path.read_text("utf-8").split("\n", 1)[0].split(",")
        assert {(path.stem, column) for column in header} <= named


def test_the_three_forms_hold_the_same(folder: Path) -> None:
    store = sqlite3.connect(folder / "atlas.sqlite")
    for path in (folder / "csv").iterdir():
        rows = rows_of(path)
        lines = (folder / "jsonl" / f"{path.stem}.jsonl").read_text("utf-8").removesuffix("\n").split("\n")
        kept = [json.loads(line) for line in lines if line]
        number = store.execute(f'SELECT count(*) FROM "{path.stem}"').fetchone()[0]
        assert len(rows) == len(kept) == number, path.stem
        for row, other in zip(rows, kept, strict=True):
            assert list(row.values()) == list(map(plain, other.values()))
    store.close()


def test_the_citation_file_is_yaml(folder: Path) -> None:
    cited = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    required = {"cff-version", "message", "title", "authors"}
    assert required <= set(cited)
    assert cited["cff-version"] == "1.2.0"
    jsonschema.validate(cited["authors"], {"type": "array", "minItems": 1, "items": {"required": ["name"]}})


def test_licences_are_told_apart(folder: Path) -> None:
    text = (folder / "LICENCES.md").read_text("utf-8")
    for words in ("The analysis", "The data as a collection", "Quoted and captured texts", "Sample archive of terms"):
        assert words in text


def test_the_same_bytes_twice(views: Views, exports: Exports, tmp_path: Path) -> None:
    with Memo(tmp_path, jobs=1) as memo:
        again = exported(views, memo, has_data=True).files
        remembered = exported(views, memo, has_data=True).files
    assert [path for path in exports.files if again[path] != exports.files[path]] == []
    assert remembered == again
