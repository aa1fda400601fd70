"""Lists of words that other systems share: the Sustainable Development Goals, and groups of affected persons."""
