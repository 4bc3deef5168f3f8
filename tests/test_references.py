"""What a reference points to: ids, paths, and former paths of records and of all they lie below."""

from __future__ import annotations

import shutil

import pytest

from atlas.reading import read
from atlas.references import References, aliases, references
from tests.trees import BASE

TERMS = "platform/acme/terms/"
CHANGES = {
    "platform/acme/entity.yaml": ("name: Acme", "id: SA-E-0001\naliases: [acme-ai]\nname: Acme"),
    TERMS + "document.yaml": ("title:", "id: SA-D-00001\naliases: [conditions, older-corp/rules]\ntitle:"),
    TERMS + "training.md": ("title:", "id: SA-P-000001\naliases: [model-training, older-corp/privacy/models]\ntitle:"),
    TERMS + "finding/retention.yaml": ("finding:", "aliases: [keeping]\nfinding:"),
    "clause-type/training.md": ("title:", "aliases: [model-training]\ntitle:"),
}


@pytest.fixture(scope="module")
def refer(tmp_path_factory: pytest.TempPathFactory) -> References:
    folder = tmp_path_factory.mktemp("tree") / "content"
    shutil.copytree(BASE, folder)
    for path, (old, new) in CHANGES.items():
        (folder / path).write_text((folder / path).read_text().replace(old, new, 1))
    content, problems = read(folder)
    assert problems == []
    assert content is not None
    assert len(list(aliases(content))) == 7
    return references(content)


PROVISION = ("provision", "acme/terms/training")
FINDING = ("finding", "acme/terms/finding/retention")


@pytest.mark.parametrize(
    ("reference", "kinds", "expected"),
    [
        ("acme/terms/training", ("provision",), PROVISION),
        ("SA-P-000001", ("provision",), PROVISION),
        ("SA-P-000001", ("provision", "finding"), PROVISION),
        ("SA-P-000001", ("document",), None),
        ("SA-P-000002", ("provision",), None),
        ("acme/terms/model-training", ("provision",), PROVISION),
        ("older-corp/privacy/models", ("provision",), PROVISION),
        ("acme/conditions/training", ("provision",), PROVISION),
        ("older-corp/rules/training", ("provision",), PROVISION),
        ("acme-ai/terms/training", ("provision",), PROVISION),
        ("acme-ai/conditions/training", ("provision",), PROVISION),
        ("acme-ai/conditions/model-training", ("provision",), PROVISION),
        ("acme/terms/finding/retention", ("provision", "finding"), FINDING),
        ("acme-ai/conditions/finding/keeping", ("provision", "finding"), FINDING),
        ("acme-ai", ("entity",), ("entity", "acme")),
        ("acme-ai/terms", ("document",), ("document", "acme/terms")),
        ("older-corp/rules", ("document",), ("document", "acme/terms")),
        ("SA-D-00001", ("document",), ("document", "acme/terms")),
        ("model-training", ("clause-type",), ("clause-type", "training")),
        ("older-corp", ("entity",), None),
        ("older-corp/terms", ("document",), None),
        ("acme/terms", ("provision",), None),
        ("acme/terms/nothing", ("provision",), None),
    ],
)
def test_what_a_reference_names(
    refer: References, reference: str, kinds: tuple[str, ...], expected: tuple[str, str] | None
) -> None:
    assert refer.resolve(reference, *kinds) == expected
    if len(kinds) == 1:
        assert refer.key(reference, kinds[0]) == (expected[1] if expected else None)
