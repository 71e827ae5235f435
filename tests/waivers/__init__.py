"""What guests meet."""
