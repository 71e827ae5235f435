"""What mail services tell us: their doors, and the proof that it is they who speak."""
