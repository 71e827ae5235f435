"""What is owned, who owns it, who answers for it, what may go wrong (pure): CEO-03 to CEO-06, CEO-08.

Source: reports.md 3.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.facts import Facts
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.formulas import holdings, people
from reports.formulas.holdings import Due, Thing
from reports.formulas.people import Duty, Handover, Peril, Stake
from reports.telling import cents, certainty, counted, desk, evidence, figure
from reports.values import Evidence, Level, Measure, Value
from reports.words import NOTHING, Figure, Text, day, name, text

EQUITY = "equity"
KINDS = {"haul_out": "haul-out"}  # of obligations, in words, where they are not their own
HERE = ("ceo",)


@rule("CEO-03", title="Stakes are promised and not signed, or do not add up", area="people", roles=HERE)
def equity_risk(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A stake without a signed agreement (critical); stakes in a unit that are not the whole (high)."""
    for stake in people.unsigned(facts.people):
        yield _unsigned(facts, stake)
    for unit, found in people.stakes_off(facts.people).items():
        yield _off(facts, unit, found)


def _unsigned(facts: Facts, stake: Stake) -> Fired:
    keys = (Evidence("stakes", stake.key),)
    part = Value(stake.percent / people.PERCENT, Measure.SHARE, counted(1).state, n=1, evidence=keys)
    held = figure("stake", part, period=f"{facts.as_of}", unit=stake.unit, subject=stake.person, title="Stake",
                  label=EQUITY)  # fmt: skip
    stands = "is a draft" if stake.agreement == "draft" else "does not exist"
    return Fired(
        stake.unit,
        f"agreement of {stake.person}",
        Severity.CRITICAL,
        text("Equity at risk: ", name(stake.person), "’s stake in ", name(facts.name(stake.unit)), " is not signed"),
        Action(text("Have the agreement with ", name(stake.person), " signed"), 8, href=desk("ownershipstake")),
        text("Promised: ", held, ". The agreement ", stands, "."),
        keys,
        certainty=_of(facts, stake.unit, "ownership"),
        label=EQUITY,
    )


def _off(facts: Facts, unit: str, found: Value) -> Fired:
    told = figure("stakes", found, period=f"{facts.as_of}", unit=unit, label=EQUITY)
    return Fired(
        unit,
        "sum of stakes",
        Severity.HIGH,
        text("Equity at risk: the stakes in ", name(facts.name(unit)), " are not the whole"),
        Action(text("Settle who holds the rest of ", name(facts.name(unit))), 4, href=desk("ownershipstake"),
               outcome="stakes"),
        text("They add up to ", told, "."),
        evidence(found),
        certainty=certainty(found),
        label=EQUITY,
    )  # fmt: skip


