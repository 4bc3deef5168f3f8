"""One visit to a page, with manners: robots.txt first, one request a host at a time with a pause between, redirects
followed one by one, `Retry-After` honoured.

In: a URL. Out: a `Visit`, with every exchange on the way. An answer of any status from 200 on is a visit, but for
those that say "later" (429 and a server's own faults), which are a `Failure`, as is a site that asks not to be visited.

robots.txt is read as RFC 9309 says: by the product token of our user agent, at most 500 KiB, up to five redirects; a
site that has none (4xx) allows all, one that cannot tell us (5xx, no answer, 429) allows nothing. Its `Crawl-delay`,
which the RFC leaves open, makes our pause longer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from protego import Protego

import atlas
from atlas.capture.failure import Failure
from atlas.capture.fetch import Deadline, Exchange, Wire, joined
from atlas.vocabulary import Bot

REDIRECTS = 5
ROBOTS_BYTES = 500 * 1024  # RFC 9309, section 2.5
LONGEST_PAUSE = 60.0  # seconds; a site that asks for more between two requests gets this
LONGEST_WAIT = 120.0  # seconds that a Retry-After may ask for within a run
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8"
_MOVED = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})


def agent_of(bot: Bot) -> str:
    """The honest user agent: who visits, where that is explained, whom to write to."""
    return f"{product_of(bot)}/{atlas.__version__} (+{bot.url}; mailto:{bot.email})"


def product_of(bot: Bot) -> str:
    """The product token, which a robots.txt names us by. Source: RFC 9309, section 2.2.1."""
    return re.sub(r"[^A-Za-z_-]+", "", bot.name) or "ProvisionAtlas"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as it was found: the exchanges in order, the last of them with the page."""

    url: str
    exchanges: tuple[Exchange, ...] = field(repr=False)

    @property
    def last(self) -> Exchange:
        return self.exchanges[-1]

    @property
    def final_url(self) -> str:
        return self.last.url


class Visitor:
    """Visits pages one after the other, and remembers per host when it was last there and what its robots.txt says.

    `pause` is in seconds; `deadline` is what one page may take in all, redirects included and our own pauses not.
    """

    def __init__(
        self,
        wire: Wire,
        product: str,
        *,
        pause: float = 3.0,
        deadline: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wire = wire
        self._product = product
        self._pause = pause
        self._deadline = deadline
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Protego | Failure] = {}
        self._free_at: dict[str, float] = {}

    def visit(self, url: str, *, language: str = "") -> Visit:
        """The page at a URL."""
        headers = {"Accept": ACCEPT, **({"Accept-Language": language} if language else {})}
        return self._follow(url, Deadline(self._deadline), headers, check=self._check_robots)

    def ask(self, url: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Exchange:
        """The answer of an interface that is meant for programs: no robots.txt, and no redirect."""
        return self._request(url, Deadline(self._deadline), headers or {}, form=form)

    def wait(self, seconds: float) -> None:
        """Lets some time pass."""
        self._sleep(seconds)

    @property
    def pause(self) -> float:
        return self._pause

    # --- hops

    def _follow(
        self,
        url: str,
        deadline: Deadline,
        headers: dict[str, str],
        *,
        check: Callable[[str], None] = lambda hop: None,
        first: int | None = None,
    ) -> Visit:
        """Exchanges from a URL to where it leads; each hop is checked before it is asked for."""
        exchanges: list[Exchange] = []
        hop = url
        while len(exchanges) <= REDIRECTS:
            self._wire.check(hop)
            check(hop)
            exchange = self._request(hop, deadline, headers, first=first)
            exchanges.append(exchange)
            if exchange.status not in _MOVED:
                return Visit(url, tuple(exchanges))
            if not exchange.header("location"):
                raise Failure("redirects", f"{hop} redirects to nowhere: it answers {exchange.status} without Location")
            hop = joined(hop, exchange.header("location"))
        raise Failure("redirects", f"{url} redirects more than {REDIRECTS} times, last to {hop}")

    def _request(
        self,
        url: str,
        deadline: Deadline,
        headers: dict[str, str],
        *,
        form: dict[str, str] | None = None,
        first: int | None = None,
    ) -> Exchange:
        """One exchange, once the host is free; when it says "later" and says when, and that is soon, once more."""
        for is_last in (False, True):
            self._wait_for(url)
            try:
                exchange = self._wire.exchange(url, deadline, headers=headers, form=form, first=first)
            finally:
                self._free_at[_host(url)] = self._clock() + self._pause_at(url)
            if exchange.status not in _LATER:
                return exchange
            seconds = _retry_after(exchange)
            said = f"{url} answers {exchange.status} {exchange.reason}".rstrip()
            if seconds is None or seconds > LONGEST_WAIT or is_last:
                asked = f", and asks us to wait {seconds:,.0f} seconds" if seconds else ""
                self._free_at[_host(url)] = self._clock() + (seconds or 0)
                raise Failure("busy", f"{said}{asked}: try again later")
            self._free_at[_host(url)] = self._clock() + max(seconds, self._pause_at(url))
        raise AssertionError("the last try returns or raises")

    def _wait_for(self, url: str) -> None:
        left = self._free_at.get(_host(url), 0.0) - self._clock()
        if left > LONGEST_WAIT:
            raise Failure("busy", f"{_host(url)} has asked us to wait {left:,.0f} seconds more: try again later")
        if left > 0:
            self._sleep(left)

    # --- robots.txt

    def _check_robots(self, url: str) -> None:
        robots = self._robots_of(url)
        if isinstance(robots, Failure):
            raise robots
        if not robots.can_fetch(url, self._product):
            raise Failure("robots", f"{_origin(url)}/robots.txt asks {self._product} not to visit {url}")

    def _robots_of(self, url: str) -> Protego | Failure:
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(f"{origin}/robots.txt")
        return self._robots[origin]

    def _read_robots(self, address: str) -> Protego | Failure:
        """The rules of a site; a Failure when it cannot say what they are."""
        try:
            headers = {"Accept": "text/plain"}
            last = self._follow(address, Deadline(self._deadline), headers, first=ROBOTS_BYTES + 1).last
        except Failure as failure:
            if failure.kind in ("redirects", "media-type"):
                return Protego.parse("")  # too many redirects are as if there were none: RFC 9309, section 2.3.1.2
            if failure.kind in ("address", "unreachable"):
                return failure
            kind = failure.kind if failure.kind in ("timeout", "busy") else "robots"
            return Failure(kind, f"{failure} (asked for the site's robots.txt, without which we do not visit it)")
        if 400 <= last.status < 500:
            return Protego.parse("")
        if last.status >= 300:
            return Failure("robots", f"{address} answers {last.status}: a site that cannot say allows no visit")
        rules = last.body
        if len(rules) > ROBOTS_BYTES:
            rules = rules[: max(rules.rfind(b"\n"), rules.rfind(b"\r")) + 1]  # half a line is another rule
        return Protego.parse(rules.decode("utf-8", errors="replace"))

    def _pause_at(self, url: str) -> float:
        robots = self._robots.get(_origin(url))
        asked = robots.crawl_delay(self._product) if isinstance(robots, Protego) else None
        return max(self._pause, min(asked or 0.0, LONGEST_PAUSE))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _retry_after(exchange: Exchange) -> float | None:
    """Seconds that the answer asks us to wait, None when it does not say. A date counts from the server's own."""
    value = exchange.header("retry-after").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(exchange.header("date")) if exchange.header("date") else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None
