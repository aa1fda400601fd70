"""Spreadsheets that people fill in: the matrix of recommendations, and the phrases for translators."""
