"""What a cell shows instead of words, and what that means: lights, arrows, smileys, bars, legends."""
