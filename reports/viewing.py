"""Who read a run: a page opened by somebody who is signed in, which no machine can do for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from reports.models import ConfirmedView, ReportRun
from scc_site.models import User


@transaction.atomic(savepoint=False)
def confirm(*, run: ReportRun, person: User, at: datetime) -> None:
    """Keep that a person opened a run, for the first time and the last; one statement."""
    row = ConfirmedView(run=run, person=person, first_at=at, last_at=at)
    ConfirmedView.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["run", "person"], update_fields=["last_at"]
    )
