"""Apply the conventions of UN documents: phrases, citations, numbering, dates, symbols, UPR recommendations."""
