"""Who answers what, for whom: cells, prevalence and peers, counted by the rules of the content contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atlas.coverage import peers
from atlas.shapes import AUDIENCES
from tests.making import Tree, at

QUOTE = "We train our models on whatever you write, unless you object in the settings of your account."
MORE = "Nothing that you write is ever used for the training of any model, whoever asks for it."
OTHER = "The fee falls due on the first day of every month and is paid in advance."
BOTH = f"{QUOTE}\n\n{MORE}\n\n{OTHER}\n"
EVERYBODY = {"audience": list(AUDIENCES)}


def cell(tree: Tree, entity: str = "acme", audience: str = "individuals", region: str = "DE") -> Any:
    return tree.coverage().cells[entity, audience, region, "training"]


# --- cells


@pytest.mark.parametrize(
    ("scope", "audience", "state"),
    [
        ({"audience": ["individuals"]}, "individuals", "answered"),
        ({"audience": ["individuals"]}, "businesses", "not-held"),
        ({"audience": ["individuals", "businesses"]}, "businesses", "answered"),
        ({"audience": ["individuals"], "regions": ["EU"]}, "individuals", "answered"),
        ({"audience": ["individuals"], "regions": ["FR"]}, "individuals", "not-held"),
        ({"audience": ["individuals"], "except": {"regions": ["DE"]}}, "individuals", "not-held"),
    ],
)
def test_a_record_counts_where_its_scope_meets_audience_and_region(
    scope: dict[str, Any], audience: str, state: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [BOTH], scope=scope)
    tree.provision("acme/terms/training", QUOTE)
    assert cell(tree, audience=audience).state == state


def test_a_record_may_narrow_the_scope_of_its_document(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [BOTH], scope={"audience": ["individuals", "businesses"]})
    tree.provision("acme/terms/training", QUOTE, scope={"audience": ["businesses"]})
    assert (cell(tree).state, cell(tree, audience="businesses").state) == ("not-reviewed", "answered")


@pytest.mark.parametrize(
    ("texts", "fields", "state"),
    [
        ([BOTH], {}, "answered"),
        ([BOTH, OTHER], {}, "needs-review"),
        ([BOTH, OTHER], {"later": [{"capture": at(1), "verdict": "removed", "on": "2026-12-01"}]}, "partly-reviewed"),
        ([BOTH], {"draft": True}, "not-reviewed"),
        ([BOTH], {"withdrawn": {"on": "2026-11-01", "kind": "error", "reason": "Misread."}}, "not-reviewed"),
    ],
)
def test_a_cell_tells_live_answers_from_those_to_be_judged_and_those_past(
    texts: list[str], fields: dict[str, Any], state: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", texts)
    tree.provision("acme/terms/training", QUOTE, **fields)
    assert cell(tree).state == state


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ({}, "not-reviewed"),
        ({"terms": "absent"}, "partly-reviewed"),
        ({"terms": "absent", "privacy": "absent"}, "absent"),
        ({"terms": "absent", "privacy": "not-applicable"}, "absent"),
        ({"terms": "not-applicable", "privacy": "not-applicable"}, "partly-reviewed"),
        ({"terms": "absent", "privacy": "refers-elsewhere"}, "partly-reviewed"),
    ],
)
def test_absent_is_said_only_when_every_document_that_would_say_it_was_read(
    findings: dict[str, str], state: str, tmp_path: Path
) -> None:
    tree = Tree(tmp_path)
    for name in ("terms", "privacy"):
        tree.document(f"acme/{name}", [OTHER], type=name)
    for name, kind in findings.items():
        tree.finding(f"acme/{name}", kind=kind, **({"refers_to": "acme/terms"} if kind == "refers-elsewhere" else {}))
    found = cell(tree)
    assert found.state == state
    assert (len(found.findings), len(found.unread)) == (len(findings), 2 - len(findings))


def test_a_finding_that_is_no_longer_current_does_not_make_absent(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [OTHER, OTHER + " More."])
    tree.finding("acme/terms")
    assert cell(tree).state == "not-reviewed"


def test_documents_of_other_types_and_retired_ones_are_not_waited_for(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [OTHER])
    tree.document("acme/rules", [OTHER], type="rules")
    tree.document("acme/old", [OTHER], retired={"on": "2026-11-01", "reason": "Gone."})
    tree.put("document-types.yaml", "terms: Terms\nprivacy: Privacy\nrules: Rules\n")
    tree.finding("acme/terms")
    assert cell(tree).state == "absent"


def test_variants_answer_beside_the_record_worst_tone_first_each_answer_once(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [BOTH], scope={"audience": ["individuals"]})
    variants = [
        {"scope": {"regions": ["DE"]}, "answer": "always", "severity": "high"},
        {"scope": {"audience": ["businesses"]}, "answer": "never"},
    ]
    tree.provision("acme/terms/training", QUOTE, answer="opt-out", variants=variants)
    assert [(given.answer, given.variant, given.severity, given.is_present) for given in cell(tree).answers] == [
        ("always", 0, "high", True),
        ("opt-out", None, "medium", True),
    ]
    beyond = cell(tree, audience="businesses")
    assert [(given.answer, given.variant, given.is_present) for given in beyond.answers] == [("never", 1, False)]


def test_a_shared_document_answers_for_every_platform_it_binds(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.entity("other")
    tree.document("acme/terms", [BOTH], also_covers=["other"])
    tree.provision("acme/terms/training", QUOTE)
    assert cell(tree, "other").state == "answered"


# --- prevalence


def five(tmp_path: Path) -> Tree:
    """Five platforms: with such a clause, with one that says no, without, unread, and one retired that had it."""
    tree = Tree(tmp_path)
    tree.write("operator/group.yaml", {"name": "Group"})
    for slug in ("with", "no", "without", "unread", "retired"):
        retired = {"retired": {"on": "2026-11-01", "reason": "Gone."}} if slug == "retired" else {}
        tree.entity(slug, operator="group" if slug in ("with", "no") else "acme-corp", **retired)
        tree.document(f"{slug}/terms", [BOTH], scope={"audience": ["individuals"]})
    tree.provision("with/terms/training", QUOTE, answer="opt-out")
    tree.provision("no/terms/training", MORE, answer="never")
    tree.provision("retired/terms/training", QUOTE)
    tree.finding("without/terms")
    return tree


def test_prevalence_counts_platforms_that_were_read_and_those_that_have_it(tmp_path: Path) -> None:
    found = five(tmp_path).coverage().prevalence("training", "individuals", "DE")
    assert found.tracked == ("no", "unread", "with", "without")
    assert found.known == ("no", "with", "without")
    assert found.present == ("with",)
    assert found.absent == ("without",)
    assert found.answers == {"never": ("no",), "opt-out": ("with",)}
    assert found.others == {"not-reviewed": ("unread",)}
    assert (found.operators_known, found.operators_present) == (("group", "acme-corp"), ("group",))
    assert not found.is_complete


def test_prevalence_of_an_audience_that_nothing_is_held_for_knows_nobody(tmp_path: Path) -> None:
    found = five(tmp_path).coverage().prevalence("training", "developers", "DE")
    assert (found.known, found.present, set(found.others)) == ((), (), {"not-held"})


def test_a_platform_counts_once_under_each_of_its_answers(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [BOTH], scope=EVERYBODY)
    tree.provision("acme/terms/one", QUOTE, answer="opt-out", scope={"audience": ["individuals"]})
    tree.provision("acme/terms/two", MORE, answer="never", scope={"audience": ["businesses"]})
    found = tree.coverage().prevalence("training", None, "DE")
    assert (found.present, found.absent, found.known) == (("acme",), (), ("acme",))
    assert found.answers == {"opt-out": ("acme",), "never": ("acme",)}
    assert found.is_complete


def test_absent_for_one_audience_is_not_absent_for_all_when_another_is_answered(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", [BOTH], scope={"audience": ["individuals"]})
    tree.document("acme/business", [BOTH], scope={"audience": ["businesses"]})
    tree.finding("acme/terms")
    tree.provision("acme/business/training", QUOTE)
    found = tree.coverage()
    assert found.prevalence("training", "individuals", "DE").absent == ("acme",)
    assert found.prevalence("training", None, "DE").absent == ()


# --- peers


def many(tmp_path: Path, *others: tuple[str, str, str, str]) -> Tree:
    """`acme` with an answer, and others: slug, operator, answer, severity."""
    tree = Tree(tmp_path)
    tree.change("document-types.yaml")
    tree.document("acme/terms", [BOTH], scope=EVERYBODY)
    tree.provision("acme/terms/training", QUOTE, answer="opt-out", scope={"audience": ["individuals"]})
    for slug, operator, answer, severity in others:
        tree.write(f"operator/{operator}.yaml", {"name": operator})
        tree.entity(slug, operator=operator)
        tree.document(f"{slug}/terms", [BOTH], scope={"audience": ["individuals"]})
        tree.provision(f"{slug}/terms/training", QUOTE, answer=answer, severity=severity)
    return tree


def chosen(tree: Tree, key: str = "acme/terms/training") -> list[str]:
    return [peer.split("/")[0] for peer in peers(tree.catalogue(), key)]


def test_peers_are_other_platforms_one_an_operator_one_for_each_other_answer_first(tmp_path: Path) -> None:
    tree = many(
        tmp_path,
        ("same-answer", "a", "opt-out", "high"), ("never", "b", "never", "low"), ("always", "c", "always", "medium"),
        ("same-operator", "c", "always", "high"), ("more", "b-two", "opt-out", "medium"),
    )  # fmt: skip
    assert chosen(tree) == ["same-operator", "never", "same-answer"]


def test_no_platform_is_a_peer_of_itself_or_of_its_operators_other_platforms(tmp_path: Path) -> None:
    tree = many(tmp_path, ("sister", "one", "never", "low"))
    tree.entity("acme", operator="one")
    assert chosen(tree) == []


def test_records_that_are_not_live_are_no_peers(tmp_path: Path) -> None:
    tree = many(tmp_path, ("past", "a", "never", "low"), ("live", "b", "never", "low"))
    tree.entity("past", operator="a", retired={"on": "2026-11-01", "reason": "Gone."})
    assert chosen(tree) == ["live"]


def test_who_serves_the_same_audience_comes_first(tmp_path: Path) -> None:
    tree = many(tmp_path, ("apart", "a", "never", "high"), ("near", "b", "never", "low"))
    tree.document("apart/terms", [BOTH], scope={"audience": ["businesses"]})
    assert chosen(tree) == ["near", "apart"]


def test_the_last_word_on_order_differs_from_platform_to_platform_and_stays(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four", "five", "six")
    tree = many(tmp_path, *((name, f"op-{name}", "never", "low") for name in names))
    first = {name: chosen(tree, f"{name}/terms/training") for name in names[:3]}
    assert first == {name: chosen(tree, f"{name}/terms/training") for name in names[:3]}
    assert len({tuple(found) for found in first.values()}) > 1
