"""The guests' desks in the office."""
