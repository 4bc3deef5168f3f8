"""Words of a quote find its provision first, as a phrase in quotation marks and as they are pasted.

Builds the catalogue, takes eight words from the middle of a quote for each of twenty provisions spread over it (never
words that two provisions quote), asks the search page in Chromium for them both ways, and prints the first hits.

    python -m tests.proof search
    python -m tests.proof search --content content --phrases 200
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from atlas.fold import readable
from atlas.reading import read
from atlas.records import Provision
from atlas.wording import parts_of, wording
from tests.browsing import NO_CHROMIUM, View, chromium, has_chromium, served, watched
from tests.proof._ground import CannotRun, build, cannot_run, catalogue, parser, scratch, sound, table, verdict

WORDS = 8
DONE = "[data-results][aria-busy=false]"


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--phrases", type=int, default=20, help="how many (default: 20)")
    asked.add_argument("--site", type=Path, help="ask this built site and build none")
    given = asked.parse_args(argv)
    try:
        if not has_chromium():
            raise CannotRun(NO_CHROMIUM)
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    if given.site:
        return searched(given.site, spread(list(quoted(folder, given.site)), given.phrases))
    with scratch() as place:
        sound(build(folder, place / "site", "--no-cache"), f"the build of {folder}")
        return searched(place / "site", spread(list(quoted(folder, place / "site")), given.phrases))


def quoted(folder: Path, site: Path) -> Iterator[tuple[str, str]]:
    """The address of every provision that shows its words, and some of them that no other provision quotes."""
    content, _ = read(folder)
    assert content, f"{folder} was built"
    words = {key: " ".join(map(wording, _passages(record))) for key, record in content.provisions.items()}
    for key, record in content.provisions.items():
        phrase = _middle(record)
        shared = [other for other, said in words.items() if wording(phrase) in said]
        page = site / "platform" / key / "index.html"
        if phrase and shared == [key] and 'class="hidden-words"' not in page.read_text(encoding="utf-8"):
            yield f"/platform/{key}/", phrase


def _passages(record: Provision) -> Iterator[str]:
    """Everything that a provision quotes of its own document, now and formerly."""
    for part in (record, *record.earlier):
        yield from (excerpt.text for excerpt in part.excerpts)


def _middle(record: Provision) -> str:
    """Words from the middle of the longest passage of a provision's quotes, as the reader sees them."""
    passages = [readable(part).split() for excerpt in record.excerpts for part in parts_of(excerpt.text)]
    longest = max(passages, key=len)
    start = max(0, (len(longest) - WORDS) // 2)
    return " ".join(longest[start : start + WORDS])


def spread(phrases: list[tuple[str, str]], number: int) -> list[tuple[str, str]]:
    """So many, evenly over the list."""
    step = max(1.0, len(phrases) / number)
    return [phrases[int(place * step)] for place in range(min(number, len(phrases)))]


def searched(site: Path, phrases: list[tuple[str, str]]) -> int:
    """Asks for each phrase both ways; the table, and every first hit that is another record."""
    faults: list[str] = []
    rows: list[tuple[object, ...]] = []
    with served(site) as host, chromium() as browser, watched(browser, host, View("light", 1280)) as (page, seen):
        for address, phrase in phrases:
            start = time.perf_counter()
            for q in (f'"{phrase}"', phrase):
                first, number = _first(page, host, q)
                rows.append((q, number, "first" if first == address else first or "nothing"))
                faults += [] if first == address else [f"{q} finds {first or 'nothing'}, not {address}"]
            rows[-1] = (*rows[-1], f"{time.perf_counter() - start:.1f}")
            rows[-2] = (*rows[-2], "")
        faults += seen
    table(rows, "words", "results", "its provision is", "seconds for both")
    print(f"\n{len(phrases)} phrases, each with and without quotation marks\n")
    return verdict(faults, "every phrase has its provision first")


def _first(page: Page, host: str, q: str) -> tuple[str, int]:
    """The address of the first result, and how many there are."""
    page.goto(f"{host}/search/?{urlencode({'q': q})}")
    page.wait_for_selector(DONE, state="attached")
    found = page.locator("[data-results] h3 a").evaluate_all("links => links.map((link) => link.pathname)")
    return (str(found[0]) if found else ""), len(found)
