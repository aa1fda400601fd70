"""Edit the text of an existing file: new lines between the old ones, and every other byte unchanged."""
