"""Whether a sail can go, and the sheet it goes with."""
