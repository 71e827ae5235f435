"""The captain's board."""
