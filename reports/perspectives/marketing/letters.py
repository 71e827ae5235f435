"""Letters to all (pure): who may be written to, what it brings in three scenarios, what is claimed, how to send."""

from __future__ import annotations

from typing import Any

from reports import selling
from reports.facts import Facts
from reports.figures import market
from reports.formulas import sending
from reports.formulas.campaigns import Blast, Scenario
from reports.formulas.market import CONTACTS, CampaignFact
from reports.formulas.response import Rate
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, counted, row
from reports.perspectives.marketing import after
from reports.places import PLACES
from reports.rules.saying import desk, threshold
from reports.rules.saying import figure as told
from reports.tree import Block, Bullets, Chart, Paragraph, Row, Section, Shape, Table
from reports.values import Evidence, Level, Measure, State, Value, no_data, recorded
from reports.words import Figure, Text, day, name, text

TITLE = "A letter to everybody"
MOST = 3  # campaigns ahead that are told of in full
RUNS = (("low", "Low"), ("mean", "Mean"), ("high", "High"))
LINES = (
    ("delivered", "Delivered", "letters_delivered", 0), ("clicks", "Clicks", "letter_clicks", 1),
    ("bookings", "Bookings", "letter_bookings", 1), ("revenue", "Revenue", "campaign_revenue", None),
    ("contribution", "Contribution", "letter_contribution", None), ("cost", "Cost", "letter_cost", 2),
    ("gain", "Contribution less cost", "letter_gain", None), ("roi", "Return on its cost", "campaign_return", 0),
)  # fmt: skip


def section(seen: Seen) -> Section:
    """The audience, then each campaign that is ahead; without any, what a letter would bring."""
    facts = seen.facts
    if not market.audience(facts).is_known:
        words = "No contact is recorded: import the list with where each agreed to letters."
        lacks = cells.missing("cmo", "contacts", words)
        return Section("letters", TITLE, (lacks, *after.blocks(facts)))
    ahead = selling.ahead(facts)[:MOST]
    parts = tuple(_campaign(facts, each, place) for place, each in enumerate(ahead, start=1))
    planned = () if ahead else _any(facts)
    came = after.blocks(facts)
    return Section(
        "letters",
        TITLE,
        (*_audience(facts), *cells.found(seen, "cmo", "CMO-05", "CMO-06"), *planned),
        sections=(
            *parts,
            Section("sending", "How to send it", _tranches(facts)),
            *((Section("after", "What campaigns came to", came),) if came else ()),
        ),
    )


def _audience(facts: Facts) -> tuple[Block, ...]:
    found, level = facts.market.contacts, facts.market.list_level

    def of(metric: str, title: str, count: int) -> Figure:
        rows = [Evidence(CONTACTS, metric if metric == "without_consent" else "listed")]
        value = recorded(count, Measure.COUNT, coverage=level, n=found.listed, evidence=rows)
        return told(metric, value, period=cells.day_of(facts), title=title)

    gone = (
        ("twice on the list", "contacts_double", found.duplicates), ("no address", "contacts_invalid", found.invalid),
        ("never agreed", "without_consent", found.without_consent),
        ("asked us to stop", "contacts_stopped", found.stopped),
        ("written to lately", "contacts_quiet", found.quiet),
    )  # fmt: skip
    rows = [row("On the list", of("contacts_listed", "Rows of the list", found.listed))]
    rows += [row(f"less: {words}", of(metric, words.capitalize(), count)) for words, metric, count in gone]
    whole = cells.standing(facts, "contactable")
    return (
        Paragraph(text(whole, " people may be written to. The model starts from them, never from the list.")),
        Table("audience", "From the list to its readers", columns("Who", "#People"),
              (*rows, row("May be written to", whole, is_total=True)), most=0),
    )  # fmt: skip


def _any(facts: Facts) -> tuple[Block, ...]:
    said = text("No campaign is planned. ", name("Plan one", PLACES["campaigns"].href),
                ", with what it is said to bring, to have it held against this.")  # fmt: skip
    return (Paragraph(said), *_model(market.blast(facts), facts, "", "letter"))


def _campaign(facts: Facts, each: CampaignFact, place: int) -> Section:
    scope = selling.of_campaign(facts, each)
    when = text("Planned for ", day(each.planned_on), ". ") if each.planned_on else text("No day is set. ")
    who = text(name(each.name), ", a letter of ", name(facts.name(each.unit)), ". ", when)
    key = f"letter-{place}"
    return Section(
        key,
        each.name,
        (Paragraph(who), *_model(market.blast(scope), facts, each.unit, each.name, key), *_claims(scope, each, key)),
    )


def _model(found: Blast, facts: Facts, unit: str, called: str, key: str = "letter") -> tuple[Block, ...]:
    """Three scenarios, a line for each step from letters to money, and the rates that they run on."""
    period = cells.day_of(facts)

    def line(each: str, title: str, metric: str, places: int | None) -> Row:
        told_of: dict[str, Any] = {"unit": unit, "period": period, "title": title, "places": places}
        return row(title, *(
            told(metric, _step(_run(found, run), each), subject=f"{called}:{run}", **told_of) for run, _ in RUNS
        ))  # fmt: skip

    model = Table(f"{key}-model", "What it would bring", columns("Step", *(f"#{title}" for _, title in RUNS)),
                  tuple(line(*each) for each in LINES), most=0)  # fmt: skip
    rates = Table(
        f"{key}-rates", "The rates it runs on", columns("Rate", *(f"#{title}" for _, title in RUNS), "From"),
        tuple(_rate(each, unit, f"{called}:{each.name}") for each in found.rates), most=0,
    )  # fmt: skip
    money = Table(f"{key}-revenue", "Revenue in three scenarios", columns("Scenario", "#Revenue"), tuple(
        row(title, told("campaign_revenue", _run(found, run).revenue, unit, period, subject=f"{called}:{run}"))
        for run, title in RUNS
    ), most=0)  # fmt: skip
    says = text("Revenue of the letter, low to high: ", *_span(found, unit, period, called), ".")
    picture: tuple[Block, ...] = (Chart(money, Shape.BARS, (1,), says),) if found.mean.revenue.is_known else ()
    return (*picture, model, rates, *_doubts(found))


