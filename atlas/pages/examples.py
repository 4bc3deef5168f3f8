"""Worked examples of the data and the API, as `/data/` prints them; a test runs every one that this machine can run."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.pages.base import Views


@dataclass(frozen=True, slots=True)
class Example:
    """What it shows, in which language, and the code."""

    title: str
    language: str
    code: str


def examples(views: Views) -> tuple[Example, ...]:
    """The examples, with the addresses of this site."""
    base = views.absolute("")
    clause_type = next(iter(views.content.clause_types), "arbitration")
    return tuple(
        Example(title, language, code.strip().replace("BASE", base).replace("CLAUSE", clause_type))
        for title, language, code in EXAMPLES
    )


EXAMPLES = (
    ("Which lists there are", "shell", """
curl --silent BASE/api/v1/index.json
"""),
    ("All provisions, page by page", "python", """
import json
from urllib.request import urlopen

url = "BASE/api/v1/provisions/index.json"
while url:
    with urlopen(url) as response:
        page = json.load(response)
    for each in page["result"]:
        print(each["entity"], each["clause_type"], each["answer"], each["url"])
    url = page["next"]
"""),
    ("The quoted words of one clause type, from the tables", "pandas", """
import pandas as pd

provisions = pd.read_csv("BASE/data/csv/provisions.csv")
excerpts = pd.read_csv("BASE/data/csv/excerpts.csv")
live = provisions[(provisions.standing == "live") & (provisions.clause_type == "CLAUSE")]
quoted = live.merge(excerpts[excerpts.wording == 0], on=["provision", "document", "captured_at"])
print(quoted[["entity", "answer", "text"]])
"""),
    ("How many platforms have each kind of clause in the first region, in R", "r", """
coverage <- read.csv("BASE/data/csv/coverage.csv")
present <- subset(coverage, state == "answered" & region == region[1])
aggregate(entity ~ clause_type, present, function(each) length(unique(each)))
"""),
    ("Full-text search in the SQLite file", "python", """
import sqlite3
from urllib.request import urlretrieve

urlretrieve("BASE/data/atlas.sqlite", "atlas.sqlite")
atlas = sqlite3.connect("atlas.sqlite")
for row in atlas.execute(
    "SELECT entity, provisions.title, url FROM provisions_fts "
    "JOIN provisions ON provisions.rowid = provisions_fts.rowid "
    "WHERE provisions_fts MATCH ? ORDER BY rank LIMIT 5",
    ("training",),
):
    print(*row)
"""),
    ("Checking what was downloaded", "shell", """
curl --silent --remote-name BASE/data/LICENCES.md --remote-name BASE/data/SHA256SUMS
sha256sum --check --ignore-missing SHA256SUMS
"""),
)  # fmt: skip
