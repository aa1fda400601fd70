"""Dates as precise as they are known: read, compare, compute and write them."""
