"""What the values of indicators show: their trend, the gaps between groups, and when the next value is due."""
