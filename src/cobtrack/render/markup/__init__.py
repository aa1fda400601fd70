"""Markdown documents: separate their blocks, and make HTML pages of them."""
