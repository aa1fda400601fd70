"""Codes and names of languages."""
