"""How UN documents are written."""
