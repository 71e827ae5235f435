"""The demo house's books: what the owner says of the businesses comes out by computation, and nothing comes twice."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from events.models import BookingPayment, SailEvent
from reports import demo, findings, metrics, values
from reports.demo import contacts, relative
from reports.figures.scopes import of_units
from reports.formulas import breakeven, cash, deliveries, deposits, exceptions, people, rent_roll, rental, sailing, sums
from reports.formulas.books import Books
from reports.formulas.deposits import Deposits
from reports.formulas.exceptions import DockBooks
from reports.formulas.houses import Houses
from reports.formulas.jobs import Jobs
from reports.formulas.people import People
from reports.formulas.sailing import Sailing
from reports.formulas.wanted import Wanted
from reports.importing import engine
from reports.importing.kinds import ALL
from reports.inputs import deposits as deposits_read
from reports.inputs import facts as reader
from reports.inputs import ledger as ledger_read
from reports.models import (
    BillingPlan,
    BusinessUnit,
    Campaign,
    CapitalRequest,
    Client,
    CloudCost,
    ComponentCheck,
    Contact,
    CostOpportunity,
    DataCoverage,
    FunnelCount,
    ImportBatch,
    Invoice,
    JournalEntry,
    JournalLine,
    Listing,
    Milestone,
    OwnershipStake,
    SecurityFinding,
    TechComponent,
    Transition,
    UnitVessel,
    WorkEntry,
)
from reports.periods import Period, month_start
from reports.values import State
from scc_site.models import OutgoingMail
from tests.reports.conftest import LOADED_AT as AT
from tests.reports.conftest import LOADED_ON as ON

YEAR = Period(date(2025, 11, 1), date(2026, 11, 1))
QUEEN, RENTAL = "queen-of-san-diego", "rental-3028-51st"
OTA = ("sailo", "getmyboat", "viator", "getyourguide")


@dataclass
class House:
    """What was taken in, and what formulas read of it."""

    files: list[demo.File]
    books: Books
    sailing: Sailing
    wanted: Wanted
    deposits: Deposits
    dock: DockBooks
    people: People
    jobs: Jobs
    houses: Houses

    @property
    def contribution(self):
        unknown = values.no_data(values.Measure.CENTS)
        return breakeven.contribution(self.books, self.sailing.done, self.sailing.shared, unknown)

    @property
    def break_even(self):
        return breakeven.break_even(breakeven.fixed_costs(self.books).core, self.contribution.mean)


@pytest.fixture(scope="module")
def house(demo_house):
    """The demo house with its books, loaded once for all tests, which only look at them."""
    read = demo_house.facts
    return House(
        demo_house.files, read.books, read.sailing, read.wanted, read.deposits, read.dock, read.people, read.jobs,
        read.houses,
    )  # fmt: skip


def burn_range(house):
    return [found.number / 100 for found in cash.burn(house.books).range]


def cloud_months():
    whole = CloudCost.objects.filter(month__gte=month_start(ON, -3), month__lt=month_start(ON))
    month = whole.values_list("month").annotate(Sum("amount_cents"))
    return [cents // 100 for _, cents in month.order_by("month")]


def savings():
    found = CostOpportunity.objects.filter(status="open").aggregate(low=Sum("low_cents"), high=Sum("high_cents"))
    return found["low"] // 100, found["high"] // 100


def declared(house):
    return {row.metric: (row.low, row.high) for row in house.wanted.sayings}


def ota_order():
    rows = Listing.objects.filter(unit__slug=QUEEN, channel__kind="ota").order_by("declared_rank")
    return tuple(rows.values_list("channel__slug", flat=True))


def unserved():
    """Active clients without a plan that bills anything."""
    billed = BillingPlan.objects.exclude(kind="none").values("client")
    return sorted(Client.objects.filter(is_active=True).exclude(pk__in=billed).values_list("name", flat=True))


def funnel(step, days):
    rows = FunnelCount.objects.filter(step__name=step, step__unit__slug="quickdumpnow", day__gte=ON - timedelta(days))
    return list(rows.order_by("day").values_list("n", flat=True))


def holes():
    return sorted(set(SecurityFinding.objects.filter(status="open").values_list("category", flat=True)))


def answers(check):
    rows = ComponentCheck.objects.filter(check_name=check, component__criticality="critical")
    return Counter(rows.values_list("result", flat=True))


def launch_takings(house):
    """Sails of the launch that came back last month, and what the books have of them."""
    month = house.books.period
    income = JournalLine.objects.filter(unit__slug="jada", account__type="income").count()
    sailed = [sail for sail in house.sailing.done if sail.unit == "jada" and month.start <= sail.sails_on < month.end]
    return len(sailed), income


CLAIMS = {
    "burn is $7,000 to $9,000 a month": lambda house: (
        all(7_000 <= amount <= 9_000 for amount in burn_range(house)), True
    ),
    "so it is of the charters alone, whose owner says it": lambda house: (
        all(
            700_000 <= cash.net_burn(of_unit(house.books, QUEEN), month).number <= 900_000
            for month in house.books.period.trailing(3).months()
        ),
        True,
    ),
    "a charter contributes $1,400": lambda house: (round(house.contribution.mean.number), 140_000),
    "fixed costs are $7,000 to $9,000, so 5 to 7 charters break even": lambda house: (
        [found.number for found in house.break_even.range], [5, 6, 7]
    ),
    "and the owner declares six, and 7 to 9 thousand": lambda house: (
        declared(house), {"break_even_charters": (6, 6), "burn": (700_000, 900_000)}
    ),
    "the cloud costs $50 to $84 a month": lambda house: (cloud_months(), [50, 71, 84]),
    "of which $25 can be saved": lambda house: (savings(), (25, 25)),
    "the list has 3,676 rows, of whom 2,600 may be written to": lambda house: (
        Contact.objects.audience(ON, 0),
        {"listed": 3_676, "duplicates": 100, "invalid": 0, "without_consent": 900, "stopped": 76, "quiet": 0,
         "contactable": 2_600},
    ),
    "a letter to all of them is planned and said to bring $10K to $50K": lambda house: (
        list(Campaign.objects.values_list("claimed_low_cents", "claimed_high_cents")), [(1_000_000, 5_000_000)]
    ),
    "OTAs come in the owner's order": lambda house: (ota_order(), OTA),
    "no OTA listing is live": lambda house: (
        Listing.objects.filter(channel__kind="ota", status="live").count(), 0
    ),
    "the ship's own pipeline is empty": lambda house: (
        [row for row in house.wanted.chances if row.unit == "jada"]
        + [row for row in house.sailing.sold if row.unit == "jada"], []
    ),
    "the launch sailed, and no revenue was tracked": lambda house: (launch_takings(house), (2, 0)),
    "equity is at risk: stakes of 90 %, and stakes unsigned": lambda house: (
        ({unit: found.number for unit, found in people.stakes_off(house.people).items()},
         sorted({stake.unit for stake in people.unsigned(house.people)})),
        ({"jada": Decimal("0.9")}, ["jada", "quickdumpnow"]),
    ),
    "clients have no plan": lambda house: (unserved(), ["Lindgren Law", "Torrey Pottery"]),
    "and hours of theirs are not billed": lambda house: (
        WorkEntry.objects.filter(is_billable=True, invoice_number="", worked_on__lt=ON - timedelta(30)).exists(), True
    ),
    "an invoice is long overdue": lambda house: (
        Invoice.objects.filter(payments=None, due_on__lt=ON - timedelta(60)).count(), 1
    ),
    "bookings of QuickDumpNow stopped while visits went on": lambda house: (
        (set(funnel("booked", 3)), min(funnel("visits", 3)) > 0), ({0}, True)
    ),
    "somebody leaves and is not replaced": lambda house: (
        [(found.leaving.person, bool(found.lacking)) for found in people.handovers(house.people)],
        [("Dana Whitlow", True)],
    ),
    "critical duties rest on one person": lambda house: (bool(people.alone(house.people)), True),
    "keys in the source, an open env file, open endpoints, no WAF": lambda house: (holes(), ["auth", "secret", "waf"]),
    "and secrets of the evidence are not stored": lambda house: (
        [row for row in SecurityFinding.objects.values_list("evidence", flat=True) if "sk_live_" in row
         and "****" not in row and "•" not in row and "masked" not in row], []
    ),
    "most critical components have no CI, none staging or tried rollback": lambda house: (
        (answers("ci")["no"] > answers("ci")["yes"], answers("staging")["yes"], answers("rollback")["yes"]),
        (True, 0, 0),
    ),
    "an open endpoint answers anybody": lambda house: (
        TechComponent.objects.filter(kind="endpoint", is_public="yes", checks__check_name="auth",
                                     checks__result="no").count(), 2
    ),
    "milestones run through the first quarter of 2027": lambda house: (
        max(Milestone.objects.values_list("due", flat=True)), date(2027, 3, 31)
    ),
    "marketing has milestones at 30, 60 and 90 days": lambda house: (
        [(row.due - ON).days for row in Milestone.objects.filter(
            metric__in=("live_listings", "bookings", "contactable")).order_by("due")], [30, 60, 90]
    ),
    "three rules of money, two of them adopted": lambda house: (
        [bool(row.adopted_on) for row in sorted(house.wanted.rules, key=lambda row: row.slot)], [True, True, False]
    ),
    "capital waits in three tiers": lambda house: (
        ([row.rank for row in house.wanted.tiers], CapitalRequest.objects.count()), ([1, 2, 3], 4)
    ),
    "a unit of the rental is behind with its rent, and one is vacant": lambda house: (
        [(line.room, line.open_cents > 0, bool(line.tenants))
         for line in rent_roll.rent_roll(house.houses, house.houses.houses[0])],
        [("Garden studio", False, False), ("Unit A", False, True), ("Unit B", True, True)],
    ),
    "a delivery is under way without contract, advance or insurance": lambda house: (
        [(job.key, len(deliveries.unready(job))) for job in house.jobs.jobs if job.stage == "underway"],
        [("EYD-105", 3)],
    ),
    "an expense was never given back, and a client waits for an answer": lambda house: (
        ([job.key for job, _ in deliveries.unreimbursed(house.jobs, 14)],
         [job.key for job, _ in deliveries.unanswered(house.jobs)]),
        (["EYD-104"], ["EYD-108"]),
    ),
    "six units are named": lambda house: (BusinessUnit.objects.count(), 6),
}  # fmt: skip


def of_unit(books, unit):
    """The same books, for one unit."""
    return ledger_read.read(units=[BusinessUnit.objects.get(slug=unit)], as_of=ON)


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_the_owner_says_comes_out(claim, house, db):
    found, expected = CLAIMS[claim](house)

    assert found == expected


def test_deposits_roll_forward_to_the_cent(house, db):
    rolled = {found.unit: found for found in deposits.roll_forward(house.deposits)}
    queen = rolled[QUEEN]

    assert queen.closing.number == queen.ledger.number == queen.held.number > 0
    assert [found.differences for found in rolled.values()] == [()] * 6


def test_deposits_tie_in_every_month_of_the_year(house, db):
    units = list(BusinessUnit.objects.order_by("slug"))

    assert deposits.untied(deposits_read.monthly(units=units, as_of=ON, months=12)) == []


def test_the_dock_and_the_ledger_say_the_same(house, db):
    said = [
        exceptions.differing_deposits, exceptions.early_income, exceptions.not_recognised, exceptions.not_completed,
        exceptions.unmatched_deposits, exceptions.payouts_net, exceptions.more_than_the_price,
    ]  # fmt: skip

    assert {formula.__name__: formula(house.dock).state for formula in said} == {
        formula.__name__: State.ZERO for formula in said
    }


def test_charter_income_comes_from_the_dock_alone(house, db):
    subtypes = ("service_income", "cancellation_income")
    income = JournalLine.objects.filter(unit__slug=QUEEN, account__subtype__in=subtypes)

    assert set(income.values_list("entry__source_kind", flat=True).distinct()) == {"booking"}


def test_every_entry_balances_and_the_books_have_twelve_months(house, db):
    uneven = JournalEntry.objects.annotate(cents=Sum("lines__amount_cents")).exclude(cents=0)
    months = {on.replace(day=1) for on in JournalEntry.objects.values_list("date", flat=True)}

    assert uneven.count() == 0
    assert set(YEAR_MONTHS) <= months
    assert sums.balance(house.books, ("payable",), "payable", sign=-1).number > 0


YEAR_MONTHS = [month.start for month in YEAR.months()]


def test_nothing_of_the_ledger_is_of_a_day_to_come(house, db):
    assert JournalEntry.objects.filter(date__gt=ON).count() == 0


def test_every_domain_that_is_stated_holds_the_year_whole(house, db):
    stated = DataCoverage.objects.filter(level="complete", basis="asserted").values_list("starts_on", "ends_on")

    assert set(stated) == {(date(2025, 11, 1), ON + timedelta(1))}
    assert {row["unit__slug"] for row in DataCoverage.objects.values("unit__slug").annotate(Count("pk"))} == {
        unit.slug for unit in BusinessUnit.objects.all()
    }


def test_targets_rules_and_milestones_name_metrics_of_the_house(house, db):
    named = {row.metric for row in (*house.wanted.goals, *house.wanted.rules, *house.wanted.aims)}

    assert named <= set(metrics.known())


def test_the_rental_earns_more_than_its_costs(house, db):
    found = rental.result(house.houses, house.houses.houses[0], house.books.period.trailing(12), rental.View.CASH)

    assert found.net.number > 0


def test_sails_came_back_every_month(house, db):
    assert all(sailing.completed(house.sailing, month).number >= 4 for month in YEAR.months())


def test_nobody_of_the_books_is_real(house, db):
    addresses = Contact.objects.exclude(email_norm__endswith="@example.com")

    assert (addresses.count(), list(contacts.rows(ON)) == list(contacts.rows(ON))) == (0, True)


def test_no_letter_of_the_books_leaves(house, db):
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"cancelled"}


def test_loading_a_second_time_changes_nothing(house, db):
    def counts():
        models = (ImportBatch, JournalEntry, JournalLine, SailEvent, BookingPayment, Contact, DataCoverage)
        return [model.objects.count() for model in models]

    before = counts()

    assert demo.load(at=AT + timedelta(days=40)) == []
    assert counts() == before


def test_each_file_taken_again_changes_nothing(house, db):
    changed = {}
    for file in house.files:
        again = engine.take(kind=ALL[file.kind], content=file.content, filename=file.name, at=AT + timedelta(hours=1))
        changed[file.name] = (again.created_count, again.changed_count)

    assert {name: found for name, found in changed.items() if found != (0, 0)} == {}


def test_every_file_of_the_folder_is_taken(house, db):
    on_disk = {path.stem for path in demo.FOLDER.glob("*.csv")}

    assert on_disk == {*demo.FIRST, *demo.AFTER}
    assert sum(path.stat().st_size for path in demo.FOLDER.iterdir() if path.is_file()) < 300_000


def differing(house, unit):
    """Parts of the facts that are others when read for a unit alone than when the whole house's are narrowed to it."""
    alone = reader.read(units=[unit], as_of=house.as_of, is_whole=False)
    narrowed = of_units(house.facts, [unit.slug])
    names = [field.name for field in fields(alone) if field.compare]
    return [name for name in names if getattr(alone, name) != getattr(narrowed, name)]


