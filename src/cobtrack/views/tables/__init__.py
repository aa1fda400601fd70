"""The records of each kind as tables of texts, which become CSV."""
