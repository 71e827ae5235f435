"""Who comes in at the reports, and how much of each they read. For everybody else there is nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from reports import grants
from reports.grants import Act, Grants
from reports.models import BusinessUnit, ReportRun
from reports.perspectives import SLUGS
from reports.reading import report_of
from reports.report import Report
from scc_site.models import Scope, User


@dataclass(frozen=True)
class Reader:
    """Somebody who reads reports, with all that they were given."""

    person: User
    grants: Grants

    def may(self, act: Act, slug: str, unit: BusinessUnit | None) -> bool:
        """Whether they may do something with a report over a scope."""
        return self.grants.may(act, slug, _slug(unit))

    def clearance(self, slug: str, unit: BusinessUnit | None) -> frozenset[str]:
        """The labels that they see of a report over a scope; empty where they may not read it at all."""
        return self.grants.clearance(slug, _slug(unit))

    def reads(self, slug: str, unit: BusinessUnit | None) -> bool:
        """Whether they may read a report over a scope."""
        return self.grants.covers(slug, _slug(unit))


@dataclass(frozen=True)
class Reading:
    """One run in the hands of one reader."""

    reader: Reader
    run: ReportRun
    clearance: frozenset[str]

    @cached_property
    def report(self) -> Report:
        """What the run said, without what the reader has no clearance for. Raises Http404 where it said nothing."""
        if self.run.tree is None:
            raise Http404
        return report_of(self.run, self.clearance)


def reader_of(request: HttpRequest) -> Reader:
    """Who asks. Raises Http404 for those to whom no report was given and who are no executives."""
    person = request.user
    if not isinstance(person, User) or person.auth_session is None or person.auth_session.scope == Scope.EVENT:
        raise Http404
    given = grants.of(person)
    if given.is_empty and not person.is_executive:
        raise Http404
    return Reader(person, given)


def scope_of(request: HttpRequest) -> BusinessUnit | None:
    """The unit named by `?unit=`; None for the whole portfolio. Raises Http404 for a unit that is not there."""
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    unit = BusinessUnit.objects.known().get(asked)
    if unit is None:
        raise Http404
    return unit


def report_for(request: HttpRequest, slug: str) -> tuple[Reader, BusinessUnit | None]:
    """A reader and the scope that they ask a report over. Raises Http404 for what they may not read."""
    reader = reader_of(request)
    if slug not in SLUGS:
        raise Http404
    unit = scope_of(request)
    if not reader.reads(slug, unit):
        raise Http404
    return reader, unit


def reading_for(request: HttpRequest, number: str) -> Reading:
    """A run for who asks. Raises Http404 for a run that is not there, or not for them."""
    reader = reader_of(request)
    run = ReportRun.objects.numbered(number)
    if run is None or not reader.reads(run.slug, run.unit):
        raise Http404
    return Reading(reader, run, reader.clearance(run.slug, run.unit))


def _slug(unit: BusinessUnit | None) -> str:
    return unit.slug if unit else ""