def test_narrowed_to_a_unit_the_facts_are_those_that_are_read_for_it_alone(demo_house, db):
    assert differing(demo_house, BusinessUnit.objects.get(slug=QUEEN)) == []


@pytest.mark.prove
def test_and_so_for_every_unit(demo_house, db):
    units = BusinessUnit.objects.order_by("slug")

    assert {unit.slug: differing(demo_house, unit) for unit in units} == {unit.slug: [] for unit in units}


def removed():
    """The records that cause what a chief executive is told: gone."""
    DataCoverage.objects.filter(unit__slug="jada", domain="pipeline").delete()
    UnitVessel.objects.filter(vessel__slug="sparrow").delete()
    OwnershipStake.objects.filter(unit__slug="jada").delete()
    Transition.objects.filter(person="Dana Whitlow").delete()
    FunnelCount.objects.filter(step__unit__slug="quickdumpnow", day__gte=ON - timedelta(7)).delete()


def test_a_finding_goes_with_the_records_that_cause_it(demo_house, db):
    named = {
        "CEO-01:jada:pipeline",
        "CEO-02:jada:revenue",
        "CEO-03:jada:sum of stakes",
        "CEO-04:queen-of-san-diego:hand-over of Dana Whitlow",
        "CEO-09:quickdumpnow:form opened to form sent",
    }

    before = {one.key for one in findings.found(demo_house.facts)}
    removed()

    assert named - before == set()
    assert named & {one.key for one in findings.found(demo_house.read())} == set()


