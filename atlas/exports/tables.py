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


def digests(made: Iterable[Table]) -> dict[str, str]:
    """By name, a digest of a table's rows. Where the site is served is not part of them."""
    return {table.name: digest(table.name, json.dumps(table.rows, ensure_ascii=False)) for table in made}


def dataset_version(found: Mapping[str, str]) -> str:
    """A digest of every row, from those of the tables: two catalogues of one version hold the same."""
    return digest(*found.values())[:VERSION_DIGITS]
