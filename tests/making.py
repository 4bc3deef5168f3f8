"""Small content trees made by a test itself: the vocabulary of the sound tree, with platforms, texts and records.

tree = Tree(tmp_path)
tree.document("acme/terms", ["We sell nothing.", "We sell all."])
tree.provision("acme/terms/sale", "We sell nothing.")
tree.catalogue().standing["acme/terms/sale"]
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from atlas.catalogue import Catalogue
from atlas.cli import main
from atlas.coverage import Coverage
from atlas.history import WordsHistory
from atlas.memo import Memo
from atlas.problems import Problem
from atlas.runs import DocumentHistory
from atlas.site import Options, Outcome, examine
from tests.trees import BASE

FIRST = datetime(2026, 1, 1, 8, 0, 0)
PROSE = "## What it is\n\nWords.\n\n## Why it matters\n\nWords.\n\n## What it means for you\n\nWords.\n"


def at(number: int) -> str:
    """The time of a document's capture, by number from 0: one a week."""
    return (FIRST + timedelta(weeks=number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(number: int) -> str:
    """The stamp of that capture."""
    return at(number).replace(":", "")


class Tree:
    """A content folder, `folder`/content. Every method writes a file; what is told by keyword goes into it as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        shutil.copytree(BASE, self.content, ignore=shutil.ignore_patterns("platform"))

    def write(self, path: str, value: Mapping[str, Any], body: str | None = None) -> Path:
        """A record: YAML alone, or front matter and a body."""
        value = {key: given for key, given in value.items() if given is not None}
        text = yaml.dump(value, sort_keys=False, allow_unicode=True, Dumper=yaml.SafeDumper)
        return self.put(path, text if body is None else f"---\n{text}---\n{body}")

    def put(self, path: str, text: str | bytes) -> Path:
        """A file with these words or bytes."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def change(self, path: str, **fields: Any) -> None:
        """Fields of site.yaml or another YAML file put anew; None takes one out."""
        file = self.content / path
        self.write(path, (yaml.safe_load(file.read_text("utf-8")) or {}) | fields)

    def entity(self, slug: str, **fields: Any) -> None:
        self.write(
            f"platform/{slug}/entity.yaml", {"name": slug.capitalize(), "homepage": f"https://{slug}.example", **fields}
        )

    def document(
        self,
        key: str,
        texts: Sequence[str],
        *,
        captures: Mapping[int, Mapping[str, Any]] | None = None,
        notes: Mapping[str, Any] | None = None,
        watched: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """A document with one capture a week, showing these texts in turn; a text that comes again is the same file.
        `captures` adds to a capture by its number."""
        entity = key.split("/")[0]
        if not (self.content / f"platform/{entity}/entity.yaml").exists():
            self.entity(entity)
        fields = {"title": "Terms", "type": "terms", "scope": {"audience": ["individuals"]}, **fields}
        self.write(f"platform/{key}/document.yaml", {"sources": [{"url": f"https://{entity}.example/terms"}], **fields})
        first: dict[str, int] = {}
        sheet = []
        for number, text in enumerate(texts):
            name = f"text/{stamp(first.setdefault(text, number))}.md"
            self.put(f"platform/{key}/{name}", text)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            sheet.append(
                {"captured_at": at(number), "text": name, "text_sha256": sha256, **(captures or {}).get(number, {})}
            )
        self.write(
            f"platform/{key}/captures.yaml", {**({"watched": dict(watched)} if watched else {}), "captures": sheet}
        )
        if notes:
            self.write(f"platform/{key}/notes.yaml", notes)

    def provision(self, key: str, *words: str, capture: int = 0, body: str = PROSE, **fields: Any) -> None:
        """A provision that quotes `words`, one excerpt each, from a capture."""
        self.write(
            f"platform/{key}.md",
            {
                "title": key.rsplit("/", 1)[1].capitalize(), "clause_type": "training", "answer": "always",
                "severity": "medium", "confidence": "high", "basis": "explicit", "capture": at(capture),
                "excerpts": [{"text": one} for one in words], "no_action": "Nothing can be done.",
                "analysed_on": "2026-12-01",
                "analysis": {
                    "origin": "human", "authors": ["ann"], "reviewed_by": ["bob"], "reviewed_on": "2026-12-01",
                },
                **fields,
            },
            body,
        )  # fmt: skip

    def finding(
        self, document: str, clause_type: str = "training", *, kind: str = "absent", capture: int = 0, **fields: Any
    ) -> None:
        value = {"finding": kind, "capture": at(capture), "note": "Read whole."}
        self.write(f"platform/{document}/finding/{clause_type}.yaml", {**value, **fields})

    def assign(self, on: str = "2026-12-24") -> None:
        """Gives ids to all that has none, as `atlas assign` does."""
        arguments = ["assign", "--content", self.content.as_posix(), "--on", on]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output

    # --- what the code makes of it

    def outcome(self) -> Outcome:
        """Read, proven, joined and checked, by one process that remembers nothing."""
        with Memo(None) as memo:
            return examine(Options(content=self.content, cache=None, jobs=1), memo)

    def problems(self) -> list[str]:
        """Errors as lines, without the folder they are below."""
        return [self._shown(problem) for problem in self.outcome().problems if not problem.is_advice]

    def advice(self) -> list[str]:
        return [self._shown(problem) for problem in self.outcome().problems if problem.is_advice]

    def _shown(self, problem: Problem) -> str:
        return str(problem).removeprefix(f"{self.content.as_posix()}/")

    def catalogue(self) -> Catalogue:
        """The joined records; the tree must be sound."""
        outcome = self.outcome()
        assert outcome.catalogue is not None, [str(problem) for problem in outcome.problems]
        assert outcome.is_sound, [str(problem) for problem in outcome.problems]
        return outcome.catalogue

    def coverage(self) -> Coverage:
        outcome = self.outcome()
        assert outcome.coverage is not None, [str(problem) for problem in outcome.problems]
        return outcome.coverage

    def history(self, document: str) -> DocumentHistory:
        return self.catalogue().histories.documents[document]

    def words(self, provision: str) -> WordsHistory:
        return self.catalogue().histories.words[provision]
