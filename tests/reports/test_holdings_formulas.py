"""Assets, ownership, people and risks in numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reports.formulas import holdings, people
from reports.formulas.holdings import Debt, Due, Holdings, Sailing, Thing, Worth
from reports.formulas.people import Duty, Leaving, People, Peril, Stake
from reports.periods import month_of
from reports.spans import Statement, Statements
from reports.values import Level, State

AS_OF, OCTOBER = date(2026, 11, 20), month_of(date(2026, 10, 1))
DOMAINS = ("assets", "ledger", "bookings", "ownership", "people", "risks")


def said(level=Level.COMPLETE):
    whole = Statement(date(2020, 1, 1), date(2030, 1, 1), level, datetime(2026, 1, 1, tzinfo=UTC))
    return Statements(("jada",), {("jada", domain): [whole] for domain in DOMAINS})


def thing(name="JADA", worth=(), **columns):
    values = {"key": name, "unit": "jada", "kind": "vessel", "cost_cents": None, "owner": "", "custodian": "",
              "location": "", "status": ""}  # fmt: skip
    return Thing(name=name, worth=tuple(worth), **(values | columns))


def owned(*things, level=Level.COMPLETE, sailings=()):
    return Holdings(("jada",), AS_OF, OCTOBER, things, tuple(sailings), said(level))


def test_a_shelf_says_number_value_age_debt_and_equity():
    boat = thing(worth=[Worth(date(2026, 6, 30), 150_000_00, "owner")], debts=(Debt("2500", 90_000_00, 4),))
    tender = thing("Tender", worth=[Worth(date(2026, 11, 10), 5_000_00, "market")])

    (shelf,) = holdings.inventory(owned(boat, tender))

    amounts = [value.number for value in (shelf.number, shelf.value, shelf.age, shelf.debt, shelf.equity)]
    assert amounts == [2, 155_000_00, 143, 90_000_00, 65_000_00]


def test_an_asset_that_nobody_valued_is_missing_by_name():
    boat = thing(worth=[Worth(date(2026, 6, 30), 150_000_00, "owner")])

    (shelf,) = holdings.inventory(owned(boat, thing("Tender")))

    assert (shelf.value.number, shelf.value.state) == (150_000_00, State.PARTIAL)
    assert shelf.value.missing == ("a valuation of Tender",)
    assert (shelf.debt.state, shelf.equity.number) == (State.NOT_APPLICABLE, 150_000_00)


def test_no_asset_recorded_is_an_empty_inventory():
    assert holdings.inventory(owned(level=Level.NONE)) == []


def test_obligations_stand_by_the_days_ahead_and_past():
    days = (date(2026, 11, 19), AS_OF, date(2026, 12, 20), date(2026, 12, 21), date(2027, 2, 18), date(2027, 3, 1))
    boat = thing(due=tuple(Due(str(place), "survey", day, None) for place, day in enumerate(days)))

    (shelf,) = holdings.inventory(owned(boat))

    assert shelf.overdue.number == 1
    assert [value.number for value in shelf.ahead] == [2, 3, 4]


def test_valuations_older_than_a_year_count_as_none_above_five_thousand_dollars():
    old = thing("Old", worth=[Worth(date(2025, 11, 1), 9_000_00, "owner")])
    cheap, dear = thing("Cheap", cost_cents=5_000_00), thing("Dear", cost_cents=5_000_01)

    assert [each.name for each in holdings.unvalued(owned(old, cheap, dear))] == ["Old", "Dear"]
    assert holdings.worth(owned(old), [old]).state == State.STALE


def test_vessels_are_used_by_the_hours_they_sail():
    fleet = [Sailing("jada", "jada", Decimal(31), 9), Sailing("jada", "tender", Decimal(0), 0)]

    assert holdings.utilisation(owned(sailings=fleet), "jada").number == Decimal("0.05")
    assert holdings.utilisation(owned(), "jada").state == State.NOT_APPLICABLE
    unknown = owned(sailings=fleet[1:], level=Level.NONE)
    assert holdings.utilisation(unknown, "jada").state == State.NO_DATA


def crew(level=Level.COMPLETE, **columns):
    return People(("jada",), AS_OF, OCTOBER, said=said(level), **columns)


def stake(person, percent, agreement="signed"):
    return Stake(person, "jada", person, Decimal(percent), agreement, None)


def test_stakes_of_sixty_and_thirty_are_not_the_whole():
    short = crew(stakes=(stake("Ada", 60), stake("Bo", 30, "draft")))
    whole = crew(stakes=(stake("Ada", 60), stake("Bo", 40)))

    assert {unit: value.number for unit, value in people.stakes_off(short).items()} == {"jada": Decimal("0.9")}
    assert [each.person for each in people.unsigned(short)] == ["Bo"]
    assert (people.stakes_off(whole), people.unsigned(whole)) == ({}, [])
    assert people.stakes_sum(crew(Level.NONE), "jada").state == State.NO_DATA


def duty(title, holder="Cy", **columns):
    values = {"key": title, "unit": "jada", "backup": "", "documented_on": None, "is_critical": False, "successor": ""}
    return Duty(title=title, holder=holder, **(values | columns))


def test_a_critical_duty_without_a_backup_stands_alone():
    found = crew(
        duties=(duty("Payroll", is_critical=True), duty("Books", is_critical=True, backup="Bo"), duty("Paint"))
    )

    assert [each.title for each in people.alone(found)] == ["Payroll"]
    assert people.backed(found).number == Decimal("0.5")


def test_a_hand_over_is_ready_where_it_is_documented_and_somebody_else_takes_it():
    written = date(2026, 8, 1)
    leaving = Leaving("1", "jada", "Cy", date(2026, 12, 4), "")
    found = crew(
        duties=(
            duty("Ready", documented_on=written, successor="Ada"),
            duty("Unwritten", successor="Ada"),
            duty("Alone", documented_on=written),
            duty("Himself", documented_on=written, successor="Cy"),
            duty("Not his", holder="Ada"),
        ),
        leaving=(leaving,),
    )

    (handover,) = people.handovers(found)

    assert (handover.days, handover.ready.number) == (14, Decimal("0.25"))
    assert handover.lacking == ("Unwritten", "Alone", "Himself")
    assert people.transition_coverage(found).number == Decimal("0.25")


def test_a_successor_of_all_serves_where_no_other_is_named():
    leaving = Leaving("1", "jada", "Cy", date(2026, 12, 4), "Bo")
    found = crew(duties=(duty("Books", documented_on=AS_OF),), leaving=(leaving,))

    assert people.handovers(found)[0].ready.number == 1


def peril(title, likelihood=None, impact=None, *, cents=None, mitigation="", review_on=None):
    return Peril(title, "jada", title, likelihood, impact, cents, "", mitigation, review_on)


def test_risks_rank_by_likelihood_times_impact_also_where_it_is_told_in_money():
    found = crew(
        perils=(
            peril("Unjudged"),
            peril("Low", 2, 3),
            peril("Money", 3, cents=40_000_00),
            peril("High", 4, 4, mitigation="x"),
        )
    )

    assert [(each.title, score) for each, score in people.ranked(found)] == [
        ("High", 16),
        ("Money", 15),
        ("Low", 6),
        ("Unjudged", None),
    ]
    assert [each.title for each in people.unmitigated(found)] == ["Money"]
    assert people.high_risks(found).number == 1


def test_a_review_is_overdue_from_the_day_after():
    found = crew(perils=(peril("Today", review_on=AS_OF), peril("Past", review_on=date(2026, 11, 19))))

    assert [each.title for each in people.unreviewed(found)] == ["Past"]


def test_nothing_owned_is_worth_nothing_where_that_is_known_and_unknown_elsewhere():
    known, unknown = owned(), owned(level=Level.NONE)

    assert (holdings.worth(known, []).state, holdings.count(known, []).state) == (State.ZERO, State.ZERO)
    assert holdings.worth(unknown, []).missing == ("assets of jada",)
    assert holdings.owed(known, []).state == State.NOT_APPLICABLE


def test_a_debt_whose_ledger_is_not_kept_is_no_equity():
    boat = thing(worth=[Worth(date(2026, 6, 30), 150_000_00, "owner")], debts=(Debt("2500", 0, 0),))

    (shelf,) = holdings.inventory(owned(boat, level=Level.NONE))

    assert (shelf.debt.state, shelf.debt.missing) == (State.NO_DATA, ("ledger of jada",))
    assert shelf.equity.state == State.NO_DATA


def test_two_assets_that_secure_one_loan_owe_it_once():
    loan = Debt("2500", 90_000_00, 4)

    assert holdings.owed(owned(), [thing(debts=(loan,)), thing("Tender", debts=(loan,))]).number == 90_000_00


def test_nobody_who_leaves_and_nothing_critical_leave_nothing_to_measure():
    assert people.transition_coverage(crew()).note == "nobody hands over"
    assert people.backed(crew()).note == "nothing is called critical"
    assert people.backed(crew(Level.NONE)).missing == ("responsibilities of jada",)
    assert (people.high_risks(crew()).state, people.high_risks(crew(Level.NONE)).state) == (State.ZERO, State.NO_DATA)


def test_who_holds_nothing_has_nothing_to_hand_over():
    leaving = Leaving("1", "jada", "Cy", date(2026, 12, 4), "")

    (handover,) = people.handovers(crew(leaving=(leaving,)))

    assert (handover.ready.state, handover.ready.note) == (State.UNDEFINED, "holds no responsibility")
