"""Turn plain data into records, and the errors of pydantic into problems with hints how to fix them."""
