"""Swedish that lost its å, ä and ö in OCR → Swedish."""
