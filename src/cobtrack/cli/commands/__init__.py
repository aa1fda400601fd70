"""The commands, one file for each. A command reads its options, calls another package, and prints the result."""
