"""Schema of the books."""
