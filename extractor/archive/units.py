"""One reporting unit, however its reports spell its name: "Kultur- och Fritidsnämnden", or without å, ä and ö.

Units are the same where `unit_key` is. A unit is called what most of its reports call it; of names as frequent, one
that kept its marks. Every function works inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import sqlalchemy as sa

from extractor.archive import schema
from extractor.archive.packing import unit_key

Owner = tuple[str, str]
"""Organisation and unit."""


def names(connection: sa.Connection) -> dict[Owner, Owner]:
    """Every spelling of a unit of the documents that were read → the unit's name."""
    table = schema.document
    query = (
        sa.select(table.c.organisation, table.c.unit, sa.func.count())
        .where(table.c.report.is_not(None))
        .group_by(table.c.organisation, table.c.unit)
    )
    spellings: dict[str, Counter[Owner]] = defaultdict(Counter)
    for organisation, unit, count in connection.execute(query):
        spellings[unit_key(organisation, unit)][organisation, unit] = count
    named = ((some, _name(some)) for some in spellings.values())
    return {owner: name for some, name in named for owner in some}


def is_unit(
    table: sa.Table, connection: sa.Connection, organisation: str, unit: str
) -> sa.ColumnElement[bool]:
    """The rows of a table with columns `organisation` and `unit` that are a unit's, however it is spelled there.

    Of documents, those that were read.
    """
    key = unit_key(organisation, unit)
    owners = sa.select(table.c.organisation, table.c.unit).distinct()
    if table is schema.document:
        owners = owners.where(table.c.report.is_not(None))
    spellings = [
        sa.and_(table.c.organisation == o, table.c.unit == u)
        for o, u in connection.execute(owners)
        if unit_key(o, u) == key
    ]
    return sa.or_(*spellings) if spellings else sa.false()


def _name(spellings: Counter[Owner]) -> Owner:
    return max(spellings, key=lambda owner: (spellings[owner], _marks(owner), owner))


def _marks(owner: Owner) -> int:
    return sum(not character.isascii() for text in owner for character in text)
