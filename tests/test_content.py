"""The demonstration catalogue keeps its promises: it is sound, it exercises the whole contract, it is written by hand,
and nobody real is in it.

The table of what it exercises is printed by `pytest -s tests/test_content.py -k exercises`, and by
`python -m tests.proof exercises`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise, permutations
from pathlib import Path
from statistics import median

import pytest
from spellchecker import SpellChecker

from atlas.catalogue import Catalogue
from atlas.evidence import ArchivedText, read_text
from atlas.ids import document_of, entity_of
from atlas.records import Finding, Provision
from atlas.site import Outcome
from atlas.worddiff import word_diff
from atlas.wording import wording
from tests.conftest import PROJECT
from tests.proof import exercises

CONTENT = PROJECT / "content"
SPELLING = Path(__file__).parent / "spelling"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@pytest.fixture(scope="module")
def joined(demonstration: Outcome) -> Catalogue:
    assert demonstration.catalogue, demonstration.problems
    return demonstration.catalogue


@pytest.fixture(scope="module")
def texts(joined: Catalogue) -> dict[ArchivedText, str]:
    """Every usable text with its source, in order of path."""
    found = (text for document in joined.evidence.texts.values() for text in document.values() if text.is_usable)
    return {text: read_text(joined.content.files[text.path]) for text in sorted(found, key=lambda text: text.path)}


# --- sound, and whole


def test_nothing_is_wrong_and_every_advice_is_accepted_with_a_reason(demonstration: Outcome) -> None:
    assert [str(problem) for problem in demonstration.problems] == []


def test_it_exercises_every_state_kind_value_and_field(demonstration: Outcome) -> None:
    found = exercises.cells(demonstration)
    exercises.show(found)
    assert exercises.faults(found) == []


def test_it_is_as_large_as_promised(joined: Catalogue) -> None:
    content = joined.content
    assert len({kind for entity in content.entities.values() for kind in entity.kinds}) >= 8
    used = {entity.operator for entity in content.entities.values()}
    kinds = {document.type for document in content.documents.values()}
    captures = sum(len(sheet.captures) for sheet in content.captures.values())
    clause_types = {provision.clause_type for provision in content.provisions.values()}
    there = {
        "platforms": (len(content.entities), 10),
        "operators": (len(used), 8),
        "documents": (len(content.documents), 22),
        "types of documents": (len(kinds), 5),
        "captures": (captures, 55),
        "provisions": (len(content.provisions), 90),
        "clause types": (len(clause_types), 18),
        "findings": (len(content.findings), 15),
    }
    assert {name: found for name, (found, least) in there.items() if found < least} == {}


def test_histories_are_as_long_as_real_ones(joined: Catalogue) -> None:
    lengths = sorted(len(sheet.captures) for sheet in joined.content.captures.values())
    assert median(lengths) >= 3
    assert sum(length >= 5 for length in lengths) >= 6


def test_two_platforms_answer_one_clause_type_in_opposite_ways(joined: Catalogue) -> None:
    tones = defaultdict(set)
    for key, provision in joined.content.provisions.items():
        answer = joined.content.clause_types[provision.clause_type].answer(provision.answer)
        if joined.standing[key] == "live" and answer:
            tones[provision.clause_type].add((answer.tone, entity_of(key)))
    opposite = [slug for slug, found in tones.items() if any(are_opposite(*pair) for pair in permutations(found, 2))]
    assert len(opposite) >= 5


def are_opposite(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one platform's answer is good and another's bad."""
    return (one[0], other[0]) == ("good", "bad") and one[1] != other[1]


def test_two_documents_of_one_platform_contradict_each_other_and_both_records_say_so(joined: Catalogue) -> None:
    doubtful = [each for each in joined.content.provisions.values() if "documents-conflict" in each.doubt]
    pairs = [
        (one.key, other.key)
        for one, other in combinations(doubtful, 2)
        if entity_of(one.key) == entity_of(other.key)
        and document_of(one.key) != document_of(other.key)
        and one.clause_type == other.clause_type
        and one.answer != other.answer
        and other.key in one.related
        and one.key in other.related
    ]
    assert pairs


# --- texts


def test_texts_are_whole_policies(texts: dict[ArchivedText, str]) -> None:
    lengths = {text.path: len(source.split()) for text, source in texts.items()}
    assert {path: words for path, words in lengths.items() if not 700 <= words <= 2_000} == {}


