"""Letters in the outbox, for tests: every argument has a plain default."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from scc_site.mail import outbox, pump
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW

_count = itertools.count(1)


def post(*, at: datetime = NOW, **fields: Any) -> OutgoingMail:
    """One probe letter to a new person."""
    number = next(_count)
    defaults: dict[str, Any] = {
        "letter": "probe",
        "dedupe_key": f"probe:{number}:1:x:1",
        "context": {"greeting": "Ahoy", "topic": "the tide turns"},
    }
    arguments = defaults | fields
    if "person" not in arguments:
        arguments["person"] = factories.person("Ana Silva")
    outbox.queue(at=at, **arguments)
    return OutgoingMail.objects.get(dedupe_key=arguments["dedupe_key"])


def pump_at(at: datetime, **options: Any) -> pump.Round:
    """One round of the pump at a standing instant."""
    return pump.run(time=lambda: at, **options)


def fresh(mail: OutgoingMail) -> OutgoingMail:
    """The row as it is now."""
    return OutgoingMail.objects.get(pk=mail.pk)


def later(**delta: float) -> datetime:
    """An instant after the tests' now."""
    return NOW + timedelta(**delta)
