"""In which languages the texts of a workspace exist."""
