"""`atlas requote` and `atlas judge`: what an analyst says when quoted words have changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from atlas.capture.account import narrowed
from atlas.capture.telling import marked
from atlas.checks import run_content
from atlas.commands.named import content_in, content_option, day, handle, moment, named, with_options
from atlas.evidence import observe
from atlas.ids import document_of
from atlas.judging import WORDS, Judgement, judged
from atlas.memo import Memo
from atlas.problems import AtlasError, Problem, errors
from atlas.reading import Content, read
from atlas.records import Capture, Provision
from atlas.references import references
from atlas.requoting import Proposal, Revision, later_capture, proposals, requoted
from atlas.shapes import Severity
from atlas.writing import alone, write

_CAPTURE = click.option("--capture", metavar="TIME", help="Which later capture; the newest usable one if not given.")
_NOTE = "A sentence on it, for readers."
_BY = click.option("--by", metavar="HANDLE", help="Who says so: a handle of people.yaml.")
_ON = click.option("--on", metavar="DAY", help="The day of it; today if not given.")


@click.command("requote")
@click.argument("record", metavar="RECORD")
@with_options(
    _CAPTURE,
    click.option("--answer", metavar="KEY", help="The answer that follows from the new words, if another."),
    click.option("--severity", type=click.Choice(get_args(Severity)), help="The new words' severity, if another."),
    click.option("--note", metavar="TEXT", help="A sentence on the old words, kept with them."),
    _BY,
    _ON,
    click.option("--dry-run", "is_dry", is_flag=True, help="Show what would be quoted, and write nothing."),
    content_option,
)
def requote(**given: Any) -> None:
    """Quote a clause anew: the old words go to `earlier`, the closest ones of a later capture take their place.

    RECORD is a provision: entity/document/provision, its id, or its file. Use it when the same clause is reworded;
    where a clause split or moved to another document, write a new record that supersedes this one. An answer or
    severity that you give is the new words' own, and the old one stays with the old words. analysed_on becomes the day
    you give when it is older than the capture; verdicts on captures up to that one become a note of the old words.
    Comments, order and every byte that is not about the quote stay as they are.

    Words are proposed, never their meaning: it prints what to read again.

    \b
    Examples:
      atlas requote acme/terms/arbitration --dry-run
      atlas requote acme/terms/arbitration --answer opt-in --severity low --by desk
    """
    folder: Path = given["content"]
    content = content_in(folder)
    record = _provision(content, folder, given["record"])
    capture = later_capture(content, record, moment(given["capture"], "--capture"))
    said = Revision(day(given["on"]), given["answer"], given["severity"], given["note"], handle(content, given["by"]))
    _check_answer(content, record, said.answer)
    found = proposals(content, record, capture)
    data = requoted(record.path, _bytes(content, record), record, capture, found, said)
    for line in _proposal_lines(record, capture, found):
        click.echo(line)
    if given["is_dry"]:
        click.echo("nothing was written")
        return
    _write(folder, content, record, data)
    for line in _to_read(folder, record, found, said):
        click.echo(line)
    sys.exit(_report(folder, record))


@click.command("judge")
@click.argument("record", metavar="RECORD")
@click.argument("verdict", type=click.Choice(WORDS))
@with_options(_CAPTURE, click.option("--note", metavar="TEXT", help=_NOTE), _BY, _ON, content_option)
def judge(**given: Any) -> None:
    """Say what became of a clause in a later capture: same, changed, removed or unclear.

    RECORD is a provision: entity/document/provision, its id, or its file. The verdict goes to its `later`, with the
    day and your handle. `same`: the new words say what the quoted ones said, and the record stays live while that
    passage stands. `removed`: the clause is gone, and the record is past unless its words are there again. A machine
    never says either.

    \b
    Examples:
      atlas judge acme/terms/arbitration same --by desk --note "Only the heading's number changed."
      atlas judge acme/terms/arbitration removed --capture 2026-07-08T16:13:27Z --by desk
    """
    folder: Path = given["content"]
    content = content_in(folder)
    record = _provision(content, folder, given["record"])
    capture = later_capture(content, record, moment(given["capture"], "--capture"))
    said = Judgement(given["verdict"], day(given["on"]), given["note"], handle(content, given["by"]))
    standing = [proposal.stands for proposal in proposals(content, record, capture)]
    data = judged(record.path, _bytes(content, record), record, capture, said)
    _write(folder, content, record, data)
    click.echo(f"{record.key}: {said.verdict}, for the capture of {capture.captured_at}, on {said.on}")
    if said.verdict in ("removed", "changed") and all(standing):
        click.echo("  its words stand there verbatim, so it stays live; is it the right capture?")
    sys.exit(_report(folder, record))


# --- what both do


def _provision(content: Content, folder: Path, name: str) -> Provision:
    record = content.provisions[named(content, folder, "provision", name)]
    if record.withdrawn:
        raise AtlasError(f"{record.key} was withdrawn on {record.withdrawn.on}; nothing is said of its words any more")
    if document_of(record.key) not in content.captures:
        raise AtlasError(f"{document_of(record.key)} has no sound captures.yaml; `atlas check` says why")
    return record


def _bytes(content: Content, record: Provision) -> bytes:
    return content.files[record.path].read_bytes()


def _write(folder: Path, content: Content, record: Provision, data: bytes) -> None:
    with alone(folder):
        write(folder, record.path, data)


def _check_answer(content: Content, record: Provision, answer: str | None) -> None:
    clause_type = content.clause_types.get(record.clause_type)
    if answer and clause_type and not clause_type.answer(answer):
        known = ", ".join(known.key for known in clause_type.answers)
        raise AtlasError(f"--answer must be one of {record.clause_type} ({known}); got '{answer}'")


def _report(folder: Path, record: Provision) -> int:
    """Prints the errors of the record as it is now; 1 when there are any."""
    found = list(_problems(folder, record))
    for problem in found:
        click.echo(f"{folder.as_posix()}/{problem}")
    return 1 if errors(found) else 0


def _problems(folder: Path, record: Provision) -> Iterator[Problem]:
    content, problems = read(folder)
    if record.key in content.provisions:
        refer = references(content)
        problems += run_content(content, refer)
        with Memo(None) as memo:
            problems += observe(narrowed(content, document_of(record.key)), refer, memo)[1]
    yield from sorted(problem for problem in problems if problem.path == record.path)


# --- words for the analyst


def _proposal_lines(record: Provision, capture: Capture, found: Sequence[Proposal]) -> Iterator[str]:
    yield f"{click.style(record.key, bold=True)}: from the capture of {record.capture} to that of {capture.captured_at}"
    for number, proposal in enumerate(found, 1):
        if proposal.stands:
            yield f"  excerpt {number} stands as it was"
        elif not proposal.text:
            yield f"  excerpt {number} is left out: no passage is near; it is kept under earlier"
        else:
            under = f" under '{proposal.heading}'" if proposal.heading else ""
            caution = f"; {click.style(proposal.caution, fg='yellow')}" if proposal.caution else ""
            yield f"  excerpt {number}{under}, {proposal.similarity:.0%} alike{caution}:"
            yield f"    {marked(proposal.pieces, is_coloured=True)}"


def _to_read(folder: Path, record: Provision, found: Sequence[Proposal], said: Revision) -> Iterator[str]:
    yield f"written to {folder / record.path}. Read again, with the new words before you:"
    yield f"  the excerpts: do they begin and end where they should?{_and_translations(found)}"
    answer, severity = said.answer or record.answer, said.severity or record.severity
    yield f"  answer: {answer}, severity: {severity}, confidence: {record.confidence}"
    rest = {
        "value": record.value, "variants": record.variants, "supports": record.supports, "actions": record.actions,
        "regulations": record.regulations, "questions": record.questions,
    }  # fmt: skip
    if held := [name for name, values in rest.items() if values]:
        yield f"  {', '.join(held)}"
    yield "  the title, and every section below the front matter"
    if record.analysis.reviewed_by:
        yield f"  then have it reviewed: reviewed_on is still {record.analysis.reviewed_on}"


def _and_translations(found: Sequence[Proposal]) -> str:
    gone = any(proposal.old.translation and not proposal.stands for proposal in found)
    return " Their translation went with the old words." if gone else ""
