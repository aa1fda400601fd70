"""Read Concluding Observations of any treaty body from the Word files that the UN publishes."""
