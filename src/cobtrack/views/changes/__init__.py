"""What changed between two states of a workspace, in sentences for people."""
