"""The search page in a browser: thirty questions and their first hits, facets, orders, addresses, keys, no script."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from atlas.assign import assign
from atlas.pages.base import Views
from atlas.search import documents
from atlas.site import Options, Outcome, build
from tests.browsing import VIEWS, View, axe_violations, overflowing, served, watched
from tests.trees import BASE

PROJECT = Path(__file__).resolve().parents[1]
PLAIN = View("light", 1280)
DONE = "[data-results][aria-busy=false]"
HITS = "[data-results] h3 a"
STATUS = "[data-status]"

# What readers ask, and the record they mean.
FIRST_HITS = (
    # the path of a record
    ("brambletalk/terms-of-service/arbitration-with-thirty-day-opt-out", "=query"),
    ("caldrith-voice/terms/finding/class-action-waiver", "=query"),
    # exact titles of provisions and documents
    ("Keys suspended with the ground by mail, and no appeal", "kotonagi/developer-terms/suspension-of-keys"),
    ("Training on chats unless Improve is off", "brambletalk/terms-of-service/training-on-chats-unless-improve-is-off"),
    ("Images come as they come", "pellucet/terms-of-use/images-come-as-they-come"),
    (
        "Ceiling of A$150 a year on Solo, fees paid on Crew",
        "errandel/user-agreement/ceiling-on-what-solo-users-recover",
    ),
    ("The Moppett Promise (a.k.a. our Terms of Service)", "moppett/terms"),
    # names of platforms, companies, authorities, laws
    ("Brambletalk", "brambletalk"),
    ("oskode classic", "oskode-classic"),
    ("Moppett privacy policy", "moppett/privacy"),
    ("Zephandra", "/operator/zephandra/"),
    ("CNIL", "/agency/cnil/"),
    ("GDPR", "/regulation/gdpr/"),
    ("Consumer Rights Act 2015", "/regulation/uk-consumer-rights-act/"),
    # clause types, by name and by their questions
    ("arbitration", "/clause-type/arbitration/"),
    ("class action waiver", "/clause-type/class-action-waiver/"),
    ("minimum age", "/clause-type/age-limit/"),
    ("Who owns what I put in and what comes out?", "/clause-type/content-ownership/"),
    ("Can people working for the provider read what I write?", "/clause-type/human-review/"),
    # plain questions
    ("does Moppett train on my chats", "moppett/privacy/every-chat-teaches-moppett"),
    ("can findlewick hand my searches to the police", "findlewick/privacy-policy/disclosure-on-good-faith"),
    ("how old must I be to use Errandel", "errandel/user-agreement/eighteen-and-over"),
    ("must I go to court in Trondheim", "oskode/terms/law-of-norway"),
    # words of quotes, as a phrase and as they are pasted
    (
        '"the greater of US$ 75 and what you paid us"',
        "brambletalk/terms-of-service/ceiling-of-75-dollars-or-nine-months-fees",
    ),
    ("“Nobody has to go to arbitration”", "caldrith-voice/terms/courts-stay-open"),
    ("a scrambled copy of your email, your age range, and the topics", "moppett/privacy/advertising-partners"),
    (
        "laisse à l'Utilisateur un délai de quinze jours pour s'expliquer",
        "vessamere-studio/conditions-generales/suspension-notice-and-appeal",
    ),
    (
        "YOU ALONE SHALL VERIFY EACH RESULT BEFORE ACTING UPON IT",
        "findlewick/terms-of-service/reliance-at-your-own-risk",
    ),
    # words of a record that is past, of one that is withdrawn, and of a former wording
    ("don’t publish comparisons of it with other agents", "errandel/acceptable-use/no-rival-agents"),
    ("switch for tailored results", "findlewick/privacy-policy/tailored-results-switch"),
    (
        '"a fixed part of the service that cannot be turned off"',
        "brambletalk/terms-of-service/training-on-chats-unless-improve-is-off",
    ),
)


@pytest.fixture(scope="module")
def host(demonstration_site: Path) -> Iterator[str]:
    with served(demonstration_site) as address:
        yield address


@contextmanager
def opened(browser: Browser, host: str, query: str = "", view: View = PLAIN) -> Iterator[Page]:
    """The search page with the results of a query; it must have gone without a fault of any kind."""
    with watched(browser, host, view) as (page, faults):
        page.goto(f"{host}/search/{query}")
        ready(page)
        yield page
        faults += [f"content security policy: {breach}" for breach in page.evaluate("window.breaches")]
        assert faults == []


@pytest.fixture
def page(browser: Browser, host: str) -> Iterator[Page]:
    with opened(browser, host) as found:
        yield found


def ready(page: Page) -> None:
    page.wait_for_selector(DONE, state="attached")


def ask(page: Page, q: str, **chosen: str | Sequence[str]) -> list[str]:
    """The addresses of the results shown, from the site's root, for what an address asks."""
    page.goto(urlsplit(page.url)._replace(query=urlencode({"q": q, **chosen}, doseq=True)).geturl())
    ready(page)
    return hits(page)


