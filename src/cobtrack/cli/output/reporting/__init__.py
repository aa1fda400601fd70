"""The output of who answers for what, who has reported, and what budgets add up to."""
