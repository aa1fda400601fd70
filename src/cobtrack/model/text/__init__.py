"""Texts: Markdown, ids, similar words, look-alike characters, escapes and wording. Nothing here knows the records."""