def hits(page: Page) -> list[str]:
    links = page.locator(HITS).evaluate_all("links => links.map((link) => link.pathname)")
    return [str(link) for link in links]


def all_hits(page: Page) -> list[str]:
    """As `hits`, with all that the button brings."""
    more = page.get_by_role("button", name="Show more")
    while more.is_visible():
        shown = page.locator(HITS).count()
        more.click()
        expect(page.locator(HITS)).not_to_have_count(shown)
    return hits(page)


COUNTS = """boxes => boxes.filter((box) => !box.parentElement.hidden)
    .map((box) => [box.value, Number(box.parentElement.querySelector(".count").textContent)])"""


def count(page: Page) -> int:
    return int(re.match(r"[\d,]+", page.inner_text(STATUS))[0].replace(",", ""))  # type: ignore[index]


@pytest.fixture(scope="module")
def searched(demonstration: Outcome) -> list[dict[str, list[str]]]:
    """What each document of the index says of itself: its address, and its codes by facet."""
    assert demonstration.catalogue
    assert demonstration.coverage
    found = []
    for document in documents(Views(demonstration.catalogue, demonstration.coverage)):
        said: dict[str, list[str]] = {"address": [document.address], "date": [dict(document.meta).get("date", "")]}
        for name, code in document.filters:
            said.setdefault(name, []).append(code)
        found.append(said)
    return found


# --- what is found


def test_thirty_questions_find_what_they_mean_first(page: Page) -> None:
    assert len(FIRST_HITS) >= 30
    for q, record in FIRST_HITS:
        path = q if record == "=query" else record
        address = path if path.startswith("/") else f"/platform/{path}/"
        assert ask(page, q)[:1] == [address], f"{q}: {page.inner_text(STATUS)}"


