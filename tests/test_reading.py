"""The content folder to records: kinds by path, faults with their places, nothing echoed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from atlas.problems import AtlasError
from atlas.reading import MODELS, Content, kind_of, read
from atlas.vocabulary import Group, meant_code
from tests.trees import BASE

PROVISION = "platform/acme/terms/training.md"
DOCUMENT = "platform/acme/terms/document.yaml"


def changed(folder: Path, path: str, old: str, new: str) -> list[str]:
    """What reading says when words of one file of the sound tree are put in place of others; lines as printed."""
    shutil.copytree(BASE, folder / "content")
    file = folder / "content" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return [str(problem).removeprefix(path) for problem in read(folder / "content")[1]]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("category/data-use.yaml", ("category", "data-use")),
        ("clause-type/training.md", ("clause-type", "training")),
        ("platform/acme/entity.yaml", ("entity", "acme")),
        ("platform/acme/terms/document.yaml", ("document", "acme/terms")),
        ("platform/acme/terms/captures.yaml", ("captures", "acme/terms")),
        ("platform/acme/terms/notes.yaml", ("notes", "acme/terms")),
        ("platform/acme/terms/text/2026-01-10T080000Z.md", ("text", "acme/terms")),
        ("platform/acme/terms/original/a.html", ("original", "acme/terms")),
        ("platform/acme/terms/finding/training.yaml", ("finding", "acme/terms/finding/training")),
        (PROVISION, ("provision", "acme/terms/training")),
        ("page/about.md", ("page", "about")),
        ("ledger.tsv", ("kept", "")),
        ("version/SA-P-000001/2.md", ("kept", "")),
        ("platform/acme/terms/training.yaml", None),
        ("platform/acme/finding/training.yaml", None),
        ("platform/acme/terms/text/a/b.md", None),
        ("clause-type/training.yaml", None),
        ("clause-type/deeper/training.md", None),
        ("readme.md", None),
    ],
)
def test_a_path_says_the_kind(path: str, kind: tuple[str, str] | None) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        # the key, of what must not be there; the value, of what is wrong; the mapping, of what is missing
        (PROVISION, "confidence: high", "confidence: hihg",
         ":6:13: confidence must be one of low, medium, high; got 'hihg', did you mean 'high'? [wrong-value]"),
        (PROVISION, "    heading: Your", "    headin: Your",
         ":11:5: 'headin' must be a key of this record, did you mean 'heading'? [unknown-key]"),
        (PROVISION, "  - text: We", "  - words: We",
         ":10:5: excerpts[1].text must be given [missing-key]"),
        (PROVISION, "steps: Open", "stops: Open",
         ":16:36: 'stops' must be a key of this record, did you mean 'steps'? [unknown-key]"),
        (PROVISION, ", steps: Open the settings and switch training off.", "",
         ":16:5: actions[1] must have at least one of steps, href or address; got keys and values [wrong-value]"),
        (PROVISION, "plans: [free]", "audience: [individual]",
         ":12:20: scope.audience[1] must be one of individuals, businesses, developers, public-sector; "
         "got 'individual', did you mean 'individuals'? [wrong-value]"),
        (PROVISION, "plans: [free]", "plans: free", ":12:16: scope.plans must be a list; got 'free' [wrong-value]"),
        (PROVISION, "severity: medium", "severity:",
         ":5:10: severity must be one of protective, none, low, medium, high; got nothing [wrong-value]"),
        (PROVISION, "analysed_on: 2026-01-12", "analysed_on: 12 January 2026",
         ":17:14: analysed_on must be a date such as 2026-07-08; got '12 January 2026' [wrong-value]"),
        (PROVISION, "analysis: {origin: human", "value: {amount: 1e3, unit: day}\nanalysis: {origin: human",
         ":18:17: value[1].amount must be a number such as 30 or 2.5; got '1e3' [wrong-value]"),
        (PROVISION, "analysis: {origin: human", "value:\n- {amount: 1, unit: days}\nanalysis: {origin: human",
         ":19:21: value[1].unit must be one of day, week, month, year, hour, EUR, USD, GBP, CHF, JPY, CNY, AUD, CAD, "
         "month-of-fees, count; got 'days', did you mean 'day'? [wrong-value]"),
        ("jurisdictions.yaml", "FR: France", "fr: France",
         ":2:1: fr must be a code of jurisdictions.yaml; got 'fr' [wrong-value]"),
        ("jurisdictions.yaml", "members:", "member:", ":3:5: EU.members must be given [missing-key]"),
        ("platform/acme/entity.yaml", "plans: {free: Free", "plans: {Free: Free",
         ":6:9: plans.Free must be a key of small letters, digits and hyphens; got 'Free' [wrong-value]"),
        ("site.yaml", "url: https://atlas.example, email", "url: atlas.example, email",
         ":7:37: publisher.url must be an address that begins with https://; got 'atlas.example' [wrong-value]"),
        ("regulation/data-act.md", "title: Invented Data Act", "titel: Invented Data Act",
         ":2:1: title must be given [missing-key]"),
        ("platform/acme/terms/captures.yaml", "text: text/2026-01", "text: texts/2026-01",
         ":3:9: captures[1].text must be a file such as text/2026-04-28T053108Z.md; "
         "got 'texts/2026-01-10T080000Z.md' [wrong-value]"),
        ("site.yaml", "id_prefix: SA", "id_prefix: sa",
         ":5:12: id_prefix must be two to six capital letters, such as PA; got 'sa' [wrong-value]"),
        ("clause-type/retention.md", "expected_in: [terms]", "expected_in: []",
         ":8:14: expected_in must have at least one entry [wrong-value]"),
        ("jurisdictions.yaml", "members: [DE, FR]", "members: []",
         ":3:37: EU.members must have at least one entry [wrong-value]"),
        (DOCUMENT, "{audience: [individuals], regions: [EU]}", "{}",
         ":5:8: scope.audience must be given [missing-key]"),
        (DOCUMENT, "audience: [individuals], ", "", ":5:8: scope.audience must be given [missing-key]"),
        (DOCUMENT, "regions: [EU]", "regions: [eu]",
         ":5:44: scope.regions[1] must be a code of jurisdictions.yaml; got 'eu', did you mean 'EU'? [wrong-value]"),
        (DOCUMENT, "regions: [EU]", "regions: [Germany]",
         ":5:44: scope.regions[1] must be a code of jurisdictions.yaml; "
         "got 'Germany', did you mean 'DE'? [wrong-value]"),
        (DOCUMENT, "regions: [EU]", "regions: [Europian Union]",
         ":5:44: scope.regions[1] must be a code of jurisdictions.yaml; "
         "got 'Europian Union', did you mean 'EU'? [wrong-value]"),
        (DOCUMENT, "regions: [EU]", "regions: [World]",
         ":5:44: scope.regions[1] must be a code of jurisdictions.yaml; "
         "got 'World', did you mean 'world'? [wrong-value]"),
        (DOCUMENT, "regions: [EU]", "regions: [everywhere]",
         ":5:44: scope.regions[1] must be a code of jurisdictions.yaml; got 'everywhere' [wrong-value]"),
        (DOCUMENT, "[individuals]", "[]", ":5:19: scope.audience must have at least one entry [wrong-value]"),
        (DOCUMENT, "type: terms", "type: terms\nlanguage: English (US)",
         ":3:11: language must be a language tag such as en or pt-BR; got 'English (US)' [wrong-value]"),
        (DOCUMENT, "type: terms", "type: terms\nbinding_language: en_US",
         ":3:19: binding_language must be a language tag such as en or pt-BR; got 'en_US' [wrong-value]"),
        (DOCUMENT, "type: terms", "type: terms\neditions: [{language: German}]",
         ":3:23: editions[1].language must be a language tag such as en or pt-BR; got 'German' [wrong-value]"),
        (PROVISION, "    heading: Your", "    language: French\n    heading: Your",
         ":11:15: excerpts[1].language must be a language tag such as en or pt-BR; got 'French' [wrong-value]"),
    ],
)  # fmt: skip
def test_a_fault_is_placed_and_named(path: str, old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert problem in changed(tmp_path, path, old, new)


@pytest.mark.parametrize(
    ("word", "code"),
    [("eu", "EU"), ("GERMANY", "DE"), ("germny", "DE"), ("UK", "GB"), ("ED", "DE"), ("World", "world"), ("mars", None)],
)
def test_a_place_is_known_by_its_name_too(word: str, code: str | None) -> None:
    group = Group.model_validate({"name": "European Union", "members": ["DE"]})
    said = meant_code(word, {"DE": "Germany", "GB": "United Kingdom", "EU": group})
    assert said == (f", did you mean '{code}'?" if code else "")


def test_a_clause_type_has_answers(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    file = tmp_path / "content/clause-type/training.md"
    kept = [line for line in file.read_text().splitlines(True) if "key:" not in line]
    file.write_text("".join(kept).replace("answers:\n", "answers: []\n"))
    assert [str(problem) for problem in read(tmp_path / "content")[1]] == [
        "clause-type/training.md:5:10: answers must have at least one entry [wrong-value]"
    ]


@pytest.mark.parametrize(
    "path",
    [
        "platform/finding/entity.yaml",
        "platform/acme/finding/document.yaml",
        "platform/acme/terms/finding.md",
        "platform/acme/finding/training.md",
        "platform/acme/finding/finding/training.yaml",
        "platform/acme/terms/finding/finding.yaml",
        "operator/finding.yaml",
        "page/finding.md",
        "clause-type/finding.md",
    ],
)
def test_finding_is_the_name_of_a_folder_and_of_nothing_else(path: str, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    file = tmp_path / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\n---\n" if path.endswith(".md") else "name: Found\n")
    said = [str(problem) for problem in read(tmp_path / "content")[1] if problem.rule == "bad-slug"]
    assert said == [f"{path}:1:1: 'finding' must not be a word reserved for the site's own addresses [bad-slug]"]


def test_norway_is_a_country(tmp_path: Path) -> None:
    assert changed(tmp_path, "jurisdictions.yaml", "FR: France", "NO: Norway") == []


def tree(folder: Path) -> Content:
    shutil.copytree(BASE, folder / "content")
    content, problems = read(folder / "content")
    assert problems == []
    return content


def test_records_know_where_they_were_read(tmp_path: Path) -> None:
    provision = tree(tmp_path).provisions["acme/terms/training"]
    assert (provision.key, provision.path) == ("acme/terms/training", PROVISION)
    assert provision.body.startswith("## What it is\n")


def test_a_single_value_is_a_list_of_one(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    file = tmp_path / "content" / PROVISION
    file.write_text(file.read_text().replace("severity:", "value: {amount: 30, unit: day}\nseverity:", 1))
    content, _ = read(tmp_path / "content")
    provision = content.provisions["acme/terms/training"]
    assert [(amount.amount, amount.unit) for amount in provision.value] == [(30, "day")]
    assert content.place(PROVISION, ("value", 0, "unit")) == (5, 27)


def test_dotfiles_and_what_lies_below_them_are_passed_over(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    for name in (".DS_Store", "platform/.git/config", "platform/acme/.notes.swp"):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_bytes(b"\xff")
    assert read(tmp_path / "content")[1] == []


def test_without_its_folder_nothing_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="--content"):
        read(tmp_path / "nowhere")


def test_without_site_yaml_all_else_is_read(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    (tmp_path / "content/site.yaml").unlink()
    content, problems = read(tmp_path / "content")
    assert (content.has_site, len(content.provisions)) == (False, 1)
    assert [str(problem) for problem in problems] == ["site.yaml:1:1: site.yaml must be there [file-missing]"]


def test_every_kind_of_record_describes_itself() -> None:
    for model in MODELS.values():
        schema = model.model_json_schema()
        assert schema["additionalProperties"] is False
        assert not [name for name in schema["properties"] if name.endswith("_")]
