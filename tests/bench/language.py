"""Sentences, sections and clauses of invented documents, drawn from a seeded chance. Nothing here reads or writes."""

from __future__ import annotations

import random
from dataclasses import dataclass

SYLLABLES = [
    "bra",
    "dor",
    "fen",
    "gal",
    "hul",
    "jes",
    "kor",
    "lim",
    "mor",
    "nel",
    "ost",
    "pel",
    "quin",
    "ras",
    "sel",
    "tam",
    "ulm",
    "ver",
    "wex",
    "yar",
    "zel",
]
PARTIES = ("you", "the user", "any person who holds an account", "your organization", "each visitor", "the customer")
ACTS = (
    "shall receive", "may request", "is given", "must keep", "accepts", "may review", "has to confirm", "can obtain",
    "shall provide",
    "may be asked for", "is to be told of", "may change", "should read", "will be shown",
)  # fmt: skip
THINGS = (
    "the settings of the account", "a list of the services in use", "the terms that apply to a paid plan",
    "a notice by electronic mail", "the records of each session", "the means of payment on file",
    "a copy of the current document", "the rules of the community", "the name under which messages appear",
    "the language of the interface", "a summary of the fees that are due", "the address for letters",
    "the limits that hold for each model", "a statement of the reasons", "the technical data of the device",
    "the history of earlier versions",
)  # fmt: skip
WHEN = (
    "before the first use", "within {n} days", "as long as the service is offered",
    "at the end of each billing period", "on request", "where the feature is switched on",
    "after the account has been confirmed", "for {n} months from the date of the order",
    "unless a shorter period is stated on the page", "whenever the document is revised",
    "at least {n} days in advance",
)  # fmt: skip
WHY = (
    "so that questions can be answered", "to keep the service available",
    "in order to meet duties under the law that applies", "to prevent misuse by others",
    "for the purposes described above", "so that invoices are correct", "to make support possible",
)  # fmt: skip
HEADS = (
    "Who we are", "What these words mean", "Your account", "Fees and payment", "What you may expect", "What we expect",
    "Content", "Feedback", "Availability", "Changes", "Security", "People under age", "Third parties", "Links",
    "Ending the agreement", "Disputes", "Notices", "General rules", "How to reach us", "Where data goes",
    "How long data stays", "Choices", "Requests by authorities", "Languages",
)  # fmt: skip
LEVELS = (
    "plainly",
    "expressly",
    "as a rule",
    "in part",
    "without further notice",
    "to the extent stated here",
    "by default",
    "for every plan",
)


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, each a list of sentences."""

    heading: str
    paragraphs: tuple[tuple[str, ...], ...]


def name(chance: random.Random) -> str:
    """An invented name of two or three syllables."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()


def sentence(chance: random.Random) -> str:
    """A sentence such as terms are full of; some have a link, some have marks."""
    number = str(chance.randint(2, 90))
    words = (
        f"{chance.choice(PARTIES)} {chance.choice(ACTS)} {chance.choice(THINGS)} {chance.choice(WHEN).format(n=number)}"
    )
    if chance.random() < 0.5:
        words += f", {chance.choice(WHY)}"
    if chance.random() < 0.3:
        words += f", and {chance.choice(PARTIES)} {chance.choice(ACTS)} {chance.choice(THINGS)}"
    if chance.random() < 0.08:
        words = words.replace("the ", "the [current](https://www.example.com/current) ", 1)
    return words[0].upper() + words[1:] + "."


def clause(chance: random.Random, company: str, subject: str, number: int) -> str:
    """The sentence that a provision quotes: `number` makes it the only one of its kind in a document."""
    return (
        f"As regards {subject}, {company} {chance.choice(ACTS)} {chance.choice(THINGS)} {chance.choice(LEVELS)}, "
        f"{chance.choice(WHEN).format(n=chance.randint(2, 90))}, under rule {number} of this document."
    )


def reworded(chance: random.Random, words: str) -> str:
    """The same clause in other words: one of its phrases for another."""
    for phrases in (WHEN, LEVELS, THINGS):
        for phrase in phrases:
            if phrase in words:
                return words.replace(phrase, chance.choice([other for other in LEVELS if other not in words]))
    return words.replace("As regards", "In matters of")


def prose(chance: random.Random, sentences: int) -> str:
    """A paragraph of an analysis."""
    return " ".join(
        sentence(chance).replace("[current](https://www.example.com/current) ", "") for _ in range(sentences)
    )


def sections(chance: random.Random, bytes_wanted: int) -> list[Section]:
    """A document's sections, without its clauses, of about so many bytes."""
    found: list[Section] = []
    size = 0
    while size < bytes_wanted or len(found) < 3:
        number = len(found)
        heading = f"{number + 1}. {HEADS[number % len(HEADS)]}" + (
            f" ({number // len(HEADS) + 1})" if number >= len(HEADS) else ""
        )
        paragraphs = tuple(
            tuple(sentence(chance) for _ in range(chance.randint(2, 6))) for _ in range(chance.randint(2, 6))
        )
        found.append(Section(heading, paragraphs))
        size += sum(len(words) + 1 for paragraph in paragraphs for words in paragraph)
    return found


def markdown(title: str, found: list[Section]) -> str:
    """The text file of a document."""
    parts = [f"# {title}"]
    for section in found:
        parts.append(f"## {section.heading}")
        parts += [" ".join(paragraph) for paragraph in section.paragraphs]
    return "\n\n".join(parts) + "\n"
