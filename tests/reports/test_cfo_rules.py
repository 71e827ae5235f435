"""CFO-01 to CFO-07: each rule fires on what was recorded, does not fire on what is well, and is silent without data."""

from datetime import date
from decimal import Decimal

import pytest

from reports.findings import known
from reports.formulas.books import SailSum
from reports.formulas.breakeven import SailDone
from reports.formulas.capital import Rule
from reports.formulas.sailing import Slot
from reports.formulas.targets import Sold
from reports.formulas.wanted import Goal, Saying
from tests.reports.housefacts import DUMP, JADA, QUEEN, empty_facts, every_domain
from tests.reports.ledgers import balance, flow, month_sum

MONTHS = (8, 9, 10)
LATE = date(2026, 11, 22)
THOUSAND = 100_000


def house(units=(JADA,), *, as_of=date(2026, 11, 14), limits=None, **inputs):
    """A house of which all is recorded."""
    return empty_facts(units, as_of, complete=every_domain(units), limits=limits or {}, **inputs)


def fired(number, facts):
    return [(one.key, one.fired.severity.value, str(one.fired.title)) for one in known()[number].fire(facts)]


def money(*balances, burn=0):
    flows = tuple(flow("overhead", out_cents=burn, month=month) for month in MONTHS)
    return {"balances": tuple(balance(*row) for row in balances), "flows": flows if burn else ()}


RUNWAY = {
    "the vector: 14,500 free at 4,000 a month": (
        (20, -5, -0.5, 4), {}, [("CFO-01::runway", "high", "Free cash lasts 3.6 months")]
    ),
    "less than three months": ((12, -5, -0.5, 4), {}, [("CFO-01::runway", "critical", "Free cash lasts 1.6 months")]),
    "below zero": ((5, -6, 0, 4), {}, [("CFO-01::runway", "critical", "Free cash is below zero: −$1,000")]),
    "below zero without burning": (
        (5, -6, 0, 0), {}, [("CFO-01::runway", "critical", "Free cash is below zero: −$1,000")]
    ),
    "long enough": ((60, -5, -0.5, 4), {}, []),
    "not burning": ((20, -5, 0, -1), {}, []),
    "the house's own threshold": ((20, -5, -0.5, 4), {("CFO-01", "high"): Decimal("3.5")}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", RUNWAY)
def test_a_short_runway_is_told_by_the_house_s_thresholds(case):
    (cash, deposits, tax, burn), limits, expected = RUNWAY[case]
    rows = (("cash", cash * THOUSAND), ("customer_deposits", deposits * THOUSAND), ("tax_payable", int(tax * THOUSAND)))

    facts = house(books=money(*rows, burn=burn * THOUSAND), limits=limits)

    assert fired("CFO-01", facts) == expected


def test_what_burns_is_at_stake_and_the_finding_of_one_unit_is_its_own():
    facts = house(books=money(("cash", 4 * THOUSAND), burn=2 * THOUSAND), is_whole=False)

    (one,) = known()["CFO-01"].fire(facts)

    assert (one.key, one.fired.at_stake.number, one.fired.certainty.value) == (
        "CFO-01:jada:runway", 2 * THOUSAND, "complete",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("cash", 400), ("customer_deposits", -300), ("security_deposits", -250)),
         [("CFO-02:jada:deposits", "critical", "Deposits of JADA are spent: $2 short")]),
        ((("cash", 550), ("customer_deposits", -300), ("security_deposits", -250)), []),
        ((("cash", -200),), []),
        ((), []),
    ],
)  # fmt: skip
def test_deposits_that_cash_does_not_cover_are_spent(rows, expected):
    assert fired("CFO-02", house(books=money(*rows))) == expected


def sails(contribution, n=3, fixed=7000, slots=30):
    """A unit whose charters leave so many dollars each, and whose fixed costs are so many a month."""
    done = tuple(SailDone("jada", str(number), date(2026, 10, number + 1)) for number in range(n))
    parts = (("income", "service_income", -200_000), ("expense", "crew", 200_000 - contribution * 100))
    sums = tuple(
        SailSum("jada", row.sail, row.sails_on, row.sail, "direct", kind, subtype, cents, 1)
        for row in done
        for kind, subtype, cents in parts
    )
    months = tuple(month_sum("overhead", fixed * 100, month=month, behaviour="fixed") for month in MONTHS)
    planned = tuple(Slot("jada", f"s{number}", date(2026, 11, 20), 6, False) for number in range(slots))
    return {"books": {"sails": sums, "months": months}, "sailing": {"done": done, "slots": planned}}


