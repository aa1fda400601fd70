"""The commands, a file for each: read options, call another package, print what it returns."""
