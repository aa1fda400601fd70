"""The output of commands: tables, details, charts and reports, printed to a terminal or to a pipe."""