def test_a_records_id_finds_the_record(browser: Browser, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    assign(Options(content=content, cache=None, jobs=1), on="2026-03-06")
    build(Options(content=content, templates=PROJECT / "templates", out=tmp_path / "site", cache=None, jobs=1))
    with served(tmp_path / "site") as host, opened(browser, host) as page:
        for q, address in (
            ("SA-P-000001", "/platform/acme/terms/training/"),
            ("sa-f-00001", "/platform/acme/terms/finding/retention/"),
            ("SA-D-00001", "/platform/acme/terms/"),
            ("SA-E-0001", "/platform/acme/"),
        ):
            assert ask(page, q) == [address]
        assert ask(page, "SA-P-000002") == []


def test_a_result_shows_what_it_is_and_marks_the_words(page: Page) -> None:
    ask(page, "switch for tailored results")
    first = page.locator("[data-results] > li").first
    expect(first.locator(".row-where")).to_contain_text("Findlewick · Findlewick Privacy Policy · analysed ")
    expect(first.locator(".severity")).to_have_text("Medium severity")
    expect(first.locator(".standing")).to_have_text("Withdrawn")
    assert "Tailored" in first.locator("mark").all_inner_texts()
    assert "\u2063" not in page.inner_text("main")
    assert "\u2064" not in page.inner_text("main")


def test_a_phrase_is_found_across_a_dash_or_sign_and_shown_as_it_stands(page: Page) -> None:
    assert ask(page, '"under Settings > Privacy"')
    expect(page.locator("[data-results] > li").first).to_contain_text("Settings > Privacy")


def test_a_former_wording_is_not_shown_as_the_present_one(page: Page) -> None:
    ask(page, '"a fixed part of the service that cannot be turned off"')
    expect(page.locator(".row-excerpt").first).to_have_text("In a former wording.")


def test_words_that_no_record_holds_together_are_said(page: Page) -> None:
    found = ask(page, "gobbledygook arbitration")
    assert found[:1] == ["/clause-type/arbitration/"]
    assert page.inner_text(STATUS).startswith("No record holds all of these words.")
    assert page.inner_text(STATUS).endswith("results without “gobbledygook”.")


@pytest.mark.parametrize("q", ["zzzz", "<img src=x onerror=alert(1)>zzzz", "PA-P-999999", '"zzzz qqqq"'])
def test_nothing_found_is_said_and_leads_to_the_browse_pages(page: Page, q: str) -> None:
    assert ask(page, q) == []
    expect(page.locator(STATUS)).to_contain_text("0 results for")
    expect(page.get_by_role("heading", name="Browse instead")).to_be_visible()


def test_an_empty_question_lists_everything_gravest_first(page: Page, searched: list[dict[str, list[str]]]) -> None:
    assert count(page) == len(searched)
    assert page.inner_text(STATUS).endswith("everything, gravest first")
    assert len(hits(page)) == 20
    assert all_hits(page) == [said["address"][0] for said in searched]


# --- facets and orders


def test_values_of_one_facet_mean_any_and_of_two_both(page: Page, searched: list[dict[str, list[str]]]) -> None:
    ask(page, "", severity=["high", "protective"], platform=["moppett", "oskode", "federlin"])
    wanted = {
        said["address"][0]
        for said in searched
        if {"high", "protective"} & set(said.get("severity", []))
        and {"moppett", "oskode", "federlin"} & set(said["platform"])
    }
    assert count(page) == len(wanted)
    assert set(all_hits(page)) == wanted


def test_counts_beside_values_are_right(page: Page, searched: list[dict[str, list[str]]]) -> None:
    ask(page, "", severity="high")
    for facet, chosen in (("platform", True), ("jurisdiction", True), ("severity", False)):
        shown = page.locator(f"input[name={facet}]").evaluate_all(COUNTS)
        kept = [said for said in searched if not chosen or "high" in said.get("severity", [])]
        codes = {code for said in kept for code in said.get(facet, [])}
        assert dict(shown) == {code: sum(code in said.get(facet, []) for said in kept) for code in codes}


def test_answers_can_be_chosen_once_their_clause_type_is(page: Page, searched: list[dict[str, list[str]]]) -> None:
    answer = page.get_by_role("group", name="AI training on user content")
    expect(answer).to_be_hidden()
    page.get_by_role("checkbox", name=re.compile("^AI training on user content")).check()
    expect(answer).to_be_visible()
    answer.get_by_role("checkbox", name=re.compile("^Never used for training")).check()
    expect(page).to_have_url(re.compile("answer="))
    ready(page)
    assert set(all_hits(page)) == {
        said["address"][0] for said in searched if "ai-training:never" in said.get("answer", [])
    }
    page.get_by_role("checkbox", name=re.compile("^AI training on user content")).uncheck()
    expect(answer).to_be_hidden()
    expect(page).not_to_have_url(re.compile("answer"))


@pytest.mark.parametrize("sort", ["severity", "newest"])
def test_orders_are_right_for_all_results(page: Page, searched: list[dict[str, list[str]]], sort: str) -> None:
    ask(page, "train", sort=sort)
    by_address = {said["address"][0]: (place, said) for place, said in enumerate(searched)}
    shown = all_hits(page)
    assert len(shown) == count(page) > 20
    if sort == "severity":
        places = [by_address[address][0] for address in shown]
        assert places == sorted(places)
    else:
        dates = [by_address[address][1]["date"][0] for address in shown]
        assert dates == sorted(dates, reverse=True)


def test_labels_are_read_from_their_file(page: Page, host: str) -> None:
    labels = json.loads(page.request.get(f"{host}/search/labels.json").text())
    legends = page.locator(".narrow legend").all_inner_texts()
    titles = [facet["title"] for facet in labels["facets"]]
    titles.insert(titles.index("Clause type") + 1, "Answer")
    assert [title for title in titles if title in legends] == [legend for legend in legends if legend]


# --- the address


def test_the_address_says_what_is_asked_and_gives_it_again(page: Page, browser: Browser, host: str) -> None:
    page.get_by_label("Search clauses, quotes and questions").fill("train")
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_contain_text("“train”")
    page.get_by_role("checkbox", name=re.compile("^High")).check()
    page.get_by_role("checkbox", name=re.compile("^Medium")).check()
    page.get_by_label("Sort").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    ready(page)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"q": ["train"], "severity": ["high", "medium"], "sort": ["newest"]}
    with opened(browser, host, f"?{urlsplit(page.url).query}") as other:
        assert hits(other) == hits(page)
        assert other.get_by_role("checkbox", name=re.compile("^High")).is_checked()
        assert other.get_by_label("Sort").input_value() == "newest"


