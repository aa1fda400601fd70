"""Answers to questions about a workspace: pure functions of the workspace and a day, with typed results."""
