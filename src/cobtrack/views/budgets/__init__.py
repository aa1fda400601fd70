"""What budgets add up to, and which recommendations that ask for resources have none."""
