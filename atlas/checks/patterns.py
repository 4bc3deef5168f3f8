r"""Whether a regular expression may take longer than anyone waits: a repeat inside a repeat tries every way to share
out the same characters, and their number doubles with each.

In: a pattern that compiles. Out: whether it repeats what itself repeats something, more than a few times. A repeat of
exactly so many, of at most one, or one that gives nothing back (`a++`, `(?>a+)`) shares out nothing.

>>> nests_repeats(r"([a-z ]+)+X"), nests_repeats(r"Updated: \d+ days? ago")
(True, False)
"""

from __future__ import annotations

import re

FEW = 4  # times that something which repeats may be repeated itself
_TOKEN = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\]
    | \(\?\#[^)]*\) | \(\?> | \( | \)
    | (?P<quantifier> [*+?] | \{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\} ) (?P<mood>[?+]?)
    | .""",
    re.VERBOSE | re.DOTALL,
)


def nests_repeats(pattern: str) -> bool:
    """Whether a repeat stands inside another."""
    groups: list[tuple[bool, bool]] = []  # of each group that is open: whether it gives nothing back, what it holds
    holds = was_repeated = False  # whether the open group, and whether what was read last, repeats something
    for token in _TOKEN.finditer(pattern):
        if token[0] in ("(", "(?>"):
            groups.append((token[0] == "(?>", holds))
            holds = was_repeated = False
        elif token[0] == ")" and groups:
            is_atomic, above = groups.pop()
            was_repeated = holds and not is_atomic
            holds = above or was_repeated
        elif token["quantifier"] and token["quantifier"] not in ("{}", "?"):
            least, most = _bounds(token)
            if was_repeated and most > FEW and token["mood"] != "+":
                return True
            was_repeated = was_repeated or (most > max(least, 1) and token["mood"] != "+")
            holds = holds or was_repeated
        elif token["quantifier"] != "?":
            was_repeated = False
    return False


def _bounds(token: re.Match[str]) -> tuple[float, float]:
    """How often a quantifier repeats, at least and at most."""
    if token["quantifier"] in ("*", "+"):
        return 0, float("inf")
    least = int(token["least"] or 0)
    return least, int(token["most"]) if token["most"] else float("inf") if token["comma"] else least
