"""Why a document was not captured. It concerns that document only: the others of a run go on.

>>> str(Failure("robots", "https://acme.example/robots.txt allows us no visit"))
'https://acme.example/robots.txt allows us no visit'
"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "address",  # not an address we contact: private, of no allowed scheme or port
    "robots",  # the site asks not to be visited there, or does not say
    "unreachable",  # no such name, no connection, no valid certificate
    "timeout",  # the page took longer than it may
    "too-large",  # more bytes than a page may have
    "redirects",  # too many, or to nowhere
    "status",  # it answers with an error, and no words
    "busy",  # 429, or a server's own fault: try later
    "media-type",  # no page that can be read as text
    "unreadable",  # damaged, encrypted, or without words
    "select",  # the document's select or remove does not fit the page
    "sources",  # the document's sources, or the files given for them, are not as they must be
    "order",  # it would not be the newest capture
]


class Failure(Exception):
    """One document could not be captured; the text says why, in words for the analyst. `kind` labels an issue."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind: Kind = kind
