"""The words readers see for codes, and dates and scopes in words. One place, so that pages and search say the same.

>>> day("2026-04-28"), day("2026-04"), counted(1, "platform")
('28 April 2026', 'April 2026', '1 platform')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from atlas.records import Amount, Deadline
from atlas.scopes import WORLD, Reach, Regions

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
SEVERITY = {"high": "High", "medium": "Medium", "low": "Low", "none": "None", "protective": "Protective"}
AUDIENCE = {
    "individuals": "Individuals",
    "businesses": "Businesses",
    "developers": "Developers",
    "public-sector": "Public sector",
}
CONFIDENCE = {"high": "High confidence", "medium": "Medium confidence", "low": "Low confidence"}
DOUBT = {
    "wording": "The wording can be read in more than one way",
    "documents-conflict": "The platform's documents contradict each other",
    "incomplete-capture": "The capture may not hold the whole document",
    "translation": "The reading rests on a translation",
    "document-not-held": "A document it refers to is not held here",
}
BASIS = {"explicit": "The words say so", "implied": "It follows from the words"}
TIER = {
    "exact": "Exact: character for character as in the archived text",
    "whitespace": "Same characters; white space differs",
    "typographic": "Same words; quotation marks, dashes, links or markup differ",
}
STATE = {
    "not-yet": "Not yet in the text",
    "verbatim": "Verbatim in the newest text",
    "moved": "Verbatim, under another section",
    "reworded": "Reworded, not yet judged",
    "not-found": "Not found in the newest text",
    "partly": "Partly in the newest text",
    "": "No usable capture",
}
STATE_THEN = {
    "not-yet": "Not yet in the text",
    "verbatim": "Verbatim",
    "moved": "Verbatim, under another section",
    "reworded": "Reworded",
    "not-found": "Not found",
    "partly": "Partly there",
    "": "No usable capture",
}
STANDING = {
    "live": "Live",
    "needs-review": "Needs review",
    "past": "Past",
    "withdrawn": "Withdrawn",
    "draft": "Draft",
}
RELATION = {
    "limits": "Limits the clause",
    "requires-disclosure": "Requires disclosure",
    "gives-right": "Gives a right",
    "backs": "Backs the clause",
    "named-in-document": "Named in the document",
}
STATUS = {
    "in-force": "In force",
    "partly-in-force": "Partly in force",
    "adopted": "Adopted, not yet in force",
    "proposed": "Proposed",
    "repealed": "Repealed",
}
REGULATION_KIND = {
    "statute": "Statute", "regulation": "Regulation", "directive": "Directive", "order": "Order",
    "guideline": "Guideline",
}  # fmt: skip
ENFORCED_BY = {"authorities": "Authorities", "courts": "Courts", "both": "Authorities and courts"}
ROLE = {"supervises": "Supervises", "prosecutes": "Prosecutes", "coordinates": "Coordinates; takes no complaints"}
VERDICT = {"same": "Same meaning", "changed": "Meaning changed", "removed": "Removed", "unclear": "Unclear"}
FINDING = {
    "absent": "No such clause",
    "refers-elsewhere": "Stands in another document",
    "not-applicable": "Could not stand in this document",
}
FOUND_IN = {
    "absent": "Absent in",
    "refers-elsewhere": "Left to another document by",
    "not-applicable": "Could not stand in",
}
CELL = {
    "answered": "Answered",
    "needs-review": "Needs review",
    "absent": "Absent",
    "partly-reviewed": "Partly reviewed",
    "not-reviewed": "Not reviewed",
    "not-held": "No such document held",
}
EVENT = {
    "added": "Record added",
    "answer-changed": "Answer changed",
    "severity-changed": "Severity changed",
    "document-changed": "Document changed",
    "words-reworded": "Words reworded",
    "words-not-found": "Words not found",
    "words-returned": "Words back",
    "judged": "Judged",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
    "retired": "Not followed any more",
    "corrected": "Corrected",
    "replied": "Reply",
}
UNUSABLE = {
    "error-page": "Error page",
    "redirect": "Redirected elsewhere",
    "consent-wall": "Consent wall",
    "partial": "Only part of the document",
    "other-page": "Another page",
}
WITHDRAWN = {
    "error": "It was a mistake",
    "duplicate": "It doubled another record",
    "legal": "For legal reasons",
    "split": "It was split",
    "out-of-scope": "It was out of scope",
}
ACTION = {"setting": "Setting", "form": "Form", "email": "Email", "post": "Post", "information": "Good to know"}
LOG = {"correction": "Correction", "recoding": "Recoding", "update": "Update", "reply-considered": "Reply considered"}
REPLY = {"entity": "the platform", "authority": "an authority", "person": "a reader"}
ORIGIN = {
    "human": "Written by people",
    "machine": "Drafted by a machine",
    "machine-assisted": "Drafted with a machine's help",
}
TRANSLATION = {"official": "Official translation", "human": "Our translation", "machine": "Machine translation"}
SIGNIFICANCE = {"substantive": "Substantive", "editorial": "Editorial"}
RELIES = {"incorporated": "Makes part of itself", "refers-to": "Refers to"}
LANGUAGE = {
    "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "sv": "Swedish", "zh": "Chinese",
}  # fmt: skip
PARTY = {"contracting": "Contracting party", "controller": "Controller", "processor": "Processor"}
UNIT = {
    "day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months"), "year": ("year", "years"),
    "hour": ("hour", "hours"), "count": ("", ""), "month-of-fees": ("month of fees", "months of fees"),
}  # fmt: skip


def day(value: str | date | None) -> str:
    """`28 April 2026`, `April 2026` or `2026`; of a time its day. '' for nothing."""
    if not value:
        return ""
    parts = str(value)[:10].split("-")
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    return " ".join([*words, *([MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []), parts[0]])


def moment(value: str) -> str:
    """`28 April 2026, 05:31:08 UTC`, or the day alone when there is no time."""
    return f"{day(value)}, {value[11:19]} UTC" if len(value) > 10 else day(value)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 platform`, `1,013 captures`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def amount(value: Amount | Deadline) -> str:
    """`30 days`, `USD 100`, `12 months of fees`."""
    number = f"{value.amount:,}"
    if value.unit not in UNIT:
        return f"{value.unit} {number}"
    return f"{number} {UNIT[value.unit][0 if value.amount == 1 else 1]}".strip()


def language(code: str) -> str:
    """A language's name; the code itself where no name is known here."""
    return LANGUAGE.get(code.split("-")[0], code)


