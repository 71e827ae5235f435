"""What the owner says, held against the books (pure): CFO-07. Source: design of the books, 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.facts import Facts
from reports.figures import money
from reports.figures.scopes import of_units
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas.wanted import DECLARED, Saying
from reports.metrics import known
from reports.telling import MOST_EVIDENCE, certainty, desk, evidence, figure, of_unit, over
from reports.values import Evidence, Level, Measure, Range, Value, recorded
from reports.words import NOTHING, Text, name, text

BURN, BREAK_EVEN = "burn", "break_even_charters"
QUARTER = 3


@rule(
    "CFO-07", title="What is declared and what is computed differ", area="finance", roles=("cfo",),
    limits=(Limit("share", "Share by which what is declared may differ", Decimal("0.1"), Measure.SHARE),),
)  # fmt: skip
def declared_otherwise(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Declared burn or break-even beside the computed range, or the two of them that cannot both be true.

    Both are true of one contribution c only if the least burn needs the least number of charters, and the greatest
    burn no more than the greatest: greatest burn / most charters ≤ c < least burn / (least charters − 1).
    """
    for unit in facts.units:
        sayings = {row.metric: row for row in facts.wanted.sayings if row.unit == unit.slug}
        own = of_units(facts, [unit.slug])
        computed = {metric: _computed(own, metric) for metric in (BURN, BREAK_EVEN) if metric in sayings}
        told = {metric: found for metric, found in computed.items() if found.mean.is_known}
        if len(sayings.keys() & {BURN, BREAK_EVEN}) == len((BURN, BREAK_EVEN)) and told:
            burn, even = sayings[BURN], sayings[BREAK_EVEN]
            if not can_both_be(burn, even):
                yield _contradictory(own, unit.slug, (even, burn), computed)
        for metric, found in told.items():
            if _differ(sayings[metric], found, limits["share"]):
                yield _beside(own, sayings[metric], found)


def can_both_be(burn: Saying, even: Saying) -> bool:
    """Whether one contribution per charter makes both declarations true."""
    least = burn.high / even.high if even.high > 0 else None
    if least is None:
        return burn.high <= 0
    return even.low <= 1 or least < burn.low / (even.low - 1)


def _computed(facts: Facts, metric: str) -> Range:
    return money.burn(facts).range if metric == BURN else money.break_even(facts).range


def _differ(said: Saying, found: Range, share: Decimal) -> bool:
    """Whether neither range holds the other, each widened by a share of its ends: a month beside what is declared."""
    ends = [Decimal((end if end.is_known else found.mean).number) for end in (found.low, found.high)]
    own, others = (said.low, said.high), (ends[0], ends[1])
    return not (_holds(own, others, share) or _holds(others, own, share))


def _holds(wide: tuple[Decimal, Decimal], narrow: tuple[Decimal, Decimal], share: Decimal) -> bool:
    low, high = wide
    return low - share * abs(low) <= narrow[0] and narrow[1] <= high + share * abs(high)


def _beside(facts: Facts, said: Saying, found: Range) -> Fired:
    title = known()[said.metric].title
    return Fired(
        said.unit, said.metric, Severity.MEDIUM,
        text(name(title), " is not what is declared: ", _declared(said), " declared, ", _told(facts, said, found),
             " by the books"),
        Action(text("Correct the declared figure, or the books, of ", name(title)), 1, href=desk("declared"),
               outcome=said.metric),
        text("Declared by: ", name(said.source or "nobody named"), "."),
        (_row(said), *evidence(found.mean))[:MOST_EVIDENCE], certainty=certainty(found.mean),
    )  # fmt: skip


def _contradictory(facts: Facts, unit: str, both: tuple[Saying, Saying], computed: dict[str, Range]) -> Fired:
    even, burn = both
    found = [computed[BREAK_EVEN].mean, computed[BURN].mean]
    return Fired(
        unit, f"{BREAK_EVEN}:{BURN}", Severity.MEDIUM,
        text("Break-even at ", _declared(even), " charters and a burn of ", _declared(burn), " cannot both be true"),
        Action(
            text("Take the computed break-even and burn", of_unit(facts, unit), ", and correct what is declared"), 1,
            href=desk("declared"), outcome=BREAK_EVEN,
        ),
        text("By the books: break-even at ", _told(facts, even, computed[BREAK_EVEN]), " charters, burn ",
             _told(facts, burn, computed[BURN]), " a month.", _why_not(even, burn)),
        (_row(even), _row(burn), *evidence(*found))[:MOST_EVIDENCE], certainty=certainty(*found),
    )  # fmt: skip


def _why_not(even: Saying, burn: Saying) -> Text:
    """What a charter would have to leave for each end of what is declared."""
    if even.high <= 0 or even.low <= 1:
        return NOTHING
    needs = {"least": burn.high / even.high, "below": burn.low / (even.low - 1)}
    least, below = (
        figure("contribution_declared", _said(burn, amount), period="", unit=burn.unit, subject=end,
               title="Contribution of a charter by what is declared")
        for end, amount in needs.items()
    )  # fmt: skip
    return text(" A charter would have to leave at least ", least, " for the one and less than ", below,
                " for the other.")  # fmt: skip


def _declared(said: Saying) -> Text:
    """What is declared: one figure, or from one to another."""
    ends = [(said.low, "low"), (said.high, "high")][: 1 if said.low == said.high else 2]
    parts = [figure(f"declared_{said.metric}", _said(said, amount), period="", unit=said.unit, subject=end,
                    title=f"Declared: {known()[said.metric].title.lower()}") for amount, end in ends]  # fmt: skip
    return text(parts[0], " to ", parts[1]) if len(parts) > 1 else text(parts[0])


def _told(facts: Facts, said: Saying, found: Range) -> Text:
    """What the books say: from the least to the greatest month, or the mean where there are too few of them."""
    three = over(facts.period.trailing(QUARTER))
    ends = [(found.low, "low"), (found.high, "high")]
    if not found.low.is_known or not found.high.is_known or found.low.number == found.high.number:
        ends = [(found.mean, "mean")]
    parts = [figure(said.metric, value, period=three, unit=said.unit, subject=end) for value, end in ends]
    return text(parts[0], " to ", parts[1]) if len(parts) > 1 else text(parts[0])


def _said(said: Saying, amount: Decimal) -> Value:
    measure = known()[said.metric].measure
    return recorded(amount, measure, coverage=Level.COMPLETE, n=1, evidence=[_row(said)])


def _row(said: Saying) -> Evidence:
    return Evidence(DECLARED, f"{said.unit}:{said.metric}")
