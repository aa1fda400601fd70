"""Functions for texts: Markdown, ids, similar words, look-alike characters, escapes and wording.

Nothing in this package depends on the records.
"""
