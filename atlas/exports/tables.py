"""Every table of the catalogue, one a grain: pure values, with the meaning of each column.

In: what was gathered. Out: the tables in one order, each after those it refers to (but for rows that refer to rows of
their own table). The same keys stand everywhere; cells hold codes and not labels, and never a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from atlas.exports import platform_tables, provision_tables, vocabulary_tables, word_tables
from atlas.exports.gathered import Gathered
from atlas.exports.table import Table, filled, linked
from atlas.memo import digest

_ALL = (*vocabulary_tables.TABLES, *platform_tables.TABLES, *provision_tables.TABLES, *word_tables.TABLES)
SPECS = linked(spec for spec, _ in _ALL)
MAKERS = {spec.name: maker for spec, maker in _ALL}
VERSION_DIGITS = 16


def tables(gathered: Gathered) -> Mapping[str, Table]:
    """By name, in order."""
    return {spec.name: filled(spec, MAKERS[spec.name](gathered)) for spec in SPECS}


def dataset_version(made: Iterable[Table]) -> str:
    """A digest of every row: two catalogues of one version hold the same. Where the site is served is not part of it."""
    spelled = (json.dumps([table.name, table.rows], ensure_ascii=False, separators=(",", ":")) for table in made)
    return digest(*spelled)[:VERSION_DIGITS]
