"""What the house does at set times: rules (pure), occurrences and their runs, the desk that edits schedules."""
