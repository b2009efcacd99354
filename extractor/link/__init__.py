"""The same indicator over the years: one id, given once."""
