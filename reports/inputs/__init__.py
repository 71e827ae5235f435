"""Inputs of the formulas: read by named queries, a fixed number of them, whatever the rows."""
