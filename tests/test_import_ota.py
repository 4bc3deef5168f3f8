"""Open Terms Archive collections, made by hand, come into the catalogue as they should, once, and whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from atlas.cli import main
from atlas.importers import ota_git
from atlas.importers.importing import Options, Outcome, import_ota
from atlas.importers.ota import audience_of, slug_of, title_of
from atlas.importers.ota_declarations import NONE, Declaration, Page, at, read_declarations
from atlas.importers.ota_git import names_of, public_address
from atlas.importers.sheet import quoted
from atlas.importers.standing import Faulty
from atlas.importers.suspects import Suspect, suspicion, suspicions
from atlas.importers.writing import desk
from atlas.problems import AtlasError, errors
from tests.ota import LONG, PUBLIC, SNAPSHOTS, Commit, dataset, extend, git, record, repository
from tests.trees import BASE, problems

HAND = "Ann <ann@acme.example>"
TERMS = f"# Terms of Service\n\n{LONG}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small sound catalogue, in which Acme has `terms` with two captures of its own."""
    return Path(shutil.copytree(BASE, tmp_path / "content"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "versions"


def take(repository: Path, content: Path, **more: Any) -> Outcome:
    return import_ota(Options(repository, content, **more))


def captures(content: Path, document: str) -> list[dict[str, Any]]:
    sheet = yaml.load((content / f"platform/{document}/captures.yaml").read_bytes(), yaml.CBaseLoader)
    return list(sheet["captures"])


def times(content: Path, document: str) -> list[str]:
    return [capture["captured_at"] for capture in captures(content, document)]


def tree(content: Path) -> dict[str, bytes]:
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def assert_sound(content: Path) -> None:
    assert [str(problem) for problem in errors(problems(content.parent))] == []


def assert_only_lines_added(before: str, after: str) -> None:
    """Every line that stood there still stands, in order."""
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines())


def declare(folder: Path, **services: dict[str, Any]) -> Path:
    """A declarations repository; a name that ends in `_history` is that of former ones."""
    (folder / "declarations").mkdir(parents=True)
    for service, terms in services.items():
        name, is_history, _ = service.partition("_history")
        value = terms if is_history else {"name": name, "terms": terms}
        file = folder / "declarations" / f"{name}{'.history' if is_history else ''}.json"
        file.write_text(json.dumps(value), encoding="utf-8")
    return folder


# --- what becomes of one document


def test_every_version_is_a_capture_with_its_time_hash_and_address(folder: Path, content: Path) -> None:
    repository(
        folder,
        [
            record("Bramble/Terms of Service", TERMS, "2026-01-02T03:04:05+00:00", kind="First record of"),
            record("Bramble/Terms of Service", TERMS + "More.\n", "2026-01-03T01:00:00+02:00"),
            record(
                "Bramble/Terms of Service",
                TERMS,
                "2026-01-04T00:00:00+00:00",
                kind="Apply technical or declaration upgrade on",
            ),
        ],
    )
    take(folder, content)
    shas = git(folder, "log", "--reverse", "--format=%H").split()
    assert captures(content, "bramble/terms-of-service") == [
        {
            "captured_at": time,
            "text": f"text/{stamp}.md",
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            **({"reread": "true"} if nth == 2 else {}),
            "origin": {"archive": "open-terms-archive", "url": f"{PUBLIC}/commit/{shas[nth]}"},
        }
        for nth, (time, stamp, text) in enumerate(
            [
                ("2026-01-02T03:04:05Z", "2026-01-02T030405Z", TERMS),
                ("2026-01-02T23:00:00Z", "2026-01-02T230000Z", TERMS + "More.\n"),
                ("2026-01-04T00:00:00Z", "2026-01-02T030405Z", TERMS),
            ]
        )
    ]
    texts = {path.name: path.read_text() for path in (content / "platform/bramble/terms-of-service/text").iterdir()}
    assert texts == {"2026-01-02T030405Z.md": TERMS, "2026-01-02T230000Z.md": TERMS + "More.\n"}
    assert_sound(content)


def test_new_records_say_what_the_archive_knows(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(
        folder, [record("Bramble/Developer Terms", f"# **API’s** [terms](#a)\n\n{LONG}", "2026-01-02T03:04:05Z")]
    )
    terms = {
        "Developer Terms": {
            "fetch": "https://bramble.example/api",
            "select": ["main", "#a"],
            "remove": {"startBefore": "p"},
        }
    }
    declared = declare(tmp_path / "declared", Bramble=terms)
    outcome = take(folder, content, declarations=declared, language="en")
    assert (content / "platform/bramble/entity.yaml").read_text() == 'name: "Bramble"\n'
    assert (content / "platform/bramble/developer-terms/document.yaml").read_text() == (
        'title: "API’s terms"\n'
        'label: "Bramble Developer Terms"\n'
        "type: developer-terms\n"
        "sources:\n"
        '  - url: "https://bramble.example/api"\n'
        '    select: "main, #a"\n'
        "language: en\n"
        "scope: {audience: [developers]}\n"
    )
    assert outcome.guessed_audience == {"developers": ["bramble/developer-terms"]}
    assert (outcome.without_page, outcome.without_title) == ([], [])


def test_a_document_without_heading_or_declaration_is_reported(folder: Path, content: Path) -> None:
    repository(folder, [record("Bramble/Privacy Policy", LONG, "2026-01-02T03:04:05Z")])
    outcome = take(folder, content)
    document = yaml.safe_load((content / "platform/bramble/privacy-policy/document.yaml").read_text())
    assert document["title"] == "Privacy Policy"
    assert document["sources"] == [{"url": f"{PUBLIC}/blob/main/Bramble/Privacy%20Policy.md"}]
    assert outcome.without_title == outcome.without_page == ["bramble/privacy-policy"]


def test_unknown_types_and_the_archive_are_added_below_what_stands(folder: Path, content: Path) -> None:
    repository(folder, [record("Bramble/In-App Purchases Policy", LONG, "2026-01-02T03:04:05Z")])
    before = tree(content)
    outcome = take(folder, content)
    types = (content / "document-types.yaml").read_bytes()
    assert types == before["document-types.yaml"] + b'in-app-purchases-policy: "In-app purchases policy"\n'
    assert (content / "archives.yaml").read_bytes().startswith(before["archives.yaml"] + b"open-terms-archive:\n")
    assert (outcome.new_types, outcome.new_archive) == (['in-app-purchases-policy: "In-app purchases policy"'], True)
    assert_sound(content)


# --- which commits are versions

MESSAGES = {
    "First record of Bramble Terms of Service": True,
    "Record new changes of Bramble Terms of Service": True,
    "Apply technical or declaration upgrade on Bramble Terms of Service": True,
    "Start tracking Bramble Terms of Service": True,
    "Update Bramble Terms of Service": True,
    "Refilter Bramble Terms of Service": True,
    "Update the terms of Bramble": False,
    "Start tracking everything": False,
    "Fix typo": False,
    "Revert \"Record new changes of Bramble Terms of Service\"": False,
}  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES)
def test_only_the_archive_s_own_messages_count(message: str, folder: Path, content: Path) -> None:
    first = record("Bramble/Terms of Service", TERMS, "2026-01-02T00:00:00Z")
    other = Commit(message, "2026-01-03T00:00:00Z", {"Bramble/Terms of Service.md": TERMS + "x"}, by=HAND)
    repository(folder, [first, other])
    outcome = take(folder, content)
    found = captures(content, "bramble/terms-of-service")
    assert (len(found) == 2, outcome.by_hand) == (MESSAGES[message], 0 if MESSAGES[message] else 1)
    assert ("reread" in found[-1]) == message.startswith(("Apply", "Refilter"))


def test_files_that_are_no_documents_are_passed_over(folder: Path, content: Path) -> None:
    others = {
        "README.md": "x",
        ".github/Terms.md": "x",
        "Bramble/a/b.md": "x",
        "Bramble/Terms #page.md": "x",
        "Bramble/x.json": "x",
    }
    hand = Commit("Update README.md (#1)", "2026-01-01T00:00:00Z", others, by=HAND)
    repository(
        folder,
        [hand, Commit("First record of Bramble Terms", "2026-01-02T00:00:00Z", {**others, "Bramble/Terms.md": TERMS})],
    )
    take(folder, content)
    assert sorted(path.parent.name for path in content.glob("platform/bramble/*/document.yaml")) == ["terms"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("A b/C d.md", ("A b", "C d")), ("README.md", None), (".github/x.md", None), ("A/B/C.md", None),
        ("A/B.json", None), ("A/.md", None), ("A\udce9/B.md", None), ("A\n/B.md", None),
        ("A/B #2.md", None), ("Claude.ai/Terms.md", ("Claude.ai", "Terms")),
    ],
)  # fmt: skip
def test_names_of_a_file(path: str, names: tuple[str, str] | None) -> None:
    assert names_of(path) == names


