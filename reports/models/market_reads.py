"""How units were seen from outside, as plain rows for formulas: one query each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from reports.models.units import BusinessUnit
from reports.models.visibility import LocalSeoCheck, RankSnapshot, ReviewSnapshot
from reports.periods import Period


def reviews(units: Sequence[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
    """The counts of reviews of some days, the earliest first."""
    found = ReviewSnapshot.objects.filter(unit__in=units, on__gte=period.start, on__lt=period.end)
    return found.order_by("on", "pk").values_list(
        "unit__slug", "channel__slug", "on", "rating", "reviews", "unanswered", "oldest_unanswered_on"
    )


def ranks(units: Sequence[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
    """The places in searches of some days, the earliest first; a search by its words, channel and town."""
    found = RankSnapshot.objects.filter(keyword__unit__in=units, on__gte=period.start, on__lt=period.end)
    columns = ("keyword__unit__slug", "keyword__words", "keyword__channel__slug", "keyword__place", "on", "rank")
    return found.order_by("on", "pk").values_list(*columns)


def checks(units: Sequence[BusinessUnit], as_of: date) -> Iterable[tuple[Any, ...]]:
    """What local search looks at, as of a day; a check made later is not known yet."""
    found = LocalSeoCheck.objects.filter(Q(checked_on=None) | Q(checked_on__lte=as_of), unit__in=units)
    columns = ("unit__slug", "check_name", "result", "checked_on")
    return found.order_by("unit__slug", "check_name").values_list(*columns)
