"""Text to model and back: finding a workspace, reading, locating, writing. All files are opened here."""
