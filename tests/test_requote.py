"""`atlas requote` and `atlas judge`: the record says what an analyst said, and every other byte is as it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.nodes import Layout
from atlas.requoting import flow, widened
from atlas.wording import fold
from tests.captured import NEWEST, PROVISION, QUOTED, Tree, tree

REWORDED = "We and our partners use your content to train our models unless you object by post."
NEW = NEWEST.replace(QUOTED, REWORDED)
AT = "2026-04-28T05:31:08Z"


@pytest.fixture
def made(tmp_path: Path) -> Tree:
    found = tree(tmp_path)
    assert found.saved(NEW, AT).exit_code == 0
    return found


def values(made: Tree) -> dict[str, Any]:
    return Layout.of("training.md", made.record.read_bytes()).value


def rewrite(made: Tree, old: str, new: str) -> None:
    text = made.record.read_bytes().decode()
    assert old in text
    made.record.write_bytes(text.replace(old, new, 1).encode())


# --- requote


def test_the_old_words_go_to_earlier_and_the_closest_take_their_place(made: Tree) -> None:
    before = made.record.read_text("utf-8")
    done = made.run("requote", PROVISION, "--on", "2026-05-02")
    assert done.exit_code == 0
    after = made.record.read_text("utf-8")
    assert after == before.replace("capture: 2026-01-10T08:00:00Z", f"capture: {AT}").replace(
        f"  - text: {QUOTED}\n    heading: Your content\n",
        f'  - text: >-\n      {REWORDED}\n    heading: "Your content"\n'
        f"earlier:\n  - capture: 2026-01-10T08:00:00Z\n    excerpts:\n      - text: {QUOTED}\n"
        "        heading: Your content\n",
    ).replace("analysed_on: 2026-01-12", "analysed_on: 2026-05-02")  # fmt: skip
    assert made.errors() == []


def test_it_says_what_to_read_again(made: Tree) -> None:
    said = made.run("requote", PROVISION).output
    assert re.search(r"excerpt 1 under 'Your content', \d\d% alike:\n", said)
    assert "We {+and our partners+} use your content" in said
    for part in ("content/platform/acme/terms/training.md", "answer: opt-out, severity: medium", "actions, regulations",
                 "have it reviewed: reviewed_on is still 2026-01-13"):  # fmt: skip
        assert part in said


def test_a_dry_run_writes_nothing(made: Tree) -> None:
    before = made.files()
    done = made.run("requote", PROVISION, "--dry-run")
    assert done.exit_code == 0
    assert "nothing was written" in done.output
    assert made.files() == before


def test_another_answer_leaves_the_old_one_with_the_old_words(made: Tree) -> None:
    made.run("requote", PROVISION, "--answer", "never", "--severity", "low", "--note", "By: setting.", "--by", "ann")
    found = values(made)
    assert (found["answer"], found["severity"]) == ("never", "low")
    (earlier,) = found["earlier"]
    assert (earlier["answer"], earlier["severity"], earlier["note"]) == ("opt-out", "medium", "By: setting.")
    assert "log" not in found
    assert made.errors() == []


def test_once_it_has_an_id_the_change_goes_to_the_log(made: Tree) -> None:
    assert made.run("assign").exit_code == 0
    made.run("requote", PROVISION, "--answer", "never", "--by", "ann", "--on", "2026-05-02")
    (entry,) = values(made)["log"]
    assert entry == {
        "on": "2026-05-02", "kind": "update", "by": "ann",
        "fields": {"answer": {"from": "opt-out", "to": "never"}}, "text": f"Quoted anew from the capture of {AT}.",
    }  # fmt: skip
    made.saved(NEW.replace("by post", "by letter to us"), "2026-06-01T00:00:00Z")
    made.run("requote", PROVISION, "--on", "2026-06-02")
    assert len(values(made)["log"]) == 2
    assert len(values(made)["earlier"]) == 2
    assert [earlier["capture"][:10] for earlier in values(made)["earlier"]] == ["2026-04-28", "2026-01-10"]


def test_verdicts_up_to_the_new_quote_become_a_note_of_the_old_words(made: Tree) -> None:
    made.run(
        "judge", PROVISION, "changed", "--capture", "2026-03-05T080000Z", "--on", "2026-03-06", "--note", "Not by much."
    )
    made.run("judge", PROVISION, "unclear", "--on", "2026-04-29", "--by", "bob")
    made.saved(NEW.replace("by post", "by letter to us"), "2026-06-01T00:00:00Z")
    made.run("judge", PROVISION, "changed", "--on", "2026-06-02")
    assert made.run("requote", PROVISION, "--capture", AT, "--on", "2026-06-03").exit_code == 0
    found = values(made)
    assert [verdict["on"] for verdict in found["later"]] == ["2026-06-02"]
    assert found["earlier"][0]["note"] == (
        "Judged changed on 2026-03-06, for the capture of 2026-03-05T08:00:00Z: Not by much. "
        f"Judged unclear on 2026-04-29, for the capture of {AT}."
    )
    assert made.errors() == []


def test_when_all_verdicts_go_the_key_goes(made: Tree) -> None:
    before = made.record.read_text("utf-8")
    made.run("judge", PROVISION, "changed", "--on", "2026-04-29")
    made.run("requote", PROVISION)
    assert "later" not in values(made)
    assert re.search(r"training off\.\}\nanalysed_on", made.record.read_text("utf-8"))
    assert "later" not in before


LAYOUTS = {
    "comments": (
        f"excerpts:\n  - text: {QUOTED}\n    heading: Your content\n",
        "# ours\nexcerpts:  # verbatim\n  # the clause\n  - text: >-\n      We use your content to train our models\n"
        "      unless you object in your settings.\n    # where\n    heading: Your content  # sic\n\n# next\n",
    ),
    "braces": (
        f"excerpts:\n  - text: {QUOTED}\n    heading: Your content\n",
        f'excerpts: [{{text: "{QUOTED}", heading: Your content}}]\n',
    ),
    "no indent": (
        f"excerpts:\n  - text: {QUOTED}\n    heading: Your content\n",
        f"excerpts:\n- text: {QUOTED}\n  heading: Your content\n",
    ),
    "quoted capture": ("capture: 2026-01-10T08:00:00Z", 'capture: "2026-01-10T08:00:00Z"  # first'),
    "earlier there": (
        "scope:",
        "earlier:\n  # older still\n  - capture: 2026-01-10T08:00:00Z\n    excerpts: [{text: You keep whatever}]\n"
        "scope:",
    ),
    "windows": ("\n", "\r\n"),
    "log": ("title:", "log: []  # none\ntitle:"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_the_layout_the_rest_stays(made: Tree, layout: str) -> None:
    old, new = LAYOUTS[layout]
    text = made.record.read_bytes().decode()
    made.record.write_bytes(text.replace(old, new, -1 if layout == "windows" else 1).encode())
    if layout == "earlier there":
        rewrite(made, "capture: 2026-01-10T08:00:00Z\nexcerpts", "capture: 2026-03-05T08:00:00Z\nexcerpts")
        rewrite(made, "analysed_on: 2026-01-12", "analysed_on: 2026-03-12")
    before = made.record.read_bytes().decode()
    assert made.errors() == []
    assert made.run("requote", PROVISION, "--on", "2026-05-02").exit_code == 0
    after = made.record.read_bytes().decode()
    assert made.errors() == []
    kept = [
        line for line in before.splitlines() if not re.match(r"capture|analysed_on|log|excerpts|- text|  heading", line)
    ]
    now = {line.strip() for line in after.splitlines()}
    assert [line for line in kept if line.strip() not in now] == []
    assert after.split("---", 2)[2] == before.split("---", 2)[2]
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\n") - after.count("\r\n") in (0, after.count("\n"))


def test_an_excerpt_that_stands_stays_and_one_that_is_gone_goes(made: Tree) -> None:
    rewrite(
        made, f"  - text: {QUOTED}\n",
        "  - text: You keep whatever rights you have in the content that you submit\n"
        f"    translation: {{text: Alles bleibt., by: human}}\n  - text: {QUOTED}\n"
        "    translation: {text: Wir nutzen es., by: human}\n",
    )  # fmt: skip
    assert made.errors() == []
    done = made.run("requote", PROVISION)
    assert "excerpt 1 stands as it was" in done.output
    assert "Their translation went with the old words." in done.output
    excerpts = values(made)["excerpts"]
    assert [list(excerpt) for excerpt in excerpts] == [["text", "heading", "translation"], ["text", "heading"]]
    assert made.errors() == []
    made.saved(NEWEST.replace(QUOTED, "The law of Norway applies."), "2026-06-01T00:00:00Z")
    done = made.run("requote", PROVISION)
    assert "excerpt 2 is left out: no passage is near; it is kept under earlier" in done.output
    assert len(values(made)["excerpts"]) == 1
    assert made.errors() == []


def test_what_may_be_another_clause_comes_with_a_caution(made: Tree) -> None:
    made.saved(NEWEST.replace(QUOTED, "We never use your content to train our models."), "2026-06-01T00:00:00Z")
    assert "; a negation came or went:" in made.run("requote", PROVISION, "--dry-run").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("acme/terms/trainin",), "did you mean 'acme/terms/training'?"),
        (
            (PROVISION, "--capture", "2026-01-10T08:00:00Z"),
            "--capture must be a usable capture after 2026-01-10T08:00:00Z",
        ),
        ((PROVISION, "--capture", "soon"), "--capture must be a UTC time"),
        ((PROVISION, "--capture", "2026-03-05T08:00:00Z"), "its words stand in that of 2026-03-05T08:00:00Z"),
        ((PROVISION, "--answer", "opt-on"), "--answer must be one of training ("),
        ((PROVISION, "--by", "an"), "--by must be a handle of people.yaml; got 'an', did you mean 'ann'?"),
        (
            (PROVISION, "--on", "2026-04-27"),
            "--on must not be before the capture, 2026-04-28T05:31:08Z; got 2026-04-27",
        ),
        ((PROVISION, "--on", "today"), "--on must be a day such as 2026-07-09; got 'today'"),
    ],
)
def test_what_cannot_be_requoted_is_said_and_nothing_is_written(
    made: Tree, arguments: tuple[str, ...], says: str
) -> None:
    before = made.files()
    done = made.run("requote", *arguments)
    assert done.exit_code == 2
    assert says in done.output
    assert made.files() == before


def test_where_nothing_is_near_a_verdict_is_asked_for(made: Tree) -> None:
    made.saved(
        NEWEST.replace(QUOTED, "The law of Norway applies to everything in this agreement."), "2026-06-01T00:00:00Z"
    )
    done = made.run("requote", PROVISION)
    assert done.exit_code == 2
    assert (
        f"no passage of 2026-06-01T00:00:00Z is near the words; quote by hand, or judge it: atlas judge {PROVISION}"
        in done.output
    )


def test_variants_that_name_a_lost_excerpt_are_for_a_person(made: Tree) -> None:
    rewrite(
        made,
        f"  - text: {QUOTED}\n",
        f"  - text: You keep whatever rights you have in the content that you submit\n  - text: {QUOTED}\n",
    )
    rewrite(made, "scope:", "variants:\n  - {scope: {plans: [team]}, answer: never, excerpts: [2]}\nscope:")
    assert made.errors() == []
    made.saved(NEWEST.replace(QUOTED, "The law of Norway applies."), "2026-06-01T00:00:00Z")
    assert "an excerpt is gone that variants name by number; quote it by hand" in made.run("requote", PROVISION).output


def test_in_a_text_of_several_pages_the_new_quote_names_its_page(tmp_path: Path) -> None:
    found = tree(tmp_path)
    found.write(
        "platform/acme/terms/document.yaml",
        "title: Terms\ntype: terms\nscope: {audience: [individuals]}\nsources:\n  - url: https://acme.example/1\n"
        "  - url: https://acme.example/2\n",
    )
    from tests.captured import page

    (found.home / "1.html").write_bytes(
        page("# Terms of Service\n\nThese terms govern your use of Acme Chat. " + "We are Acme. " * 30)
    )
    (found.home / "2.html").write_bytes(page(NEW))
    done = found.run("capture", "acme/terms", "--from", "1.html", "--from", "2.html", "--at", AT, "--no-archive")
    assert done.exit_code == 0, done.output
    assert found.run("requote", PROVISION).exit_code == 0
    (excerpt,) = values(found)["excerpts"]
    assert excerpt["url"] == "https://acme.example/2"
    assert found.errors() == []


@pytest.mark.parametrize(
    ("text", "passage", "excerpt", "wide"),
    [
        ("We act. We may share it today. Bye.", "may share it", "We share it.", "We may share it today."),
        ("We act. We may share it today. Bye.", "may share it", "share it", "may share it"),
        ("(a) We may share it; or\nno.", "may share it", "We share it;", "We may share it;"),
        ("5.1 We may share it.", "may share", "We share it.", "We may share it."),
        ("Title\nWe may share\nBye.", "may share", "We share.", "We may share"),
        (f"We {'very ' * 80}share it.", "share it", "We share it.", "share it."),
        ("“We may share it.” Bye.", "may share it", "“We share it.”", '"We may share it."'),
    ],
)
def test_a_passage_is_whole_sentences_where_the_quote_was(text: str, passage: str, excerpt: str, wide: str) -> None:
    folded = fold(text)
    at = folded.text.index(passage)
    start, end = widened(folded, (at, at + len(passage)), excerpt)
    assert folded.text[start:end] == wide


def test_values_are_written_so_that_they_are_read_back() -> None:
    for value in (
        "plain",
        "2026-07-09",
        AT,
        "a: b",
        "- x",
        "#",
        "",
        "'",
        '"',
        "{}",
        "ü\u2028\n y",
        "yes",
        "null",
        "1.0",
        "x #y",
    ):
        assert yaml.safe_load(f"[{flow({'k': value})}]")[0]["k"] is not None or value == "null"
    assert flow({"a": {"b": "c d"}}) == '{a: {b: "c d"}}'


# --- judge


def test_a_verdict_is_added_and_nothing_else(made: Tree) -> None:
    before = made.record.read_text("utf-8")
    done = made.run("judge", PROVISION, "same", "--by", "bob", "--on", "2026-05-02", "--note", 'Only "by post": new.')
    assert done.exit_code == 0
    assert done.output.startswith(f"acme/terms/training: same, for the capture of {AT}, on 2026-05-02")
    line = f'  - {{capture: {AT}, verdict: same, note: "Only \\"by post\\": new.", on: 2026-05-02, by: bob}}\n'
    assert made.record.read_text("utf-8") == before.replace("training off.}\n", f"training off.}}\nlater:\n{line}")
    assert made.errors() == []
    assert "reworded-not-read" not in {problem.rule for problem in made.problems()}
    made.run("judge", "content/platform/acme/terms/training.md", "unclear", "--on", "2026-05-03")
    assert made.record.read_text("utf-8").count("verdict:") == 2
    assert made.errors() == []


GIVEN = "{capture: 2026-03-05T08:00:00Z, verdict: same, on: 2026-03-06}"


@pytest.mark.parametrize("later", ["later: []\n", f"later:\n  # so far\n  - {GIVEN}\n", f"later: [{GIVEN}]\n"])
def test_a_verdict_joins_those_that_are_there(made: Tree, later: str) -> None:
    rewrite(made, "analysed_on", later + "analysed_on")
    assert made.run("judge", PROVISION, "removed", "--on", "2026-05-02").exit_code == 0
    assert values(made)["later"][-1]["verdict"] == "removed"
    assert made.errors() == []


def test_a_verdict_against_what_stands_there_is_remarked_on(made: Tree) -> None:
    done = made.run("judge", PROVISION, "removed", "--capture", "2026-03-05T08:00:00Z")
    assert done.exit_code == 0
    assert "its words stand there verbatim" in done.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((PROVISION, "gone"), "Invalid value"),
        ((PROVISION, "same", "--on", "2026-04-27"), "--on must not be before the capture"),
        ((PROVISION, "same", "--capture", "2026-01-10T08:00:00Z"), "--capture must be a usable capture after"),
        ((PROVISION, "same", "--by", "eve"), "--by must be a handle of people.yaml"),
        (("acme/terms", "same"), "must name a provision as entity/document/provision"),
    ],
)
def test_what_cannot_be_judged_is_said(made: Tree, arguments: tuple[str, ...], says: str) -> None:
    before = made.files()
    done = made.run("judge", *arguments)
    assert done.exit_code == 2
    assert says in done.output
    assert made.files() == before


def test_one_verdict_a_day_is_given_on_a_capture(made: Tree) -> None:
    made.run("judge", PROVISION, "same", "--on", "2026-05-02")
    assert "has a verdict of 2026-05-02 on" in made.run("judge", PROVISION, "removed", "--on", "2026-05-02").output


def test_nothing_is_said_of_what_was_withdrawn_or_is_newest(made: Tree, tmp_path: Path) -> None:
    rewrite(made, "analysed_on: 2026-01-12", "analysed_on: 2026-05-01")
    rewrite(made, "capture: 2026-01-10T08:00:00Z", f"capture: {AT}")
    assert "quotes the newest usable capture" in made.run("judge", PROVISION, "same").output
    rewrite(made, "analysis:", "withdrawn: {on: 2026-05-01, kind: error, reason: Wrong.}\nanalysis:")
    assert "was withdrawn on 2026-05-01" in made.run("judge", PROVISION, "same").output


def test_help_teaches(made: Tree) -> None:
    for command, words in (
        ("requote", ("Examples:", "earlier", "--dry-run")),
        ("judge", ("Examples:", "`same`", "`removed`")),
    ):
        said = made.run(command, "--help").output
        for word in words:
            assert word in said
