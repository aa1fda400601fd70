"""The records of data files, one folder or file of them a module."""
