"""`atlas.search`, `atlas.facets`, `atlas.pagefind`: what is searched, under which codes, and the bundle made of it."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.assign import assign
from atlas.fold import readable
from atlas.memo import Memo
from atlas.pagefind import SIGNATURE, SearchDocument, checked, indexed, page_of, parted
from atlas.pages.base import Views
from atlas.problems import AtlasError
from atlas.search import documents, label_files
from atlas.site import Options, Outcome, build, examine
from tests.trees import BASE

PROJECT = Path(__file__).resolve().parents[1]
TRAINING = "platform/acme/terms/training.md"
ADDRESS = "/platform/acme/terms/training/"
WITHDRAWN = "withdrawn: {on: 2026-02-01, kind: error, reason: It was wrong.%s}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    return content


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def views_of(content: Path, *, is_publication: bool = False) -> Views:
    with Memo(None) as memo:
        outcome = examine(Options(content=content, cache=None, jobs=1, is_publication=is_publication), memo)
    return seen(outcome)


def seen(outcome: Outcome) -> Views:
    assert outcome.catalogue, outcome.problems
    assert outcome.coverage
    return Views(outcome.catalogue, outcome.coverage)


def found(views: Views, address: str = ADDRESS) -> SearchDocument:
    return next(document for document in documents(views) if document.address == address)


def codes(document: SearchDocument, name: str) -> list[str]:
    return [code for facet, code in document.filters if facet == name]


def words(document: SearchDocument) -> str:
    return " ".join([*(text for _, text in document.body), *dict(document.meta).values()])


# --- what is searched


def test_a_provision_is_found_by_its_words_and_not_by_its_pages_furniture(tree: Path) -> None:
    said = words(found(views_of(tree)))
    for part in (
        "Content trains models unless the user objects", "We use your content to train our models", "Content may train",
        "Content may hold secrets.", "You can object in the settings.", "Acme", "Terms of Service",
    ):  # fmt: skip
        assert part in said
    for furniture in ("What it is", "Edit", "Evidence", "Why it matters", "SHA-256", "How other platforms"):
        assert furniture not in said


def test_every_kind_of_record_is_found_once(tree: Path) -> None:
    addresses = [document.address for document in documents(views_of(tree))]
    assert sorted(addresses) == [
        "/agency/watchdog/", "/clause-type/retention/", "/clause-type/training/", "/operator/acme-corp/",
        "/platform/acme/", "/platform/acme/terms/", "/platform/acme/terms/finding/retention/", ADDRESS,
        "/regulation/data-act/",
    ]  # fmt: skip


def test_a_provision_carries_a_code_of_every_facet(tree: Path) -> None:
    document = found(views_of(tree))
    names = ("kind", "severity", "platform", "clause", "category", "answer", "regulation", "type", "audience", "state")
    assert {name: codes(document, name) for name in names} == {
        "kind": ["provision"],
        "severity": ["medium"],
        "platform": ["acme"],
        "clause": ["training"],
        "category": ["data-use"],
        "answer": ["training:opt-out"],
        "regulation": ["data-act"],
        "type": ["terms"],
        "audience": ["individuals"],
        "state": ["live"],
    }
    assert "EU" in codes(document, "jurisdiction")


def test_what_holds_in_a_group_is_found_under_its_members_and_not_where_it_is_excepted(tree: Path) -> None:
    edit(tree / "agency/watchdog.md", ("serves: [DE]", "serves: [DE, FR]"))
    assert set(codes(found(views_of(tree)), "jurisdiction")) >= {"DE", "EU", "FR"}
    edit(tree / TRAINING, ("scope: {plans: [free]}", "scope: {plans: [free], except: {regions: [DE]}}"))
    assert "DE" not in codes(found(views_of(tree)), "jurisdiction")
    assert "FR" in codes(found(views_of(tree)), "jurisdiction")


def test_a_withdrawn_record_is_found_and_marked_without_what_it_hides(tree: Path) -> None:
    edit(tree / TRAINING, ("analysis:", WITHDRAWN % "" + "analysis:"))
    document = found(views_of(tree))
    assert codes(document, "state") == ["withdrawn"]
    assert "We use your content to train our models" in words(document)
    edit(tree / TRAINING, ("wrong.}", "wrong., hide: [excerpts]}"))
    said = words(found(views_of(tree)))
    assert "We use your content" not in said
    assert "Content may hold secrets." in said
    edit(tree / TRAINING, ("[excerpts]", "[excerpts, body]"))
    assert "secrets" not in words(found(views_of(tree)))


def test_former_wordings_find_a_record_but_never_stand_in_what_results_quote(demonstration: Outcome) -> None:
    views = seen(demonstration)
    changed = [
        (key, record.earlier[0].excerpts[0].text)
        for key, record in views.content.provisions.items()
        if record.earlier and not record.withdrawn and "[" not in record.earlier[0].excerpts[0].text
    ]
    assert changed
    for key, former in changed:
        document = found(views, f"/platform/{key}/")
        assert " ".join(readable(former).split()) in " ".join(dict(document.meta)["earlier"].split())
        assert former not in " ".join(text for _, text in document.body)


def test_no_document_holds_what_its_record_hides(demonstration: Outcome) -> None:
    views = seen(demonstration)
    hiding = [(key, r) for key, r in views.content.provisions.items() if r.withdrawn and "excerpts" in r.withdrawn.hide]
    assert hiding, "the demonstration has a record that hides its quotes"
    for key, record in hiding:
        assert all(excerpt.text not in words(found(views, f"/platform/{key}/")) for excerpt in record.excerpts)


def test_drafts_are_found_in_previews_only_and_what_has_no_id_is_not_published(tree: Path) -> None:
    edit(tree / TRAINING, ("analysis:", "draft: true\nanalysis:"))
    assert codes(found(views_of(tree)), "state") == ["draft"]
    published = [document.address for document in documents(views_of(tree, is_publication=True))]
    assert not any(address.startswith("/platform/") for address in published)
    edit(tree / TRAINING, ("draft: true\n", ""))
    _, done = assign(Options(content=tree, cache=None, jobs=1), on="2026-03-06")
    assert done
    document = found(views_of(tree, is_publication=True))
    assert dict(document.meta)["id"] == "SA-P-000001"


# --- the order


def test_every_document_has_every_rank_and_no_two_share_one(demonstration: Outcome) -> None:
    all_found = documents(seen(demonstration))
    for name in ("severity", "newest"):
        ranks = sorted(dict(document.sorts)[name] for document in all_found)
        assert ranks == [f"{rank:06}" for rank in range(len(all_found))]


def test_ranks_put_the_gravest_and_the_newest_first(demonstration: Outcome) -> None:
    all_found = documents(seen(demonstration))
    provisions = [document for document in all_found if codes(document, "kind") == ["provision"]]
    by_severity = sorted(provisions, key=lambda document: dict(document.sorts)["severity"])
    order = ["high", "medium", "low", "none", "protective"]
    graded = [order.index(codes(document, "severity")[0]) for document in by_severity]
    assert graded == sorted(graded)
    by_age = sorted(all_found, key=lambda document: dict(document.sorts)["newest"])
    dates = [dict(document.meta).get("date", "") for document in by_age]
    assert dates == sorted(dates, reverse=True)


# --- the labels


def test_every_code_in_use_has_a_label_and_none_besides(demonstration: Outcome) -> None:
    views = seen(demonstration)
    all_found = documents(views)
    labels = json.loads(bytes(label_files(all_found, views)["search/labels.json"]))
    labelled = {(facet["name"], code) for facet in labels["facets"] for code, _ in facet["values"]}
    labelled |= {("answer", code) for answers in labels["answers"].values() for code, _, _ in answers}
    assert labelled == {pair for document in all_found for pair in document.filters}


def test_labels_stand_in_the_order_of_the_records(tree: Path) -> None:
    views = views_of(tree)
    labels = json.loads(bytes(label_files(documents(views), views)["search/labels.json"]))
    facets = {facet["name"]: facet["values"] for facet in labels["facets"]}
    assert facets["platform"] == [["acme", "Acme"]]
    assert facets["severity"] == [["medium", "Medium"]]
    assert labels["answers"]["training"] == [["training:opt-out", "Unless you opt out", "neutral"]]
    assert labels["answers"]["retention"] == [["retention:finding.absent", "No such clause", "neutral"]]


# --- the bundle

TWO = (
    SearchDocument("/p/one/", meta=(("title", "One"),), body=((2, "First words"),), filters=(("kind", "provision"),)),
    SearchDocument("/p/two/", meta=(("title", "Two"),), body=((1, "Second words"),), filters=(("kind", "provision"),)),
)


def test_the_bundle_holds_what_the_page_loads_and_no_more() -> None:
    bundle = indexed(("en-GB", TWO))
    kinds = {name.removeprefix("pagefind/").partition("/")[0].partition(".")[0] for name in bundle}
    assert kinds == {"pagefind", "pagefind-worker", "pagefind-entry", "wasm", "fragment", "index", "filter"}
    assert not [name for name in bundle if "ui" in name or "playground" in name or "highlight" in name]
    for name, data in bundle.items():
        if ".pf_" in name or "wasm" in name:
            assert gzip.decompress(data).startswith(SIGNATURE)


@pytest.fixture(scope="module")
def raw() -> dict[str, bytes]:
    """A sound bundle, by names as Pagefind gives them."""
    return {name.removeprefix("pagefind/"): data for name, data in indexed(("en", TWO)).items()}


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda bundle: bundle.pop("pagefind-worker.js"), "left out a part"),
        (lambda bundle: bundle.pop("pagefind-entry.json"), "left out a part"),
        (lambda bundle: bundle.update({"pagefind-entry.json": b"{}"}), "left out a part"),
        (lambda bundle: bundle.pop(_first(bundle, "fragment/")), "left out pages"),
        (lambda bundle: bundle.update({_first(bundle, "fragment/"): b""}), "half-written"),
        (
            lambda bundle: bundle.update({_first(bundle, "index/"): bundle[_first(bundle, "index/")][:-9]}),
            "half-written",
        ),
        (lambda bundle: bundle.update({_first(bundle, "index/"): gzip.compress(b"other")}), "half-written"),
    ],
)
def test_a_bundle_that_is_not_whole_is_refused(
    raw: dict[str, bytes], harm: Callable[[dict[str, bytes]], object], says: str
) -> None:
    bundle = dict(raw)
    harm(bundle)
    with pytest.raises(AtlasError, match=says):
        checked(bundle, 2)


def _first(bundle: dict[str, bytes], start: str) -> str:
    return min(name for name in bundle if name.startswith(start))


def test_a_page_that_is_not_indexed_is_missed(raw: dict[str, bytes]) -> None:
    with pytest.raises(AtlasError, match="indexed 2 of 3 pages"):
        checked(raw, 3)


def test_a_record_without_words_is_indexed_all_the_same(tree: Path) -> None:
    (tree / "operator/silent.yaml").write_text("name: Silent\n")
    assert found(views_of(tree), "/operator/silent/").body == ((0.5, "Silent"),)


@pytest.mark.parametrize("name", ["PAGEFIND_SITE", "pagefind_output_subdir", "Pagefind_Glob"])
def test_settings_of_the_surroundings_do_not_reach_the_binary(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "elsewhere")
    assert len([name for name in indexed(("en", TWO)) if "/fragment/" in name]) == 2


SCRIPTS = {
    "fails": "#!/bin/sh\necho 'out of memory' >&2\nexit 3\n",
    "does nothing": "#!/bin/sh\nexit 0\n",
    "is no program": "",
}


@pytest.mark.parametrize(("how", "says"), [
    ("fails", r"failed with code 3 \(out of memory\)"),
    ("does nothing", "left out a part"),
    ("is no program", "cannot be run"),
])  # fmt: skip
def test_a_broken_binary_is_said_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, says: str
) -> None:
    binary = tmp_path / "pagefind"
    binary.write_text(SCRIPTS[how])
    binary.chmod(0o755 if SCRIPTS[how] else 0o644)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: binary)
    with pytest.raises(AtlasError, match=says + r".*pip install pagefind-bin==1\.5\.2.*--no-search"):
        indexed(("en", TWO))


def test_a_missing_binary_is_said_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise FileNotFoundError("pagefind")

    monkeypatch.setattr("pagefind_bin.get_executable", missing)
    with pytest.raises(AtlasError, match=r"not installed; run `pip install pagefind-bin==1\.5\.2`"):
        indexed(("en", TWO))


def test_the_same_documents_give_the_remembered_files(tree: Path, tmp_path: Path) -> None:
    options = Options(
        content=tree, templates=PROJECT / "templates", out=tmp_path / "site", cache=tmp_path / "cache", jobs=1
    )
    build(options)
    before = {path: path.read_bytes() for path in (options.out / "pagefind").rglob("*") if path.is_file()}
    outcome = build(options)
    assert (outcome.written, outcome.deleted) == (0, 0)
    shutil.rmtree(options.out)
    build(options)
    assert before == {path: path.read_bytes() for path in (options.out / "pagefind").rglob("*") if path.is_file()}


def test_nothing_outside_the_bundle_names_a_file_in_it(tree: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(Options(content=tree, templates=PROJECT / "templates", out=site, cache=None, jobs=1))
    hashed = [path.stem for path in (site / "pagefind").rglob("*.pf_*")]
    assert hashed
    for path in site.rglob("*"):
        if path.is_file() and "pagefind" not in path.parts:
            assert not any(name.encode() in path.read_bytes() for name in hashed), path


# --- pages for the index


@pytest.mark.parametrize(("text", "words"), [
    ("Settings > Privacy", ["Settings\u2063>", "Privacy"]),
    ("services—such as", ["services—\u2064", "such", "as"]),
    ("and/or", ["and/\u2064", "or"]),
    ("one — two", ["one\u2063—", "two"]),
    ("AT&T’s opt-out e.g. 10,000", ["AT&T’s", "opt-out", "e.g.", "10,000"]),
    ("", []),
])  # fmt: skip
def test_words_are_parted_where_pagefind_would_not(text: str, words: list[str]) -> None:
    assert parted(text).split() == words


def test_nothing_of_a_document_is_taken_for_markup() -> None:
    document = SearchDocument(
        '/p/"x/', meta=(("title", '"><script>'),), body=((1, "</p><script>1</script>"),), filters=(("kind", 'a"b'),)
    )
    page = page_of(document)
    assert "<script" not in page
    assert 'content="a&quot;b"' in page
