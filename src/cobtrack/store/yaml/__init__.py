"""Read YAML text into plain data with places, write plain data as YAML, and explain errors in YAML texts."""
