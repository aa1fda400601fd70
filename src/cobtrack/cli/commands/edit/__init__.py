"""Commands that change the data files: one module for each command."""