def _step(run: Scenario, each: str) -> Value:
    """One step of a scenario; no return is told of a cost that is known in part only."""
    found: Value = getattr(run, each)
    if each == "roi" and run.cost.state == State.PARTIAL:
        return no_data(Measure.SHARE, *run.cost.missing)
    return found


def _run(found: Blast, run: str) -> Scenario:
    each: Scenario = getattr(found, run)
    return each


def _span(found: Blast, unit: str, period: str, called: str) -> tuple[Figure | str, ...]:
    low, high = (
        told("campaign_revenue", _run(found, run).revenue, unit, period, subject=f"{called}:{run}")
        for run in ("low", "high")
    )
    return low, " to ", high


def _rate(rate: Rate, unit: str, subject: str) -> Row:
    parts = [
        recorded(part, Measure.SHARE, coverage=Level.COMPLETE, n=max(1, rate.n), evidence=rate.evidence[:20])
        for part in (rate.low, rate.mean, rate.high)
    ]
    cells_of = [
        told("letter_rate", value, unit, subject=f"{subject}:{run}", title=f"Rate of {rate.name}")
        for value, (run, _) in zip(parts, RUNS, strict=True)
    ]
    return row(name(rate.name), *cells_of, name(rate.words))


def _doubts(found: Blast) -> tuple[Block, ...]:
    """What the model had to leave out."""
    lacking = dict.fromkeys([*found.mean.revenue.missing, *found.mean.cost.missing, *found.mean.contribution.missing])
    borrowed = [rate.name for rate in found.rates if not rate.is_own]
    said: list[Text] = []
    if borrowed:
        said.append(text("Borrowed, not yours: ", cells.listing(borrowed),
                         ". Two campaigns of your own with results take their place."))  # fmt: skip
    if lacking:
        said.append(text("Left out, as it is not recorded: ", cells.listing(lacking), "."))
    return (Bullets(tuple(said)),) if said else ()


def _claims(scope: Facts, each: CampaignFact, key: str) -> tuple[Block, ...]:
    """What was claimed, and what share of readers would have to book for it."""
    found = selling.claims(scope, each)
    if not found:
        said = text(
            "Nobody wrote down what it is to bring: ", name("write the claim", desk("campaign", each.name)), "."
        )
        return (Paragraph(said),)
    return (
        Table(
            f"{key}-claims",
            "What is claimed, and what it needs",
            columns("Claim", "#Revenue", "#Of those reached", "#Of clicks", "#Best so far", "Verdict"),
            tuple(_claim(each, claim, cells.day_of(scope)) for claim in found),
        ),
    )


def _claim(each: CampaignFact, claim: selling.Claim, period: str) -> Row:
    best = claim.needs.best
    reached = recorded(best.high, Measure.SHARE, coverage=Level.COMPLETE, n=max(1, best.n), evidence=best.evidence[:20])
    of: dict[str, Any] = {"unit": each.unit, "period": period, "subject": f"{each.name}:{claim.name}"}
    return row(
        claim.name,
        told("claimed_revenue", claim.cents, title="Claimed revenue", **of),
        told("required_of_delivered", claim.needs.of_delivered, places=2,
             title="Bookings of letters delivered that a claim needs", **of),
        told("required_conversion", claim.needs.of_clicks, **of),
        told("best_conversion", reached, each.unit, period, subject=each.name, title="Best bookings of clicks"),
        _verdict(claim.needs.is_beyond, is_own=best.is_own),
    )  # fmt: skip


def _verdict(is_beyond: bool | None, *, is_own: bool) -> str:
    if is_beyond is None:
        return "not known: no price or audience to hold it against"
    best = "your best campaign" if is_own else "the benchmark’s high, which is not yours"
    return f"beyond {best}" if is_beyond else f"within {best}"


def _tranches(facts: Facts) -> tuple[Block, ...]:
    """The parts of the sending, and what stops the rest."""
    readers: Value = market.audience(facts)
    parts = sending.tranches(int(readers.number))
    if not parts:
        return (Paragraph(text("Nobody may be written to: there is nothing to send.")),)

    def told_of(metric: str, title: str, place: int, count: int) -> Figure:
        return counted(metric, title, count, period=cells.day_of(facts), subject=f"{place}", rows=readers.evidence)

    rows = tuple(
        row(
            told_of("tranche", "Part of the sending", part.place, part.place),
            told_of("tranche_letters", "Letters of a part", part.place, part.letters),
            told_of("tranche_sent", "Letters sent after a part", part.place, part.sent_after),
        )
        for part in parts
    )
    stops = text(
        "After each part, wait for the mail provider’s word: hard bounces of ",
        threshold("F50", "bounced", sending.MOST_BOUNCED, Measure.SHARE), " or complaints of ",
        threshold("F50", "complained", sending.MOST_COMPLAINED, Measure.SHARE), " stop the rest.",
    )  # fmt: skip
    return (
        Table("tranches", "Send it in parts", columns("#Part", "#Letters", "#Sent by then"), rows, most=0),
        Paragraph(stops),
    )
