"""A content tree of any size that keeps the content contract: `write(folder, provisions, seed)`.

The vocabulary is that of the project's own content/. Everything else is drawn from the seed, one chance a document, so
that the same seed gives the same bytes, and a larger catalogue begins with the documents of a smaller one. Provisions
quote sentences that stand in their texts; one in six was reworded and keeps its former wording; one in twelve has lost
its words, with a person's verdict. Captures repeat, change, return, and some are error pages that the notes mark.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.bench import language
from tests.bench.language import Section

VOCABULARY = Path(__file__).resolve().parents[2] / "content"
COPIED = ("site.yaml", "people.yaml", "jurisdictions.yaml", "document-types.yaml", "archives.yaml")
COPIED_FOLDERS = ("category", "clause-type", "regulation", "agency", "page")
PER_DOCUMENT, PER_ENTITY, PER_OPERATOR = 6, 24, 36  # provisions
TEXT_BYTES = (12_000, 48_000)  # the real catalogue's texts have 72 kB on average, its smallest documents 2 kB
TYPES = ("terms-of-service", "privacy-policy", "commercial-terms", "acceptable-use-policy")
SCOPES = (
    {"audience": ["individuals"]},
    {"audience": ["businesses", "developers"]},
    {"audience": ["individuals"], "regions": ["EEA"]},
)
UNITS = {"duration": "day", "money": "USD", "age": "year", "count": "count"}
SEVERITIES = ("high", "medium", "low", "none", "protective")
TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Clause:
    """A clause type as provisions need it."""

    slug: str
    title: str
    answers: tuple[str, ...]
    expected_in: tuple[str, ...]
    unit: str | None
    regulations: tuple[str, ...]


@dataclass
class Document:
    """A document while it is made: `versions` are its texts, oldest first, `shows` which of them each capture shows;
    -1 is an error page."""

    entity: str
    slug: str
    company: str
    title: str
    kind: str
    versions: list[list[Section]]
    moments: list[datetime]
    shows: list[int]
    records: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.entity}/{self.slug}"

    def first(self, version: int) -> str:
        """The time of the first capture that shows a version."""
        return instant(self.moments[self.shows.index(version)])


def write(folder: Path, provisions: int, seed: int) -> None:
    """Writes the catalogue into a folder that is not there or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copyfile(VOCABULARY / name, folder / name)
    for name in COPIED_FOLDERS:
        shutil.copytree(VOCABULARY / name, folder / name)
    clauses = list(_clauses())
    numbers = [min(PER_DOCUMENT, provisions - start) for start in range(0, provisions, PER_DOCUMENT)]
    for number, count in enumerate(numbers):
        chance = random.Random(f"{seed}/{number}")
        _write_document(folder, _document(chance, number, count, clauses), chance)


def _clauses() -> Iterator[Clause]:
    for path in sorted((VOCABULARY / "clause-type").glob("*.md")):
        value = yaml.load(
            path.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---"), Loader=yaml.BaseLoader
        )
        answers = tuple(
            a["key"] for a in value["answers"] if "retired_on" not in a and a["key"] not in ("mixed", "unclear")
        )
        unit = UNITS[value["value"]["kind"]] if "value" in value else None
        yield Clause(
            path.stem,
            value["title"],
            answers,
            tuple(value["expected_in"]),
            unit,
            tuple(value.get("typical_regulations", ())),
        )


# --- a document


def _document(chance: random.Random, number: int, count: int, clauses: list[Clause]) -> Document:
    """A document with all its files, but for those of its entity."""
    nth = number * PER_DOCUMENT // PER_ENTITY
    company = language.name(random.Random(f"company {nth}"))
    entity, slug = f"{company.lower()}-{nth}", TYPES[number % len(TYPES)]
    title = f"{company} {slug.replace('-', ' ').title()}"
    found = language.sections(chance, chance.randint(*TEXT_BYTES))
    document = Document(entity, slug, company, title, slug, [found], [], [], {})
    fitting = [clause for clause in clauses if slug in clause.expected_in] or clauses
    chosen = chance.sample(fitting, min(count, len(fitting))) + [
        chance.choice(clauses) for _ in range(count - len(fitting))
    ]
    quotes = [language.clause(chance, company, clause.title.lower(), nth) for nth, clause in enumerate(chosen, 1)]
    for words in quotes:
        document.versions[0] = _with(document.versions[0], words, chance)
    _age(document, chance)
    _fate(document, chance, chosen, quotes)
    _look(document, chance)
    _find(document, chance, [clause for clause in fitting if clause not in chosen])
    return document


