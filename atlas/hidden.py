"""What a withdrawn record does not show. In: a record. Out: whether its words hide, and what stands for them."""

from __future__ import annotations

from typing import Literal

from atlas.records import Finding, Provision


def hides(record: Provision, what: Literal["excerpts", "body"]) -> bool:
    """Whether a provision was withdrawn and hides its quotes or its body."""
    return record.withdrawn is not None and what in record.withdrawn.hide


def shown_note(record: Finding) -> str:
    """What a finding says; of one that was withdrawn and hides its words, only that."""
    return "Its words are hidden." if record.withdrawn and record.withdrawn.hide else record.note
