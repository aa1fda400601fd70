"""Read files from other systems, with one module for each system."""
