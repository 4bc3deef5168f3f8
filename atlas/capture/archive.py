"""A public web archive's copy of a page: looked up, asked for, and compared before it is named.

In: a page's address, the time of a capture, and the words captured. Out: a `Copy`: the address of a copy of the same
words, pinned to its time, or why there is none. A copy that shows other words proves nothing of ours, so each is
fetched as the archive received it, read by the document's own rule, and compared by wording.

The interfaces are the Internet Archive's, as it documents them: the CDX server (`/cdx/search/cdx`), replay of the
original bytes (`/web/<time>id_/<url>`) and Save Page Now 2 (`POST /save`, `/save/status/<job>`). No answer of an
archive is a fault of a capture. Keys in SAVEPAGENOW_ACCESS_KEY and SAVEPAGENOW_SECRET_KEY allow more an hour.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from atlas.capture.extract import PageBytes
from atlas.capture.failure import Failure
from atlas.capture.fetch import Exchange
from atlas.capture.manners import Visitor

NEAR = timedelta(days=30)  # how far from a capture a copy of the same words is looked for
LOOKED_AT = 2  # copies that are fetched to compare; of more than two that differ the third will differ too
LONGEST_WORDS = 300  # of an archive's own
POLLS = 30
POLL_PAUSES = 2  # pauses between two polls: at three seconds each, three minutes in all; a job lives two

_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f\\\ud800-\udfff]+", re.IGNORECASE)
IsSame = Callable[[PageBytes], bool]  # whether a page, read by the document's rule, has the words captured


@dataclass(frozen=True, slots=True)
class Copy:
    """A pinned copy, or None and why."""

    url: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive at a base address; `asks` says whether to have a copy made where there is none."""

    visitor: Visitor
    base: str
    asks: bool = False

    def copy_of(self, url: str, captured_at: str, is_same: IsSame) -> Copy:
        """A copy of a page near a time."""
        try:
            stamps = list(self._stamps(url, datetime.fromisoformat(captured_at)))
            for stamp, original in stamps[:LOOKED_AT]:
                if self._shows(stamp, original, is_same):
                    return Copy(f"{self.base}/web/{stamp}/{original}", "found in the archive, with the same words")
            if self.asks:
                return self._saved(url, is_same)
        except Failure as failure:
            return Copy(None, f"the archive did not answer: {failure}")
        few = f"its copies of these {NEAR.days} days show other words" if stamps else "it has none of these days"
        return Copy(None, f"no copy in the archive: {few}; --archive asks for one")

    # --- looked up

    def _stamps(self, url: str, moment: datetime) -> Iterator[tuple[str, str]]:
        """Times and addresses of copies that were answered with 200, the nearest first."""
        query = {
            "url": url, "output": "json", "fl": "timestamp,original", "filter": "statuscode:200",
            "from": f"{moment - NEAR:%Y%m%d%H%M%S}", "to": f"{moment + NEAR:%Y%m%d%H%M%S}", "limit": "-20",
        }  # fmt: skip
        answer = self._json(self.visitor.ask(f"{self.base}/cdx/search/cdx?{urlencode(query)}"))
        rows = answer[1:] if isinstance(answer, list) else []  # the first names the fields
        copies = [row for row in rows if isinstance(row, list) and len(row) == 2 and is_address_of(row[1], url)]
        timed = [(_moment(stamp), stamp, original) for stamp, original in copies]
        near = sorted((abs(at - moment), stamp, original) for at, stamp, original in timed if at)
        yield from ((stamp, original) for _, stamp, original in near)

    def _shows(self, stamp: str, original: str, is_same: IsSame) -> bool:
        replay = self.visitor.ask(f"{self.base}/web/{stamp}id_/{original}")
        try:
            return replay.status == 200 and is_same(PageBytes(original, replay.media_type, replay.charset, replay.body))
        except Failure:
            return False

    # --- asked for

    def _saved(self, url: str, is_same: IsSame) -> Copy:
        form = {"url": url, "skip_first_archive": "1", "force_get": "1"}
        answer = self._json(self.visitor.ask(f"{self.base}/save", form=form, headers=self._headers()))
        job = answer.get("job_id") if isinstance(answer, dict) else None
        if not isinstance(job, str) or not re.fullmatch(r"[\w-]{1,200}", job, re.ASCII):
            return Copy(None, f"the archive will make no copy: {_why(answer)}")
        for _ in range(POLLS):
            self.visitor.wait(POLL_PAUSES * self.visitor.pause)
            status = self._json(self.visitor.ask(f"{self.base}/save/status/{job}", headers=self._headers()))
            state = status.get("status") if isinstance(status, dict) else None
            if state == "success" and _moment(stamp := status.get("timestamp")):
                original = status.get("original_url")
                return self._made(stamp, original if is_address_of(original, url) else url, is_same)
            if state != "pending":
                return Copy(None, f"the archive could make no copy: {_why(status)}")
        return Copy(None, "the archive is still at work on a copy; look it up again with the next capture")

    def _made(self, stamp: str, original: str, is_same: IsSame) -> Copy:
        """A copy just made: it counts unless it shows other words, for it may take hours to be replayed."""
        pinned = f"{self.base}/web/{stamp}/{original}"
        try:
            replay = self.visitor.ask(f"{self.base}/web/{stamp}id_/{original}")
        except Failure as failure:
            return Copy(pinned, f"made by the archive just now, and not compared: {failure}")
        if replay.status != 200:
            return Copy(pinned, f"made by the archive just now, and not compared: its replay answers {replay.status}")
        try:
            if is_same(PageBytes(original, replay.media_type, replay.charset, replay.body)):
                return Copy(pinned, "made by the archive just now, with the same words")
        except Failure as failure:
            return Copy(None, f"the archive's new copy cannot be read as ours is: {failure}")
        return Copy(None, f"the archive's new copy shows other words, and is not named: {pinned}")

    def _headers(self) -> dict[str, str]:
        access, secret = os.environ.get("SAVEPAGENOW_ACCESS_KEY"), os.environ.get("SAVEPAGENOW_SECRET_KEY")
        headers = {"Accept": "application/json"}
        return {**headers, "Authorization": f"LOW {access}:{secret}"} if access and secret else headers

    def _json(self, exchange: Exchange) -> Any:
        if exchange.status != 200:
            raise Failure("busy", f"{exchange.url} answers {exchange.status}")
        try:
            return json.loads(exchange.body or b"[]")
        except (ValueError, RecursionError):
            raise Failure("unreadable", f"{exchange.url} answers with something else than JSON") from None


def is_address_of(given: object, url: str) -> bool:
    """Whether what an archive gives as a page's address is one, and that page's: the same but for the scheme and its
    port, `www.`, small letters, what is escaped, and a slash at the end.

    >>> is_address_of("http://www.acme.example:80/terms/", "https://acme.example/terms")
    True
    """
    if not isinstance(given, str) or not _ADDRESS.fullmatch(given):
        return False
    try:
        return _bare(given) == _bare(url.partition("#")[0])
    except ValueError:
        return False


def _bare(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80").removeprefix("www.")
    return host, *(unquote(part).casefold() for part in (parts.path.removesuffix("/"), parts.query, parts.fragment))


def _moment(stamp: Any) -> datetime | None:
    """The time that fourteen digits stand for."""
    if not isinstance(stamp, str) or not re.fullmatch(r"[0-9]{14}", stamp):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _why(answer: Any) -> str:
    if not isinstance(answer, dict):
        return "it does not say why"
    said = answer.get("message") or answer.get("status_ext") or answer.get("exception")
    words = "".join(letter if letter.isprintable() else " " for letter in str(said or "")[:LONGEST_WORDS])
    return " ".join(words.split()) or "it does not say why"
