"""The spreadsheet with blank rows, in which people add recommendations of any source."""
