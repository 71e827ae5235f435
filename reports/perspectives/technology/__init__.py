"""The parts of the technology report (pure), a module for each."""
