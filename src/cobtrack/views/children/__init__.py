"""What children said and did, and what came of it."""
