"""Built sites in a real browser: served as a host would, looked at in Chromium, with what went wrong noted.

`look` opens one page at one width in one colour scheme and yields its faults: what axe finds against WCAG 2.2 AA,
errors on the console, breaches of the content security policy, requests to other hosts, failed requests, and a page
that is wider than the window at 320 pixels.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from atlas.serve import server

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
NO_CHROMIUM = "there is no Chromium; 'apt-get install chromium' brings it"
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LISTENER = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`));
"""

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class View:
    """One way to look at a page."""

    scheme: Scheme
    width: int

    def __str__(self) -> str:
        return f"{self.scheme}, {self.width} px"


NARROW, WIDE = 320, 1280
VIEWS = tuple(View(scheme, width) for scheme in ("light", "dark") for width in (NARROW, WIDE))


def has_chromium() -> bool:
    return Path(CHROMIUM).is_file()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The site on loopback, with the headers a host sends; its address without a slash at the end."""
    with server(site, 0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_address[1]}"
        finally:
            running.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, host: str, view: View) -> Iterator[tuple[Page, list[str]]]:
    """A fresh page, and the faults that are noted while it is used."""
    context = browser.new_context(color_scheme=view.scheme, viewport={"width": view.width, "height": 800})
    context.add_init_script(LISTENER)
    page = context.new_page()
    faults: list[str] = []
    own = urlsplit(host).netloc
    page.on("console", lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "request",
        lambda request: None if _is_own(request.url, own) else faults.append(f"request to another host: {request.url}"),
    )
    page.on(
        "requestfailed",
        lambda request: (
            None
            if _is_turned_from(request.failure)
            else faults.append(f"request failed: {request.url} {request.failure}")
        ),
    )
    page.set_default_timeout(120_000)
    try:
        yield page, faults
    finally:
        context.close()


def _is_own(url: str, own: str) -> bool:
    parts = urlsplit(url)
    return parts.netloc == own or parts.scheme in ("data", "blob")


def look(browser: Browser, host: str, address: str, view: View) -> Iterator[str]:
    """The faults of one page in one view."""
    with watched(browser, host, view) as (page, faults):
        waits = "networkidle" if address == "/search/" else "load"  # the search loads its index when all else is there
        response = page.goto(host + address, wait_until=waits)
        if response is None or not (response.ok or address == "/404.html"):
            faults.append(f"answered {response.status if response else 'nothing'}")
        if view.width == NARROW:
            faults += overflowing(page)
        faults += axe_violations(page)
        faults += [f"content security policy: {breach}" for breach in page.evaluate("window.breaches")]
        yield from (f"{address} ({view}): {fault}" for fault in faults)


def axe_violations(page: Page) -> list[str]:
    """What axe finds, a line a rule, with the first element at fault."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"axe {rule['id']}: {rule['help']}; {len(rule['nodes'])} times, first {rule['nodes'][0]['html'][:160]!r}"
        for rule in found
    ]


def overflowing(page: Page) -> list[str]:
    """Whether the page can be scrolled sideways, and the widest elements when it can."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if width <= window:
        return []
    wide = page.evaluate(
        """(window) => [...document.querySelectorAll("main *, header *, footer *")]
           .filter((e) => e.getBoundingClientRect().right > window + 1 && !e.closest(".scroll"))
           .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))""",
        window,
    )
    return [f"is {width} pixels wide: {wide}"]


# --- one page of every kind


LISTS = frozenset({"text", "finding", "change", "history", "page"})


def kinds(site: Path, *, with_all_prose: bool = True) -> dict[str, str]:
    """The largest page of every kind, as kind -> address: pages are of one kind whose addresses differ in names only.
    Prose pages are each of their own kind, or without `with_all_prose` all of one."""
    largest: dict[str, tuple[int, str]] = {}
    for path in sorted(site.rglob("*.html")):
        address = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        size, html = path.stat().st_size, path.read_text(encoding="utf-8")
        kind = "/*" if not with_all_prose and '<main id="main" class="wrap prose"' in html else kind_of(address)
        if size > largest.get(kind, (0, ""))[0] and 'http-equiv="refresh"' not in html[:4000]:
            largest[kind] = (size, address)
    return {kind: address for kind, (_, address) in sorted(largest.items())}


def kind_of(address: str) -> str:
    """`/platform/*/*/text/*/` for the address of a text."""
    first, *rest = address.strip("/").split("/")
    return f"/{'/'.join([first, *(part if part in LISTS else '*' for part in rest)])}".replace("//", "/")


def largest_texts(site: Path, number: int) -> list[str]:
    """The addresses of the largest pages of archived texts."""
    pages = sorted(
        site.glob("platform/*/*/text/*/index.html"), key=lambda path: (-path.stat().st_size, path.as_posix())
    )
    return ["/" + page.parent.relative_to(site).as_posix() + "/" for page in pages[:number]]


def _is_turned_from(failure: str | None) -> bool:
    """Whether a request ended only because the page was left; what is missing or forbidden fails otherwise."""
    return failure == "net::ERR_ABORTED"
