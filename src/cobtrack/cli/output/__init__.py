"""What commands print: tables, details, charts and reports, to a terminal or to a pipe."""
