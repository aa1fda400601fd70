"""What can be asked about the internal files of the secretariat."""
