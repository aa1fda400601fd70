"""The data model: records, dates, problems and their places in files, and everything computed from them.

Nothing in this package reads files, asks for the time or prints.
"""
