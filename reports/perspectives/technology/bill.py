"""What the cloud costs (pure): three months by service, how it goes on, what could be saved and what was."""

from __future__ import annotations

from reports.facts import Facts
from reports.formulas import cloud
from reports.formulas.cloud import COSTS, SAVINGS, Saving
from reports.periods import Period
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, months_of, row
from reports.places import PLACES
from reports.rules.saying import figure as told
from reports.tree import Block, Chart, Gap, Gaps, Paragraph, Row, Section, Shape, Table
from reports.values import Evidence, Level, Measure, Range, Value, no_data, recorded
from reports.words import Figure, month, name, text

TITLE = "What the cloud costs"
QUARTER, MOST_PARTS = 3, 4


def section(seen: Seen) -> Section:
    """Months, services, forecast, savings."""
    facts = seen.facts
    months = facts.period.trailing(QUARTER).months()
    blocks: tuple[Block, ...] = (cells.missing("cto", COSTS, "No cloud cost is recorded: import the provider’s bill."),)
    if _range(facts).mean.is_known and not cloud.services(facts.cloud):
        blocks = (_said(facts),)
    elif cloud.services(facts.cloud):
        blocks = (_said(facts), _chart(facts, months), _services(facts, months))
    return Section("cloud", TITLE, (*blocks, *_savings(facts), *cells.found(seen, "cto", "CTO-06")))


def _range(facts: Facts, service: str = "") -> Range:
    return cloud.monthly(facts.cloud, service)


def _figure(facts: Facts, metric: str, value: Value, title: str, subject: str = "") -> Figure:
    return told(metric, value, period=months_of(facts, QUARTER), title=title, subject=subject)


def _said(facts: Facts) -> Paragraph:
    found, loose = _range(facts), cells.standing(facts, "cloud_untagged")
    return Paragraph(
        text(
            "Over three months: ", _figure(facts, "cloud_low", found.low, "Cheapest month of three"), " to ",
            _figure(facts, "cloud_high", found.high, "Dearest month of three"), " a month, ",
            _figure(facts, "cloud_mean", found.mean, "Mean of three months"), " on average. ",
            "The running month, as it goes on: ", cells.standing(facts, "cloud_forecast"), ".",
            *((" Billed to no unit: ", loose, ".") if loose.value.is_known else ()),
        )
    )  # fmt: skip


def _chart(facts: Facts, months: list[Period]) -> Chart:
    """A bar a month: the dearest services, the others together; the table adds the month up."""
    dearest = cloud.services(facts.cloud)
    parts = dearest if len(dearest) <= MOST_PARTS else dearest[: MOST_PARTS - 1]
    others = len(parts) < len(dearest)
    rows = tuple(_month(facts, each, parts, others=others) for each in months)
    heads = columns("Month", *(f"#{_short(part)}" for part in parts), *(["#Others"] if others else []), "#All")
    table = Table("cloud-months", "Month by month", heads, rows)
    says = text("The bill of the last three complete months, by service.")
    return Chart(table, Shape.STACK, tuple(range(1, 1 + len(parts) + others)), says)


def _short(service: str) -> str:
    """A service without its provider’s name: a chart has little room."""
    return service.removeprefix("Amazon ").removeprefix("AWS ")


def _month(facts: Facts, each: Period, parts: list[str], *, others: bool) -> Row:
    period = f"{each.start:%Y-%m}"
    of = [told("service_cost", cloud.month_cost(facts.cloud, each, part), period=period, subject=part,
               title="Cost of a service") for part in parts]  # fmt: skip
    rest = [row.cents for row in facts.cloud.costs if row.month == each.start and row.service not in parts]
    whole = cloud.month_cost(facts.cloud, each)
    loose: list[Figure] = []
    if others:
        value = recorded(sum(rest), Measure.CENTS, coverage=whole.coverage, n=len(rest), missing=whole.missing)
        loose = [told("service_cost", value, period=period, subject="others", title="Cost of a service")]
    return row(text(month(each.start)), *of, *loose, told("cloud_cost", whole, period=period))


def _services(facts: Facts, months: list[Period]) -> Table:
    rows = []
    for service in cloud.services(facts.cloud):
        found, change = _range(facts, service), cloud.month_change(facts.cloud, service)
        rows.append(
            row(
                name(service),
                _figure(facts, "service_low", found.low, "Cheapest month of a service", service),
                _figure(facts, "service_mean", found.mean, "Mean month of a service", service),
                _figure(facts, "service_high", found.high, "Dearest month of a service", service),
                told("service_change", change, period=months_of(facts), subject=service, title="Change of a service"),
            )
        )
    heads = columns("Service", "#Least", "#Mean", "#Most", "#Last month")
    return Table("cloud-services", "By service", heads, tuple(rows), most=0)


def _savings(facts: Facts) -> tuple[Block, ...]:
    """What is left to do, the best hour first; what was seen on a bill."""
    if not facts.cloud.savings and not cloud.saved(facts.cloud).is_known:
        words = text("No saving is recorded: write down what could be switched off or made smaller.")
        return (Gaps((Gap(SAVINGS, "", words, PLACES[SAVINGS].href),)),)
    found = cloud.potential(facts.cloud)
    low = cells.standing(facts, "cloud_savings")
    high = told("cloud_savings_high", found.high, period=cells.day_of(facts), title="Most that could be saved a month")
    share = told("savings_share", found.low_share, period=cells.day_of(facts), title="Of the mean month")
    whose = "" if facts.is_whole else " in the whole portfolio"
    said = text(
        f"Could be saved a month{whose}: ", low, *((" to ", high) if found.high.amount != found.low.amount else ()),
        *((", ", share, " of the mean month") if share.value.is_known and facts.is_whole else ()),
        ". Saved, as seen on a bill: ", cells.standing(facts, "cloud_saved"), ".",
    )  # fmt: skip
    left = [each for each in facts.cloud.savings if each.status in cloud.LEFT]
    rows = tuple(_saving(facts, each) for each in sorted(left, key=_gain))
    heads = columns("What to do", "Service", "#Saves at least", "#At most", "#Hours", "#An hour saves")
    table = Table("savings", "What could be saved", heads, rows, text("Nothing is left to save that is recorded."))
    return Paragraph(said), table


def _gain(each: Saving) -> tuple[bool, object, str]:
    found = cloud.per_hour(each)
    return not found.is_known, -found.number if found.is_known else 0, each.action


def _saving(facts: Facts, each: Saving) -> Row:
    key = [Evidence(SAVINGS, each.key)]
    subject = f"{each.service}:{each.action}"

    def known(amount: object, measure: Measure, what: str) -> Value:
        if amount is None:
            return no_data(measure, f"{what} of “{each.action}”")
        return recorded(amount, measure, coverage=Level.COMPLETE, n=1, evidence=key)  # type: ignore[arg-type]

    low = each.low_cents if each.low_cents is not None else each.high_cents
    high = each.high_cents if each.high_cents is not None else each.low_cents
    day = cells.day_of(facts)
    return row(
        name(each.action), name(each.service),
        told("saving_low", known(low, Measure.CENTS, "amount"), period=day, subject=subject, title="Saves at least"),
        told("saving_high", known(high, Measure.CENTS, "amount"), period=day, subject=subject, title="Saves at most"),
        told("saving_hours", known(each.hours, Measure.HOURS, "effort"), period=day, subject=subject, title="Effort"),
        told("saving_per_hour", cloud.per_hour(each), period=day, subject=subject, title="Saved for an hour of work",
             places=2),
    )  # fmt: skip
