"""Conventions of UN documents: phrases, citations, numbering, dates, symbols, recommendations of the UPR."""
