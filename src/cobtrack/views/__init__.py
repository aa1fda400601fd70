"""What is asked of a workspace: pure functions of it and a day, with plain typed results."""