def drafted(origin: str, authors: str) -> str:
    """By whom an analysis was written: `Drafted with a machine's help by the desk`."""
    by = {"human": "Written by", "machine": "Drafted by a machine for"}.get(origin, f"{ORIGIN[origin]} by")
    return f"{by} {authors}" if authors else ORIGIN[origin]


def region(code: str, jurisdictions: Mapping[str, object]) -> str:
    """A jurisdiction's name."""
    if code == WORLD:
        return "everywhere"
    value = jurisdictions.get(code, code)
    return str(getattr(value, "name", value))


def place(code: str, jurisdictions: Mapping[str, object]) -> str:
    """A jurisdiction's name as it stands in a sentence: `the United States`."""
    name = region(code, jurisdictions)
    return f"the {name}" if name.startswith(("United ", "European ", "Netherlands", "Philippines")) else name


def scope(
    where: Reach,
    regions: Regions,
    jurisdictions: Mapping[str, object],
    plans: Mapping[str, str],
    products: Mapping[str, str],
) -> str:
    """Who, where and for what, in words: `Individuals, in Germany and France, on Free, for Chat; except Bavaria`. What
    is excepted and could not be meant anyway is not told."""
    out = where.excepted
    audience = [AUDIENCE[name] for name in where.audience if name not in out.audience]
    parts = [listed(audience)] if audience else []
    if where.regions != (WORLD,):
        parts.append("in " + listed([place(code, jurisdictions) for code in where.regions]))
    for word, keys, names in (("on", where.plans, plans), ("for", where.products, products)):
        if keys:
            parts.append(f"{word} {listed([names.get(key, key) for key in keys])}")
    parts += where.conditions
    left_out = [place(code, jurisdictions) for code in out.regions if regions.any_meet((code,), where.regions)]
    left_out += [plans.get(key, key) for key in out.plans] + [products.get(key, key) for key in out.products]
    left_out += out.conditions
    return ", ".join(parts) + (f"; except {listed(left_out)}" if left_out else "")