@pytest.mark.parametrize(
    ("written", "on", "read"),
    [
        ("{M-1}-28,{D-3},{D}", date(2026, 1, 2), "2025-12-28,2025-12-30,2026-01-02\n"),
        ("{M-1..M+0}-15", date(2026, 11, 20), "2026-10-15\n2026-11-15\n"),
        ("{M-1..M+0}-15", date(2026, 11, 14), "2026-10-15\n"),
        ("{M-1},{M-2..M+0}-01", date(2028, 2, 29), "2028-02,2028-01-01\n2028-02,2028-02-01\n"),
        ("a{M-2..M-1}-01\nb{M-2..M-1}-01", date(2026, 3, 30), "a2026-01-01\nb2026-01-01\na2026-02-01\nb2026-02-01\n"),
        ("{Q},{Q+1},{Q+3}", date(2026, 11, 20), "2026-12-31,2027-01-31,2027-03-31\n"),
        ("{Q}", date(2026, 12, 31), "2026-12-31\n"),
        ("{Q}", date(2027, 1, 1), "2027-03-31\n"),
    ],
)
def test_days_move_with_the_day_of_loading(written, on, read):
    assert relative.expanded(written, on) == read


def test_the_day_of_loading_is_the_house_s_own():
    late = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)

    assert late.astimezone(settings.HOUSE_ZONE).date() == ON
