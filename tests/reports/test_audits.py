"""The audits of clients, house and deliveries on the demo house: findings come from records and go with them."""

from datetime import UTC, date, datetime

import pytest

from reports import perspectives
from reports.findings import found, known
from reports.inputs import clients, deliveries, rental
from reports.models import (
    BillingPlan,
    BusinessUnit,
    Client,
    DeliveryJob,
    Invoice,
    JobExpense,
    Lease,
    RentCharge,
    WorkEntry,
)
from reports.perspectives import Seen
from reports.report import Header, Report, seen_with
from reports.tree import figures_of
from reports.values import Level, Measure, recorded
from reports.words import Figure, Named
from tests.reports.housefacts import with_changes
from tests.reports.test_perspectives import parts

INPUTS = {"DC": ("agency", clients), "RP": ("houses", rental), "EYD": ("jobs", deliveries)}


def lease_the_studio():
    let = Lease.objects.get(space__name="Unit A")
    studio = let.space.property.spaces.get(name="Garden studio")
    Lease.objects.create(
        space=studio, tenant="Ola Berg", starts_on=date(2026, 11, 1), ends_on=date(2027, 10, 31), rent_cents=1500_00,
        due_day=1, deposit_held_cents=0,
    )  # fmt: skip


CAUSES = {
    "a client without a plan": (
        "DC-01", "lindgren-law",
        lambda: BillingPlan.objects.create(client=Client.objects.get(slug="lindgren-law"), kind="hourly",
                                           amount_cents=95_00),
    ),
    "another client without a plan": (
        "DC-01", "torrey-pottery", lambda: Client.objects.filter(slug="torrey-pottery").update(is_active=False)
    ),
    "work that nobody invoiced": (
        "DC-02", "lindgren-law", lambda: WorkEntry.objects.filter(client__slug="lindgren-law").delete()
    ),
    "an invoice that nobody paid": (
        "DC-03", "lindgren-law:DC-2026-07-4", lambda: Invoice.objects.filter(payments=None).update(
            voided_on=date(2026, 11, 1))
    ),
    "rent that nobody paid": (
        "RP-01", "3028-51st-st:Unit B", lambda: RentCharge.objects.filter(payments=None).delete()
    ),
    "a space that stands empty": ("RP-05", "3028-51st-st:Garden studio", lease_the_studio),
    "a boat at sea without its papers": (
        "EYD-01", "EYD-105", lambda: DeliveryJob.objects.filter(key="EYD-105").update(
            contract="yes", insurance="yes", advance_cents=800_00)
    ),
    "an expense that never came back": (
        "EYD-02", "EYD-104", lambda: JobExpense.objects.filter(job__key="EYD-104").update(
            reimbursed_on=date(2026, 11, 1))
    ),
    "a client who waits for a quote": (
        "EYD-04", "EYD-108", lambda: DeliveryJob.objects.filter(key="EYD-108").update(
            answered=datetime(2026, 11, 20, tzinfo=UTC))
    ),
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_a_finding_fires_from_its_record_and_goes_with_it(cause, demo_house, db):
    rule, subject, removed = CAUSES[cause]
    before = subjects(rule, demo_house.facts)

    removed()

    field, module = INPUTS[rule.partition("-")[0]]
    now = module.read(units=list(BusinessUnit.objects.order_by("slug")), as_of=demo_house.as_of)
    assert (before - subjects(rule, with_changes(demo_house.facts, **{field: now}))) == {subject}


def subjects(rule, facts) -> set[str]:
    return {one.fired.subject for one in known()[rule].fire(facts)}


def test_the_gap_in_billing_is_named_client_by_client(demo_facts):
    fired = {rule: subjects(rule, demo_facts) for rule in ("DC-01", "DC-02")}

    assert fired == {rule: {"lindgren-law", "torrey-pottery"} for rule in ("DC-01", "DC-02")}


FIGURES = {
    "clients": {
        "mrr//2026-11-20": "$930",
        "leakage//2026-10": "$0",
        "unbilled//2026-11-20": "$2,375",
        "receivable//2026-11-20": "$570",
    },
    "rental": {
        "occupancy//2026-10": "66.7 %",
        "dscr/rental-3028-51st/2025-11/2026-10/3028-51st-st:cash": "1.53",
        "noi/rental-3028-51st/2026-10/3028-51st-st:cash": "$1,445",
        "noi/rental-3028-51st/2026-10/3028-51st-st:accrual": "$3,170",
        "tax_line/rental-3028-51st/2025-11/2026-10/3028-51st-st:Utilities": "$1,980",
    },
    "delivery": {
        "unreimbursed//2026-11-20": "$1,310",
        "job_margin/expert-yacht-delivery/2026-11-20/EYD-104": "$2,180",
        "on_time//2025-11/2026-10": "75.0 %",
        "advances_held//2026-11-20": "$2,700",
    },
}


@pytest.mark.parametrize("slug", FIGURES)
def test_the_demo_house_s_figures_come_out(slug, demo_facts):
    seen = Seen(demo_facts, found(demo_facts))
    report = perspectives.of(slug)
    figures = [*report.headlines(seen), *figures_of(report.sections(seen))]

    told = {figure.key: figure.text for figure in figures}

    assert {key: told.get(key) for key in FIGURES[slug]} == FIGURES[slug]


@pytest.mark.parametrize(
    ("slug", "clearance", "hidden"),
    [
        ("rental", (), {"Petra Lindqvist", "Emil Castane"}),
        ("rental", ("tenants",), set()),
        ("delivery", (), {"$1,500", "$2,180", "$11,080"}),  # pay of a crew, and what it could be reckoned from
        ("delivery", ("payroll",), set()),
    ],
)
def test_a_reader_without_clearance_learns_neither_tenants_nor_pay(slug, clearance, hidden, demo_facts):
    seen = Seen(demo_facts, found(demo_facts))
    sections = perspectives.of(slug).sections(seen)
    whole = {"Petra Lindqvist", "Emil Castane", "$1,500", "$2,180", "$11,080"} & words_of(sections)

    read = seen_with(Report(header(demo_facts), sections, tuple(seen.of(slug))), clearance)

    assert whole - words_of((read.sections, tuple(one.fired for one in read.findings))) == hidden


def words_of(part) -> set[str]:
    """Every word and figure that a part of a report prints."""
    return {one.text for one in (*parts(part, Figure), *parts(part, Named))}


def header(facts):
    coverage = Figure("coverage", "Coverage", recorded(1, Measure.SHARE, coverage=Level.COMPLETE, n=1))
    at = datetime(2026, 11, 20, 21, tzinfo=UTC)
    return Header("x", "X", "", "", "", (), facts.period, facts.as_of, "UTC", at, "run", coverage)
