"""What a chief executive loses sleep over, of sales (pure): CEO-01, CEO-02 and CEO-09. Source: reports.md 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.facts import Facts, UnitFact
from reports.figures import figure, trade
from reports.figures.scopes import of_units
from reports.figures.ways import QUARTER, ahead
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas import accounting
from reports.formulas.funnel import Drop, drops
from reports.formulas.pipeline import PIPELINE
from reports.formulas.sailing import completed
from reports.formulas.targets import BOOKINGS
from reports.formulas.wanted import target_of_days
from reports.places import applies
from reports.telling import certainty, desk, evidence
from reports.telling import figure as told
from reports.values import Evidence, Level, Measure, State, Value, derived, difference, mean, recorded, total
from reports.words import Figure, name, text

MONTH = Decimal(365) / 12  # days
BOOKED = "Booked or agreed on for the next two months"


@rule(
    "CEO-01", title="Too little work is booked and likely for the next 60 days", area="marketing", roles=("ceo", "cmo"),
    limits=(
        Limit("critical", "Critical where booked and likely are below this share of the target", Decimal("0.5"),
              Measure.SHARE),
        Limit("high", "High where they are below this share of the target", Decimal(1), Measure.SHARE),
    ),
)  # fmt: skip
def thin_pipeline(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F31 of a unit below its shares; or nothing at all ahead of it, where its records are said to be complete.

    Without a target there is no share, without complete records no emptiness: then nothing is found here.
    """
    for unit in facts.units:
        if not applies(PIPELINE, unit.kind):
            continue
        own = of_units(facts, [unit.slug])
        if is_empty(own, unit):
            yield _empty(own, unit)
            continue
        covered = trade.coverage(own)
        if _is_told(own) and covered.is_known and covered.number < max(limits.values()):
            yield _thin(own, unit, covered, limits)


def is_empty(own: Facts, unit: UnitFact) -> bool:
    """Whether a unit has no open opportunity and nothing sold ahead, and its records would tell of any."""
    domains = (PIPELINE, BOOKINGS) if applies(BOOKINGS, unit.kind) else (PIPELINE,)
    if any(own.level(domain) != Level.COMPLETE for domain in domains):
        return False
    is_sold = any(
        row.sails_on > own.as_of and row.stands_on(own.as_of) and not (row.is_done or row.is_off)
        for row in own.sailing.sold
    )
    confirmed = trade.confirmed(own)
    return not is_sold and not any(row.is_open for row in own.wanted.chances) and not confirmed.amount


def _is_told(own: Facts) -> bool:
    """Whether both parts of what is ahead are recorded: without one of them any share would be too small."""
    return State.NO_DATA not in {trade.confirmed(own).state, trade.weighted(own, trade.SOON).state}


def _empty(own: Facts, unit: UnitFact) -> Fired:
    return Fired(
        unit.slug,
        "pipeline",
        Severity.CRITICAL,
        text("Empty pipeline: ", name(unit.name), " has no open opportunity and nothing booked"),
        _outreach(unit),
        text("Both are recorded completely, and there is none: nothing is ahead."),
        tuple(Evidence("coverage", f"{unit.slug}:{domain}") for domain in (PIPELINE, BOOKINGS)),
        at_stake=_short(own),
    )


def _thin(own: Facts, unit: UnitFact, covered: Value, limits: Limits) -> Fired:
    is_critical = covered.number < limits["critical"]
    booked, soon = trade.confirmed(own), trade.weighted(own, trade.SOON)
    return Fired(
        unit.slug,
        "pipeline",
        Severity.CRITICAL if is_critical else Severity.HIGH,
        text(
            name(unit.name), " has ", figure(own, "pipeline_coverage", unit.slug),
            " of what it wants in the next two months booked or likely",
        ),
        _outreach(unit),
        text(
            "Agreed on: ", _standing(own, "confirmed_ahead", BOOKED, booked),
            "; likely of open opportunities: ", _standing(own, "likely_ahead", "Weighted pipeline of 60 days", soon),
            "; target of these days: ", _standing(own, "target_ahead", "Target of 60 days", _target(own)), ".",
        ),
        evidence(booked, soon, covered),
        at_stake=_short(own),
        certainty=certainty(covered),
    )  # fmt: skip


def _standing(own: Facts, metric: str, title: str, value: Value) -> Figure:
    return told(metric, value, period=f"{own.as_of}", unit=own.units[0].slug, title=title, formula="F31")


def _target(own: Facts) -> Value:
    return target_of_days(own.wanted.goals, trade.REVENUE, ahead(own, trade.SOON))


def _short(own: Facts) -> Value | None:
    """What is missing for the target, in cents a month; None where there is no target."""
    likely = total(Measure.CENTS, [trade.confirmed(own), trade.weighted(own, trade.SOON)])
    short = difference(_target(own), likely)
    found = derived(Measure.CENTS, (short,), lambda cents: max(Decimal(0), Decimal(cents)) * MONTH / trade.SOON)
    return found if found.is_known and found.number else None


