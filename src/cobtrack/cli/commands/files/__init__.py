"""Commands that check files, write documents, and exchange data with other programs: one module for each command."""
