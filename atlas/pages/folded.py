"""Steps that are none, or none any more: a page at the address a change between two captures has or once had.

A step is folded when its text is noted unusable or withheld, or when what made the difference is named volatile. Its
address was published with it, so a page goes on standing there: it says why and leads to the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from atlas import labels
from atlas.ids import change_address, stamp_of, text_address
from atlas.pages.base import Link, Page, Views
from atlas.records import Capture
from atlas.runs import DocumentHistory


def folded_pages(views: Views, changes: frozenset[str]) -> Iterator[Page]:
    """A page for every capture whose text is another than the one before and that is none of `changes`, by address."""
    for key, history in views.catalogue.histories.documents.items():
        if key in views.content.documents:
            for before, capture in pairwise(history.captures):
                address = change_address(key, stamp_of(capture.captured_at))
                if capture.text_sha256 != before.text_sha256 and address not in changes:
                    yield _page(views, history, capture, address)


def _page(views: Views, history: DocumentHistory, capture: Capture, address: str) -> Page:
    document, day = views.document(history.document), labels.day(capture.captured_at)
    return Page(
        address=address,
        template="folded.html",
        title=f"{document.text}: no change on {day}",
        description=f"{document.text}: the text captured on {day} is not counted as a change.",
        context={
            "document": document,
            "entity": views.entity(history.document),
            "day": day,
            "why": _why(views, history, capture),
            "text": Link(f"The text captured on {day}", text_address(history.document, capture.text[5:-3])),
        },
        crumbs=(*views.crumbs(history.document), document),
        is_indexed=False,
    )


def _why(views: Views, history: DocumentHistory, capture: Capture) -> str:
    text = views.catalogue.evidence.texts[history.document][capture.text[5:-3]]
    if text.unusable:
        why = labels.UNUSABLE[text.unusable.why].lower()
        return f"The text captured then is no evidence of what the document says: {why}."
    if text.withheld:
        return "The text captured then is withheld, so that nothing can be told from it."
    run = history.run_of(capture.captured_at)
    first = f"first captured on {labels.day(run.first_captured)}" if run else "captured before"
    return (
        f"The words of this capture are those {first}. What differs is white space, how a date is written, or what "
        "varies from visit to visit."
    )
