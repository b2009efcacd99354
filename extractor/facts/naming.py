"""How a fact's name says what is told of its subject: "Personalkostnader – avvikelse"."""

from __future__ import annotations

JOINT = " – "
"""Between the parts of a name: caption, row, and what is told of it."""
CHANGE = "förändring"
"""Ends a name whose number is the size of a change."""
DEVIATION = "avvikelse"
"""Ends a name whose number is the distance to budget or plan."""
