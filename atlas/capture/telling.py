"""The account of a capture in words: for the terminal, as Markdown for a pull request, as JSON for programs.

In: `Outcome`s and `Account`s. Out: strings. Words of a document are a stranger's: in Markdown they stand in fenced
blocks, where no mention, link or reference works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from atlas.capture.account import Account, Effect, hunks_of
from atlas.capture.outcome import Outcome
from atlas.ids import time_of
from atlas.importers.sheet import quoted
from atlas.problems import count
from atlas.worddiff import Piece

STATES = {
    "verbatim": "still stands",
    "moved": "stands under another heading",
    "reworded": "reworded",
    "not-found": "not found",
    "partly": "stands in part",
    "not-yet": "not there",
}
_COUNTED = {**STATES, "verbatim": "verbatim", "moved": "moved", "partly": "in part"}
_WAYS = {"verbatim": "green", "moved": "green", "reworded": "yellow", "partly": "yellow", "not-found": "red"}


def marked(pieces: Iterable[Piece], *, is_coloured: bool = False) -> str:
    """A word difference on one line: `[-gone-]`, `{+new+}`.

    >>> marked([Piece("same", "We"), Piece("removed", " share"), Piece("added", " sell"), Piece("same", " it.")])
    'We [-share-]{+sell+} it.'
    """
    shown: list[str] = []
    space = ""
    for piece in pieces:
        if piece.kind == "same":
            shown.append(piece.text)
            space = ""
            continue
        words = piece.text.lstrip()
        before = piece.text[: -len(words)] if words else ""
        text = f"[-{words}-]" if piece.kind == "removed" else f"{{+{words}+}}"
        colour = "red" if piece.kind == "removed" else "green"
        shown += ["" if before == space else before, click.style(text, fg=colour) if is_coloured else text]
        space = before  # what replaces words stands where they stood
    return "".join(shown)


# --- the terminal


def outcome_lines(outcome: Outcome, *, command: str) -> Iterator[str]:
    """What became of one document. `command` captures it again."""
    name = click.style(outcome.document, bold=True)
    hashed = f"SHA-256 {outcome.sha256[:12]}…, {count(outcome.characters, 'character')}"
    if outcome.kind == "captured":
        yield f"{name}: captured {outcome.captured_at}, a new text: text/{outcome.stamp}.md ({hashed})"
    elif outcome.kind == "returned":
        yield f"{name}: captured {outcome.captured_at}; the text of {time_of(outcome.stamp)} is back ({hashed})"
    elif outcome.kind == "unchanged":
        yield f"{name}: the same text as before, seen until {outcome.captured_at}"
    elif outcome.kind == "doubtful":
        yield from _doubtful(name, outcome, command)
    elif outcome.kind == "unsteady":
        yield from _unsteady(name, outcome, command)
    else:
        yield f"{name}: {click.style('not captured', fg='red')}: {outcome.because}"
        if outcome.kind == "still-unusable":
            yield f"  To put on record that it was seen again:   {command} --unusable WHY"
    yield from (f"  {note}" for note in outcome.notes)


def _doubtful(name: str, outcome: Outcome, command: str) -> Iterator[str]:
    yield f"{name}: {click.style('not taken', fg='yellow')}; it may not be the document:"
    yield from (f"  {doubt.because} ({doubt.why})" for doubt in outcome.doubts)
    why, because = outcome.doubts[0].why, outcome.doubts[0].because
    yield f"  If it is the document all the same:     {command} --accept"
    yield f"  To put on record that this was there:   {command} --unusable {why}"
    yield f"  (that also notes it in notes.yaml, unusable: {{why: {why}, note: {quoted(because)}}})"


def _unsteady(name: str, outcome: Outcome, command: str) -> Iterator[str]:
    yield f"{name}: {click.style('not taken', fg='yellow')}; two visits, one after the other, found other words:"
    for hunk in list(hunks_of(outcome.pieces))[:5]:
        yield f"  {marked(hunk, is_coloured=True)}"
    yield "  Take what varies out by `remove` (CSS) in document.yaml, or name it there in `volatile` (a pattern)."
    yield f"  To take it as it is:   {command} --accept"


def account_lines(account: Account, *, commands: str = "") -> Iterator[str]:
    """What a capture means for what is quoted. `commands` is what the commands named need besides, such as a
    `--content`."""
    yield from _change_lines(account)
    if not account.effects:
        return
    states = [f"{account.count(state)} {words}" for state, words in _COUNTED.items() if account.count(state)]
    yield f"  {count(len(account.effects), 'provision')}: {', '.join(states)}"
    for effect in account.effects:
        if effect.is_open or (account.is_change and effect.before != effect.after):
            yield from _effect_lines(effect, commands)
    for key in account.stale_findings:
        yield f"  read again: {key}, which rests on words as they were; then set its capture and reviewed_on"


def _change_lines(account: Account) -> Iterator[str]:
    if not account.is_change:
        return
    if account.returns_to:
        yield f"  The words are those of {account.returns_to} again."
    amount = f"{count(account.added, 'word')} added, {account.removed:,} taken out"
    yield f"  Against the words seen until {account.since}: {amount}."
    if account.is_reread:
        yield "  It is read by another rule than the text before, so this counts as a re-reading, not as a change;"
        yield "  if the document did change, say so in notes.yaml: captures: {<stamp>: {reread: real-change}}"


def _effect_lines(effect: Effect, commands: str) -> Iterator[str]:
    state = click.style(STATES[effect.after], fg=_WAYS.get(effect.after))
    as_before = ", as before" if effect.before == effect.after else ""
    yield f"  {effect.key}: {state}{as_before}   {effect.title}"
    for number, excerpt in enumerate(effect.excerpts, 1):
        which = f"excerpt {number}: " if len(effect.excerpts) > 1 else ""
        if excerpt.after in ("verbatim", "moved"):
            if which or excerpt.after == "moved":
                yield f"    {which}{STATES[excerpt.after]}" + (f": {excerpt.section}" if excerpt.section else "")
        elif excerpt.pieces:
            odd = ", a negation came or went" if excerpt.flips else ""
            yield f"    {which}closest passage, {excerpt.similarity:.0%} alike{odd}:"
            yield f"      {marked(excerpt.pieces, is_coloured=True)}"
        else:
            yield f"    {which}no passage is near"
    if effect.former:
        yield f"    the words it had before, quoted from {effect.former}, stand there again"
    yield from (f"    {line}" for line in next_steps(effect, commands))


def next_steps(effect: Effect, commands: str = "") -> Iterator[str]:
    """The commands that settle an open provision."""
    if not effect.is_open:
        return
    near = any(excerpt.passage for excerpt in effect.excerpts if excerpt.after not in ("verbatim", "moved"))
    if near:
        yield f"it says so in other words now:   atlas requote {effect.key}{commands}"
        yield f"the old quote may stay:          atlas judge {effect.key} same{commands}"
    yield f"it is not said any more:         atlas judge {effect.key} removed{commands}"


# --- Markdown


def title_of(outcome: Outcome, account: Account | None) -> str:
    """A pull request's title."""
    if account is None or not account.is_change:
        return f"{outcome.document}: captured {outcome.captured_at[:10]}"
    what = "back to earlier words" if account.returns_to else "another reading" if account.is_reread else "new words"
    read = f", {count(len(account.open), 'provision')} to read again" if account.open else ""
    return f"{outcome.document}: {what} on {outcome.captured_at[:10]}{read}"


