"""Commands that answer questions about the data: one module for each command."""
