"""The tablet at the dock."""
