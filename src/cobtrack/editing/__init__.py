"""What may be written, and how a change becomes new texts of files: without printing, for Python and the commands."""
