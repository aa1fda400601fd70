"""Read Word documents and spreadsheets, whatever they contain."""
