"""A sail's history in plain words."""
