"""The records in data files: one module for each kind of file."""
