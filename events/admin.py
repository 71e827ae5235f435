"""Where Django looks for the office's desk: its modules register themselves."""

from events.office import fleet, kinds, sails  # noqa: F401 - they register themselves
