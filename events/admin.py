"""Where Django looks for the office's desk: its modules register themselves."""

from events.office import bookings, fleet, kinds, sails  # noqa: F401 - they register themselves
