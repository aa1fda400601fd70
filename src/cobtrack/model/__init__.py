"""What the data are: records, dates, places, problems, and what follows from them. No files, no clock, no printing."""
