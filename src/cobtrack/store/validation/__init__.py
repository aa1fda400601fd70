"""Turn plain data into records, and what pydantic rejects into problems that say how to fix it."""
