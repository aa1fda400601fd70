"""What things are: the records, the timeframe, places and problems. No files, no clock, no printing."""
