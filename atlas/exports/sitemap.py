"""`sitemap.xml` and `robots.txt`: what search engines are to read. Archived texts, changes, paged pages and whatever is
not to be indexed stay out; dates are the data's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from atlas.exports.feeds import xml_text
from atlas.ids import address
from atlas.pages.base import Page, Views

LIMIT = 50_000  # addresses in one file; source: sitemaps.org
LEFT_OUT = re.compile(r"/(text|change|page|v)/[^/]+/$|/history/$")
Files = dict[str, bytes]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(views: Views, pages: Iterable[Page], *, limit: int = LIMIT) -> Files:
    """The sitemap, in one file or as an index of several, and robots.txt that names it."""
    dates = dict(_dates(views))
    rows = [_row(views.absolute(page.address), dates.get(page.address, "")) for page in pages if is_listed(page)]
    files: Files = {"robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {views.absolute('/sitemap.xml')}\n".encode()}
    if len(rows) <= limit:
        return files | {"sitemap.xml": _urlset(rows)}
    parts = [rows[start : start + limit] for start in range(0, len(rows), limit)]
    named = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    listed = "".join(f"<sitemap><loc>{xml_text(views.absolute(f'/{name}'))}</loc></sitemap>\n" for name in named)
    files["sitemap.xml"] = f"{HEAD}<sitemapindex {NAMESPACE}>\n{listed}</sitemapindex>\n".encode()
    return files | {name: _urlset(part) for name, part in zip(named, parts, strict=True)}


def is_listed(page: Page) -> bool:
    """Whether a page is in the sitemap: it may be indexed, and stands for itself."""
    return page.is_indexed and not page.canonical and not LEFT_OUT.search(page.address)


def _urlset(rows: Iterable[str]) -> bytes:
    return f"{HEAD}<urlset {NAMESPACE}>\n{''.join(rows)}</urlset>\n".encode()


def _row(url: str, day: str) -> str:
    modified = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{xml_text(url)}</loc>{modified}</url>\n"


def _dates(views: Views) -> Iterator[tuple[str, str]]:
    """When records were last changed, by address: their analysis, review, log; a document's newest words."""
    for key, record in views.content.provisions.items():
        days = [record.analysed_on, record.analysis.reviewed_on, *(entry.on for entry in record.log)]
        yield address("provision", key), max(str(day) for day in days if day)
    for key, finding in views.content.findings.items():
        days = [finding.reviewed_on, *(entry.on for entry in finding.log)]
        yield address("finding", key), max((str(day) for day in days if day), default=finding.capture[:10])
    for key in views.content.documents:
        history = views.catalogue.histories.documents.get(key)
        if history and history.newest:
            yield address("document", key), history.newest.first_captured[:10]
