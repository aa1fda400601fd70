"""The matrix that a working group fills in."""