EVEN = {
    "a charter leaves nothing": (sails(0), [("critical", "No number of charters of JADA breaks even")]),
    "a charter costs more than it brings": (sails(-50), [("critical", "No number of charters of JADA breaks even")]),
    "more than can be sold": (
        sails(1400, slots=4), [("critical", "More charters of JADA are needed than can be sold: 5")]
    ),
    "enough can be sold": (sails(1400, slots=5), []),
    "nobody planned sails": (sails(1400, slots=0), []),
    "too few charters to tell": (sails(0, n=2), []),
    "no data": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", EVEN)
def test_charters_that_cannot_break_even_are_told(case):
    inputs, expected = EVEN[case]

    assert [row[1:] for row in fired("CFO-03", house(**inputs))] == expected


def goal(amount=10_000, month=11, unit="jada", year=2026):
    return Goal(unit, "revenue", date(year, month, 1), Decimal(amount * 100), "Ada", "")


def sold(cents, on=date(2026, 11, 28)):
    return Sold("jada", "s", on, "ABC", cents, date(2026, 11, 1), None, 0, None, False, False)


GAPS = {
    "a gap of more than a quarter": (LATE, 6_000, 1_000, {}, ["November 2026 of JADA lacks $3,000 of its target"]),
    "a gap of a quarter": (LATE, 6_500, 1_000, {}, []),
    "too early": (date(2026, 11, 19), 0, 0, {}, []),
    "the tenth day before the end": (
        date(2026, 11, 20), 5_000, 0, {}, ["November 2026 of JADA lacks $5,000 of its target"]
    ),
    "the house allows more": (LATE, 6_000, 1_000, {("CFO-04", "share"): Decimal("0.4")}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", GAPS)
def test_a_month_that_ends_short_of_its_target_is_told_near_its_end(case):
    as_of, earned, booked, limits, expected = GAPS[case]
    income = () if not earned else (month_sum("service_income", -earned * 100, month=11),)

    facts = house(
        as_of=as_of, limits=limits, wanted={"goals": (goal(),)}, books={"months": income},
        sailing={"sold": (sold(booked * 100),) if booked else ()},
    )  # fmt: skip

    assert [title for _, _, title in fired("CFO-04", facts)] == expected


def test_a_gap_without_a_target_or_without_books_is_not_told():
    unrecorded = empty_facts((JADA,), LATE, wanted={"goals": (goal(),)})

    assert (fired("CFO-04", house(as_of=LATE)), fired("CFO-04", unrecorded)) == ([], [])


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ((goal(month=9),), [("CFO-05:jada:targets", "medium", "JADA has no target for the next three months")]),
        ((goal(month=11),), [("CFO-05:jada:targets", "medium", "JADA has no target for the next three months")]),
        ((goal(month=9), goal(month=2, year=2027)), []),
        ((goal(month=9), goal(month=3, year=2027)),
         [("CFO-05:jada:targets", "medium", "JADA has no target for the next three months")]),
        ((goal(month=12),), []),
        ((), []),
    ],
)  # fmt: skip
def test_only_who_had_a_target_lacks_the_next(goals, expected):
    assert fired("CFO-05", house(wanted={"goals": goals})) == expected


def rule(metric="cash_after_deposits", operator=">=", threshold=500, adopted=date(2026, 9, 1)):
    return Rule("jada", 2, metric, operator, Decimal(threshold), "month", "Ada", adopted, "No more spending")


HELD = "Cash beyond what is held for guests and tenants"
RULED = {
    "fails": (rule(), [("high", f"The rule “{HELD}: at least $5” of JADA does not hold: $1")]),
    "holds": (rule(threshold=100), []),
    "cannot be told": (
        rule("contribution"),
        [("medium", "The rule “Contribution of a sail: at least $5” of JADA cannot be told: not recorded")],
    ),
    "nobody adopted it": (rule(adopted=None), []),
    "not adopted yet": (rule(adopted=date(2026, 12, 1)), []),
}  # fmt: skip


@pytest.mark.parametrize("case", RULED)
def test_an_adopted_rule_that_fails_or_cannot_be_told_is_told(case):
    adopted, expected = RULED[case]
    facts = house(books=money(("cash", 100)), wanted={"rules": (adopted,)})

    assert [row[1:] for row in fired("CFO-06", facts)] == expected


def test_what_follows_from_a_rule_is_said_where_it_fails():
    (one,) = known()["CFO-06"].fire(house(books=money(("cash", 100)), wanted={"rules": (rule(),)}))

    assert str(one.fired.detail) == "Adopted by Ada on 1 Sep 2026. What follows: No more spending."


def declaring(*, burn=None, even=None, costs=(7000, 8000, 9000)):
    """Books whose fixed costs and burn are these and whose charters leave $1,400, and what the owner declares."""
    rows = tuple(month_sum("overhead", amount * 100, month=month, behaviour="fixed")
                 for month, amount in zip(MONTHS, costs, strict=True))  # fmt: skip
    flows = tuple(flow("overhead", out_cents=amount * 100, month=month)
                  for month, amount in zip(MONTHS, costs, strict=True))  # fmt: skip
    of = sails(1400)
    said = []
    if burn:
        said.append(Saying("jada", "burn", Decimal(burn[0] * 100), Decimal(burn[1] * 100), "The owner"))
    if even:
        said.append(Saying("jada", "break_even_charters", Decimal(even[0]), Decimal(even[1]), "The owner"))
    books = of["books"] | {"months": rows if costs else (), "flows": flows}
    return house(books=books, sailing=of["sailing"], wanted={"sayings": tuple(said)})


BOTH = "Break-even at 6 charters and a burn of $7,000 to $9,000 cannot both be true"
SAID = {
    "the owner's story: six, and 7 to 9 thousand": ({"burn": (7000, 9000), "even": (6, 6)}, [BOTH]),
    "the break-even alone lies within the books": ({"even": (6, 6)}, []),
    "the burn alone is what the books say": ({"burn": (7000, 9000)}, []),
    "both can be true of $1,400": ({"burn": (7000, 9000), "even": (5, 7)}, []),
    "one burn, one number": ({"burn": (7000, 8000), "even": (6, 6)}, []),
    "a break-even beside the books": (
        {"even": (3, 3)},
        ["Charters a month to break even is not what is declared: 3 declared, 5 to 7 by the books"],
    ),
    "a burn beside the books": (
        {"burn": (4000, 5000)},
        ["Net burn of a month is not what is declared: $4,000 to $5,000 declared, $7,000 to $9,000 by the books"],
    ),
    "nothing declared": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_what_is_declared_is_held_against_the_books_and_against_itself(case):
    said, expected = SAID[case]

    assert [title for _, _, title in fired("CFO-07", declaring(**said))] == expected


def test_a_contradiction_shows_both_the_declared_and_the_computed():
    (one,) = known()["CFO-07"].fire(declaring(burn=(7000, 9000), even=(6, 6)))

    assert (one.key, str(one.fired.detail), [row.key for row in one.fired.evidence][:2]) == (
        "CFO-07:jada:break_even_charters:burn",
        "By the books: break-even at 5 to 7 charters, burn $7,000 to $9,000 a month. A charter would have to leave at "
        "least $1,500 for the one and less than $1,400 for the other.",
        ["jada:break_even_charters", "jada:burn"],
    )


def test_without_books_what_is_declared_contradicts_nothing():
    sayings = (
        Saying("jada", "burn", Decimal(700_000), Decimal(900_000), ""),
        Saying("jada", "break_even_charters", Decimal(6), Decimal(6), ""),
    )

    assert fired("CFO-07", empty_facts((JADA,), wanted={"sayings": sayings})) == []


@pytest.mark.parametrize("number", [f"CFO-0{place}" for place in range(1, 8)])
def test_an_empty_house_has_no_finding_of_the_cfo(number):
    assert fired(number, empty_facts((JADA, QUEEN, DUMP))) == fired(number, empty_facts(())) == []