def report(outcomes: Sequence[tuple[Outcome, Account | None]]) -> str:
    """A report for a pull request or an issue: what changed, the provisions touched, what was not captured."""
    return "\n".join(line for outcome, account in outcomes for line in [*_report(outcome, account), ""]).strip() + "\n"


def _report(outcome: Outcome, account: Account | None) -> Iterator[str]:
    yield f"## {title_of(outcome, account) if outcome.is_taken else f'{outcome.document}: not captured'}"
    yield ""
    if not outcome.is_taken:
        yield from _reasons(outcome)
        return
    if outcome.kind == "unchanged":
        yield f"The same text as before, seen until {outcome.captured_at}."
        return
    yield f"Captured {outcome.captured_at}: `text/{outcome.stamp}.md`, SHA-256 `{outcome.sha256}`."
    yield from (f"- {_plain(note)}" for note in outcome.notes)
    if account:
        yield ""
        yield from _account_report(account)


def _reasons(outcome: Outcome) -> Iterator[str]:
    if outcome.because:
        yield from _fenced([outcome.because])
    if outcome.doubts:
        yield "It may not be the document:"
        yield from _fenced([f"{doubt.why}: {doubt.because}" for doubt in outcome.doubts])
    if outcome.pieces:
        yield "Two visits, one after the other, found other words:"
        yield from _fenced([marked(hunk) for hunk in hunks_of(outcome.pieces)][:5])


def _account_report(account: Account) -> Iterator[str]:
    for line in _change_lines(account):
        yield line.strip()
    if account.hunks:
        yield ""
        yield "<details><summary>What changed</summary>"
        yield ""
        yield from _fenced([marked(hunk) for hunk in account.hunks])
        if account.more:
            yield f"and {count(account.more, 'more change')}."
        yield "</details>"
    if account.effects:
        yield ""
        yield "| provision | was | is |"
        yield "|---|---|---|"
        for effect in account.effects:
            now = f"**{STATES[effect.after]}**" if effect.is_open else STATES[effect.after]
            yield f"| `{effect.key}` | {STATES[effect.before]} | {now} |"
    for effect in account.open:
        yield from _effect_report(effect)
    if account.stale_findings:
        yield ""
        yield "Findings that rest on words as they were, to be read again:"
        yield from (f"- `{key}`" for key in account.stale_findings)


def _effect_report(effect: Effect) -> Iterator[str]:
    yield ""
    yield f"### `{effect.key}`"
    shown = [marked(excerpt.pieces) for excerpt in effect.excerpts if excerpt.pieces]
    yield from _fenced(shown or ["no passage is near"])
    if effect.former:
        yield f"The words it had before, quoted from {effect.former}, stand there again."
    yield from _fenced(list(next_steps(effect)))


def _fenced(lines: Sequence[str]) -> Iterator[str]:
    """Lines in a fence that none of them can close."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}text"
    yield from (line.replace("\n", " ") for line in lines)
    yield fence


def _plain(text: str) -> str:
    return "`" + text.replace("`", "'").replace("\n", " ") + "`"


# --- JSON


def as_json(outcome: Outcome, account: Account | None) -> dict[str, Any]:
    """One document's result for programs."""
    return {
        "document": outcome.document,
        "outcome": outcome.kind,
        "captured_at": outcome.captured_at or None,
        "text": f"text/{outcome.stamp}.md" if outcome.stamp else None,
        "text_sha256": outcome.sha256 or None,
        "failure": outcome.failure or None,
        "because": outcome.because or None,
        "doubts": [{"why": doubt.why, "because": doubt.because} for doubt in outcome.doubts],
        "title": title_of(outcome, account),
        "is_change": bool(account and account.is_change),
        "provisions": {effect.key: effect.after for effect in account.effects} if account else {},
        "to_read": [effect.key for effect in account.open] if account else [],
        "findings_to_read": list(account.stale_findings) if account else [],
    }
