"""System checks: what would only show at night is told at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from scc_site import schedules
from scc_site.mail.fitness import declared
from scc_site.mail.fitness.findings import Grade
from scc_site.occurrences import wording
from scc_site.schedules import Chore, Shipped

OF_GRADE = {Grade.STOPS: (Error, "scc.E010"), Grade.WARNS: (Warning, "scc.W010")}


@register()
def schedules_resolve(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every dotted path of the plan leads to a function, every name and rule is usable."""
    found: list[CheckMessage] = []
    entries: list[Chore | Shipped] = [*schedules.CHORES, *schedules.SCHEDULES]
    names = [entry.name for entry in entries]
    for entry in entries:
        if names.count(entry.name) > 1:
            found.append(Error(f"The schedule {entry.name!r} is named twice.", id="scc.E002"))
        try:
            import_string(entry.path)
        except ImportError as fault:
            found.append(Error(f"The schedule {entry.name!r} cannot run: {fault}.", id="scc.E001"))
    for entry in schedules.SCHEDULES:
        faults = wording.problems(entry.rule, entry.zone or settings.TIME_ZONE)
        found += [Error(f"The schedule {entry.name!r}: {fault}", id="scc.E003") for fault in faults.values()]
    return found


@register("start")
def mail_settings_fit(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What the settings alone tell about mail; the network is asked by `manage.py check_mail`."""
    found: list[CheckMessage] = []
    for finding in declared.findings():
        kind, number = OF_GRADE[finding.grade]
        found.append(kind(finding.sentence, hint=finding.remedy or None, id=number))
    return found
