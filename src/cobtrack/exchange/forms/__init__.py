"""Spreadsheets that people fill in, whatever they contain: write them, and find the cells that were changed."""
