"""The command line. It reads options, calls the other packages, and prints their results."""
