"""Whether the house may write at all: all that is wrong with mail, told in one list before the first letter.

Three ask: Django's system check (settings alone, no network), `manage.py check_mail` (all of it), and the pump before
the first letter of a round (settings and Amazon SES, kept for some minutes; never DNS).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from scc_site.mail.fitness import amazon, declared, doors
from scc_site.mail.fitness.findings import Finding, Grade

SHORT = timedelta(seconds=60)  # how long bad news holds: what the office puts right should show soon
_kept: dict[tuple[str, ...], tuple[datetime, list[Finding]]] = {}


def problems(*, at: datetime) -> list[str]:
    """Every reason why no letter should leave now, in whole sentences; none when all is well.

    A service that cannot be asked is none: the letters themselves will show whether it can be reached.
    """
    return [str(finding) for finding in _recent(at) if finding.grade == Grade.STOPS]


def whole() -> list[Finding]:
    """Everything there is to say about mail, the worst first. Asks the mail service and DNS."""
    from scc_site.mail.fitness import domains  # noqa: PLC0415 - every process loads this module, few ask DNS

    found = [*declared.findings(), *declared.habits()]
    found += [*amazon.findings(), *amazon.details(), *doors.findings(), *domains.findings()]
    return sorted(dict.fromkeys(found), key=lambda finding: list(Grade).index(finding.grade))


def _recent(at: datetime) -> list[Finding]:
    """Settings and service; each process asks once in some minutes, and anew when the settings are others."""
    known = _kept.get(declared.choice())
    if known and timedelta(0) <= at - known[0] < _life(known[1]):
        return known[1]
    found = [*declared.findings(), *amazon.findings()]
    _kept.clear()
    _kept[declared.choice()] = (at, found)
    return found


def _life(found: list[Finding]) -> timedelta:
    """How long an answer holds."""
    usual = timedelta(seconds=settings.MAIL_CHECK_SECONDS)
    bad = any(finding.grade in {Grade.STOPS, Grade.AWAY} for finding in found)
    return min(usual, SHORT) if bad else usual
