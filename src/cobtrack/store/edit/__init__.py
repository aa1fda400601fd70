"""Changes to an existing file: new lines between the old ones, every other byte as it was."""
