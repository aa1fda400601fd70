"""The content of each document: pure functions of a workspace and a day, a module for each document or part."""