def test_the_back_button_goes_through_what_was_asked(page: Page) -> None:
    field = page.get_by_label("Search clauses, quotes and questions")
    for words in ("arbitration", "training"):
        field.fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(STATUS)).to_contain_text(f"“{words}”")
    page.get_by_role("checkbox", name=re.compile("^High")).check()
    expect(page).to_have_url(re.compile("severity=high"))
    page.go_back()
    expect(page.get_by_role("checkbox", name=re.compile("^High"))).not_to_be_checked()
    expect(page.locator(STATUS)).to_contain_text("“training”")
    page.go_back()
    expect(page.locator(STATUS)).to_contain_text("“arbitration”")
    assert field.input_value() == "arbitration"
    page.go_forward()
    expect(page.locator(STATUS)).to_contain_text("“training”")


def test_words_are_looked_for_while_they_are_typed_without_filling_the_history(page: Page) -> None:
    before = page.evaluate("history.length")
    page.get_by_label("Search clauses, quotes and questions").press_sequentially("arbitration", delay=120)
    expect(page.locator(STATUS)).to_contain_text("“arbitration”")
    assert page.evaluate("history.length") == before + 1


def test_an_address_that_names_what_is_not_there_is_borne(page: Page) -> None:
    ask(page, "arbitration", severity="dire", sort="sideways", nothing="x")
    assert hits(page)[:1] == ["/clause-type/arbitration/"]
    assert page.get_by_label("Sort").input_value() == "relevance"


def test_the_form_of_the_front_page_leads_here(browser: Browser, host: str) -> None:
    with watched(browser, host, PLAIN) as (page, faults):
        page.goto(f"{host}/")
        page.get_by_role("searchbox").fill("arbitration")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=arbitration")
        ready(page)
        assert hits(page)[:1] == ["/clause-type/arbitration/"]
        assert faults == []


def test_it_works_below_another_path(browser: Browser, demonstration_site: Path, tmp_path: Path) -> None:
    shutil.copytree(demonstration_site, tmp_path / "deep" / "er")
    with served(tmp_path) as host, watched(browser, host, PLAIN) as (page, faults):
        page.goto(f"{host}/deep/er/search/?q=arbitration&platform=moppett")
        ready(page)
        assert hits(page)
        assert all(address.startswith("/deep/er/platform/moppett/") for address in hits(page))
        expect(page.locator(".row-where").first).to_contain_text("Moppett ·")
        page.locator(HITS).first.click()
        expect(page.locator("h1")).not_to_have_text("Search")
        assert faults == []


# --- people