def _with(found: list[Section], words: str, chance: random.Random) -> list[Section]:
    """The sections with one sentence more, at the end of some paragraph."""
    at = chance.randrange(len(found))
    paragraphs = list(found[at].paragraphs)
    nth = chance.randrange(len(paragraphs))
    paragraphs[nth] = (*paragraphs[nth], words)
    return [*found[:at], replace(found[at], paragraphs=tuple(paragraphs)), *found[at + 1 :]]


def _changed(found: list[Section], before: str, after: str) -> list[Section]:
    """The sections with one sentence put for another, or taken out for ''."""
    return [
        replace(
            section,
            paragraphs=tuple(
                tuple(after if words == before else words for words in p if words != before or after)
                for p in section.paragraphs
            ),
        )
        for section in found
    ]


def _age(document: Document, chance: random.Random) -> None:
    """Later versions: each has some sentences that are new, reworded or gone; clauses stay."""
    for _ in range(chance.randint(1, 4)):
        found = document.versions[-1]
        for _ in range(chance.randint(1, 8)):
            section = chance.choice(found)
            plain = [words for p in section.paragraphs for words in p if " under rule " not in words]
            if plain and chance.random() < 0.6:
                found = _changed(found, chance.choice(plain), language.sentence(chance))
            else:
                found = _with(found, language.sentence(chance), chance)
        document.versions.append(found)


def _fate(document: Document, chance: random.Random, chosen: list[Clause], quotes: list[str]) -> None:
    """Which clauses are reworded and which go, in the newest version; then the records that say so."""
    last = len(document.versions) - 1
    fates = []
    for number, words in enumerate(quotes):
        fate = chance.choices(("stays", "reworded", "gone"), (9, 2, 1))[0]
        if fate == "reworded":
            quotes[number] = language.reworded(chance, words)
        if fate != "stays":
            document.versions[last] = _changed(
                document.versions[last], words, quotes[number] if fate == "reworded" else ""
            )
        fates.append((fate, words))
    _observe(document, chance)
    for clause, words, (fate, former), number in zip(chosen, quotes, fates, range(1, 100), strict=False):
        slug = f"{clause.slug}-rule-{number}"
        document.records[f"{slug}.md"] = _provision(document, chance, clause, words, fate, former)


def _observe(document: Document, chance: random.Random) -> None:
    """Captures: each version in turn, sometimes seen again, sometimes an error page between, sometimes a return."""
    moment = datetime(2026, 1, 5, 6, 0, 0) + timedelta(hours=chance.randint(0, 500), seconds=chance.randint(0, 3599))
    order: list[int] = []
    for version in range(len(document.versions)):
        order += [version] * chance.choice((1, 1, 2, 3))
        if chance.random() < 0.15:
            order.append(-1)
        if 0 < version < len(document.versions) - 1 and chance.random() < 0.2:
            order += [version - 1, version]
    if order[-1] == -1:
        order.pop()
    for version in order:
        document.moments.append(moment)
        document.shows.append(version)
        moment += timedelta(days=chance.randint(2, 11), seconds=chance.randint(0, 3599))


def _look(document: Document, chance: random.Random) -> None:
    """The texts, captures.yaml and notes.yaml."""
    texts = {version: language.markdown(document.title, found) for version, found in enumerate(document.versions)}
    captures, notes = [], {}
    for nth, (moment, version) in enumerate(zip(document.moments, document.shows, strict=True)):
        at = instant(moment)
        name = f"text/{(document.first(version) if version >= 0 else at).replace(':', '')}.md"
        text = (
            texts[version]
            if version >= 0
            else f"# This page isn't available\n\nError {500 + nth}. Please try again later.\n"
        )
        if version < 0:
            notes[at.replace(":", "")] = {"unusable": {"why": "error-page"}}
        document.records[name] = text
        address = f"https://www.{document.entity}.example/{document.slug}"
        captures.append({
            "captured_at": at, "text": name, "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            **({"seen_until": instant(moment + timedelta(hours=20))} if chance.random() < 0.4 else {}),
            "sources": [{"url": address, "http_status": "503" if version < 0 else "200", "media_type": "text/html"}],
            "tool": "bench",
        })  # fmt: skip
    document.records["captures.yaml"] = dumped({"captures": captures})
    if notes:
        document.records["notes.yaml"] = dumped({"texts": notes})
    document.records["document.yaml"] = dumped({
        "title": document.title, "type": document.kind, "language": "en",
        "sources": [{"url": f"https://www.{document.entity}.example/{document.slug}", "select": "main"}],
        "scope": chance.choice(SCOPES), "parties": [{"name": f"{document.company} Ltd", "role": "contracting"}],
    })  # fmt: skip


