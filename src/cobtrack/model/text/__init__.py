"""Texts of records: their Markdown, the characters they may not hold, what a misspelt word may mean."""
