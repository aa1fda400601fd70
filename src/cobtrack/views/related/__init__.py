"""Records that are about the same thing, found by the words that they share."""
