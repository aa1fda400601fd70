"""Records of the files that only their owner reads: they are never public, and never in git."""