def test_times_that_go_back_are_sorted_and_the_first_of_a_second_stays(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(
        folder,
        [
            record(path, TERMS + "3", "2026-01-03T00:00:00Z", kind="First record of"),
            record(path, TERMS + "1", "2026-01-01T00:00:00Z"),
            record(path, TERMS + "2 first", "2026-01-02T00:00:00Z"),
            record(path, TERMS + "2 then", "2026-01-02T00:00:00Z", kind="Apply technical or declaration upgrade on"),
            record(path, TERMS + "2 last", "2026-01-02T00:00:00Z"),
        ],
    )
    outcome = take(folder, content)
    texts = [
        (content / "platform/bramble/terms-of-service" / c["text"]).read_text()
        for c in captures(content, "bramble/terms-of-service")
    ]
    assert texts == [TERMS + "1", TERMS + "2 first", TERMS + "3"]
    assert outcome.same_second == 2
    assert not any("reread" in capture for capture in captures(content, "bramble/terms-of-service"))


def test_the_author_s_time_counts_not_the_committer_s(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [record(path, TERMS, "2026-01-03T00:00:00Z", committed_at="2026-06-01T00:00:00Z")])
    take(folder, content)
    assert times(content, "bramble/terms-of-service") == ["2026-01-03T00:00:00Z"]


# --- what is taken


def gone_and_renamed() -> list[Commit]:
    """Grok is renamed to xAI by hand, Old Service is deleted, and a type of xAI is deleted."""
    return [
        record("Grok/Terms of Service", TERMS, "2026-01-01T00:00:00Z", kind="First record of"),
        record("Old Service/Terms of Service", TERMS, "2026-01-01T00:00:01Z", kind="First record of"),
        record("Grok/Imprint", LONG, "2026-01-01T00:00:02Z", kind="First record of"),
        Commit(
            "Rename Grok", "2026-02-01T00:00:00Z", by=HAND,
            files={
                "Grok/Terms of Service.md": None, "Grok/Imprint.md": None, "Old Service/Terms of Service.md": None,
                "xAI/Terms of Service.md": TERMS,
            },
        ),
        record("xAI/Terms of Service", TERMS + "New.", "2026-03-01T00:00:00Z"),
    ]  # fmt: skip


def test_what_is_gone_is_taken_only_when_it_is_asked_for_by_name(folder: Path, content: Path) -> None:
    repository(folder, gone_and_renamed())
    outcome = take(folder, content)
    assert {path.name for path in (content / "platform").iterdir()} == {"acme", "xai"}
    assert outcome.gone == ["Grok (Imprint, Terms of Service)", "Old Service (Terms of Service)"]
    take(folder, content, services=("Old Service", "Grok/Imprint"))
    assert {path.name for path in (content / "platform").iterdir()} == {"acme", "xai", "grok", "old-service"}
    assert not (content / "platform/grok/terms-of-service").exists()
    sources = yaml.safe_load((content / "platform/grok/imprint/document.yaml").read_text())["sources"]
    sha = git(folder, "log", "--format=%H", "-1", "--skip=2")
    assert sources == [{"url": f"{PUBLIC}/blob/{sha.strip()}/Grok/Imprint.md"}]
    watched = yaml.safe_load((content / "platform/grok/imprint/captures.yaml").read_text())["watched"]
    assert str(watched["through"]) == "2026-01-01"
    assert_sound(content)


@pytest.mark.parametrize(
    ("renames", "documents"),
    [
        (["Grok=xAI"], {"xai/terms-of-service": 2}),
        (["Grok=Elsewhere", "xAI=Elsewhere"], {"elsewhere/terms-of-service": 2}),
        (["xAI=Grok AI", "Grok=xAI"], {"grok-ai/terms-of-service": 2}),
        (["Grok/Terms of Service=xAI/Terms of Service"], {"xai/terms-of-service": 2}),
        (["Terms of Service=Terms"], {"xai/terms": 1}),
        (["Grok=xAI", "Imprint=Terms of Service"], {"xai/terms-of-service": 3}),
    ],
)
def test_renames_join_a_history(renames: list[str], documents: dict[str, int], folder: Path, content: Path) -> None:
    repository(folder, gone_and_renamed())
    take(folder, content, renames=tuple(renames))
    found = {"/".join(path.parts[-3:-1]): path for path in content.glob("platform/*/*/captures.yaml")}
    assert {key: len(captures(content, key)) for key in found if not key.startswith("acme")} == documents


def test_renames_lead_to_the_declarations_of_former_names(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(folder, gone_and_renamed())
    declared = declare(
        tmp_path / "declared",
        Grok={},
        Grok_history={"Terms of Service": [{"fetch": "https://grok.example/t", "validUntil": "2026-01-31T00:00:00Z"}]},
    )
    take(folder, content, renames=("Grok=xAI",), services=("Grok",), declarations=declared)
    document = yaml.safe_load((content / "platform/xai/terms-of-service/document.yaml").read_text())
    assert document["sources"] == [{"url": "https://grok.example/t"}]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"services": ("Grock",)}, "did you mean 'Grok'?"),
        ({"renames": ("Grock=xAI",)}, "did you mean 'Grok'?"),
        ({"renames": ("Grok",)}, "--rename must be OLD=NEW"),
        ({"renames": ("Grok/Imprint=xAI",)}, "--rename must be OLD=NEW"),
        ({"renames": ("Grok=xAI", "xAI=Grok")}, "--rename must come to an end"),
        ({"renames": ("xAI=Feed",)}, "'Feed' would be 'feed', which must not be a word reserved"),
        ({"renames": ("xAI=日本",)}, "'日本' would be '', which must be lower-case letters"),
        ({"renames": ("Old Service=xai",), "services": ("xai", "xAI")}, "services 'xAI' and 'xai' would both be 'xai'"),
        ({"url": "demo-versions"}, "--url must be an address"),
        ({"language": "en: x"}, "--language must be a code"),
        ({"content": Path("nowhere")}, "there is no content folder 'nowhere'"),
        ({"repository": Path("nowhere")}, "there is no folder 'nowhere'"),
        ({"declarations": Path(__file__).parent}, "holds no declarations"),
    ],
)
def test_what_cannot_be_run_says_what_would_mend_it(
    more: dict[str, Any], said: str, folder: Path, content: Path
) -> None:
    repository(folder, gone_and_renamed())
    before = tree(content)
    with pytest.raises(AtlasError) as caught:
        import_ota(Options(**{"repository": folder, "content": content, **more}))
    assert said in str(caught.value)
    assert tree(content) == before


