"""The pages of one figure and of one finding: what it is worth, where it comes from, and the very rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404

from reports import metrics
from reports.domains import DOMAINS
from reports.evidence import rows_behind
from reports.findings import Finding, known
from reports.models import BusinessUnit, RunFinding, RunValue
from reports.pages.counted import TONES
from reports.pages.door import Reading
from reports.pages.findings import Finds, card
from reports.pages.ink import Ink, ink_for
from reports.pages.lines import moment, period_words
from reports.pages.run_page import head_of, ink_of
from reports.pages.told_formulas import sentence
from reports.places import PLACES
from reports.reading import finding_places
from reports.report import Report
from reports.showing import shown
from reports.tree import LABELS
from reports.values import Evidence, Level, State, Value
from reports.words import Figure

Context = dict[str, Any]
EARLIER = 12
LOOKED_AT = 120
WORDS = {
    State.OK: "Computed from complete records",
    State.ZERO: "Nothing, and the records are complete",
    State.STALE: "From records that are out of date",
    State.PARTIAL: "From records in part: the true figure differs",
    State.NOT_APPLICABLE: "The question does not arise here",
    State.UNDEFINED: "There is no answer",
    State.NO_DATA: "Not recorded",
}
SURE = {State.OK: "ok", State.ZERO: "ok", State.STALE: "warn", State.PARTIAL: "warn"}
COVERED = {
    Level.COMPLETE: "recorded completely",
    Level.PARTIAL: "recorded in part",
    Level.NONE: "not recorded",
}


def figure_page(reading: Reading, place: int, page: int) -> Context:
    """The context of figure.html. Raises Http404 for a figure that is not there, or withheld from this reader."""
    row = RunValue.objects.filter(run=reading.run, place=place).first()
    figure = _figure(reading, row.key) if row else None
    if row is None or figure is None:
        raise Http404
    names = {slug: unit.name for slug, unit in BusinessUnit.objects.known().items()}
    ink, value = ink_for(str(reading.run.pk), reading.reader.person, {}, {}), figure.value
    told = telling(reading.report, figure)
    places = finding_places(reading.run) if told else {}
    return head_of(reading, ink) | {
        "figure": figure,
        "amount": shown(value, places=figure.places, marked=False),
        "is_known": value.is_known,
        "words": WORDS[value.state],
        "tone": SURE.get(value.state, "muted"),
        "whose": names.get(figure.unit, figure.unit) or _capital(reading.report.header.scope_name),
        "period": period_words(figure.period),
        "covered": COVERED[value.coverage],
        "formula": figure.formula,
        "sentence": sentence(figure.formula),
        "missing": list(value.missing),
        "ways": ways_to_mend(figure, ink) if not value.is_known or value.missing else [],
        "earlier": earlier(reading, figure),
        "groups": rows_behind(
            value.evidence or _told_with(figure, told),
            reader=reading.reader.person,
            clearance=reading.clearance,
            page=page,
        ),
        "told": [{"name": str(one.fired.title), "href": _way(reading, places, one)} for one in told],
        "is_counted": figure.counted is not None,
        "page": page,
    }


def telling(report: Report, figure: Figure) -> list[Finding]:
    """The findings that a figure counts, or whose words hold it, or that it weighs; the worst first."""
    if figure.counted is not None:
        return [one for one in report.findings if one.key in figure.counted]
    return [one for one in report.findings if figure.key in _keys_of(one) or figure.subject == one.key]


def _keys_of(one: Finding) -> set[str]:
    fired = one.fired
    within = (*fired.title.figures, *fired.detail.figures, *fired.action.title.figures)
    return {figure.key for figure in (*within, *((one.stake,) if one.stake else ()))}


def _told_with(figure: Figure, told: Sequence[Finding]) -> tuple[Evidence, ...]:
    """The rows of the finding that a figure stands in: a threshold or a count within it has none of its own."""
    return told[0].fired.evidence if len(told) == 1 and figure.counted is None else ()


def _way(reading: Reading, places: Mapping[str, int], one: Finding) -> str:
    return f"{reading.run.get_absolute_url()}findings/{places[one.key]}/" if one.key in places else ""


def finding_page(reading: Reading, place: int, page: int) -> Context:
    """The context of finding.html. Raises Http404 for a finding that is not there, or not for this reader."""
    row = RunFinding.objects.filter(run=reading.run, place=place).first()
    try:
        one = reading.report.finding(row.key if row else "")
    except KeyError:
        raise Http404 from None
    names = {slug: unit.name for slug, unit in BusinessUnit.objects.known().items()}
    ink = ink_of(reading)
    rule = known().get(one.rule)
    is_hidden = bool(one.fired.detail_label) and one.fired.detail_label not in reading.clearance
    evidence = one.fired.evidence
    return head_of(reading, ink) | {
        "one": card(Finds(ink, names), one, TONES),
        "looks_for": rule.title if rule else "",
        "is_older": bool(rule) and rule is not None and rule.version != one.version,
        "hidden": LABELS.get(one.fired.detail_label, "") if is_hidden else "",
        "groups": rows_behind(evidence, reader=reading.reader.person, clearance=reading.clearance, page=page),
        "page": page,
    }


def ways_to_mend(figure: Figure, ink: Ink) -> list[Context]:
    """Where what a figure lacks is entered, by the records that its metric lives of."""
    metric = metrics.known().get(figure.metric)
    domains = metric.domains if metric else tuple(domain.slug for domain in DOMAINS if domain.slug in figure.metric)
    titles = {domain.slug: domain.title for domain in DOMAINS}
    return [{"href": ink.way(PLACES[domain].href), "words": titles[domain]} for domain in domains if domain in PLACES]


def earlier(reading: Reading, figure: Figure) -> list[Context]:
    """The same figure as other runs of the report told it, the latest first; at most so many, one query.

    Of the period of a report the figure of each run's own period, too. A figure that counts what this reader may not
    see is counted anew for them, which earlier runs cannot be.
    """
    if figure.counted is not None and reading.clearance != frozenset(LABELS):
        return []
    run = reading.run
    rows = (
        RunValue.objects.filter(
            run__slug=run.slug, run__unit=run.unit, metric=figure.metric, unit=figure.unit, subject=figure.subject
        )
        .exclude(run=run)
        .select_related("run")
        .defer("run__tree", "evidence")
        .order_by("-run__built_at", "-run", "place")[:LOOKED_AT]
    )
    is_own = figure.period == f"{run.period:%Y-%m}"
    is_day = figure.period == run.as_of.isoformat()
    kept = [row for row in rows if not row.label or row.label in reading.clearance]
    alike = [
        row
        for row in kept
        if row.period == figure.period
        or (is_own and row.period == f"{row.run.period:%Y-%m}")
        or (is_day and row.period == row.run.as_of.isoformat())
    ]
    return [_earlier(row, figure) for row in alike[:EARLIER]]


def _earlier(row: RunValue, figure: Figure) -> Context:
    told = figure.value
    value = Value(row.amount, told.measure, State(row.state), Level(row.coverage), note=row.note)
    return {
        "href": f"/reports/runs/{row.run_id}/figures/{row.place}/",
        "built": moment(row.run.built_at),
        "period": period_words(row.period),
        "amount": shown(value, places=figure.places),
        "is_known": value.is_known,
        "is_restated": row.period == figure.period and row.amount != told.amount,
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _figure(reading: Reading, key: str) -> Figure | None:
    """The figure as this reader sees it; None where it is withheld from them."""
    for figure in reading.report.figures:
        if figure.key == key:
            return None if figure.value.state == State.WITHHELD else figure
    return None
