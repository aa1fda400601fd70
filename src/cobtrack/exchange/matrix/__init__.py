"""The recommendations matrix: a spreadsheet that working groups fill in."""
