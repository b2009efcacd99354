"""Review: what persons decide about what was read, kept by content and applied to every later reading."""
