"""Compute everything that lists, documents and exports show: pure functions of a workspace and a day."""
