"""Filters of the letters' list; each reads an index, none asks the table what there is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from scc_site import clock
from scc_site.mail import kinds
from scc_site.mail.office.wording import named
from scc_site.models import OutgoingMail, User

Letters = QuerySet[OutgoingMail]
NOBODY = "nobody"
LONGEST_NUMBER = 19  # digits of what Postgres numbers rows with


class StateFilter(admin.SimpleListFilter):
    """What became of a letter; two groups of states that somebody should look at come first."""

    title = "state"
    parameter_name = "state"
    groups = {  # noqa: RUF012 - never changed
        "trouble": ("bounced", "complained", "failed", "suppressed"),
        "open": ("queued", "sending", "uncertain", "frozen"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The groups, then each state."""
        return [("trouble", "did not arrive"), ("open", "still to leave"), *OutgoingMail.State.choices]

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """Letters of one state or group."""
        chosen = self.value()
        return queryset.filter(state__in=self.groups.get(chosen, (chosen,))) if chosen else None


class KindFilter(admin.SimpleListFilter):
    """Which letter."""

    title = "letter"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every letter that an app registered, by name."""
        return sorted((kind.letter, named(kind.letter)) for kind in kinds.known())

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """Letters of one kind, registered or not."""
        return queryset.filter(kind=self.value()) if self.value() else None


class WhenFilter(admin.SimpleListFilter):
    """By the time of writing; days begin at midnight on the house's clock."""

    title = "written"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The nearest first."""
        return [("today", "today"), ("week", "in 7 days"), ("month", "in 30 days"), ("older", "before that")]

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """The letters of that span; each reads a range of an index."""
        today = datetime.combine(clock.now().astimezone(settings.HOUSE_ZONE), time.min, settings.HOUSE_ZONE)
        days = {"today": 0, "week": 6, "month": 29}.get(self.value() or "")
        if days is not None:
            return queryset.filter(created_at__gte=today - timedelta(days=days))
        return queryset.filter(created_at__lt=today - timedelta(days=29)) if self.value() == "older" else None


class LaneFilter(admin.SimpleListFilter):
    """How urgent."""

    title = "lane"
    parameter_name = "lane"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The most urgent first."""
        return [(str(value), str(label)) for value, label in OutgoingMail.Lane.choices]

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """Letters of one lane; a lane that is none shows nothing."""
        chosen = self.value()
        if not chosen:
            return None
        return queryset.filter(lane=int(chosen)) if chosen in map(str, OutgoingMail.Lane.values) else queryset.none()


class TwiceFilter(admin.SimpleListFilter):
    """Letters that a reader may have got twice."""

    title = "twice"
    parameter_name = "twice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One question."""
        return [("perhaps", "perhaps sent twice")]

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """Those that are marked so."""
        return queryset.filter(possible_duplicate=True) if self.value() else None


class PersonFilter(admin.SimpleListFilter):
    """One person's letters: reached from where the person is edited, left again here."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The person asked for, nobody else: there are too many to list."""
        asked = request.GET.get(self.parameter_name, "")
        self.known = {asked: _name(asked)} if asked else {}
        return list(self.known.items())

    def queryset(self, request: HttpRequest, queryset: Letters) -> Letters | None:
        """The letters to one person, whatever address they had; none for what is no person's number."""
        chosen = self.value()
        if not chosen:
            return None
        return queryset.none() if self.known[chosen] == NOBODY else queryset.filter(person_id=int(chosen))


def _name(number: str) -> str:
    """What somebody is called, by number as typed; `nobody` for what is none."""
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER):
        return NOBODY
    return User.objects.names_of([int(number)]).get(int(number), NOBODY)
