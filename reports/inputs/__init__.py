"""Inputs of the formulas: read by named queries, a fixed number of them, whatever the rows.

`said` is what is recorded of the units' days, `places` whose books a vessel's bookings go to, where they were read
before: one query less, or three.
"""
