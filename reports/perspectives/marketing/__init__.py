"""The parts of the marketing report (pure), a module for each."""
