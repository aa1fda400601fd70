"""The output of who answers for what, and who has reported."""
