"""How UN documents are written: phrases, citations, numbering, dates, symbols."""
