"""The changes between two states of a workspace, as documents."""
