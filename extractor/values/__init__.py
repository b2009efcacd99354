"""Printed text → quantities with unit, comparator and period, or a reasoned refusal."""
