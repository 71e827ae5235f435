"""The guests' desks in the office."""

from waivers.office import guests, records, texts  # noqa: F401 - their desks register themselves
