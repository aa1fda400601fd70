"""Who answers for what, and who has reported."""
