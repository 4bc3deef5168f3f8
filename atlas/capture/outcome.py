"""What became of one document of a run: taken, the same as before, doubted, or not captured, and why.

>>> Outcome("acme/terms", "unchanged").is_taken
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from atlas.capture.suspicion import Doubt
from atlas.worddiff import Piece

Kind = Literal[
    "captured",  # a new text
    "returned",  # a text of before, which is back
    "unchanged",  # the same text as in the newest capture
    "still-unusable",  # not taken: the newest text again, which is noted unusable
    "doubtful",  # not taken: it may not be the document
    "unsteady",  # not taken: two visits found other words
    "failed",  # no text came of it
]
TAKEN: frozenset[Kind] = frozenset({"captured", "returned", "unchanged"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. `notes` are remarks for a person; `doubts`, `pieces` (what two visits at once
    differed in) and `because` say why it was not taken."""

    document: str
    kind: Kind
    captured_at: str = ""
    stamp: str = ""
    sha256: str = ""
    characters: int = 0
    is_reread: bool = False
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    because: str = ""
    failure: str = ""

    @property
    def is_taken(self) -> bool:
        return self.kind in TAKEN