@rule(
    "CEO-04", title="Critical work rests on one person, or on one who leaves", area="people", roles=HERE,
    limits=(
        Limit("days", "High from so many days before a last day", Decimal(60), Measure.DAYS),
        Limit("critical", "Critical from so many days before a last day", Decimal(14), Measure.DAYS),
    ),
)  # fmt: skip
def transition_risk(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A critical responsibility that nobody else could take; somebody leaves whose work is not handed over."""
    for handover in people.handovers(facts.people):
        is_ready = handover.ready.is_known and handover.ready.number == 1
        if handover.days <= limits["days"] and handover.lacking and not is_ready:
            yield _leaving(facts, handover, is_critical=handover.days <= limits["critical"])
    for duty in people.alone(facts.people):
        yield _alone(facts, duty)


def _leaving(facts: Facts, handover: Handover, *, is_critical: bool) -> Fired:
    leaving = handover.leaving
    ready = figure("transition_coverage", handover.ready, period=f"{facts.as_of}", unit=leaving.unit,
                   subject=leaving.person)  # fmt: skip
    return Fired(
        leaving.unit,
        f"hand-over of {leaving.person}",
        Severity.CRITICAL if is_critical else Severity.HIGH,
        text("Transition risk: ", name(leaving.person), " leaves ", name(facts.name(leaving.unit)), " on ",
             day(leaving.last_day), ", not everything is handed over"),
        Action(text("Write down and hand over what ", name(leaving.person), " answers for"), 16, leaving.last_day,
               desk("transition"), "transition_coverage"),
        text("Ready: ", ready, ". Not ready: ", name(", ".join(handover.lacking)), "."),
        (Evidence("transitions", leaving.key), *evidence(handover.ready)),
        certainty=_of(facts, leaving.unit, "people"),
    )  # fmt: skip


def _alone(facts: Facts, duty: Duty) -> Fired:
    where = text(name(duty.title), " of ", name(facts.name(duty.unit)))
    said = text("Only ", name(duty.holder), " can take ", where) if duty.holder else text("Nobody takes ", where)
    return Fired(
        duty.unit,
        f"backup of {duty.title}",
        Severity.HIGH,
        said,
        Action(text("Name a backup for ", where, " and show them"), 4, href=desk("responsibility"),
               outcome="critical_backed"),
        text("It is called critical", " and written down." if duty.documented_on else ", and written down nowhere."),
        (Evidence("responsibilities", duty.key),),
        certainty=_of(facts, duty.unit, "people"),
    )  # fmt: skip


@rule(
    "CEO-05", title="An obligation of an asset is due", area="property", roles=HERE,
    limits=(Limit("days", "Told from so many days before it is due", Decimal(30), Measure.DAYS),),
)  # fmt: skip
def obligation_due(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A registration, survey, haul-out, renewal or insurance is due soon or past; of one kind, the first of an asset.

    An insurance is critical.
    """
    for thing in facts.holdings.things:
        first: dict[str, Due] = {}
        for due in sorted(thing.due, key=lambda due: (due.on, due.key)):
            first.setdefault(due.kind, due)
        for due in first.values():
            if (due.on - facts.as_of).days <= limits["days"]:
                yield _due(facts, thing, due)


def _due(facts: Facts, thing: Thing, due: Due) -> Fired:
    kind, is_past = KINDS.get(due.kind, due.kind), due.on < facts.as_of
    keys = (Evidence("asset_obligations", due.key),)
    cost: Text = NOTHING
    if due.cents is not None:
        told = figure("obligation", cents(due.cents, *keys), period=f"{due.on}", unit=thing.unit,
                      subject=f"{thing.name}:{due.kind}", title="Cost of an obligation")  # fmt: skip
        cost = text("It costs ", told, ".")
    return Fired(
        thing.unit,
        f"{due.kind} of {thing.name}",
        Severity.CRITICAL if due.kind == "insurance" else Severity.HIGH,
        text(name(kind.capitalize()), " of ", name(thing.name), " was due on " if is_past else " is due on ",
             day(due.on)),
        Action(text("Renew: ", name(kind), " of ", name(thing.name)), 2, due.on, desk("asset"), "obligations_due"),
        cost,
        keys,
        certainty=_of(facts, thing.unit, "assets"),
    )  # fmt: skip


@rule(
    "CEO-06", title="Nobody knows what an asset is worth today", area="property", roles=HERE,
    limits=(
        Limit("days", "A valuation is old after so many days", Decimal(holdings.FRESH_DAYS), Measure.DAYS),
        Limit("cents", "Told of assets above", Decimal(holdings.WORTH_VALUING_CENTS), Measure.CENTS),
    ),
)  # fmt: skip
def unvalued(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """An asset worth a valuation has none, or an old one; its worth is the last one's, else what it cost."""
    for thing in holdings.unvalued(facts.holdings, int(limits["days"]), int(limits["cents"])):
        latest = thing.worth[0] if thing.worth else None
        keys = (Evidence("assets", thing.key),)
        known = latest.cents if latest else thing.cost_cents or 0
        worth = figure("asset_worth", cents(known, *keys), period=f"{facts.as_of}", unit=thing.unit,
                       subject=thing.name, title="Last known worth of an asset")  # fmt: skip
        said = text("Last valued on ", day(latest.on), " at ", worth, ".") if latest else text("It cost ", worth, ".")
        state = " was valued long ago" if latest else " was never valued"
        yield Fired(
            thing.unit,
            f"value of {thing.name}",
            Severity.LOW,
            text(name(thing.name), " of ", name(facts.name(thing.unit)), state),
            Action(text("Have ", name(thing.name), " valued"), 2, href=desk("asset"), outcome="assets_value"),
            said,
            keys,
            certainty=_of(facts, thing.unit, "assets"),
        )


@rule(
    "CEO-08", title="A risk is not looked after", area="people", roles=HERE,
    limits=(Limit("score", "A risk wants a mitigation from this score of likelihood by impact",
                  Decimal(people.HIGH_SCORE), Measure.NUMBER),),
)  # fmt: skip
def neglected_risk(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """The review of a risk is overdue, or it is high and nothing is done against it; one finding a risk."""
    for peril, points in people.ranked(facts.people):
        is_bare = points is not None and points >= limits["score"] and not peril.mitigation
        is_late = peril.review_on is not None and peril.review_on < facts.as_of
        if is_bare or is_late:
            yield _neglected(facts, peril, points, is_bare=is_bare)


def _neglected(facts: Facts, peril: Peril, points: int | None, *, is_bare: bool) -> Fired:
    keys = (Evidence("risks", peril.key),)
    parts: list[str | Text | Figure] = []
    if points is not None:
        score = counted(points, Measure.COUNT, *keys)
        parts = ["Likelihood by impact: ", figure("risk_score", score, period=f"{facts.as_of}", unit=peril.unit,
                                                 subject=peril.title, title="Score of a risk"), ". "]  # fmt: skip
    if peril.review_on and peril.review_on < facts.as_of:
        parts.append(text("Its review was due on ", day(peril.review_on), ". "))
    parts.append(text("Owner: ", name(peril.owner or "nobody"), "."))
    act = "Decide what is done against: " if is_bare else "Review the risk: "
    return Fired(
        peril.unit,
        peril.title,
        Severity.HIGH,
        text("Risk ", "without mitigation" if is_bare else "not reviewed", ": ", name(peril.title), " (",
             name(facts.name(peril.unit)), ")"),
        Action(text(act, name(peril.title)), 2, peril.review_on, desk("risk"), "high_risks"),
        text(*parts),
        keys,
        certainty=_of(facts, peril.unit, "risks"),
    )  # fmt: skip


def _of(facts: Facts, unit: str, domain: str) -> Certainty:
    """What a finding is worth by how much of a domain is recorded."""
    return Certainty.COMPLETE if facts.level(domain, [unit]) == Level.COMPLETE else Certainty.PARTIAL
