"""The sail: planning, timing, checklists and lifecycle."""