def _find(document: Document, chance: random.Random, others: list[Clause]) -> None:
    """A finding or two: what such a document does not say."""
    newest = len(document.versions) - 1
    for clause in chance.sample(others, min(len(others), chance.randint(0, 2))):
        document.records[f"finding/{clause.slug}.yaml"] = dumped({
            "finding": "absent", "capture": document.first(newest), "read": [document.versions[newest][0].heading],
            "searched": [clause.title.lower()], "note": language.prose(chance, 2), "reviewed_on": TODAY.isoformat(),
        })  # fmt: skip


# --- a provision


def _provision(document: Document, chance: random.Random, clause: Clause, words: str, fate: str, former: str) -> str:
    newest = len(document.versions) - 1
    quoted = newest - 1 if fate == "gone" else newest
    standing = former if fate == "gone" else words
    confidence = chance.choice(("high", "high", "medium", "low"))
    day = TODAY - timedelta(days=chance.randint(0, 20))
    fields: dict[str, Any] = {
        "title": f"{clause.title} under {document.company}'s {document.kind.replace('-', ' ')}",
        "clause_type": clause.slug,
        "answer": chance.choice(clause.answers),
    }
    if clause.unit and chance.random() < 0.6:
        fields["value"] = {"amount": str(chance.randint(5, 90)), "unit": clause.unit}
    fields |= {
        "severity": chance.choice(SEVERITIES), "severity_because": "the rule holds for every plan",
        "confidence": confidence, "basis": chance.choice(("explicit", "explicit", "implied")),
        "capture": document.first(quoted),
        "excerpts": [{"text": standing, "heading": _heading(document.versions[quoted], standing)}],
    }  # fmt: skip
    if fate == "reworded":
        fields["earlier"] = [{"capture": document.first(newest - 1), "excerpts": [{"text": former}]}]
    if fate == "gone":
        fields["later"] = [
            {
                "capture": document.first(newest),
                "verdict": chance.choice(("removed", "changed")),
                "on": day.isoformat(),
                "by": "desk",
            }
        ]
    if chance.random() < 0.2:
        fields["variants"] = [
            {"scope": {"regions": ["CH"]}, "answer": chance.choice(clause.answers), "note": "for people there"}
        ]
    if clause.regulations:
        chosen = chance.sample(clause.regulations, min(len(clause.regulations), chance.randint(1, 3)))
        fields["regulations"] = [
            {"id": slug, "relation": "limits", "why": language.prose(chance, 1)} for slug in chosen
        ]
    if chance.random() < 0.6:
        fields["actions"] = [{"kind": "setting", "title": "Change the setting", "steps": language.prose(chance, 1)}]
    else:
        fields["no_action"] = "The document offers no step."
    fields |= {
        "questions": [{"q": "Does it hold for every plan?", "a": language.prose(chance, 1)}],
        "analysed_on": day.isoformat(),
        "analysis": {
            "origin": "machine-assisted", "authors": ["desk"],
            "reviewed_by": ["review"], "reviewed_on": TODAY.isoformat(),
        },
    }  # fmt: skip
    heads = [
        "What it is",
        "Why it matters",
        *(["Interpretive note"] if confidence != "high" else []),
        "What it means for you",
    ]
    body = "\n".join(f"## {head}\n{language.prose(chance, chance.randint(2, 5))}\n" for head in heads)
    if chance.random() < 0.5:
        parts = ("Regulatory landscape", "Governance exposure", "Compliance considerations")
        body += "\n## Institutional analysis\n\n" + "\n".join(
            f"### {part}\n{language.prose(chance, 3)}\n" for part in parts
        )
    return f"---\n{dumped(fields)}---\n{body}"


def _heading(found: list[Section], words: str) -> str:
    return next(section.heading for section in found if any(words in paragraph for paragraph in section.paragraphs))


# --- files


def _write_document(folder: Path, document: Document, chance: random.Random) -> None:
    place = folder / "platform" / document.key
    for name, text in document.records.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    operator = f"group-{int(document.entity.rsplit('-', 1)[1]) * PER_ENTITY // PER_OPERATOR}"
    for path, fields in (
        (
            folder / "operator" / f"{operator}.yaml",
            {"name": f"{operator.replace('-', ' ').title()} Holdings", "jurisdiction": "US"},
        ),
        (place.parent / "entity.yaml", _entity(document, operator)),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumped(fields), encoding="utf-8", newline="\n")


def _entity(document: Document, operator: str) -> dict[str, Any]:
    return {
        "name": document.company, "legal_name": f"{document.company} Ltd", "operator": operator,
        "homepage": f"https://www.{document.entity}.example", "jurisdiction": "US", "kinds": ["chat-assistant"],
        "summary": f"{document.company} is invented, with all its documents.",
        "plans": {"free": "Free", "paid": "Paid"},
    }  # fmt: skip


def instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def dumped(value: Any) -> str:
    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=110))
