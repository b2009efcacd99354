"""A number in another unit of the same kind: 31.7 mnkr is 31700 tkr.

Only by moving the decimal point: minutes into hours would be arithmetic, with digits nobody printed.
"""

from __future__ import annotations

from decimal import Decimal

from extractor.patterns import Patterns

_POWERS = {Decimal(10) ** n: n for n in range(-9, 10)}


def in_unit(value: Decimal, unit: str, wanted: str, patterns: Patterns) -> Decimal | None:
    """A number in another unit of measure.

    Args:
        value: the number.
        unit: its unit, a key of patterns/units.toml.
        wanted: the unit it shall be in.
        patterns: the units that are known.

    Returns:
        The number with its decimal point moved; None where the units are of different kinds, or no power of ten
        lies between them.
    """
    if unit == wanted:
        return value
    known = {g.key: g.attributes for g in patterns["units"]}
    if unit not in known or wanted not in known or known[unit]["family"] != known[wanted]["family"]:
        return None
    ratio = Decimal(str(known[unit]["scale"])) / Decimal(str(known[wanted]["scale"]))
    power = _POWERS.get(ratio.normalize())
    if power is None:
        return None
    moved = value.scaleb(power)
    return moved if power < 0 else moved.quantize(Decimal(1)) if moved == moved.to_integral() else moved
