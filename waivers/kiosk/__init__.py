"""The tablet at the dock: guest after guest signs on it, and none sees the one before."""
