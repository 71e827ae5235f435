"""The pages of the bridge: what may be read, one run, one figure of it, one finding; and building a run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from events.forms import faults_of
from reports import building, viewing
from reports.building import Order
from reports.models import BusinessUnit
from reports.pages import door, figure_page, files, run_page, shelf
from reports.pages.forms import BuildForm, trigger_of
from reports.pages.ink import Ink
from scc_site import clock
from scc_site.refusals import Mistyped

MOST_PAGES = 100_000
THEMES = ("light", "dark")
A_YEAR = "private, max-age=31536000, immutable"


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that was given to who asks, over a scope."""
    reader = door.reader_of(request)
    unit = door.scope_of(request)
    units = BusinessUnit.objects.known()
    context = shelf.shelf(reader, unit, units)
    if unit and not context["reports"]:
        raise Http404
    return render(request, "reports/shelf.html", context)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """The runs of one report over a scope."""
    reader, unit = door.report_for(request, slug)
    return render(request, "reports/history.html", shelf.history(reader, slug, unit, request.GET.get("after", "")))


@require_POST
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """One run of a report as the records stand; the same form sent twice is one run. 303 to its page."""
    reader, unit = door.report_for(request, slug)
    if not reader.may("build", slug, unit):
        raise Http404
    form = BuildForm(request.POST)
    if not form.is_valid():
        raise Mistyped("No report can be built from that.", faults_of(form))
    at = clock.now()
    asked = Order(slug, unit, form.day(unit, at), "", form.cleaned_data["variant"] or "A")
    order = asked._replace(trigger=trigger_of(form, asked, reader.person))
    run = building.build(order=order, builder=reader.person, at=at)
    return HttpResponse(status=303, headers={"Location": run.get_absolute_url()})


@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """One run, from what was stored of it."""
    reading = door.reading_for(request, run_id)
    if reading.run.tree is None:
        return render(request, "reports/unbuilt.html", run_page.unbuilt(reading))
    if request.method == "GET":
        viewing.confirm(run=reading.run, person=reading.reader.person, at=clock.now())
    return render(request, "reports/run.html", run_page.run_page(reading))


@require_safe
def figure(request: HttpRequest, run_id: str, place: int) -> HttpResponse:
    """One figure of a run, down to its rows."""
    context = figure_page.figure_page(door.reading_for(request, run_id), _place(place), _page(request))
    return render(request, "reports/figure.html", context)


@require_safe
def finding(request: HttpRequest, run_id: str, place: int) -> HttpResponse:
    """One finding of a run, down to its rows."""
    context = figure_page.finding_page(door.reading_for(request, run_id), _place(place), _page(request))
    return render(request, "reports/finding.html", context)


@require_safe
def chart(request: HttpRequest, run_id: str, name: str) -> HttpResponse:
    """A chart of a run as an image, where this reader sees all that is in it."""
    reading = door.reading_for(request, run_id)
    key, _, theme = name.rpartition("-")
    if theme not in THEMES or not run_page.shows_chart(reading, key):
        raise Http404
    file = files.chart(reading.run, name)
    if file is None:
        raise Http404
    return HttpResponse(
        bytes(file.content), content_type="image/svg+xml", headers={"Cache-Control": A_YEAR, "ETag": f'"{file.sha256}"'}
    )


@require_safe
def file(request: HttpRequest, run_id: str, kind: str) -> HttpResponse:
    """A run as a file; 202 with a page and Retry-After while it is made."""
    reading = door.reading_for(request, run_id)
    if kind not in files.KINDS or reading.run.tree is None:
        raise Http404
    found = files.ready(reading, kind)
    if found is None:
        context = run_page.head_of(reading, Ink(run_id)) | files.waiting(kind)
        response = render(request, "reports/waiting.html", context, status=202)
        response["Retry-After"] = files.RETRY_AFTER
        return response
    return files.answer(reading, found, kind)


def _place(place: int) -> int:
    """A number that a column holds; raises Http404 for one that no figure ever has."""
    if not 0 < place < MOST_PAGES:
        raise Http404
    return place


def _page(request: HttpRequest) -> int:
    """The page of rows asked for, from 1; raises Http404 for no number and for one beyond any."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal()) or not 0 < int(asked[:9]) < MOST_PAGES:
        raise Http404
    return int(asked)
