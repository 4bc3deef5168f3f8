"""What surrounds the pages: the frame they share, the files of the theme under names that change with their bytes, and
the headers a host is to send."""

from __future__ import annotations

import hashlib
from pathlib import Path

from atlas.pages.base import Views
from atlas.render import CONTENT_SECURITY_POLICY, Shell

HASH_LENGTH = 10  # characters of the SHA-256 in an asset's name

MENU = (
    ("Platforms", "/platform/"),
    ("Clause types", "/clause-type/"),
    ("Compare", "/compare/"),
    ("Laws", "/regulation/"),
    ("Agencies", "/agency/"),
    ("Changes", "/changes/"),
    ("Search", "/search/"),
)

FOOT = (("How fresh this is", "/freshness/"),)


def assets(templates: Path) -> dict[str, tuple[str, bytes]]:
    """Each file of templates/assets/ by name: the name it is published under, with a hash, and its bytes."""
    found = {}
    for path in sorted((templates / "assets").iterdir()):
        if path.is_file() and not path.name.startswith("."):
            data = path.read_bytes()
            mark = hashlib.sha256(data).hexdigest()[:HASH_LENGTH]
            found[path.name] = (f"{path.stem}.{mark}{path.suffix}", data)
    return found


def shell_of(
    views: Views, templates: Path, *, base_url: str | None, preview: str, has_search: bool, has_data: bool = True
) -> Shell:
    """The frame of every page."""
    site = views.content.site
    return Shell(
        title=site.title,
        tagline=site.tagline,
        base_url=(base_url or site.base_url).rstrip("/"),
        language=site.language,
        publisher=site.publisher.name,
        licence=(site.licence.id, site.licence.url),
        repository=_edit_base(views),
        notice=site.notice or "",
        independence=site.independence or "",
        as_of=views.catalogue.as_of,
        preview=preview,
        assets=tuple((name, published) for name, (published, _) in assets(templates).items()),
        menu=MENU,
        foot=tuple((page.title, f"/{slug}/") for slug, page in views.content.pages.items()) + (("Data", "/data/"),),
        has_search=has_search,
        has_data=has_data,
    )


def _edit_base(views: Views) -> str:
    """The address under which a file of content/ can be edited, without the file; '' when there is no repository."""
    repository = views.content.site.repository
    return f"{repository.url.rstrip('/')}/edit/{repository.branch}/content/" if repository else ""


_DATA_HEADERS = """/api/*
  Access-Control-Allow-Origin: *
/data/*
  Access-Control-Allow-Origin: *
/.well-known/api-catalog
  Content-Type: application/linkset+json
"""


def headers_file(*, has_data: bool) -> bytes:
    """`_headers`, as Netlify and Cloudflare Pages read it: a strict policy everywhere, strangers' originals sandboxed,
    and what has a hash in its name kept for ever."""
    return f"""/*
  Content-Security-Policy: {CONTENT_SECURITY_POLICY}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), interest-cohort=()
  Strict-Transport-Security: max-age=31536000
  Cross-Origin-Opener-Policy: same-origin
/platform/*/original/*
  Content-Security-Policy: sandbox; default-src 'none'
{_DATA_HEADERS if has_data else ""}/assets/*
  Cache-Control: public, max-age=31536000, immutable
/pagefind/fragment/*
  Cache-Control: public, max-age=31536000, immutable
/pagefind/index/*
  Cache-Control: public, max-age=31536000, immutable
/pagefind/filter/*
  Cache-Control: public, max-age=31536000, immutable
/pagefind/pagefind-entry.json
  Cache-Control: no-cache
""".encode()
