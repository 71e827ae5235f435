"""Puts another discipline's pump in the place of the house's own, for the storm's controls."""

from django.apps import AppConfig
from django.conf import settings


class DisciplinesConfig(AppConfig):
    """Installed by tests/faults/storm_settings.py alone."""

    name = "tests.faults"
    label = "disciplines"

    def ready(self) -> None:
        from scc_site.mail import shifts
        from tests.faults import disciplines

        pumps = {"mark-then-send": disciplines.mark_then_send, "send-then-mark": disciplines.send_then_mark}
        shifts.drain = pumps[settings.STORM_DISCIPLINE]
