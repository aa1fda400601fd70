"""Records that are added, removed, renamed or moved."""
