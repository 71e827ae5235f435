"""What is said to many and by many (pure): CMO-05 to CMO-08, campaigns, texts and reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports import selling
from reports.facts import Facts
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.formulas.market import CHANNELS, CONTACTS, FUNNEL, CampaignFact, ListingFact, Reviews
from reports.formulas.response import BOOKING
from reports.periods import Period
from reports.rules import saying
from reports.rules.saying import certainty, desk, threshold
from reports.values import Evidence, Level, Measure, Value, no_data, recorded
from reports.words import Text, day, name, text

HERE = ("cmo",)
LOOKED_BACK = timedelta(days=90)  # a rating is held against the best of this time


@rule("CMO-05", title="A campaign is said to bring more than readers have ever booked", area="marketing", roles=HERE)
def claimed_too_much(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A claim needs more bookings of clicks than the best own campaign reached, or the benchmark’s high."""
    for row in selling.ahead(facts):
        beyond = [claim for claim in selling.claims(selling.of_campaign(facts, row), row) if claim.needs.is_beyond]
        if not beyond:
            continue
        best = beyond[0].needs.best
        reached = recorded(best.high, Measure.SHARE, coverage=Level.COMPLETE, n=max(1, best.n), evidence=best.evidence)
        words = "the best own campaign reached " if best.is_own else "the benchmark’s high, which is not yours, is "
        yield Fired(
            unit=row.unit,
            subject=f"claim:{row.name}",
            severity=Severity.MEDIUM,
            title=text("The revenue claimed of ", name(row.name), " is out of reach"),
            detail=text(
                *(_needed(row, claim, f"{facts.as_of}") for claim in beyond), "Of clicks, ", words,
                saying.figure("best_conversion", reached, row.unit, subject=row.name, title=f"Best {BOOKING}"), ".",
            ),
            action=Action(
                text("Correct the claim, or plan what else must bring it"), 1, row.planned_on,
                desk("campaign", row.name), "required_conversion",
            ),
            evidence=(row.evidence, *beyond[0].needs.of_delivered.evidence)[:20],
            certainty=Certainty.ESTIMATE,
        )  # fmt: skip


def _needed(row: CampaignFact, claim: selling.Claim, period: str) -> Text:
    told: dict[str, Any] = {"unit": row.unit, "period": period, "subject": f"{row.name}:{claim.name}"}
    return text(
        saying.figure("claimed_revenue", claim.cents, **told, title="Claimed revenue"), " needs ",
        saying.figure("required_of_delivered", claim.needs.of_delivered, **told, places=2,
                      title="Bookings of letters delivered that a claim needs"),
        " of the letters delivered to book, ",
        saying.figure("required_conversion", claim.needs.of_clicks, **told), " of the clicks. ",
    )  # fmt: skip


@rule("CMO-06", title="A campaign is planned, and some on the list never agreed to letters", area="marketing",
      roles=HERE)  # fmt: skip
