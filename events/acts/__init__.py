"""Move, hold, resume and cancel: one act each, with its reason and whom it concerns."""