NUMBERED = re.compile(r"(?mi)^(?:#+ |\*\*|> ?)*(?:§ ?|Article |Section |Rule |[A-Z])?\d+[A-Z]?\b")
NESTED = re.compile(r"^(?: {2,}|\t+)(?:[-*+]|\d+\.|\([a-z]+\)) ", re.MULTILINE)
TABLE = re.compile(r"^\|(?: ?:?-+:? ?\|)+$", re.MULTILINE)
DEFINED = re.compile(r"[\"“”«]\s?\*{0,2}[^\W\d_][^\"“”«»\n]{1,40}\*{0,2}[\"”»]|\*\*[“«\"]?[^\W\d_][^*\n]{1,40}\*\*")


def test_texts_have_numbered_sections_a_table_a_nested_list_and_defined_terms(texts: dict[ArchivedText, str]) -> None:
    wanted = [
        ("numbered sections", NUMBERED, 5),
        ("a table", TABLE, 1),
        ("a nested list", NESTED, 2),
        ("terms", DEFINED, 2),
    ]
    missing = [
        f"{text.path} lacks {name}"
        for text, source in texts.items()
        for name, form, least in wanted
        if len(form.findall(source)) < least
    ]
    assert missing == []


def test_no_two_platforms_share_their_words(texts: dict[ArchivedText, str]) -> None:
    """At most one in twenty of the eight-word runs of the shorter text stands in one of another platform."""
    runs = {text: eight_word_runs(source) for text, source in texts.items()}
    alike = [
        (one.path, other.path, f"{share:.1%}")
        for one, other in combinations(runs, 2)
        if entity_of(one.document) != entity_of(other.document)
        and (share := len(runs[one] & runs[other]) / min(len(runs[one]), len(runs[other]))) > 0.05
    ]
    assert alike == []


def eight_word_runs(source: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in re.findall(r"\w+", wording(source))]
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


def test_half_of_the_later_texts_are_edited_in_more_than_five_places(joined: Catalogue) -> None:
    places = {}
    for key, history in joined.histories.documents.items():
        for before, after in pairwise(history.runs):
            if after.is_change:
                sources = [wording(read_text(joined.content.files[run.text.path])) for run in (before, after)]
                places[f"{key} {after.stamp}"] = edited_places(*sources)
    many = [where for where, count in places.items() if count > 5]
    assert len(many) * 2 >= len(places), Counter(places).most_common()


def edited_places(before: str, after: str) -> int:
    """Stretches of changed words with at least one unchanged word between them."""
    changed = [piece.kind != "same" for piece in word_diff(before, after)]
    return sum(now and not earlier for earlier, now in zip([False, *changed], changed, strict=False))


# --- analyses


def test_analyses_are_neither_thin_nor_long(joined: Catalogue) -> None:
    bodies = {key: re.sub(r"(?m)^#+ .*$", "", provision.body) for key, provision in joined.content.provisions.items()}
    assert {key: len(body.split()) for key, body in bodies.items() if not 150 <= len(body.split()) <= 400} == {}


def test_no_sentence_stands_in_two_analyses(joined: Catalogue) -> None:
    """Of twelve words or more, in bodies and in everything else that an analyst writes."""
    found = defaultdict(set)
    for record in (*joined.content.provisions.values(), *joined.content.findings.values()):
        for sentence in sentences(record):
            found[sentence].add(record.key)
    assert {" ".join(sentence): keys for sentence, keys in found.items() if len(keys) > 1} == {}


def sentences(record: Provision | Finding) -> Iterator[tuple[str, ...]]:
    for part in prose(record):
        for sentence in re.split(r"(?<=[.!?])[\"”’']*\s+(?=[\"“‘']?[^\Wa-z])|\n{2,}", part):
            words = tuple(word.lower() for word in re.findall(r"[\w'’]+", sentence))
            if len(words) >= 12:
                yield words


def prose(record: Provision | Finding) -> Iterator[str]:
    """What an analyst wrote in a record, and nothing that is quoted."""
    yield record.body
    if record.withdrawn:
        yield record.withdrawn.reason
    for entry in record.log:
        yield entry.text
    for accepted in record.accepted:
        yield accepted.why
    if isinstance(record, Finding):
        yield record.note
        return
    yield from (text for text in (record.severity_because, record.no_action) if text)
    for noted in (*record.earlier, *record.variants, *record.later, *record.value):
        yield noted.note or ""
    for reasoned in (*record.regulations, *record.supports):
        yield reasoned.why or ""
    for action in record.actions:
        yield from (action.steps or "", action.effect or "")
    for question in record.questions:
        yield question.a


