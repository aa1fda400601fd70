"""YAML text to plain data with its places, and back; what is wrong with a text that is no YAML."""
