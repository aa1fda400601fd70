"""Find, read and write the files of a workspace, and find the line of each record. Only this package opens files."""
