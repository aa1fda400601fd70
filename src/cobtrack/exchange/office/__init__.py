"""Word documents and spreadsheets as containers, whatever they hold."""