def test_the_keyboard_is_enough(page: Page) -> None:
    field = page.get_by_label("Search clauses, quotes and questions")
    field.focus()
    page.keyboard.type("train")
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_contain_text("“train”")
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")  # what folds the facets
    page.keyboard.press("Tab")  # the first value of the first facet
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen] li")).to_have_count(1)
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.get_by_role("button", name=re.compile("^Remove Kind of record")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen]")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "q"
    page.get_by_role("button", name="Show more").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HITS)).to_have_count(40)
    assert page.locator(HITS).nth(20).evaluate("link => link === document.activeElement")
    first = page.locator(HITS).first
    first.focus()
    address = first.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address or "")


def test_more_asked_for_while_an_answer_is_under_way_follows_that_answer(page: Page) -> None:
    page.route("**/pagefind/fragment/*", lambda route: route.continue_())  # every row comes late
    ask(page, "", kind="provision")
    page.get_by_role("button", name="Remove Kind of record: Provision").click()
    expect(page.locator("[data-chosen]")).to_be_hidden()
    page.evaluate("document.querySelector('[data-more]').click(), document.querySelector('[data-more]').click()")
    expect(page.locator(HITS)).to_have_count(60)
    assert len(set(hits(page))) == 60


def test_the_count_is_announced_and_what_is_chosen_can_be_removed(page: Page) -> None:
    ask(page, "train", severity=["high", "low"], platform="moppett")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results? for “train”$"))
    with_all = count(page)
    removers = page.get_by_role("list", name="Filters in use").get_by_role("button")
    assert [each.get_attribute("aria-label") for each in removers.all()] == [
        "Remove Severity: High", "Remove Severity: Low", "Remove Platform: Moppett", None,
    ]  # fmt: skip
    page.get_by_role("button", name="Remove Severity: Low").focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("severity=low"))
    ready(page)
    assert page.evaluate("document.activeElement.textContent") == "Platform: Moppett"
    page.get_by_role("button", name="Remove Platform: Moppett").click()
    expect(page).not_to_have_url(re.compile("platform"))
    ready(page)
    assert count(page) > with_all
    ask(page, "train", severity=["high", "low"])
    page.get_by_role("button", name="Remove all").click()
    expect(page.locator("[data-chosen]")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?q=train$"))


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_it_can_be_used_by_everybody(browser: Browser, host: str, view: View) -> None:
    with opened(browser, host, "?q=train&severity=high&clause=ai-training", view) as page:
        if view.width < 960:
            expect(page.get_by_role("checkbox").first).to_be_hidden()
            assert overflowing(page) == []
            page.get_by_text("Narrow the results").click()
        expect(page.get_by_role("checkbox").first).to_be_visible()
        assert overflowing(page) == []
        assert axe_violations(page) == []


def test_without_script_it_leads_to_the_browse_pages(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/search/?q=arbitration")
    expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("search")).to_be_hidden()
    for name in ("Platforms", "Clause types", "Compare", "Data use"):
        link = page.get_by_role("main").get_by_role("link", name=name, exact=True)
        expect(link).to_be_visible()
        assert page.request.get(f"{host}/search/{link.get_attribute('href')}").ok
    context.close()


def test_a_build_without_an_index_says_so(browser: Browser, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(Options(content=BASE, templates=PROJECT / "templates", out=site, cache=None, jobs=1, has_search=False))
    assert not (site / "pagefind").exists()
    with served(site) as host, watched(browser, host, PLAIN) as (page, faults):
        page.goto(f"{host}/search/?q=x")
        expect(page.get_by_text("This build of the site has no search index.")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="Platforms", exact=True)).to_be_visible()
        assert page.locator("form").count() == 0
        assert faults == []


def test_an_index_that_is_missing_is_said(browser: Browser, demonstration_site: Path, tmp_path: Path) -> None:
    shutil.copytree(demonstration_site, tmp_path / "site")
    shutil.rmtree(tmp_path / "site/pagefind")
    with served(tmp_path / "site") as host, watched(browser, host, PLAIN) as (page, _):
        page.goto(f"{host}/search/?q=x")
        expect(page.locator(STATUS)).to_contain_text("The search index cannot be loaded.")
        expect(page.get_by_role("heading", name="Browse instead")).to_be_visible()
