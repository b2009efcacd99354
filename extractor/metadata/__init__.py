"""Who reported about what period."""
