"""Other people's formats, in and out: sources to import, the matrix, and what becomes of an import."""
