"""A person's word on a later capture: one more verdict in a provision's `later`.

In: a provision's file, the capture judged, the verdict. Out: the file with it, every other byte as it was.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Literal

from atlas.importers.sheet import quoted
from atlas.nodes import Layout
from atlas.problems import AtlasError
from atlas.records import Capture, Provision
from atlas.requoting import flow

Word = Literal["same", "changed", "removed", "unclear"]
WORDS: tuple[Word, ...] = ("same", "changed", "removed", "unclear")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the day it is given, and who gives it."""

    verdict: Word
    on: str
    note: str | None = None
    by: str | None = None


def judged(path: str, data: bytes, record: Provision, capture: Capture, said: Judgement) -> bytes:
    """The file with a verdict added."""
    if said.on < capture.captured_at[:10]:
        raise AtlasError(f"--on must not be before the capture, {capture.captured_at}; got {said.on}")
    if any((verdict.capture, verdict.on.isoformat()) == (capture.captured_at, said.on) for verdict in record.later):
        raise AtlasError(f"{record.key} has a verdict of {said.on} on {capture.captured_at}; change that one by hand")
    note = json.loads(quoted(said.note)) if said.note else None
    given = {"capture": capture.captured_at, "verdict": said.verdict, "note": note, "on": said.on, "by": said.by}
    entry = {key: value for key, value in given.items() if value}
    layout = Layout.of(path, data)
    expected = copy.deepcopy(layout.value)
    expected["later"] = [*(expected.get("later") or []), entry]
    line = f"- {flow(entry)}"
    if layout.node("later") is not None:
        return layout.made(layout.with_item(("later",), [line]), expected)
    fields = list(Provision.model_fields)
    before = fields[: fields.index("later")]
    return layout.made([layout.with_key((), "later", ["later:", f"  {line}"], after=before)], expected)
