"""For whom and where: regions within regions, scopes narrowed, people shared."""

from __future__ import annotations

from typing import Any

import pytest

from atlas import labels
from atlas.scopes import Reach, Regions, reach, wider_than
from atlas.shapes import AUDIENCES, Scope

REGIONS = Regions.of(
    {
        "DE": "Germany", "FR": "France", "NO": "Norway", "US": "United States", "US-CA": "California",
        "EU": {"DE", "FR"}, "EEA": {"EU", "NO"}, "WEST": {"EEA", "US"}, "LOOP": {"RING", "DE"}, "RING": {"LOOP"},
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("DE", "DE", True),
        ("DE", "EU", True),
        ("DE", "EEA", True),
        ("NO", "EU", False),
        ("EU", "EEA", True),
        ("EEA", "EU", False),
        ("US-CA", "US", True),
        ("US", "US-CA", False),
        ("US-CA", "WEST", True),
        ("EU", "world", True),
        ("world", "EU", False),
        ("US", "USA", False),
        ("RING", "LOOP", True),
        ("DE", "RING", True),
    ],
)
def test_what_lies_in_what(inner: str, outer: str, expected: bool) -> None:
    assert REGIONS.lies_in(inner, outer) is expected
    assert REGIONS.meet(inner, outer) is (expected or REGIONS.lies_in(outer, inner))


def scope(**fields: Any) -> Scope:
    return Scope.model_validate({name.rstrip("_"): value for name, value in fields.items()})


def test_a_scope_that_says_nothing_reaches_everybody() -> None:
    assert reach(scope()) == Reach(AUDIENCES, ("world",), (), (), (), reach(scope()).excepted)


def test_a_field_given_replaces_the_one_above_and_exceptions_add_up() -> None:
    document = scope(audience=["individuals", "businesses"], regions=["EEA"], except_={"regions": ["FR"]})
    record = scope(regions=["EU"], plans=["free"])
    variant = scope(plans=["team"], except_={"plans": ["old"]})
    found = reach(document, record, None, variant)
    assert (found.audience, found.regions, found.plans) == (("individuals", "businesses"), ("EU",), ("team",))
    assert (found.excepted.regions, found.excepted.plans) == (("FR",), ("old",))


def test_a_variant_answers_for_what_its_record_leaves_out_but_not_for_what_the_document_does() -> None:
    document = scope(audience=["individuals"], except_={"regions": ["FR"]})
    record = scope(except_={"regions": ["EEA"], "plans": ["team"]})
    assert not reach(document, record).meets("individuals", "DE", REGIONS)
    in_europe = reach(document, record, scope(regions=["EEA"]))
    assert in_europe.meets("individuals", "DE", REGIONS)
    assert not in_europe.meets("individuals", "FR", REGIONS)
    assert (in_europe.excepted.regions, in_europe.excepted.plans) == (("FR",), ("team",))
    assert reach(document, record, scope(plans=["team"])).excepted.plans == ()


def test_a_scope_in_words() -> None:
    names, plans, products = {"DE": "Germany", "FR": "France", "EEA": "EEA"}, {"free": "Free"}, {"chat": "Chat"}

    def words(**fields: Any) -> str:
        return labels.scope(reach(scope(**fields)), REGIONS, names, plans, products)

    assert words(audience=["individuals", "businesses"], except_={"audience": ["businesses"]}) == "Individuals"
    assert words(audience=["individuals"], regions=["DE"], except_={"regions": ["FR"]}) == "Individuals, in Germany"
    assert words(audience=["individuals"], except_={"regions": ["FR"]}) == "Individuals; except France"
    assert words(audience=["developers"], plans=["free"], products=["chat"]) == "Developers, on Free, for Chat"


@pytest.mark.parametrize(
    ("own", "audience", "region", "expected"),
    [
        (scope(), "individuals", "DE", True),
        (scope(), None, "DE", True),
        (scope(audience=["businesses"]), "individuals", "DE", False),
        (scope(audience=["businesses"]), None, "DE", True),
        (scope(regions=["EU"]), None, "DE", True),
        (scope(regions=["DE"]), None, "EEA", True),
        (scope(regions=["US"]), None, "EEA", False),
        (scope(except_={"regions": ["EU"]}), None, "DE", False),
        (scope(except_={"regions": ["DE"]}), None, "EU", True),
        (scope(except_={"audience": ["individuals"]}), "individuals", "DE", False),
        (scope(audience=["individuals"], except_={"audience": ["individuals"]}), None, "DE", False),
        (scope(except_={"plans": ["free"]}), "individuals", "DE", True),
    ],
)
def test_whether_a_scope_meets_an_audience_in_a_region(own: Scope, audience: str, region: str, expected: bool) -> None:
    assert reach(own).meets(audience, region, REGIONS) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (scope(), scope(), True),
        (scope(audience=["individuals"]), scope(audience=["businesses"]), False),
        (scope(regions=["DE"]), scope(regions=["EU"]), True),
        (scope(regions=["DE"]), scope(regions=["US"]), False),
        (scope(plans=["free"]), scope(plans=["team"]), False),
        (scope(plans=["free"]), scope(), True),
        (scope(products=["chat"]), scope(products=["chat", "api"]), True),
        (scope(conditions=["signed in"]), scope(conditions=["signed out"]), False),
        (scope(regions=["DE"]), scope(except_={"regions": ["EU"]}), False),
        (scope(regions=["EU"]), scope(except_={"regions": ["DE"]}), True),
        (scope(plans=["free"]), scope(except_={"plans": ["free"]}), False),
        (scope(products=["api"]), scope(except_={"products": ["api", "chat"]}), False),
        (scope(audience=["individuals"]), scope(except_={"audience": ["individuals"]}), False),
    ],
)
def test_whether_two_scopes_hold_for_somebody(one: Scope, other: Scope, expected: bool) -> None:
    assert reach(one).overlaps(reach(other), REGIONS) is expected
    assert reach(other).overlaps(reach(one), REGIONS) is expected


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (scope(), []),
        (scope(audience=["individuals"], regions=["DE"]), []),
        (scope(audience=["developers"]), ["audience developers"]),
        (scope(regions=["EEA", "US-CA"]), ["region EEA", "region US-CA"]),
        (scope(plans=["free"]), []),
        (scope(plans=["team"]), ["plan team"]),
        (scope(products=["api"]), []),  # the document names none, so it leaves none out
    ],
)
def test_in_what_a_scope_is_wider(narrow: Scope, expected: list[str]) -> None:
    document = scope(audience=["individuals", "businesses"], regions=["EU"], plans=["free"])
    assert wider_than(reach(document, narrow), reach(document), REGIONS) == expected
