"""A page's words, lines and shaded areas → its tables, headings and paragraphs, whichever engine read it."""
