"""From the words of a recommendation to evidence of what came of it."""
