"""Grammar of identifiers, slugs and stamps, and the address each record gets. Pure: strings in, strings out.

A file's path is its address: `platform/acme/terms/arbitration.md` is `/platform/acme/terms/arbitration/`. Keys are
paths without the kind: `acme`, `acme/terms`, `acme/terms/arbitration`, `acme/terms/finding/arbitration`.

    >>> stamp_of("2026-04-28T05:31:08Z"), address("provision", "acme/terms/arbitration")
    ('2026-04-28T053108Z', '/platform/acme/terms/arbitration/')
"""

from __future__ import annotations

import re

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LIMIT = 80
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
KINDS = {"P": "provision", "F": "finding", "D": "document", "E": "entity"}
DIGITS = {"E": 4, "D": 5, "F": 5, "P": 6}

# Words that are, or may become, part of an address; a record of that name would stand in their way.
RESERVED = frozenset({
    "text", "change", "capture", "captures", "finding", "history", "original", "v", "version", "p", "d", "e",
    "f", "page", "api", "data", "assets", "feed", "search", "compare", "changes", "freshness", "following",
    "platform", "operator", "clause-type", "category", "regulation", "agency", "entity", "document",
    "provision", "pagefind", "index", "cite", "record", "sitemap", "robots", "well-known", "404", "static",
    "notes", "media", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
})  # fmt: skip


def slug_fault(slug: str) -> str | None:
    """Why `slug` may not be one, or None. A slug matches `[a-z0-9]+(-[a-z0-9]+)*`, has at most 80 characters and is
    no reserved word."""
    if not SLUG.fullmatch(slug):
        return "must be lower-case letters and digits with single hyphens between"
    if len(slug) > SLUG_LIMIT:
        return f"must have at most {SLUG_LIMIT} characters, has {len(slug)}"
    if slug in RESERVED:
        return "must not be a word reserved for the site's own addresses"
    return None


def stamp_of(captured_at: str) -> str:
    """The name of a capture's files: its UTC time without colons."""
    return captured_at.replace(":", "")


def time_of(stamp: str) -> str:
    """The inverse of `stamp_of`."""
    return f"{stamp[:13]}:{stamp[13:15]}:{stamp[15:]}"


def id_pattern(prefix: str, letter: str) -> re.Pattern[str]:
    """What an identifier looks like: `PA-P-000042`. At least so many digits; more once the numbers need them."""
    return re.compile(rf"{re.escape(prefix)}-{letter}-\d{{{DIGITS[letter]},}}")


def entity_of(key: str) -> str:
    """The entity's slug in a document's, provision's or finding's key."""
    return key.split("/", 1)[0]


def document_of(key: str) -> str:
    """The document's key in a provision's or finding's key: its first two parts."""
    return "/".join(key.split("/")[:2])


def address(kind: str, key: str = "") -> str:
    """The address of a record's page, from the site's root, ending in a slash.

    `kind` is a record kind with a page; entities, documents, provisions and findings all live under `/platform/`.
    """
    if kind in {"entity", "document", "provision", "finding"}:
        return f"/platform/{key}/"
    if kind == "page":
        return f"/{key}/"
    return f"/{kind}/{key}/"


def permanent_address(identifier: str, version: int = 0) -> str:
    """The address to cite: `/p/PA-P-000042/`, or of one version `/p/PA-P-000042/v/3/`."""
    letter = identifier.split("-")[1].lower()
    return f"/{letter}/{identifier}/" + (f"v/{version}/" if version else "")


def text_address(document: str, stamp: str) -> str:
    """The address of one archived text, or of a capture that shows it."""
    return f"/platform/{document}/text/{stamp}/"


def change_address(document: str, stamp: str) -> str:
    """The address of the change that led to the text first captured then."""
    return f"/platform/{document}/change/{stamp}/"


def file_of(address: str) -> str:
    """The file below the site's folder that a host serves for `address`."""
    return (address + "index.html" if address.endswith("/") else address).lstrip("/")
