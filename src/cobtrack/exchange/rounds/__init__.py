"""The workbooks of a round of reporting, out and back: one for each organisation that is asked."""
