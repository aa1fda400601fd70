"""Concluding Observations of any treaty body, as the UN publishes them in Word."""
