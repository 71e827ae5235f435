"""A person's sails in their own calendar: the feed that it reads, the entries that letters bring."""
