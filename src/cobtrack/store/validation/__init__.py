"""Plain data to records: what pydantic refuses, as problems that say how to fix it."""
