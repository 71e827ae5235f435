"""Inputs of the formulas: read by named queries, a fixed number of them, whatever the rows.

`said` is what is recorded of the units' days, where it was read before: one query less.
"""