def _outreach(unit: UnitFact) -> Action:
    title = text("Write to past guests and partners of ", name(unit.name), "; enter each answer as an opportunity")
    return Action(title, 2, href=desk("opportunity", add=True), outcome="pipeline_coverage")


@rule("CEO-02", title="A unit sailed and no revenue was entered", area="finance", roles=("ceo", "accounting"))
def no_revenue_tracked(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Sails of a unit came back in the last complete month, and its books have no income in it at all."""
    month = facts.period
    for unit in facts.units:
        own = of_units(facts, [unit.slug])
        sails = [row for row in own.sailing.done if month.start <= row.sails_on < month.end]
        is_posted = any(row.type == "income" and row.n and row.month == month.start for row in own.books.months)
        if sails and not is_posted:
            yield _untracked(own, unit)


def _untracked(own: Facts, unit: UnitFact) -> Fired:
    sails, month = completed(own.sailing, own.period), f"{own.period.start:%Y-%m}"
    sold = [row for row in own.sailing.sold if row.is_done and row.ended_on is None]
    within = [row for row in sold if own.period.start <= row.sails_on < own.period.end]
    keys = [Evidence(BOOKINGS, f"{unit.slug}:{month}")]
    lost = recorded(
        sum(row.price_cents for row in within), Measure.CENTS, coverage=Level.COMPLETE, n=len(within), evidence=keys
    )
    return Fired(
        unit.slug,
        "revenue",
        Severity.CRITICAL,
        text("No revenue tracked: ", name(unit.name), " sailed ", told("charters", sails, period=month, unit=unit.slug),
             " times and no income was entered"),
        Action(text("Post the sails of ", name(unit.name), " to the books"), 1, href=desk("dockposting"),
               outcome="revenue"),
        text("Income in the books of the month: ",
             told("revenue", accounting.revenue(own.books, own.period), period=month, unit=unit.slug), "."),
        (*keys, Evidence("ledger", f"{unit.slug}:income:{month}")),
        at_stake=lost if lost.number else None,
    )  # fmt: skip


@rule(
    "CEO-09", title="A step on the way to a booking broke", area="marketing", roles=("ceo", "cmo"),
    limits=(
        Limit("fall", "Broken where fewer go on, against the usual, by more than this share", Decimal("0.5"),
              Measure.SHARE),
        Limit("days", "Broken where nobody goes on for so many days", Decimal(3), Measure.DAYS),
    ),
)  # fmt: skip
def broken_funnel(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """From one step to the next fewer go on than usual by more than the limit, or for days nobody while some came."""
    for drop in drops(facts.market):
        fell = drop.change.is_known and -drop.change.number > limits["fall"]
        is_dead = drop.dead_days >= limits["days"] and drop.now.state != State.NO_DATA
        if fell or is_dead:
            yield _broken(facts, drop, is_dead=is_dead)


def _broken(facts: Facts, drop: Drop, *, is_dead: bool) -> Fired:
    unit, place = drop.step.unit, f"{drop.before.name} to {drop.step.name}"
    days = recorded(drop.dead_days, Measure.DAYS, coverage=Level.COMPLETE, n=drop.dead_days,
                    evidence=dict.fromkeys((*drop.now.evidence, *drop.usual.evidence)))  # fmt: skip
    since = told("funnel_dead_days", days, period=f"{facts.as_of}", unit=unit, subject=place, title="Days of nobody")
    rates = [
        told(metric, value, period=f"{facts.as_of}", unit=unit, subject=place, title=title)
        for metric, value, title in (
            ("funnel_rate", drop.now, "Go on, last week"), ("funnel_usual", drop.usual, "Go on, usually")
        )
    ]  # fmt: skip
    said = text("nobody came to “", name(drop.step.name), "” for ", since)
    if not is_dead:
        said = text("fewer go on to “", name(drop.step.name), "” than usual")
    return Fired(
        unit,
        place,
        Severity.CRITICAL if drop.is_last else Severity.HIGH,
        text("Funnel of ", name(facts.name(unit)), " broke: ", said),
        Action(text("Walk from “", name(drop.before.name), "” to “", name(drop.step.name), "” and mend what stops"), 2,
               href=desk("funnelcount"), outcome="booking_rate"),
        text("Of those who came to “", name(drop.before.name), "” went on, in the last week: ", rates[0],
             "; usually: ", rates[1], "."),
        evidence(drop.now, drop.usual),
        at_stake=_lost(facts, drop, is_dead=is_dead),
        certainty=certainty(drop.now),
    )  # fmt: skip


def _lost(facts: Facts, drop: Drop, *, is_dead: bool) -> Value | None:
    """The part of the unit's revenue that stops with the step, in cents a month, by the mean of three months."""
    own = of_units(facts, [drop.step.unit])
    months = [accounting.revenue(own.books, month) for month in facts.period.trailing(QUARTER).months()]
    parts = [mean(Measure.CENTS, months), *([] if is_dead else [drop.change])]
    found = derived(Measure.CENTS, parts, lambda cents, fall=-1: Decimal(cents) * -fall)
    return found if found.is_known and found.number > 0 else None
