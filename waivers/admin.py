"""The guests' desks in the office."""

from waivers.office import texts  # noqa: F401 - its desk registers itself
