"""Timeframes: read from what people write, counted from one another, compared, and written out again."""