def without_consent(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Contacts without a consent basis while a campaign is ahead."""
    ahead, found = selling.ahead(facts), facts.market.contacts
    if not ahead or not found.without_consent:
        return
    level = facts.market.list_level
    count = recorded(
        found.without_consent, Measure.COUNT, coverage=level, n=found.listed,
        evidence=[Evidence("contacts", "without_consent")],
    )  # fmt: skip
    yield Fired(
        unit="",
        subject="contacts:consent",
        severity=Severity.HIGH,
        title=text("Some of the list never agreed to letters"),
        detail=text(
            saying.figure("without_consent", count, period=f"{facts.as_of}", title="Contacts without consent"),
            " of ", saying.figure("contacts_listed", _listed(facts), period=f"{facts.as_of}", title="Rows of the list"),
            " rows have no consent; ", name(ahead[0].name), " is planned",
            *((" for ", day(ahead[0].planned_on)) if ahead[0].planned_on else ()), ".",
        ),
        action=Action(
            text("Leave them out, or record where they agreed"), 4, ahead[0].planned_on, desk("contact"), "contactable"
        ),
        evidence=(*count.evidence, *(row.evidence for row in ahead[:5])),
        certainty=certainty(level),
    )  # fmt: skip


def _listed(facts: Facts) -> Value:
    found = facts.market.contacts
    return recorded(
        found.listed, Measure.COUNT, coverage=facts.market.list_level, n=found.listed,
        evidence=[Evidence(CONTACTS, "listed")], missing=[] if found.listed else [CONTACTS],
    )  # fmt: skip


@rule("CMO-07", title="A listing’s text is old, or a site’s counter counts nobody", area="marketing",
      roles=("cmo", "cto"),
      limits=(Limit("days", "A text is old after", Decimal(180), Measure.DAYS),
              Limit("silent", "A counter is silent after", Decimal(7), Measure.DAYS)))  # fmt: skip
def stale_or_silent(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Live listings whose text was reviewed too long ago; units of which no step was counted for a week."""
    before = facts.as_of - timedelta(days=int(limits["days"]))
    for row in facts.market.listings:
        if row.is_live and row.copy_reviewed_on and row.copy_reviewed_on < before:
            yield _old_text(facts, row, row.copy_reviewed_on, limits["days"])
    for unit in facts.units:
        counted = events(facts, unit.slug, int(limits["silent"]))
        if counted is not None and counted.is_known and counted.number == 0:
            yield _silent(facts, unit.slug, counted, limits["silent"])


def _old_text(facts: Facts, row: ListingFact, on: date, most: Decimal) -> Fired:
    return Fired(
        unit=row.unit,
        subject=f"text:{row.channel}",
        severity=Severity.MEDIUM,
        title=text("The text of ", name(row.name), " is old"),
        detail=text(
            "Reviewed on ", day(on), ", longer ago than ", threshold("CMO-07", "days", most, Measure.DAYS), "."
        ),
        action=Action(text("Review the text of ", name(row.name)), 2, href=desk("listing", row.name)),
        evidence=(row.evidence,),
        certainty=certainty(facts.market.level(CHANNELS, unit=row.unit)),
    )


def events(facts: Facts, unit: str, days: int) -> Value | None:
    """How often anybody was counted on a unit's way to a booking in the last days; None where it has no steps.

    No data unless every day was counted, or the funnel is recorded completely: silence must be known.
    """
    steps = [row for row in facts.market.steps if row.unit == unit]
    if not steps:
        return None
    edge = facts.as_of - timedelta(days=days)
    rows = [(on, n) for row in steps for on, n in facts.market.counts.get(row.key, ()) if edge < on <= facts.as_of]
    level = facts.market.level(FUNNEL, Period(edge + timedelta(days=1), facts.as_of + timedelta(days=1)), unit)
    count = sum(n for _, n in rows)
    if not count and level != Level.COMPLETE and len({on for on, _ in rows}) < days:
        return no_data(Measure.COUNT, f"funnel counts of {unit}")
    keys = [Evidence("funnelcounts", f"{unit}:{row.name}:{facts.as_of}") for row in steps[:5]]
    return recorded(count, Measure.COUNT, coverage=level, n=len(rows), evidence=keys)


def _silent(facts: Facts, unit: str, counted: Value, days: Decimal) -> Fired:
    return Fired(
        unit=unit,
        subject="analytics",
        severity=Severity.HIGH,
        title=text("Nobody was counted on the way to a booking of ", name(facts.name(unit))),
        detail=text(
            saying.figure("funnel_events", counted, unit, f"{facts.as_of}", title="Counted on the way to a booking"),
            " counted in ", threshold("CMO-07", "silent", days, Measure.DAYS),
            ": either nobody comes, or the counter is broken.",
        ),
        action=Action(text("Test the counter of ", name(facts.name(unit))), 2, href=desk("funnelcount")),
        evidence=counted.evidence,
        certainty=certainty(counted.coverage),
    )  # fmt: skip


@rule("CMO-08", title="Stars fall, or a review waits for an answer", area="marketing", roles=HERE,
      limits=(Limit("drop", "Stars lost that matter", Decimal("0.3"), Measure.NUMBER),
              Limit("days", "A review is answered within", Decimal(7), Measure.DAYS)))  # fmt: skip
def reviews_suffer(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """The last rating against the best of three months; the oldest review without an answer."""
    looks: dict[tuple[str, str], list[Reviews]] = {}
    for row in sorted(facts.market.reviews, key=lambda row: row.on):
        looks.setdefault((row.unit, row.channel), []).append(row)
    for rows in looks.values():
        last = rows[-1]
        rated = [row for row in rows if row.rating is not None and row.on >= last.on - LOOKED_BACK]
        best = max((row.rating for row in rated if row.rating is not None), default=None)
        if last.rating is not None and best is not None and best - last.rating >= limits["drop"]:
            yield _fallen(facts, rated, best, last.rating)
        waits = last.oldest_unanswered_on if last.unanswered != 0 else None
        if waits and (facts.as_of - waits).days > limits["days"]:
            yield _unanswered(facts, last, waits, limits["days"])


def _fallen(facts: Facts, rated: Sequence[Reviews], best: Decimal, now: Decimal) -> Fired:
    last = rated[-1]
    level, called = facts.market.level(CHANNELS, unit=last.unit), selling.channel_name(facts, last.unit, last.channel)
    keys = tuple(Evidence("reviewsnapshots", f"{row.unit}:{row.channel}:{row.on}") for row in rated[-20:])
    stars = [recorded(each, Measure.NUMBER, coverage=level, n=1, evidence=keys[-1:]) for each in (best, now)]
    told: dict[str, Any] = {"unit": last.unit, "places": 1}
    return Fired(
        unit=last.unit,
        subject=f"rating:{last.channel}",
        severity=Severity.MEDIUM,
        title=text("Stars of ", name(facts.name(last.unit)), " on ", name(called), " fell"),
        detail=text(
            "From ", saying.figure("rating", stars[0], subject=f"{last.channel}:best", title="Best rating", **told),
            " stars to ", saying.figure("rating", stars[1], subject=last.channel, title="Rating", **told), ".",
        ),
        action=Action(
            text("Read the last reviews on ", name(called), " and answer them"), 2, href=desk("reviewsnapshot")
        ),
        evidence=keys,
        certainty=certainty(level),
    )  # fmt: skip


def _unanswered(facts: Facts, row: Reviews, since: date, most: Decimal) -> Fired:
    called = selling.channel_name(facts, row.unit, row.channel)
    return Fired(
        unit=row.unit,
        subject=f"review:{row.channel}",
        severity=Severity.MEDIUM,
        title=text("A review of ", name(facts.name(row.unit)), " on ", name(called), " waits for an answer"),
        detail=text("Since ", day(since), ", longer than ", threshold("CMO-08", "days", most, Measure.DAYS), "."),
        action=Action(text("Answer the review on ", name(called)), 1, href=desk("reviewsnapshot", called)),
        evidence=(Evidence("reviewsnapshots", f"{row.unit}:{row.channel}:{row.on}"),),
        certainty=certainty(facts.market.level(CHANNELS, unit=row.unit)),
    )
