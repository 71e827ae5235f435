"""Pages of guests and of party leads."""
