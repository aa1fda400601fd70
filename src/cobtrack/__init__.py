"""cobtrack: the follow-up to a treaty body's Concluding Observations, kept as plain YAML."""

__version__ = "0.1.0"
