"""The commands, one a file: read options, call one of the other packages, show what it says."""
