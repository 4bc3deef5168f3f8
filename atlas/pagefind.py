"""Small pages of what is searched for, and the bundle that Pagefind's binary makes of them.

In: `SearchDocument`s, each with the address it is found at. Out: the bundle's files by path below the site, checked:
all that is compressed can be read again, no page is missing, and nothing is there that the search page does not load.
The index is not the same bytes twice (Pagefind 1.5), so it is remembered under its documents, and no file outside
`pagefind/` names a file in it.

Phrases are found word after word, and Pagefind counts a lone dash as a word that no question can hold, while two words
about a dash or slash are one to it. So lone marks are tied to the word before them, and such words parted, by invisible
characters, which `search-results.js` turns back; `search-index.js` reads questions alike.

>>> page_of(SearchDocument("/p/x/", body=((2, "Words"),)))[40:]
'<main data-pagefind-body><p data-pagefind-weight="2">Words</p></main></body></html>\\n'
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path

from atlas.ids import file_of
from atlas.problems import AtlasError

VERSION = "1.5.2"
SIGNATURE = b"pagefind_dcd"
LOADED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")  # of the files that are not indexes
MEND = f"run `pip install pagefind-bin=={VERSION}`, or build with --no-search"
TIMEOUT = 900  # seconds; 5,000 records take ten
TIE = "\u2063"  # shown as a space, and none to Pagefind
PART = "\u2064 "  # a space to Pagefind, and not shown
_LONE_MARKS = re.compile(r"\s+(?=[^\w\s]+(?:\s|$))")
_BETWEEN_WORDS = re.compile(r"(?<=\w)([/|—–―…·•])(?=\w)")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing to find. `meta` is searched and handed to the results; `body` is searched, each text with its weight;
    `filters` are codes, a name as often as it has values; `sorts` are whole numbers, and every document has all."""

    address: str
    meta: Pairs = ()
    body: tuple[tuple[float, str], ...] = ()
    filters: Pairs = ()
    sorts: Pairs = ()


def indexed(task: tuple[str, tuple[SearchDocument, ...]]) -> dict[str, bytes]:
    """The bundle of documents in a language, as files below the site: `pagefind/pagefind.js` and all it loads."""
    language, documents = task
    with tempfile.TemporaryDirectory(prefix="atlas-search-") as folder:
        pages, bundle = Path(folder, "pages"), Path(folder, "bundle")
        for document in documents:
            path = pages / file_of(document.address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page_of(document), encoding="utf-8")
        run(pages, bundle, language.split("-")[0])
        return checked(dict(_files(bundle)), len(documents))


def page_of(document: SearchDocument) -> str:
    """The page that is indexed in place of the site's own: nothing but what is to be found."""
    head = [
        _meta(f"data-pagefind-{kind}", name, parted(value) if kind == "meta" else value)
        for kind, pairs in (("meta", document.meta), ("filter", document.filters), ("sort", document.sorts))
        for name, value in pairs
    ]
    body = [f'<p data-pagefind-weight="{weight:g}">{escape(parted(text))}</p>' for weight, text in document.body]
    inner = "".join(["<html><head>", *head, "</head><body><main data-pagefind-body>", *body, "</main></body></html>"])
    return f"<!doctype html>{inner}\n"


def _meta(attribute: str, name: str, value: str) -> str:
    return f'<meta {attribute}="{name}[content]" content="{escape(value)}">'


def parted(text: str) -> str:
    """A text whose words are Pagefind's words.

    >>> [word.replace(TIE, "~") for word in parted("Settings > Privacy and/or — none").split()]
    ['Settings~>', 'Privacy', 'and/\u2064', 'or~—', 'none']
    """
    return _BETWEEN_WORDS.sub(rf"\1{PART}", _LONE_MARKS.sub(TIE, text))


def run(pages: Path, bundle: Path, language: str) -> None:
    """Runs the binary over a folder of pages. Every option is given, and no setting of the surroundings reaches it."""
    command = [_executable(), "--site", str(pages), "--output-path", str(bundle), "--glob", "**/*.html"]
    command += ["--root-selector", "html", "--force-language", language, "--silent"]
    around = {name: value for name, value in os.environ.items() if not name.upper().startswith("PAGEFIND")}
    try:
        done = subprocess.run(command, cwd=pages.parent, env=around, capture_output=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AtlasError(f"Pagefind cannot be run ({error}); {MEND}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines() or ["nothing said"]
        raise AtlasError(f"Pagefind failed with code {done.returncode} ({said[-1]}); {MEND}")


def _executable() -> str:
    """The binary of the package that pins its version, not whatever the surroundings hold."""
    try:
        found: str | None = import_module("pagefind_bin").get_executable()
    except (ImportError, FileNotFoundError):
        found = None
    if not found:
        raise AtlasError(f"Pagefind is not installed; {MEND}")
    return str(found)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def checked(bundle: Mapping[str, bytes], pages: int) -> dict[str, bytes]:
    """The files that our page loads, with their place in the site. Raises AtlasError for a bundle that is not whole:
    1.5 was seen to leave files half-written."""
    try:
        (found,) = json.loads(bundle["pagefind-entry.json"])["languages"].values()
        wasm = f"wasm.{found['wasm'] or 'unknown'}.pagefind"
        count, files = found["page_count"], {name: bundle[name] for name in (*LOADED, wasm)}
    except (KeyError, ValueError, TypeError) as error:
        raise AtlasError(f"Pagefind left out a part of its bundle ({error}); {MEND}") from error
    if count != pages:
        raise AtlasError(f"Pagefind indexed {count:,} of {pages:,} pages; {MEND}")
    files |= {name: data for name, data in bundle.items() if name.rsplit(".", 1)[-1].startswith("pf_")}
    for name, data in files.items():
        if name not in LOADED and not _is_whole(data):
            raise AtlasError(f"Pagefind left '{name}' half-written; build again, or {MEND}")
    if sum(name.startswith("fragment/") for name in files) != pages:
        raise AtlasError(f"Pagefind left out pages of its bundle; build again, or {MEND}")
    return {f"pagefind/{name}": data for name, data in files.items()}


def _is_whole(data: bytes) -> bool:
    """Whether a compressed file can be read to its end and is Pagefind's."""
    try:
        return gzip.decompress(data).startswith(SIGNATURE)
    except (OSError, EOFError, zlib.error):
        return False
