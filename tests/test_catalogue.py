"""Records joined: what is live, past or to be reviewed; what supersedes what; which findings hold; the day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atlas.catalogue import published
from atlas.reading import read
from tests.making import Tree, at, stamp

QUOTE = "We train our models on whatever you write, unless you object in the settings of your account."
REWORDED = "We train our models on whatever you write, unless you object in the settings of your profile."
OTHER = "The fee falls due on the first day of every month and is paid in advance."
RETIRED = {"on": "2026-11-01", "reason": "Given up."}


def verdict(word: str, number: int = 1) -> dict[str, str]:
    return {"capture": at(number), "verdict": word, "on": "2026-12-01"}


@pytest.mark.parametrize(
    ("texts", "fields", "standing"),
    [
        ([QUOTE], {}, "live"),
        ([QUOTE, f"Other. {QUOTE}"], {}, "live"),
        ([QUOTE, REWORDED], {}, "needs-review"),
        ([QUOTE, OTHER], {}, "needs-review"),
        ([QUOTE, REWORDED], {"later": [verdict("same")]}, "live"),
        ([QUOTE, REWORDED], {"later": [verdict("changed")]}, "needs-review"),
        ([QUOTE, OTHER], {"later": [verdict("removed")]}, "past"),
        ([QUOTE, OTHER, QUOTE], {"later": [verdict("removed")]}, "live"),
        ([QUOTE, OTHER, OTHER], {"later": [verdict("removed"), verdict("unclear", 2)]}, "needs-review"),
        ([QUOTE], {"withdrawn": {"on": "2026-11-01", "kind": "error", "reason": "Misread."}}, "withdrawn"),
        ([QUOTE], {"draft": True}, "draft"),
        ([QUOTE, OTHER], {"draft": True}, "draft"),
    ],
)
def test_a_record_is_live_past_or_in_need_of_review(
    texts: list[str], fields: dict[str, Any], standing: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", texts)
    tree.provision("acme/terms/training", QUOTE, **fields)
    assert tree.catalogue().standing["acme/terms/training"] == standing


@pytest.mark.parametrize("retired", ["entity", "document"])
def test_records_of_what_is_retired_are_past(retired: str, tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.entity("acme", **({"retired": RETIRED} if retired == "entity" else {}))
    tree.document("acme/terms", [QUOTE], **({"retired": RETIRED} if retired == "document" else {}))
    tree.provision("acme/terms/training", QUOTE)
    catalogue = tree.catalogue()
    assert catalogue.standing["acme/terms/training"] == "past"
    assert catalogue.tracked == (() if retired == "entity" else ("acme",))


def superseding(tmp_path: Path, **fields: Any) -> Tree:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [QUOTE + " " + OTHER])
    tree.provision("acme/terms/old", QUOTE)
    tree.provision("acme/terms/new", OTHER, supersedes=["acme/terms/old"], **fields)
    return tree


def test_what_is_superseded_is_past_and_knows_by_what(tmp_path: Path) -> None:
    catalogue = superseding(tmp_path).catalogue()
    assert (catalogue.standing["acme/terms/old"], catalogue.standing["acme/terms/new"]) == ("past", "live")
    assert catalogue.superseded_by == {"acme/terms/old": ("acme/terms/new",)}


@pytest.mark.parametrize(
    "fields", [{"draft": True}, {"withdrawn": {"on": "2026-11-01", "kind": "error", "reason": "Misread."}}]
)
def test_a_draft_or_withdrawn_record_supersedes_nothing(fields: dict[str, Any], tmp_path: Path) -> None:
    catalogue = superseding(tmp_path, **fields).catalogue()
    assert catalogue.standing["acme/terms/old"] == "live"
    assert catalogue.superseded_by == {}


@pytest.mark.parametrize(
    ("texts", "fields", "is_current"),
    [
        ([OTHER], {}, True),
        ([OTHER, OTHER + " More."], {}, False),
        ([OTHER, OTHER + " More.", OTHER], {}, True),
        ([OTHER + " Old.", OTHER], {"capture": 1}, True),
        ([OTHER], {"draft": True}, False),
        ([OTHER], {"withdrawn": {"on": "2026-11-01", "kind": "error", "reason": "Misread."}}, False),
    ],
)
def test_a_finding_holds_while_the_words_it_read_stand(
    texts: list[str], fields: dict[str, Any], is_current: bool, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", texts)
    tree.finding("acme/terms", "retention", **fields)
    assert (tree.catalogue().current_findings == {"acme/terms/finding/retention"}) is is_current


def test_a_finding_may_be_superseded_by_a_provision(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [OTHER, OTHER + " " + QUOTE])
    tree.finding("acme/terms")
    tree.provision("acme/terms/training", QUOTE, capture=1, supersedes=["acme/terms/finding/training"])
    catalogue = tree.catalogue()
    assert catalogue.current_findings == frozenset()
    assert catalogue.finding_superseded_by == {"acme/terms/finding/training": ("acme/terms/training",)}


def test_lists_are_in_the_order_shown(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for slug, name in (("acme", "Zeta"), ("zulu", "alpha")):
        tree.entity(slug, name=name)
        tree.document(f"{slug}/terms", [QUOTE + " " + OTHER])
    tree.document("acme/privacy", [OTHER], title="Another policy", type="privacy")
    tree.provision("acme/terms/b", QUOTE, severity="high", title="Second")
    tree.provision("acme/terms/a", OTHER, severity="high", title="first")
    tree.provision("acme/terms/c", OTHER, severity="protective", clause_type="retention", answer="fixed", title="A")
    catalogue = tree.catalogue()
    assert list(catalogue.documents_of) == ["zulu", "acme"]
    assert catalogue.documents_of["acme"] == ("acme/privacy", "acme/terms")
    assert catalogue.provisions_of["acme/terms"] == ("acme/terms/a", "acme/terms/b", "acme/terms/c")
    assert catalogue.by_clause_type == {"retention": ("acme/terms/c",), "training": ("acme/terms/a", "acme/terms/b")}


def test_a_document_that_also_covers_another_platform_is_held_for_both_and_stored_once(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.entity("other")
    tree.document("acme/terms", [QUOTE], also_covers=["other"])
    tree.provision("acme/terms/training", QUOTE)
    catalogue = tree.catalogue()
    assert catalogue.held_for == {"acme": ("acme/terms",), "other": ("acme/terms",)}
    assert catalogue.documents_of["other"] == ()
    assert catalogue.covered_by("acme/terms/training") == ("acme", "other")


def test_agencies_that_serve_the_regions_of_a_record_come_first(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(
        "agency/far.md",
        "---\ntitle: Far\njurisdiction: FR\nserves: [FR]\nrole: supervises\nenforces: [data-act]\n---\nFar away.\n",
    )
    tree.document("acme/terms", [QUOTE], scope={"audience": ["individuals"], "regions": ["DE"]})
    tree.provision(
        "acme/terms/training", QUOTE, regulations=[{"id": "data-act", "relation": "limits", "why": "It does."}]
    )
    assert tree.catalogue().agencies("acme/terms/training") == (("watchdog",), ("far",))


@pytest.mark.parametrize(
    ("fields", "as_of"),
    [
        ({}, "2026-12-01"),
        ({"analysed_on": "2026-12-24"}, "2026-12-24"),
        (
            {
                "no_action": None,
                "actions": [{"kind": "setting", "title": "T", "steps": "S", "checked_on": "2026-12-03"}],
            },
            "2026-12-03",
        ),
        ({"log": [{"on": "2026-12-30", "kind": "correction", "text": "A word."}]}, "2026-12-30"),
        ({"analysed_on": "2026-01-01", "analysis": {"origin": "human"}}, at(1)[:10]),
    ],
)
def test_the_catalogue_is_as_of_the_newest_day_of_observing_or_judging(
    fields: dict[str, Any], as_of: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [QUOTE, REWORDED])
    tree.provision("acme/terms/training", QUOTE, **fields)
    assert tree.catalogue().as_of == as_of


def test_an_archive_that_watched_until_a_day_makes_it_as_of_that_day(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [QUOTE], watched={"by": "kept", "from": "2026-01-01", "through": "2026-12-31"})
    tree.put(
        "archives.yaml",
        "kept: {title: Kept, url: https://kept.example, licence: CC0, attribution: They, keeps: changes-only}\n",
    )
    assert tree.catalogue().as_of == "2026-12-31"


def test_a_publication_is_without_drafts_and_what_has_no_id(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.entity("acme", id="SA-E-0001")
    tree.document("acme/terms", [QUOTE + " " + OTHER], id="SA-D-00001")
    tree.document("acme/privacy", [OTHER], type="privacy")
    tree.provision("acme/terms/kept", QUOTE, id="SA-P-000001")
    tree.provision("acme/terms/draft", OTHER, id="SA-P-000002", draft=True)
    tree.provision("acme/terms/new", OTHER)
    tree.provision("acme/privacy/below", OTHER, id="SA-P-000003")
    tree.finding("acme/terms", "retention", id="SA-F-00001")
    whole, _ = read(tree.content)
    assert whole is not None
    content = published(whole)
    assert (list(content.entities), list(content.documents)) == (["acme"], ["acme/terms"])
    assert (list(content.provisions), list(content.findings)) == (["acme/terms/kept"], ["acme/terms/finding/retention"])
    assert list(content.captures) == ["acme/terms"]


def test_a_note_on_a_text_changes_no_hash_and_no_address(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [QUOTE], notes={"texts": {stamp(0): {"stated": {"updated": "2026"}}}})
    text = tree.catalogue().evidence.texts["acme/terms"][stamp(0)]
    assert text.note.stated is not None
    assert text.note.stated.updated == "2026"
