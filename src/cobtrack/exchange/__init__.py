"""Import and export of other formats: files of other systems, the matrix for working groups, calendars."""
