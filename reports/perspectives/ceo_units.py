"""How the units stand beside one another (pure): sections of the chief executive’s report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports import figures
from reports.domains import DOMAINS
from reports.facts import Facts
from reports.figures.scopes import of_units
from reports.figures.trade import confirmed
from reports.findings import Finding, Severity
from reports.kpis import Kpi, Lack, kpis, lacking, missing, rows_of
from reports.perspectives import Seen
from reports.perspectives.ceo_pipeline import pipeline
from reports.places import applies
from reports.rules.ceo import BOOKED
from reports.telling import IMPORT, MOST_EVIDENCE, cells, desk, figure
from reports.tree import Block, Chart, Column, FindingList, Gap, Gaps, Paragraph, Row, Section, Shape, Table
from reports.values import Evidence, Level, Measure, State, Value, no_data, recorded
from reports.words import Figure, Text, name, number_of, text

BAD = (Severity.CRITICAL, Severity.HIGH)
MOST = 12
KEPT = tuple(domain.slug for domain in DOMAINS)


def shortfalls(seen: Seen) -> Section:
    """Everything that any rule found and that is high or critical, by unit; the rest is counted."""
    bad = [one for one in seen.findings if one.fired.severity in BAD]
    counts = [_counted(seen, bad, severity) for severity in BAD]
    blocks: list[Block] = []
    if bad:
        blocks.append(Paragraph(text("Open and critical: ", counts[0], ". Open and high: ", counts[1], ".")))
    none = Text(("Nothing that is critical or high is found in what is recorded.",))
    blocks.append(FindingList(tuple(one.key for one in bad), most=MOST, by_unit=True, empty=none))
    if _level(seen.facts) == Level.NONE:
        blocks.append(_nothing_recorded(seen, "Shortfalls are found in records, and none are there."))
    return Section("shortfalls", "Business shortfalls", tuple(blocks))


def _nothing_recorded(seen: Seen, words: str) -> Gaps:
    is_bare = not seen.facts.units
    where, link = (desk("businessunit", add=True), "Enter the first unit") if is_bare else (IMPORT, "Import a file")
    return Gaps((Gap("ledger", "", text(words, " ", name(link, where), "."), where),))


def _counted(seen: Seen, found: Sequence[Finding], severity: Severity, unit: str | None = None) -> Figure:
    """How many findings of a severity are open, of one unit or of all; none is told only of what is recorded."""
    facts = seen.facts
    keys = tuple(
        one.key for one in found if one.fired.severity == severity and unit in {None, one.fired.unit}
    )  # fmt: skip
    level = _level(facts, unit)
    value = recorded(len(keys), Measure.COUNT, coverage=Level.COMPLETE, n=len(keys))
    if not keys:
        lacking = "records" if unit is None else f"records of {facts.name(unit)}"
        value = no_data(Measure.COUNT, lacking)
        if level != Level.NONE:
            value = recorded(
                0, Measure.COUNT, coverage=level, n=1, missing=[] if level == Level.COMPLETE else [lacking]
            )
    return Figure(
        f"open_{severity}", f"Open findings that are {severity}", value, unit or "", f"{facts.as_of}",
        counted=keys or None,
    )  # fmt: skip


def critical(seen: Seen) -> Figure:
    """How many findings are open that are critical."""
    return _counted(seen, seen.findings, Severity.CRITICAL)


def kpi_table(seen: Seen) -> Section:
    """The KPIs that lack data, a target or freshness, each once with the units; those that lack nothing counted."""
    facts, found = seen.facts, kpis(seen.facts)
    if not found:
        return Section("kpis", "Missing KPIs", (_nothing_recorded(seen, "Without a unit nothing is measured."),))
    month = f"{facts.period.start:%Y-%m}"
    told = [
        figure(metric, _count(len(rows), len(found), rows_of(lack, rows or found, month)), period=month, title=title)
        for metric, lack, rows, title in (
            ("kpis_missing", Lack.DATA, missing(found), "KPIs without data, or with old data"),
            ("kpis_counted", Lack.DATA, found, "KPIs that apply to the units"),
            ("kpis_without_target", Lack.TARGET, lacking(found, Lack.TARGET), "KPIs without a target"),
        )
    ]
    words = text(
        "Of ", told[1], " KPIs that the units should know, ", told[0], " have no fresh data and ", told[2],
        " no target. ", name("Set targets", desk("target", add=True)), ", or ", name("import records", IMPORT), ".",
    )  # fmt: skip
    rows = sorted(_kpi_rows(seen, found), key=lambda row: row[0])
    heads = (
        Column("KPI"), Column("Definition"), Column("Has data", is_figure=True),
        Column("Has a target", is_figure=True), Column("Is fresh", is_figure=True), Column("Missing in"),
    )  # fmt: skip
    table = Table("kpis", "KPIs that lack something", heads, tuple(row for _, row in rows),
                  Text(("No KPI lacks anything.",)), most=6)  # fmt: skip
    return Section("kpis", "Missing KPIs", (Paragraph(words), table))


def _kpi_rows(seen: Seen, found: Sequence[Kpi]) -> list[tuple[tuple[int, str], Row]]:
    """A row a KPI that lacks something, with its place: what has the least data first."""
    month, rows = f"{seen.facts.period.start:%Y-%m}", []
    for slug in dict.fromkeys(kpi.metric.slug for kpi in found):
        own = [kpi for kpi in found if kpi.metric.slug == slug]
        if not any(kpi.lacks for kpi in own):
            continue
        metric, known = own[0].metric, [kpi for kpi in own if Lack.DATA not in kpi.lacks]
        shares = [
            figure(f"kpi_{lack}", _share(len(among) - len(lacking(among, lack)), len(among),
                                         rows_of(lack, among, month)), period=month, subject=slug,
                   title=f"{metric.title}: units with {lack}", places=0)
            for lack, among in ((Lack.DATA, own), (Lack.TARGET, own), (Lack.FRESH, known))
        ]  # fmt: skip
        without = ", ".join(seen.facts.name(kpi.unit) for kpi in missing(own))
        cell = name(without or "—")
        rows.append(((len(known) - len(own), metric.title),
                     cells(name(metric.title), number_of(metric.formula), *shares, cell)))  # fmt: skip
    return rows


def scoreboard(seen: Seen) -> Section:
    """Each unit beside the others: revenue, what is ahead, free cash, what is critical, how much is recorded."""
    facts = seen.facts
    if not facts.units:
        words = "No unit is recorded: there is nothing to compare."
        return Section("scoreboard", "Scoreboard", (_nothing_recorded(seen, words),))
    heads = (Column("Unit"), Column("Revenue", is_figure=True), Column("Ahead", is_figure=True),
             Column("Free cash", is_figure=True), Column("Critical", is_figure=True),
             Column("Recorded", is_figure=True))  # fmt: skip
    rows = [_score(seen, unit.slug) for unit in facts.units]
    if len(facts.units) > 1:
        rows.append(_score(seen, ""))
    table = Table("scoreboard", "Every unit beside the others", heads, tuple(rows), most=None)
    legend = Paragraph(text(
        "Revenue is what was recognised in the month; ahead is what is booked or agreed on for the next two months; "
        "critical are open findings; recorded is the share of its records that is complete."
    ))  # fmt: skip
    known = sum(1 for row in rows if not row.is_total and row.cells[1].figures[0].value.is_known)
    if known < 2:  # noqa: PLR2004 - one bar compares nothing
        return Section("scoreboard", "Scoreboard", (table, legend, *pipeline(seen), *_lacking(seen)))
    says = Text(("Revenue recognised in the month, a bar for each unit.",))
    return Section("scoreboard", "Scoreboard", (Chart(table, Shape.BARS, (1,), says), legend, *pipeline(seen)))


def _lacking(seen: Seen) -> tuple[Gaps, ...]:
    words = "The scoreboard waits for books and bookings."
    return () if _level(seen.facts) != Level.NONE else (_nothing_recorded(seen, words),)


def _score(seen: Seen, unit: str) -> Row:
    facts = seen.facts
    own = of_units(facts, [unit]) if unit else facts
    ahead = figure("confirmed_ahead", confirmed(own), period=f"{facts.as_of}", unit=unit, title=BOOKED, formula="F31")
    revenue, free = (figures.figure(facts, slug, unit) for slug in ("revenue", "free_cash"))
    bad = _counted(seen, seen.findings, Severity.CRITICAL, unit or None)
    label = name(facts.name(unit)) if unit else "All"
    return cells(label, revenue, ahead, free, bad, _coverage(facts, unit), is_total=not unit)


def _coverage(facts: Facts, unit: str) -> Figure:
    """The share of its records that is complete for the month; by domain, then by unit, as over the report."""
    levels, units = facts.said.levels(facts.period), [each for each in facts.units if unit in {"", each.slug}]
    places = [(each.slug, domain) for domain in KEPT for each in units if applies(domain, each.kind)]
    complete = sum(1 for slug, domain in places if levels.of(slug, domain) == Level.COMPLETE)
    keys = [Evidence("coverage", f"{slug}:{domain}") for slug, domain in places[:MOST_EVIDENCE]]
    value = recorded(Decimal(complete) / len(places), Measure.SHARE, coverage=Level.COMPLETE, n=len(places),
                     evidence=keys)  # fmt: skip
    return Figure("coverage", "Recorded completely", value, unit, f"{facts.period.start:%Y-%m}", places=0)


def _level(facts: Facts, unit: str | None = None) -> Level:
    """How much is recorded of a unit, or of all: of everything, of something, of nothing."""
    levels = facts.said.levels(facts.period)
    found = {
        levels.of(each.slug, domain)
        for each in facts.units
        for domain in KEPT
        if unit in {None, each.slug} and applies(domain, each.kind)
    }
    return found.pop() if len(found) == 1 else Level.PARTIAL if found else Level.NONE


def _count(number: int, among: int, rows: Sequence[Evidence]) -> Value:
    return recorded(number, Measure.COUNT, coverage=Level.COMPLETE, n=among, evidence=rows)


def _share(number: int, among: int, rows: Sequence[Evidence]) -> Value:
    if not among:
        return Value(None, Measure.SHARE, State.NOT_APPLICABLE, Level.COMPLETE, note="no data")
    return recorded(Decimal(number) / among, Measure.SHARE, coverage=Level.COMPLETE, n=among, evidence=rows)
