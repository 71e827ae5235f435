"""`ptb_nudge`: who is reminded of what, and when.

rules (pure: times, families, quiet hours) · planning (rows from what stands) · choosing (which of them are told now)
· merging (pure: one letter's words) · sending (the job) · recalling (letters not left yet that are no longer true).
"""
