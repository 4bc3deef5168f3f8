"""`_redirects`, as Netlify and Cloudflare Pages read it: former addresses and those of ids, for hosts that can.

In: references, the addresses of ids. Out: lines `from to 301!`, most specific first, as the first match wins: a renamed
folder is one line with a splat, and what left it for elsewhere stands above it. Under 1,000 lines: renamed folders
first, each with all above it; then the rest; ids only if all of them fit. What is left out is led on by its page, which
stands there all the same. `!` goes before those pages; Cloudflare redirects before it looks for a file, and knows no
`!`.

    >>> lines([("/platform/old/", "/platform/new/")], "netlify")
    ['/platform/old/* /platform/new/:splat 301!']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from atlas.ids import address
from atlas.references import References

LIMIT = 999
Pair = tuple[str, str]  # former and present address, both of pages


def redirects_file(refer: References, ids: Sequence[Pair], host: str) -> bytes:
    """The file: former addresses of records, then ids and the addresses they lead to."""
    moved = [
        (address(kind, was), address(kind, key)) for (kind, key), keys in refer.former_keys().items() for was in keys
    ]
    found = lines(moved, host)
    status = "301" if host == "cloudflare-pages" else "301!"
    if len(found) + len(ids) <= LIMIT:
        found = [*(f"{former} {present} {status}" for former, present in ids), *found]
    return "".join(f"{line}\n" for line in found).encode()


def lines(moved: Iterable[Pair], host: str) -> list[str]:
    """A line for each renamed record that no other line above it serves, at most so many as are allowed."""
    status = "301" if host == "cloudflare-pages" else "301!"
    needed = _needed(sorted(moved, key=lambda pair: (pair[0].count("/"), pair[0])))
    kept = _that_fit(needed)
    kept.sort(key=lambda pair: (-pair[0].count("/"), pair[0]))
    return [f"{former}* {present}:splat {status}" for former, present in kept]


def _needed(moved: Sequence[Pair]) -> list[Pair]:
    """Without those that the line of a folder above serves already; outermost first."""
    needed: dict[str, str] = {}
    for former, present in moved:
        above = next((head for head in _folders(former) if head in needed), None)
        if above is None or needed[above] + former.removeprefix(above) != present:
            needed[former] = present
    return list(needed.items())


def _folders(where: str) -> list[str]:
    """The addresses that one lies below, nearest first."""
    parts = where.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(len(parts) - 1, 0, -1)]


def _that_fit(needed: Sequence[Pair]) -> list[Pair]:
    """Groups of a folder and all that left it, in order, while they fit: one without the others would lead astray."""
    groups: dict[str, list[Pair]] = {}
    for former, present in needed:
        outermost = next((head for head in reversed(_folders(former)) if head in groups), former)
        groups.setdefault(outermost, []).append((former, present))
    kept: list[Pair] = []
    for group in groups.values():
        if len(kept) + len(group) <= LIMIT:
            kept += group
    return kept
