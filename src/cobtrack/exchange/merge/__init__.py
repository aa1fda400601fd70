"""Plan the changes that an import makes in the workspace: new records, filled-in fields and conflicts."""