# --- other forms of an archive


def test_a_bare_repository_is_read_alike(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(folder, gone_and_renamed())
    repository(tmp_path / "bare.git", gone_and_renamed(), is_bare=True)
    other = Path(shutil.copytree(content, tmp_path / "other"))
    take(folder, content)
    take(tmp_path / "bare.git", other)
    assert tree(other) == tree(content)


def test_a_dataset_gives_the_same_times_and_hashes(folder: Path, content: Path, tmp_path: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [record(path, TERMS, "2026-01-03T00:00:00Z"), record(path, TERMS + "x", "2026-01-04T00:00:07Z")])
    texts = {
        f"{path}/2026-01-03T00-00-00Z": TERMS,
        f"{path}/2026-01-04T00-00-07.000Z": TERMS + "x",
        f"{path}/notes": "",
    }
    dataset(tmp_path / "dataset", texts)
    other = Path(shutil.copytree(content, tmp_path / "other"))
    take(folder, content)
    outcome = take(tmp_path / "dataset", other)
    assert "re-readings" in outcome.silent_on

    def facts(where: Path) -> list[tuple[str, ...]]:
        return [(c["captured_at"], c["text"], c["text_sha256"]) for c in captures(where, "bramble/terms-of-service")]

    assert facts(other) == facts(content)
    assert captures(other, "bramble/terms-of-service")[0]["origin"]["url"] == PUBLIC
    again = tree(content)
    take(tmp_path / "dataset", content)
    assert tree(content) == again


def test_a_folder_of_something_else_is_refused(content: Path, tmp_path: Path) -> None:
    (tmp_path / "some").mkdir()
    with pytest.raises(AtlasError, match="neither a git repository nor a folder of Service/Type"):
        take(tmp_path / "some", content)
    (tmp_path / "x.bundle").write_bytes(b"x")
    with pytest.raises(AtlasError, match="clone it first"):
        take(tmp_path / "x.bundle", content)


def test_a_repository_of_something_else_is_refused(folder: Path, content: Path) -> None:
    repository(folder, [Commit("Fix", "2026-01-01T00:00:00Z", {"A/B.md": "x"}, by=HAND)])
    with pytest.raises(AtlasError, match="holds nothing that an Open Terms Archive recorded"):
        take(folder, content)


def test_a_shallow_clone_is_refused(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(folder, gone_and_renamed())
    git(None, "clone", "-q", "--depth", "1", f"file://{folder}", str(tmp_path / "shallow"))
    with pytest.raises(AtlasError, match="fetch --unshallow"):
        take(tmp_path / "shallow", content)


def test_git_s_own_variables_do_not_lead_elsewhere(
    folder: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(folder, gone_and_renamed())
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert take(folder, content).documents == 1


@pytest.mark.parametrize(
    ("remote", "message", "address"),
    [
        ("https://github.com/A/b-versions.git", "", "https://github.com/A/b-versions"),
        ("https://ann:secret@gitlab.example/g/s/b-versions", "", "https://gitlab.example/g/s/b-versions"),
        ("git@github.com:A/b-versions.git", "", "https://github.com/A/b-versions"),
        ("ssh://git@github.com/A/b-versions.git", "", "https://github.com/A/b-versions"),
        ("/srv/b.bundle", f"snapshot {SNAPSHOTS}/{1:040x}", PUBLIC),
        ("../b", "", None),
        ("", "", None),
    ],
)
def test_where_a_repository_is_public(remote: str, message: str, address: str | None) -> None:
    assert public_address(remote, [ota_git.Commit("1", 0, message, {})]) == address


def test_an_archive_of_unknown_address_asks_for_it(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [record(path, TERMS, "2026-01-03T00:00:00Z", pages=None)], remote="")
    with pytest.raises(AtlasError, match="say so with --url"):
        take(folder, content)
    take(folder, content, url="https://gitlab.example/terms/demo-versions/")
    sha = git(folder, "rev-parse", "HEAD").strip()
    origin = captures(content, "bramble/terms-of-service")[0]["origin"]["url"]
    assert origin == f"https://gitlab.example/terms/demo-versions/-/commit/{sha}"


# --- pages and declarations

JOINED = f"# One\n\n{LONG}\n\n- - -\n\n# Two\n\n{LONG}\n\n- - -\n\n# Three\n\n{LONG}"


def joined(*names: str) -> dict[str, Any]:
    return {"combine": [{"fetch": f"https://bramble.example/{name}"} for name in names], "select": "main"}


def test_the_pages_of_a_text_are_known_when_all_counts_agree(folder: Path, content: Path, tmp_path: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(
        folder,
        [
            record(path, JOINED, "2026-01-01T00:00:00Z", pages=3),
            record(path, JOINED + "!", "2026-02-01T00:00:00Z", pages=3),
            record(path, JOINED + ".", "2026-02-02T00:00:00Z", pages=2),
            record(path, JOINED + "\n\n- - -\n\n.", "2026-02-03T00:00:00Z", pages=3),
        ],
    )
    declared = declare(
        tmp_path / "declared",
        Bramble={"Terms of Service": joined("one", "two", "three")},
        Bramble_history={"Terms of Service": [{**joined("old", "two", "three"), "ValidUntil": "2026-01-31T23:59:59Z"}]},
    )
    take(folder, content, declarations=declared)
    parts = [c.get("parts") for c in captures(content, "bramble/terms-of-service")]
    assert [part["line"] for part in parts[0]] == ["1", "6", "12"]
    assert [part["url"][-3:] for part in parts[0]] == ["old", "two", "ree"]
    assert [part["url"][-3:] for part in parts[1]] == ["one", "two", "ree"]
    assert parts[2:] == [None, None]
    lines = JOINED.split("\n")
    assert [lines[int(part["line"]) - 2 :][:3] for part in parts[0][1:]] == [
        ["- - -", "", "# Two"],
        ["- - -", "", "# Three"],
    ]
    assert_sound(content)


def test_the_archive_watched_until_the_last_declaration_ended(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(
        folder,
        [
            record("Bramble/Terms of Service", TERMS, "2026-01-01T00:00:00Z"),
            record("Bramble/Imprint", LONG, "2026-01-02T00:00:00Z"),
            record("Other/Terms of Service", TERMS, "2026-08-22T00:00:00Z"),
        ],
    )
    former = {"Terms of Service": [{"fetch": "https://bramble.example/t", "validUntil": "2026-07-09T19:07:00+02:00"}]}
    other = {"Terms of Service": {"fetch": "https://other.example/t"}}
    declared = declare(tmp_path / "declared", Bramble={}, Bramble_history=former, Other=other)
    take(folder, content, declarations=declared)
    through = {
        key: str(yaml.safe_load((content / f"platform/{key}/captures.yaml").read_text())["watched"]["through"])
        for key in ("bramble/terms-of-service", "bramble/imprint", "other/terms-of-service")
    }
    assert list(through.values()) == ["2026-07-09", "2026-01-02", "2026-08-22"]
    document = yaml.safe_load((content / "platform/bramble/terms-of-service/document.yaml").read_text())
    assert document["sources"] == [{"url": "https://bramble.example/t"}]


def test_declarations_are_read_from_every_form_of_their_repository(tmp_path: Path) -> None:
    terms = {"Terms": {"fetch": "https://bramble.example/t", "select": "main"}}
    declared = declare(tmp_path / "declared", Bramble=terms)
    expected = {"Terms": (Declaration((Page("https://bramble.example/t", "main"),)),)}
    files = {f"declarations/{path.name}": path.read_text() for path in (declared / "declarations").iterdir()}
    bare = repository(
        tmp_path / "bare.git", [Commit("Add", "2026-01-01T00:00:00Z", {**files, "package.json": "{}"})], is_bare=True
    )
    former = tmp_path / "services"
    (former / "services").mkdir(parents=True)
    (former / "services/Bramble.json").write_text(json.dumps({"name": "Bramble", "documents": terms}))
    for form in (declared, declared / "declarations", bare, former):
        assert read_declarations(form).services["Bramble"].terms == expected


def test_the_declaration_in_force_at_an_instant() -> None:
    old, new = Declaration((), "2026-01-31T00:00:00Z"), Declaration(())
    assert at((old, new), "2026-01-31T00:00:00Z") is old
    assert at((old, new), "2026-01-31T00:00:01Z") is new
    assert at((old,), "2026-02-01T00:00:00Z") is None
    assert NONE.of([("A", "B")]) == ()


@pytest.mark.parametrize("fetch", ["javascript:alert(1)", "https://x y", "", None, 7, "ftp://a.example/x"])
def test_a_page_that_is_no_address_is_none(fetch: Any, tmp_path: Path) -> None:
    declared = declare(tmp_path / "declared", Bramble={"Terms": {"fetch": fetch}, "More": joined("one")})
    assert list(read_declarations(declared).services["Bramble"].terms) == ["More"]


def test_a_broken_declaration_is_named(tmp_path: Path) -> None:
    declared = declare(tmp_path / "declared", Bramble={})
    (declared / "declarations/Bramble.json").write_text("{")
    with pytest.raises(AtlasError, match=r"Bramble\.json must be JSON"):
        read_declarations(declared)


# --- onto what stands there


def acme(*texts: tuple[str, str]) -> list[Commit]:
    """Versions of Acme's `Terms`, which the catalogue has two captures of: 2026-01-10 and 2026-03-05, at eight."""
    return [record("Acme/Terms", text, at) for at, text in texts]


def test_run_again_it_changes_nothing(folder: Path, content: Path) -> None:
    repository(folder, gone_and_renamed() + acme(("2026-02-01T00:00:00Z", TERMS)))
    take(folder, content)
    before = tree(content)
    outcome = take(folder, content)
    assert tree(content) == before
    assert (outcome.captures, outcome.texts, outcome.documents, outcome.entities) == (0, 0, 0, set())
    assert_sound(content)


def test_newer_versions_are_added_at_the_end_and_nothing_else_changes(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [record(path, TERMS, "2026-01-02T00:00:00Z")])
    take(folder, content)
    document = content / "platform/bramble/terms-of-service/document.yaml"
    document.write_text(document.read_text() + "# an analyst's own remark\n")
    before = tree(content)
    extend(folder, [record(path, TERMS + "x", "2026-01-03T00:00:00Z"), record(path, TERMS, "2026-01-04T00:00:00Z")])
    outcome = take(folder, content)
    after = tree(content)
    sheet = "platform/bramble/terms-of-service/captures.yaml"
    added = f"{sheet.rsplit('/', 1)[0]}/text/2026-01-03T000000Z.md"
    assert {name for name in after if after[name] != before.get(name)} == {sheet, added}
    assert after[sheet].startswith(before[sheet])
    assert (outcome.captures, outcome.texts, outcome.lagging) == (2, 1, ["bramble/terms-of-service"])
    assert_sound(content)


def test_versions_go_between_the_captures_that_are_there(folder: Path, content: Path) -> None:
    held = (BASE / "platform/acme/terms/text/2026-03-05T080000Z.md").read_text()
    versions = [
        ("2026-01-01T00:00:00Z", TERMS),
        ("2026-01-10T08:00:00Z", ""),
        ("2026-02-01T00:00:00Z", held),
        ("2026-03-01T00:00:00Z", TERMS),
        ("2026-04-01T00:00:00Z", held),
    ]
    first = (BASE / "platform/acme/terms/text/2026-01-10T080000Z.md").read_text()
    repository(folder, acme(*((at, text or first) for at, text in versions)))
    sheet = content / "platform/acme/terms/captures.yaml"
    before = sheet.read_text()
    take(folder, content)
    found = captures(content, "acme/terms")
    texts = [
        "2026-01-01T000000Z",
        "2026-01-10T080000Z",
        "2026-02-01T000000Z",
        "2026-01-01T000000Z",
        *["2026-03-05T080000Z"] * 2,
    ]
    assert [capture["text"] for capture in found] == [f"text/{stamp}.md" for stamp in texts]
    assert_only_lines_added(before, sheet.read_text())
    assert sheet.read_text().startswith("watched: {by: open-terms-archive, from: 2026-01-01, through: 2026-04-01}\n")
    assert_sound(content)


LAYOUTS = {
    "indented, with comments": (
        "# ours\ncaptures:  # oldest first\n"
        "  # the first\n  - captured_at: 2026-01-10T08:00:00Z\n"
        "    text: text/2026-01-10T080000Z.md\n    text_sha256: {0}\n"
        "  # the second\n  - text: text/2026-03-05T080000Z.md\n"
        "    text_sha256: {1}\n    captured_at: 2026-03-05T08:00:00Z\n"
        "# and since when\nwatched: {{by: old-pages, from: 2026-01-01, through: 2026-03-05}}",
        "  # the second\n",
    ),
    "entries in braces, no line end": (
        "captures:\n- {{captured_at: 2026-01-10T08:00:00Z, text: text/2026-01-10T080000Z.md, text_sha256: {0}}}\n"
        "- {{captured_at: 2026-03-05T08:00:00Z, text: text/2026-03-05T080000Z.md, text_sha256: {1}}}",
        "- {{captured_at: 2026-03-05",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_entries_are_put_into_the_layout_that_is_there(layout: str, folder: Path, content: Path) -> None:
    hashes = [capture["text_sha256"] for capture in captures(content, "acme/terms")]
    form, following = LAYOUTS[layout]
    sheet = content / "platform/acme/terms/captures.yaml"
    sheet.write_text(form.format(*hashes))
    repository(folder, acme(("2026-02-01T00:00:00Z", TERMS), ("2026-04-01T00:00:00Z", LONG)))
    take(folder, content)
    assert times(content, "acme/terms") == [
        "2026-01-10T08:00:00Z",
        "2026-02-01T00:00:00Z",
        "2026-03-05T08:00:00Z",
        "2026-04-01T00:00:00Z",
    ]
    after = sheet.read_text()
    assert_only_lines_added(form.format(*hashes), after)
    assert after.index("2026-02-01T00:00:00Z") < after.index(following.format(*hashes))
    assert_sound(content)


def test_a_sheet_that_only_says_who_watched_is_added_to(folder: Path, content: Path) -> None:
    (content / "platform/acme/privacy/text").mkdir(parents=True)
    (content / "platform/acme/privacy/document.yaml").write_bytes(
        (content / "platform/acme/terms/document.yaml").read_bytes()
    )
    sheet = content / "platform/acme/privacy/captures.yaml"
    sheet.write_text("watched: {by: old-pages, from: 2026-01-01, through: 2026-03-05}\n")
    repository(folder, [record("Acme/Privacy", TERMS, "2026-02-01T00:00:00Z")])
    take(folder, content)
    assert sheet.read_text().startswith(
        "watched: {by: old-pages, from: 2026-01-01, through: 2026-03-05}\ncaptures:\n- "
    )
    assert_sound(content)


@pytest.mark.parametrize("form", ["captures: [{entry}]\n", "captures: []\n", "---\ncaptures:\n- {entry}\n"])
def test_an_unusual_layout_is_left_alone_and_reported(form: str, folder: Path, content: Path) -> None:
    entry = "{captured_at: 2026-01-10T08:00:00Z, text: text/2026-01-10T080000Z.md, text_sha256: " + "0" * 64 + "}"
    (content / "platform/acme/terms/captures.yaml").write_text(form.format(entry=entry))
    before = tree(content)
    repository(folder, [*acme(("2026-02-01T00:00:00Z", TERMS)), record("Bramble/Terms", TERMS, "2026-02-01T00:00:00Z")])
    outcome = take(folder, content)
    assert [(p.rule, p.path) for p in outcome.problems] == [("unusual-layout", "platform/acme/terms/captures.yaml")]
    after = tree(content)
    assert {name: after[name] for name in before if "acme" in name} == {
        name: before[name] for name in before if "acme" in name
    }
    assert times(content, "bramble/terms") == ["2026-02-01T00:00:00Z"]


def test_what_contradicts_a_capture_is_left_out_and_said(folder: Path, content: Path) -> None:
    sheet = content / "platform/acme/terms/captures.yaml"
    sheet.write_text(
        sheet.read_text().replace(
            "\n- captured_at: 2026-03", "\n  seen_until: 2026-02-10T00:00:00Z\n- captured_at: 2026-03"
        )
    )
    repository(
        folder, acme(("2026-01-10T08:00:00Z", TERMS), ("2026-02-01T00:00:00Z", LONG), ("2026-02-20T00:00:00Z", TERMS))
    )
    outcome = take(folder, content)
    assert outcome.clashes == [
        "acme/terms: 2026-01-10T08:00:00Z: another text is held of this second",
        "acme/terms: 2026-02-01T00:00:00Z: the capture of 2026-01-10T08:00:00Z was seen until 2026-02-10T00:00:00Z",
    ]
    assert times(content, "acme/terms") == ["2026-01-10T08:00:00Z", "2026-02-20T00:00:00Z", "2026-03-05T08:00:00Z"]
    assert_sound(content)


def test_a_text_in_the_way_is_never_overwritten(folder: Path, content: Path) -> None:
    mine = content / "platform/acme/terms/text/2026-02-01T000000Z.md"
    mine.write_text("mine")
    repository(folder, acme(("2026-02-01T00:00:00Z", TERMS)))
    outcome = take(folder, content)
    assert [problem.rule for problem in outcome.problems] == ["text-in-the-way"]
    assert mine.read_text() == "mine"


def test_watched_is_moved_only_when_that_is_asked(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [record(path, TERMS, "2026-01-02T00:00:00Z")])
    take(folder, content)
    sheet = content / "platform/bramble/terms-of-service/captures.yaml"
    before = sheet.read_text()
    extend(folder, [record("Other/Terms", TERMS, "2026-05-01T00:00:00Z")])
    assert take(folder, content).lagging == ["bramble/terms-of-service"]
    assert sheet.read_text() == before
    outcome = take(folder, content, moves_watched=True)
    assert (outcome.watches, outcome.lagging) == (1, [])
    assert sheet.read_text() == before.replace("through: 2026-01-02", "through: 2026-05-01")


def test_aliases_are_followed(folder: Path, content: Path) -> None:
    entity, document = content / "platform/acme/entity.yaml", content / "platform/acme/terms/document.yaml"
    entity.write_text(entity.read_text() + "aliases: [bramble]\n")
    document.write_text(document.read_text() + "aliases: [terms-of-service]\n")
    repository(folder, [record("Bramble/Terms of Service", TERMS, "2026-04-01T00:00:00Z")])
    take(folder, content)
    assert times(content, "acme/terms")[-1] == "2026-04-01T00:00:00Z"
    assert not (content / "platform/bramble").exists()


def test_two_documents_that_an_alias_makes_one_are_refused(folder: Path, content: Path) -> None:
    document = content / "platform/acme/terms/document.yaml"
    document.write_text(document.read_text() + "aliases: [terms-of-service]\n")
    versions = [record("Acme/Terms of Service", TERMS, "2026-04-01T00:00:00Z"), *acme(("2026-04-02T00:00:00Z", LONG))]
    repository(folder, versions)
    with pytest.raises(AtlasError, match="are both acme/terms here"):
        take(folder, content)
    take(folder, content, renames=("Acme/Terms=Acme/Terms of Service",))
    assert times(content, "acme/terms")[-2:] == ["2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"]


def test_a_second_import_at_the_same_time_is_refused(folder: Path, content: Path) -> None:
    repository(folder, gone_and_renamed())
    with desk(content), pytest.raises(AtlasError, match="another command is writing into"):
        take(folder, content)
    assert take(folder, content).documents == 1


def test_a_faulty_table_stops_the_import(folder: Path, content: Path) -> None:
    (content / "document-types.yaml").write_text("terms: [x]\n")
    repository(folder, gone_and_renamed())
    before = tree(content)
    with pytest.raises(Faulty, match=r"document-types\.yaml:1:8: record must be sound"):
        take(folder, content)
    assert tree(content) == before


# --- texts that may be something else


def test_error_pages_are_proposed_and_never_noted(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    shut = "This page isn’t available\n----\n\nAn unexpected error has occurred. Try reloading the page."
    repository(folder, [record(path, shut, "2026-01-01T00:00:00Z"), record(path, TERMS, "2026-01-02T00:00:00Z")])
    outcome = take(folder, content)
    assert [(key, stamp, s.why) for key, found in outcome.suspects.items() for stamp, s in found.items()] == [
        ("bramble/terms-of-service", "2026-01-01T000000Z", "error-page")
    ]
    notes = content / "platform/bramble/terms-of-service/notes.yaml"
    assert not notes.exists()
    assert yaml.safe_load(notes.with_name("document.yaml").read_text())["title"] == "Terms of Service"
    assert take(folder, content).suspects == outcome.suspects  # what a killed run would have said is said again
    notes.write_text("texts: {2026-01-01T000000Z: {unusable: {why: error-page}}}\n")
    assert take(folder, content).suspects == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Redirecting to legal.acme.example", "redirect"),
        ("If you are not automatically redirected, click [here](/x).", "redirect"),
        ("Diese Seite ist momentan nicht verfügbar\n\nDies liegt möglicherweise an einem Fehler.", "error-page"),
        ("Cette page est introuvable.", "error-page"),
        ("Error 404", "error-page"),
        ("# Access denied\n\nYou don't have permission.", "error-page"),
        ("Please enable JavaScript to continue.", "error-page"),
        ("We value your privacy\n\nAccept all cookies", "consent-wall"),
        ("Please log in to see this document.", "consent-wall"),
        ("Microsoft Privacy Statement\n===\n\nLast Updated: October 2025", "partial"),
        ("", "partial"),
        (LONG, None),
        (LONG + LONG + LONG + " If the page is not available, write to us.", None),
    ],
)
def test_what_a_text_may_be(text: str, why: str | None) -> None:
    found = suspicion(text)
    assert (found.why if found else None) == why


def test_an_error_among_the_pages_of_a_text_makes_it_partial() -> None:
    found = suspicion(LONG + LONG, pages=(LONG, "404 Not Found"))
    assert found
    assert (found.why, found.because) == ("partial", "Page 2 says: 404 Not Found")


def test_a_text_far_shorter_than_its_neighbours_is_suspect_but_not_across_a_rereading() -> None:
    texts = [LONG * 4, LONG * 4, LONG, LONG * 4]
    assert [bool(found) for found in suspicions([Suspect(text) for text in texts])] == [False, False, True, False]
    parted = [Suspect(text, segment=n // 2) for n, text in enumerate([*texts[:2], LONG, LONG])]
    assert not any(suspicions(parted))


# --- names


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Claude.ai", "claude-ai"),
        ("Île-de-France Mobilités", "ile-de-france-mobilites"),
        ("A  &  B!", "a-b"),
        ("日本", ""),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("terms", "title"),
    [
        ("Terms of Service", "Terms of service"), ("In-App Purchases Policy", "In-app purchases policy"),
        ("API Terms", "API terms"), ("Developer API Terms", "Developer API terms"), ("Imprint", "Imprint"),
    ],
)  # fmt: skip
def test_title_of_a_type(terms: str, title: str) -> None:
    assert title_of(terms) == title


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\u00adb", '"ab"'), ("a\u00a0 b\n", '"a b"'), ('"\\', r'"\"\\"'), ("é\x07", '"é"'), ("no: {x}", '"no: {x}"')],
)
def test_words_are_quoted_on_one_line(text: str, line: str) -> None:
    assert quoted(text) == line
    assert yaml.safe_load(line) == json.loads(line)


def test_an_unknown_type_speaks_to_individuals() -> None:
    assert audience_of("community-guidelines") == ("individuals",)


# --- the command


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import-ota", *arguments])


def test_the_command_says_what_it_did_and_what_is_left(folder: Path, content: Path) -> None:
    path = "Bramble/Terms of Service"
    repository(folder, [*gone_and_renamed(), record(path, "Error 404", "2026-03-02T00:00:00Z")])
    result = command(str(folder), "--content", str(content))
    assert result.exit_code == 0
    assert result.stderr == "added 2 platforms, 2 documents, 2 captures, 2 texts\n"
    for said in (
        "name them with --service:\n  Grok (Imprint, Terms of Service)\n",
        "not taken: 1 commit of documents made by hand\n",
        'terms-of-service: "Terms of service"\n',
        "  [individuals]: bramble/terms-of-service, xai/terms-of-service\n",
        "    2026-03-02T000000Z:\n      unusable: {why: error-page, note: \"It says: Error 404\"}\n",
    ):  # fmt: skip
        assert said in result.stdout
    assert command(str(folder), "--content", str(content)).stderr == "nothing new\n"


def test_a_proposal_can_be_copied_into_notes(folder: Path, content: Path) -> None:
    repository(folder, [record("Bramble/Terms", 'Error 404: "x"\n\n`\\`', "2026-03-02T00:00:00Z")])
    said = command(str(folder), "--content", str(content)).stdout
    proposal = said[said.index("  texts:\n") :]
    (content / "platform/bramble/terms/notes.yaml").write_text("\n".join(line[2:] for line in proposal.split("\n")))
    assert_sound(content)


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, content: Path) -> None:
    repository(folder, gone_and_renamed())
    before = tree(content)
    dry = command(str(folder), "--content", str(content), "--dry-run")
    assert tree(content) == before
    real = command(str(folder), "--content", str(content))
    assert (dry.stdout, dry.stderr) == (real.stdout, real.stderr.replace("added", "would add"))


def test_exit_codes(folder: Path, content: Path, tmp_path: Path) -> None:
    repository(folder, acme(("2026-01-10T08:00:00Z", TERMS)))
    clash = command(str(folder), "--content", str(content))
    assert (clash.exit_code, "left out, for what stands in the catalogue is in their way" in clash.stdout) == (1, True)
    assert command(str(tmp_path / "nowhere"), "--content", str(content)).exit_code == 2
    (content / "archives.yaml").write_text("- x\n")
    faulty = command(str(folder), "--content", str(content))
    assert (faulty.exit_code, faulty.stderr) == (1, "nothing was imported\n")
    assert faulty.stdout.startswith(f"{content.as_posix()}/archives.yaml:1:1: record must be sound")


def test_help_teaches() -> None:
    said = command("--help").stdout
    for word in ("Examples:", "Exit codes:", "--declarations", "--rename", "safe to run again", "git clone"):
        assert word in said


# --- killed


def test_killed_at_any_step_nothing_is_half_written_and_the_next_run_completes(tmp_path: Path) -> None:
    """See `tests/killed.py`, which forks and so has a process of its own."""
    driver = Path(__file__).parent / "killed.py"
    done = subprocess.run([sys.executable, str(driver), str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 20  # steps at which it was killed
