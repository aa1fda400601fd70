"""All records as an SQLite database, whose tables follow from the models."""
