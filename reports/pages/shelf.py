"""The shelf: every report that a reader was given over a scope, with its latest run; and the history of one."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from reports import grants
from reports.grants import Grants
from reports.models import BusinessUnit, ReportRun
from reports.models.grants import NAMES
from reports.pages.counted import found_in, state_of
from reports.pages.door import Reader
from reports.pages.lines import SAYS, moment, month_words
from reports.perspectives import SLUGS
from scc_site.models import User

Context = dict[str, Any]
PAGE = 20
WHOLE = "Whole portfolio"


def shelf(reader: Reader, unit: BusinessUnit | None, units: dict[str, BusinessUnit]) -> Context:
    """The context of shelf.html, in two queries beside the units."""
    slugs = [slug for slug in SLUGS if reader.reads(slug, unit)]
    runs = ReportRun.objects.latest_of(slugs, unit)
    cleared = {run.pk: reader.clearance(slug, unit) for slug, run in runs.items()}
    found = found_in(runs.values(), cleared)
    return {
        "scopes": scopes(reader, unit, units),
        "scope": unit.name if unit else WHOLE,
        "query": query_of(unit),
        "reports": [_report(slug, runs.get(slug), found, reader, unit) for slug in slugs],
        "may_read": bool(reader.grants.slugs),
    }


def ways(person: User) -> list[dict[str, str]]:
    """The ways to the reports of somebody who also sails; one query."""
    given = grants.of(person)
    return [{"href": f"/reports/{_where(given, slug)}", "label": NAMES[slug]} for slug in given.slugs]


def _where(given: Grants, slug: str) -> str:
    """The address of a report over the widest scope that was given."""
    units = given.units(slug)
    return f"{slug}/" if units is None else f"{slug}/?unit={min(units)}"


def scopes(reader: Reader, unit: BusinessUnit | None, units: dict[str, BusinessUnit]) -> list[Context]:
    """The ways from scope to scope that hold a report for this reader; none where there is but one."""
    ways = [("", WHOLE)] if any(reader.grants.covers(slug) for slug in SLUGS) else []
    ways += [
        (slug, each.name) for slug, each in units.items() if any(reader.grants.covers(report, slug) for report in SLUGS)
    ]
    here = unit.slug if unit else ""
    if len(ways) < 2 and any(slug == here for slug, _ in ways):  # noqa: PLR2004 - one way is no choice
        return []
    return [{"query": f"?unit={slug}" if slug else "", "name": name, "current": slug == here} for slug, name in ways]


def query_of(unit: BusinessUnit | None) -> str:
    """What keeps a scope in an address."""
    return f"?unit={unit.slug}" if unit else ""


def _report(
    slug: str, run: ReportRun | None, found: dict[Any, list[Context]], reader: Reader, unit: BusinessUnit | None
) -> Context:
    context = {"slug": slug, "title": NAMES[slug], "says": SAYS[slug], "may_build": reader.may("build", slug, unit)}
    return context | {"run": line(run, found) if run else None}


def line(run: ReportRun, found: dict[Any, list[Context]]) -> Context:
    """One run in a list."""
    return {
        "href": run.get_absolute_url(),
        "month": month_words(run.period),
        "as_of": run.as_of,
        "built": moment(run.built_at, run.unit),
        "state": state_of(run),
        "found": found[run.pk],
        "is_readable": bool(run.sha256),
        "fault": run.fault,
        "variant": run.variant,
        "is_corrected": run.corrects_id is not None,
        "builder": run.builder.name if run.builder else "the house",
    }


def history(reader: Reader, slug: str, unit: BusinessUnit | None, after: str) -> Context:
    """The context of history.html: a page of runs, newest first, from behind the one named by `after`; two queries."""
    runs = ReportRun.objects.of_report(slug, unit).select_related("unit", "builder").defer("tree")
    if after:
        built_at, number = _place(after)
        runs = runs.filter(Q(built_at__lt=built_at) | Q(built_at=built_at, pk__lt=number))
    page = list(runs[: PAGE + 1])
    shown, clearance = page[:PAGE], reader.clearance(slug, unit)
    found = found_in(shown, {run.pk: clearance for run in shown})
    further = urlencode({**({"unit": unit.slug} if unit else {}), "after": _token(shown[-1])}) if page[PAGE:] else ""
    return {
        "slug": slug,
        "title": NAMES[slug],
        "says": SAYS[slug],
        "scope": unit.name if unit else WHOLE,
        "query": query_of(unit),
        "runs": [line(run, found) for run in shown],
        "further": f"?{further}" if further else "",
        "is_later": bool(after),
        "may_build": reader.may("build", slug, unit),
    }


def _token(run: ReportRun) -> str:
    raw = f"{run.built_at.isoformat()}~{run.pk}".encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _place(token: str) -> tuple[datetime, UUID]:
    """Where a page begins; raises Http404 for what no page of ours links to."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        at, number = raw.split("~")
        found = datetime.fromisoformat(at)
        if found.tzinfo is None:
            raise ValueError
        return found, UUID(number)
    except (ValueError, binascii.Error, UnicodeError):
        raise Http404 from None
