"""Many sails at once: planned by a rule or from a file, looked at first, created and undone as a batch."""
