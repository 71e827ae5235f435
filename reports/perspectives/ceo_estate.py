"""What is owned, by whom, and what may happen to it (pure): sections of the chief executive’s report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from reports import figures
from reports.formulas import holdings, people
from reports.formulas.holdings import AHEAD, SAILING_HOURS, Due, Shelf, Thing
from reports.formulas.people import Handover, Stake
from reports.perspectives import Seen
from reports.places import PLACES
from reports.telling import cells, cents, counted, desk, figure, gap
from reports.tree import Block, Column, Gaps, Paragraph, Row, Section, Table
from reports.values import Evidence, Measure, Value
from reports.words import Figure, Text, day, name, text

EQUITY = "equity"
KINDS = {
    "vessel": "vessels", "vehicle": "vehicles", "property": "property", "equipment": "equipment", "domain": "domains",
    "software": "software", "list": "lists", "contract": "contracts", "ip": "intellectual property",
}  # fmt: skip
NOT_SAID = Text(("—",))
WITHIN = ("thirty days", "sixty days", "ninety days")


def assets(seen: Seen) -> Section:
    """What is owned by unit and kind, what falls due on it, how much vessels sail, and who owns the units."""
    facts = seen.facts
    shelves = holdings.inventory(facts.holdings)
    blocks: list[Block] = []
    if shelves:
        blocks = [_owned(seen, shelves), _due_counts(seen, shelves)]
        coming = _coming(seen)
        blocks += [coming] if coming.rows else []
    else:
        blocks = [_no_asset(seen)]
    return Section("assets", "What is owned", (*blocks, *_sailed(seen)), sections=(_ownership(seen),))


def _no_asset(seen: Seen) -> Block:
    return gap("assets", "No asset recorded.", "assets_value", "assets_equity", "obligations_due", facts=seen.facts,
               link="Start with the vessels", href=desk("asset", add=True))  # fmt: skip


def _of(seen: Seen, shelf: Shelf, metric: str, value: Value, title: str, *, subject: str = "") -> Figure:
    """A figure of a shelf: of one unit and kind."""
    label = EQUITY if metric == "assets_equity" else ""
    kind = ":".join(part for part in (shelf.kind, subject) if part)
    return figure(metric, value, period=f"{seen.facts.as_of}", unit=shelf.unit, subject=kind, title=title, label=label)


def _named(seen: Seen, shelf: Shelf) -> Text:
    return text(name(seen.facts.name(shelf.unit)), ": ", KINDS.get(shelf.kind, shelf.kind))


def _owned(seen: Seen, shelves: Sequence[Shelf]) -> Table:
    columns = ("Unit and kind", "Count", "Latest value", "Age of value", "Debt", "Equity")
    rows = [
        cells(
            _named(seen, shelf),
            _of(seen, shelf, "assets_count", shelf.number, "Assets"),
            _of(seen, shelf, "assets_value", shelf.value, "Value of assets"),
            _of(seen, shelf, "assets_age", shelf.age, "Age of the oldest valuation"),
            _of(seen, shelf, "assets_debt", shelf.debt, "Debt on assets"),
            _of(seen, shelf, "assets_equity", shelf.equity, "Value less debt"),
        )
        for shelf in shelves
    ]
    return Table("inventory", "Inventory", _columns(columns), (*rows, _all_owned(seen)), most=9)


def _all_owned(seen: Seen) -> Row:
    inputs, on = seen.facts.holdings, f"{seen.facts.as_of}"
    things = inputs.things
    return cells(
        "All",
        figure("assets_count", holdings.count(inputs, things), period=on, title="Assets"),
        figures.figure(seen.facts, "assets_value"),
        figure("assets_age", holdings.oldest(inputs, things), period=on, title="Age of the oldest valuation"),
        figure("assets_debt", holdings.owed(inputs, things), period=on, title="Debt on assets"),
        figures.figure(seen.facts, "assets_equity"),
        is_total=True,
    )


def _due_counts(seen: Seen, shelves: Sequence[Shelf]) -> Table:
    rows = []
    for shelf in shelves:
        told = [_of(seen, shelf, "obligations_overdue", shelf.overdue, "Obligations past their day")]
        told += [
            _of(seen, shelf, "obligations_within", value, f"Obligations within {days} days", subject=f"{days}")
            for days, value in zip(AHEAD, shelf.ahead, strict=True)
        ]
        if any(each.value.amount for each in told):
            rows.append(cells(_named(seen, shelf), *told))
    heads = ("Unit and kind", "Past", *(f"Within {days}" for days in WITHIN))
    none = Text(("Nothing falls due in ninety days.",))
    return Table("obligations", "Obligations ahead", _columns(heads), tuple(rows), none, most=6)


def _coming(seen: Seen) -> Table:
    """What falls due by name, the first first."""
    facts = seen.facts
    last = facts.as_of + timedelta(days=AHEAD[-1])
    dues = sorted(
        ((due.on, thing.name, due.kind, thing, due) for thing in facts.holdings.things for due in thing.due
         if due.on <= last),
        key=lambda row: row[:3],
    )  # fmt: skip
    rows = [cells(day(due.on), text(name(_said(due)), " of ", name(thing.name)), _cost(thing, due))
            for *_, thing, due in dues]  # fmt: skip
    heads = (Column("Due"), Column("What"), Column("Costs", is_figure=True))
    return Table("obligations-by-day", "What falls due, by day", heads, tuple(rows), most=6)


def _said(due: Due) -> str:
    return due.kind.replace("_", "-")


def _cost(thing: Thing, due: Due) -> Figure | Text:
    if due.cents is None:
        return Text(("not recorded",))
    keys = Evidence("asset_obligations", due.key)
    return figure("obligation", cents(due.cents, keys), period=f"{due.on}", unit=thing.unit,
                  subject=f"{thing.name}:{due.kind}", title="Cost of an obligation")  # fmt: skip


def _sailed(seen: Seen) -> tuple[Block, ...]:
    facts = seen.facts
    charters = facts.of_kind("charter")
    if charters and not facts.holdings.sailings:
        words = "No vessel is named as a unit’s: how much they sail is not known."
        return (gap("bookings", words, "utilisation", facts=facts, link="Name the vessels", href=desk("businessunit")),)
    if not charters:
        return ()
    rows = tuple(cells(name(unit.name), figures.figure(facts, "utilisation", unit.slug)) for unit in charters)
    hours = figure("sailing_hours", counted(SAILING_HOURS, Measure.HOURS), period=f"{facts.as_of}", places=0,
                   title="Hours of a day in which a vessel can be sailed")  # fmt: skip
    heads = (Column("Unit"), Column("Hours sailed of hours available", is_figure=True))
    return Table("utilisation", "How much vessels sail", heads, rows, most=None), Paragraph(
        text("Available are ", hours, " of every day of the month, for each vessel.")
    )


def _ownership(seen: Seen) -> Section:
    facts = seen.facts
    if not facts.people.stakes:
        blocks: tuple[Block, ...] = (
            gap("ownership", "Nobody’s stake is recorded.", "stakes", facts=facts, link="Enter who owns what",
                href=PLACES["ownership"].href),
        )  # fmt: skip
        return Section("ownership", "Who owns it", blocks, label=EQUITY)
    rows = []
    for unit in facts.units:
        own = sorted((one for one in facts.people.stakes if one.unit == unit.slug), key=lambda one: -one.percent)
        rows += [cells(name(unit.name), name(one.person), _held(seen, one), one.agreement) for one in own]
        whole = figures.figure(facts, "stakes", unit.slug)
        if len(own) > 1 or (own and whole.value.amount != 1):
            rows.append(cells(name(unit.name), "together", whole, "", is_total=True))
    heads = (Column("Unit"), Column("Person"), Column("Stake", is_figure=True), Column("Agreement"))
    return Section("ownership", "Who owns it", (Table("stakes", "Stakes", heads, tuple(rows), most=6),), label=EQUITY)


def _held(seen: Seen, stake: Stake) -> Figure:
    part = Value(stake.percent / people.PERCENT, Measure.SHARE, counted(int(stake.percent > 0)).state, n=1,
                 evidence=(Evidence("stakes", stake.key),))  # fmt: skip
    return figure("stake", part, period=f"{seen.facts.as_of}", unit=stake.unit, subject=stake.person, title="Stake",
                  label=EQUITY)  # fmt: skip


def risks(seen: Seen) -> Section:
    """Risks by score, who leaves, and which critical work rests on one person."""
    return Section("risks", "Risks and transitions", (*_perils(seen), *_leavers(seen), *_alone(seen)))


def _perils(seen: Seen) -> tuple[Block, ...]:
    facts = seen.facts
    if not facts.people.perils:
        return (_lack(seen, "risks", "No risk is recorded.", "Enter what may go wrong", "high_risks"),)
    rows = []
    for peril, points in people.ranked(facts.people):
        score: Figure | Text = Text(("not judged",))
        if points is not None:
            score = figure("risk_score", counted(points, Measure.COUNT, Evidence("risks", peril.key)), title="Score",
                           period=f"{facts.as_of}", unit=peril.unit, subject=peril.title)  # fmt: skip
        review = day(peril.review_on) if peril.review_on else NOT_SAID
        rows.append(cells(name(peril.title), name(facts.name(peril.unit)), score, name(peril.owner or "nobody"),
                          name(peril.mitigation or "nothing"), review))  # fmt: skip
    heads = (Column("Risk"), Column("Unit"), Column("Score", is_figure=True), Column("Owner"),
             Column("Done against it"), Column("Review"))  # fmt: skip
    count = text(figures.figure(facts, "high_risks"), " high risks have nothing done against them.")
    return Paragraph(count), Table("perils", "Risks, the worst first", heads, tuple(rows), most=5)


def _leavers(seen: Seen) -> tuple[Block, ...]:
    facts = seen.facts
    if not facts.people.duties:
        return (_lack(seen, "people", "No responsibility is recorded.", "Enter who answers for what",
                      "critical_backed", "transition_coverage"),)  # fmt: skip
    found = people.handovers(facts.people)
    rows = tuple(_leaver(seen, one) for one in found)
    heads = (Column("Who leaves"), Column("Unit"), Column("Last day"), Column("Days left", is_figure=True),
             Column("Handed over", is_figure=True), Column("Not handed over"))  # fmt: skip
    return (Table("transitions", "Transitions", heads, rows, Text(("Nobody leaves that is recorded.",))),)


def _leaver(seen: Seen, one: Handover) -> Row:
    facts, leaving = seen.facts, one.leaving
    keys = Evidence("transitions", leaving.key)
    left = figure("days_left", counted(one.days, Measure.DAYS, keys), period=f"{facts.as_of}", unit=leaving.unit,
                  subject=leaving.person, title="Days until the last day")  # fmt: skip
    ready = figure("transition_coverage", one.ready, period=f"{facts.as_of}", unit=leaving.unit, subject=leaving.person)
    return cells(name(leaving.person), name(facts.name(leaving.unit)), day(leaving.last_day), left, ready,
                 name(", ".join(one.lacking) or "nothing"))  # fmt: skip


def _alone(seen: Seen) -> tuple[Block, ...]:
    facts = seen.facts
    if not facts.people.duties:
        return ()
    share = figures.figure(facts, "critical_backed")
    rows = tuple(
        cells(name(duty.title), name(facts.name(duty.unit)), name(duty.holder or "nobody"),
              "yes" if duty.documented_on else "no")
        for duty in people.alone(facts.people)
    )  # fmt: skip
    heads = (Column("Critical work"), Column("Unit"), Column("Who can"), Column("Written down"))
    said = Paragraph(text("Critical work that somebody else could take over: ", share, "."))
    return said, Table("alone", "Critical work that rests on one person", heads, rows, Text(("None.",)))


def _lack(seen: Seen, domain: str, words: str, link: str, *waiting: str) -> Gaps:
    return gap(domain, words, *waiting, facts=seen.facts, link=link, href=PLACES[domain].href)


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    return (Column(titles[0]), *(Column(title, is_figure=True) for title in titles[1:]))
