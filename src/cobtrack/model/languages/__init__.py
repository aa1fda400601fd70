"""Languages: their codes and names, and the phrases of the language that a command speaks."""
