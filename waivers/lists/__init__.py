"""A sail's guests, for its crew and the office."""
