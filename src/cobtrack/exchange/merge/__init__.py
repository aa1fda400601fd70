"""What importing a file changes in the workspace: new records, filled-in fields, conflicts."""
