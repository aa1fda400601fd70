"""Import and export: files from other systems, the matrix for working groups, and calendars."""
