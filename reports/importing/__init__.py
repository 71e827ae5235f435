"""Taking in files: one engine for the command and the office, each kind of file declared in `kinds`."""
