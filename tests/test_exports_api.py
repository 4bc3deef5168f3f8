"""The API: its description is sound, every file is what it says, and lists are whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from atlas.exports import api
from atlas.exports.bundle import Exports, exported
from atlas.exports.nested import API_KINDS
from atlas.memo import Memo
from atlas.pages.base import Views
from atlas.site import site_views
from tests.making import Tree

Json = dict[str, Any]
ENVELOPE = ["schema_version", "dataset_version", "as_of", "total", "next", "result"]


@pytest.fixture(scope="module")
def spec(exports: Exports) -> Json:
    found: Json = json.loads(exports.files["api/v1/openapi.json"])
    return found


def responses(exports: Exports) -> Iterator[tuple[str, Json]]:
    for path, data in exports.files.items():
        if path.startswith("api/v1/") and path.endswith("index.json"):
            yield f"/{path}", json.loads(data)


def test_the_openapi_document_is_sound(spec: Json) -> None:
    OpenAPIV31SpecValidator(spec).validate()


def test_every_response_is_as_its_path_says(exports: Exports, spec: Json) -> None:
    """And every path that is described has at least one, but for pages of lists that are short."""
    patterns = {re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): path for path in spec["paths"]}

    @cache
    def validator(path: str) -> Draft202012Validator:
        schema = spec["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": spec["components"]}  # what its references lead to
        return Draft202012Validator(whole, format_checker=FormatChecker())

    seen = set()
    for address, response in responses(exports):
        exact = [path for pattern, path in patterns.items() if pattern.fullmatch(address)]
        path = address if address in exact else next(one for one in exact if "/page/" not in one or "/page/" in address)
        seen.add(path)
        assert list(response) == ENVELOPE
        faults = list(validator(path).iter_errors(response))
        assert not faults, (address, faults[0].json_path, faults[0].message)
    assert {path for path in spec["paths"] if "/page/" not in path} == {path for path in seen if "/page/" not in path}


def test_a_schema_allows_no_field_that_it_does_not_name(exports: Exports, spec: Json) -> None:
    """What is not described would be no part of the promise."""
    for name, kind in API_KINDS.items():
        described = spec["components"]["schemas"]["".join(part.capitalize() for part in name.split("_"))]
        for address, response in responses(exports):
            if address.startswith(f"/api/v1/{kind}/") and address.count("/") == 5 and "/page/" not in address:
                assert list(undescribed(response["result"], described)) == [], address


def undescribed(value: Any, schema: Json) -> Iterator[str]:
    if isinstance(value, dict) and "properties" in schema:
        yield from (name for name in value if name not in schema["properties"])
        for name, inner in value.items():
            yield from undescribed(inner, schema["properties"].get(name, {}))
    elif isinstance(value, list) and "items" in schema:
        for inner in value:
            yield from undescribed(inner, schema["items"])


def test_a_field_has_one_type(spec: Json) -> None:
    for schema in walked(spec["components"]["schemas"]):
        kinds = schema.get("type")
        assert kinds is None or isinstance(kinds, str) or (len(kinds) == 2 and "null" in kinds), schema
        assert not {"anyOf", "oneOf", "allOf"} & set(schema)
        if kinds == "array" or (isinstance(kinds, list) and "array" in kinds):
            assert kinds == "array", "a list is never absent"


def walked(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if "type" in value and not isinstance(value["type"], dict):
            yield value
        for inner in value.values():
            yield from walked(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walked(inner)


def test_schemas_stand_alone(exports: Exports) -> None:
    for kind in API_KINDS.values():
        schema = json.loads(exports.files[f"api/v1/schemas/{kind}.json"])
        Draft202012Validator.check_schema(schema)
        listed = json.loads(exports.files[f"api/v1/{kind}/index.json"])["result"]
        path = listed[0]["api_url"].partition("/api/v1/")[2]
        record = json.loads(exports.files[f"api/v1/{path}"])["result"]
        Draft202012Validator(schema).validate(record)


def test_lists_are_whole_and_lead_to_their_records(exports: Exports, views: Views) -> None:
    base = views.absolute("")
    overview = json.loads(exports.files["api/v1/index.json"])["result"]
    totals = {each["kind"]: each["total"] for each in overview}
    assert totals["provisions"] == len(views.content.provisions)
    for kind in API_KINDS.values():
        listed = json.loads(exports.files[f"api/v1/{kind}/index.json"])
        assert listed["total"] == totals[kind] == len(listed["result"])
        for each in listed["result"]:
            assert each["api_url"].startswith(f"{base}/api/v1/{kind}/")
            assert each["api_url"].removeprefix(f"{base}/") in exports.files
            assert each["url"].startswith(base)


def test_long_lists_are_cut(exports: Exports) -> None:
    pages = dict(api._paged("https://a.example", api.Edition("v", "2026-01-01"), "provisions", list(range(1001))))
    assert list(pages) == [
        "api/v1/provisions/index.json", "api/v1/provisions/page/2/index.json", "api/v1/provisions/page/3/index.json",
    ]  # fmt: skip
    told = [json.loads(data) for data in pages.values()]
    assert [len(page["result"]) for page in told] == [500, 500, 1]
    assert told[0]["next"] == "https://a.example/api/v1/provisions/page/2/index.json"
    assert told[2]["next"] is None
    assert {page["total"] for page in told} == {1001}


def test_an_empty_list_is_a_file_too() -> None:
    pages = dict(api._paged("https://a.example", api.Edition("v", ""), "findings", []))
    assert json.loads(pages["api/v1/findings/index.json"])["result"] == []


def test_records_are_named_by_id_once_they_have_one(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.document("acme/terms", ["We sell nothing at all, and never did so."])
    tree.provision("acme/terms/sale", "We sell nothing at all, and never did so.")
    tree.assign()
    tree.provision("acme/terms/resale", "We sell nothing at all, and never did so.")
    files = files_of(tree)
    record = json.loads(files["api/v1/provisions/SA-P-000001/index.json"])["result"]
    assert (record["provision"], record["id"]) == ("acme/terms/sale", "SA-P-000001")
    assert "api/v1/provisions/acme--terms--resale/index.json" in files


def files_of(tree: Tree) -> dict[str, bytes]:
    outcome = tree.outcome()
    assert outcome.catalogue, [str(problem) for problem in outcome.problems]
    assert outcome.coverage
    with Memo(None) as memo:
        return exported(site_views(outcome.catalogue, outcome.coverage, memo), memo, has_data=True).files


def test_selectors_lead_to_the_words(exports: Exports, views: Views) -> None:
    """Offsets are code points of the file that is named, and prefix and suffix stand around them."""
    base, seen = views.absolute(""), 0
    for address, response in responses(exports):
        if not address.startswith("/api/v1/provisions/") or "excerpts" not in (response["result"] or [0]):
            continue
        for excerpt in response["result"]["excerpts"]:
            target = excerpt["target"]
            if target["source"] is None:
                continue
            file = views.content.files[target["source"].removeprefix(f"{base}/")]
            text = file.read_bytes().decode()
            for selector in target["selectors"]:
                start, end = selector["position"]["start"], selector["position"]["end"]
                quote = selector["quote"]
                assert text[start:end] == quote["exact"]
                assert text[:start].endswith(quote["prefix"])
                assert text[end:].startswith(quote["suffix"])
                seen += 1
    assert seen > 100


def test_the_catalogue_of_apis_leads_to_the_description(exports: Exports, views: Views) -> None:
    [link] = json.loads(exports.files[".well-known/api-catalog"])["linkset"]
    assert link["service-desc"][0]["href"].removeprefix(views.absolute("/")) in exports.files
