"""The scripts of record pages in a browser: a hash checked by the reader, the text as of a day; and none at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import View, axe_violations, served, watched

PLAIN = View("light", 1280)
PROVISION = "/platform/moppett/privacy/every-chat-teaches-moppett/"
TEXT = "/platform/moppett/privacy/text/2026-11-10T142136Z/"
DOCUMENT = "/platform/moppett/privacy/"
BUTTON = "Hash the text file in this browser"


@pytest.fixture(scope="module")
def host(demonstration_site: Path) -> Iterator[str]:
    with served(demonstration_site) as address:
        yield address


@contextmanager
def opened(browser: Browser, host: str, address: str, before: str = "") -> Iterator[tuple[Page, list[str]]]:
    """A page, and the faults noted; `before` is a script that runs before its own."""
    with watched(browser, host, PLAIN) as (page, faults):
        if before:
            page.add_init_script(before)
        page.goto(host + address)
        yield page, faults


def check(page: Page) -> None:
    if page.locator(".about-text").count():
        page.locator(".about-text > summary").click()
    page.get_by_role("button", name=BUTTON).click()


@pytest.mark.parametrize("address", [PROVISION, TEXT])
def test_a_text_that_is_unchanged_matches(address: str, host: str, browser: Browser) -> None:
    with opened(browser, host, address) as (page, faults):
        check(page)
        expect(page.locator("[data-verify] [role=status]")).to_contain_text("Match: the file of")
        assert axe_violations(page) == []
    assert faults == []


def test_a_text_that_was_altered_by_one_byte_does_not(host: str, browser: Browser) -> None:
    def altered(route: Route) -> None:
        body = route.fetch().body()
        route.fulfill(body=body[:-1] + b"!")

    with opened(browser, host, PROVISION) as (page, _):
        page.route("**/text/*.md", altered)
        check(page)
        status = page.locator("[data-verify] [role=status]")
        expect(status).to_contain_text("Mismatch: the file of")
        assert page.locator("[data-verify]").get_attribute("data-sha256") not in status.inner_text()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda route: route.fulfill(status=404, body="no"), "Could not check: the file was not served (404)."),
        (lambda route: route.abort(), "Could not check: the file could not be fetched."),
    ],
)
def test_a_text_that_cannot_be_had_is_no_mismatch(answer: object, said: str, host: str, browser: Browser) -> None:
    with opened(browser, host, PROVISION) as (page, _):
        page.route("**/text/*.md", answer)  # type: ignore[arg-type]
        check(page)
        expect(page.locator("[data-verify] [role=status]")).to_have_text(said)


def test_there_is_no_button_where_the_browser_does_not_hash(host: str, browser: Browser) -> None:
    with opened(browser, host, PROVISION, "Object.defineProperty(crypto, 'subtle', {value: undefined})") as (
        page,
        faults,
    ):
        expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
        assert page.evaluate("crypto.subtle") is None
    assert faults == []


@pytest.mark.parametrize("address", [PROVISION, TEXT, DOCUMENT])
def test_there_is_nothing_to_press_without_script(address: str, host: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host + address)
    assert page.locator("main button:visible, main form:visible").count() == 0
    context.close()


@pytest.mark.parametrize(
    ("day", "leads_to"),
    [
        ("2026-03-04", f"{DOCUMENT}text/2026-03-03T"),
        ("2026-03-06", f"{DOCUMENT}text/2026-03-06T"),
        ("2026-06-17", f"{DOCUMENT}text/2026-03-06T"),
        ("2027-01-01", f"{DOCUMENT}text/2026-11-10T"),
    ],
)
def test_a_day_leads_to_the_text_captured_last_before_it(day: str, leads_to: str, host: str, browser: Browser) -> None:
    with opened(browser, host, DOCUMENT) as (page, faults):
        page.get_by_label("Go to the text captured last on or before a day").fill(day)
        page.get_by_role("button", name="Go", exact=True).click()
        page.wait_for_url(f"{host}{leads_to}*/")
    assert faults == []


def test_a_day_before_the_first_capture_leads_nowhere(host: str, browser: Browser) -> None:
    with opened(browser, host, DOCUMENT) as (page, _):
        page.locator("#as-of-day").evaluate("(field) => { field.min = ''; field.value = '2020-01-01'; }")
        page.get_by_role("button", name="Go", exact=True).click()
        expect(page.locator("[data-as-of] [role=status]")).to_have_text(
            "Nothing usable was captured on or before that day."
        )