# --- spelling


def test_no_typo_that_a_list_of_typos_knows() -> None:
    places = [PROJECT / name for name in ("content", "docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    options = ["--ignore-words", SPELLING / "not-typos.txt", "--skip", "*/conditions-generales/text/*,*.html"]
    command = [sys.executable, "-m", "codespell_lib", *options, *(path for path in places if path.exists())]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout + run.stderr) == (0, "")


@pytest.fixture(scope="module")
def used(texts: dict[ArchivedText, str], joined: Catalogue) -> dict[str, set[str]]:
    """Every word that is written, with the files it stands in."""
    found = defaultdict(set)
    for path, source in written(texts, joined):
        for word in words_of(source):
            found[word].add(path)
    return found


@cache
def of_the_tool() -> frozenset[str]:
    """The English words that the tool knows."""
    return frozenset(SpellChecker(language="en").word_frequency.dictionary)


def of_ours() -> list[list[str]]:
    """Names, terms and British spellings from spelling/words.txt, by group."""
    lines = (SPELLING / "words.txt").read_text(encoding="utf-8")
    return [group.split() for group in re.split(r"^#.*\n", lines, flags=re.MULTILINE)]


def test_every_word_is_in_the_dictionary(used: dict[str, set[str]]) -> None:
    """In records, pages and texts; what is quoted from, or written in, another language than English stands apart."""
    known = of_the_tool().union(*of_ours())
    assert {word: sorted(paths)[:2] for word, paths in sorted(used.items()) if word not in known} == {}


def test_the_list_of_words_is_sorted_and_has_no_needless_one(used: dict[str, set[str]]) -> None:
    assert of_ours() == [sorted(set(group)) for group in of_ours()]
    assert [word for group in of_ours() for word in group if word in of_the_tool() or word not in used] == []


ADDRESS = re.compile(r"https?://\S+|\S+@\S+|`[^`]*`|\b[\w-]+(?:\.[\w-]+)+\b|\S+/\S+/\S*|pc_\*|\b\w*_\w*\b")


def words_of(source: str) -> Iterator[str]:
    """Lower-case words, a possessive's 's apart, addresses and file names left out."""
    for match in WORD.finditer(ADDRESS.sub(" ", source)):
        word = match[0].lower().replace("’", "'")
        yield word.removesuffix("'s") if word.endswith("'s") else word


def written(texts: dict[ArchivedText, str], joined: Catalogue) -> Iterator[tuple[str, str]]:
    """Every file with English words, French texts and quotes from them apart; versions are copies of records."""
    content = joined.content
    is_french = {key for key, document in content.documents.items() if document.language == "fr"}
    for text, source in texts.items():
        if text.document not in is_french:
            yield text.path, source
    for path in content.files:
        if path.endswith((".yaml", ".md")) and not re.search(r"^version/|/(?:text|original|captures\.yaml)", path):
            source = read_text(content.files[path])
            is_of_french = path.startswith(tuple(f"platform/{key}/" for key in is_french))
            yield path, without_french(source) if is_of_french else source


FRENCH = re.compile(
    r"(?m)^( *)(?:- )?text: >-\n(?:\1 +.*\n)+(?=\1? *heading:)"  # a quote in several lines
    r"|^ *(?:- )?text: \".*\n(?=.*heading:)"  # a quote in one
    r"|^ *heading: .*\n|^(?:read|searched): .*\n"
)
ACCENTED = re.compile(r"\"[^\"\n]*[àâçéèêëîïôûù][^\"\n]*\"")


def without_french(source: str) -> str:
    """A record without the excerpts, headings and searched words that are in French; translations stay."""
    return ACCENTED.sub(" ", FRENCH.sub("\n", source))


# --- nobody real


def test_nobody_real_is_named_outside_the_vocabulary() -> None:
    lines = (SPELLING / "real-names.txt").read_text(encoding="utf-8").split("\n")
    names = [line for line in lines if line and not line.startswith("#")]
    assert len(names) >= 250
    form = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?!\w)")
    folders = [CONTENT / name for name in ("platform", "operator", "page")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [
        f"{path.relative_to(CONTENT)}:{number}: {match[0]}"
        for path in (*files, CONTENT / "site.yaml", CONTENT / "people.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        for match in form.finditer(line)
    ]
    assert found == []
