"""Other systems whose files can be imported, a module for each."""
