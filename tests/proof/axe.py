"""One page of every kind and the ten largest texts pass axe (WCAG 2.2 AA), in light and dark, narrow and wide.

Serves a build as a host would, opens each page in Chromium at 320 and 1280 pixels in both colour schemes and prints
what axe finds, and beside it console errors, breaches of the content security policy, requests to another host, and
pages wider than the window at 320 pixels. All must be none.

    python -m tests.proof axe
    python -m tests.proof axe --content content --texts 2
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.browsing import NO_CHROMIUM, VIEWS, chromium, has_chromium, kinds, largest_texts, look, served
from tests.proof._ground import CannotRun, build, cannot_run, catalogue, parser, scratch, sound, table, verdict


def main(argv: list[str]) -> int:
    asked = parser(__doc__)
    asked.add_argument("--site", type=Path, help="look at this built site and build none")
    asked.add_argument("--texts", type=int, default=10, help="how many of the largest texts (default: 10)")
    asked.add_argument("--no-search", action="store_true", help="build without the search bundle")
    given = asked.parse_args(argv)
    try:
        if not has_chromium():
            raise CannotRun(NO_CHROMIUM)
        if given.site:
            return looked_at(given.site, given.texts)
        folder = catalogue(given.content)
    except CannotRun as error:
        return cannot_run(error)
    with scratch() as place:
        options = ["--no-cache", *(["--no-search"] if given.no_search else [])]
        sound(build(folder, place / "site", *options), f"the build of {folder}")
        return looked_at(place / "site", given.texts)


def looked_at(site: Path, texts: int) -> int:
    """Every page in every view; the faults, and their number by page."""
    of_kind = kinds(site)
    pages = [
        *of_kind.items(),
        *(("one of the largest texts", text) for text in largest_texts(site, texts) if text not in of_kind.values()),
    ]
    faults: list[str] = []
    rows: list[tuple[object, ...]] = []
    with served(site) as host, chromium() as browser:
        for kind, address in pages:
            start = time.perf_counter()
            found = [fault for view in VIEWS for fault in look(browser, host, address, view)]
            size = (site / address.lstrip("/") / "index.html") if address.endswith("/") else site / address.lstrip("/")
            rows.append((kind, address, size.stat().st_size, len(found), f"{time.perf_counter() - start:.1f}"))
            faults += found
    table(rows, "kind", "page", "bytes", "faults", "seconds")
    print(f"\n{len(pages)} pages, each in {len(VIEWS)} views ({'; '.join(map(str, VIEWS))})\n")
    return verdict(faults, "no violation, no console error, no breach of the policy, no request elsewhere, no overflow")
