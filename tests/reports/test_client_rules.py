"""DC-01 to DC-04: when they fire, when not, and of nothing recorded never."""

from datetime import date
from decimal import Decimal

import pytest

from reports.findings import Severity, known
from reports.formulas.agency import Client, Invoice, Paid, Plan, Work
from tests.reports.housefacts import AS_OF, CENTAUR, empty_facts

DC = CENTAUR.slug
ALL = [(DC, domain) for domain in ("clients", "work", "invoices")]
PLAN = Plan("1", "retainer", 450_00, date(2024, 1, 1))
PAID_IN_FULL = tuple(
    Invoice(f"{month}", f"DC-{month}", date(2026, month, 1), date(2026, month, 15), 450_00, (Paid(AS_OF, 450_00),))
    for month in range(1, 11)
)
GOOD = Client("1", DC, "Bayfront Dental", hosting_cents=Decimal(14_00), rate_cents=30_00, slug="bayfront-dental",
              plans=(PLAN,), invoices=PAID_IN_FULL)  # fmt: skip


def facts(*clients, complete=ALL, **changes):
    return empty_facts(complete=complete, agency={"clients": clients}, **changes)


def fired(rule, *clients, **changes):
    """Subjects with their severity, of one rule."""
    return {one.fired.subject: one.fired.severity for one in known()[rule].fire(facts(*clients, **changes))}


def client(name="Ana", **columns):
    return Client(name, DC, name, **{"hosting_cents": Decimal(12_00), "plans": (PLAN,)} | columns)


def work(on, hours=4, **columns):
    return Work(f"{on}", on, Decimal(hours), **{"rate_cents": 95_00} | columns)


def invoice(number, due, cents=570_00, paid=()):
    return Invoice(number, number, date(2026, 6, 1), due, cents, paid)


def billed(cents):
    """An invoice a month of the year, paid."""
    return tuple(
        Invoice(f"{n}", f"{n}", on, on, cents, (Paid(on, cents),))
        for n, on in enumerate(date(2025 + month // 12, month % 12 + 1, 2) for month in range(10, 22))
    )


FIRINGS = {
    "no plan at all": ("DC-01", [client(plans=())], {"Ana": Severity.HIGH}),
    "a plan of nothing": ("DC-01", [client(plans=(Plan("1", "none", 0),))], {"Ana": Severity.HIGH}),
    "a plan that ended": ("DC-01", [client(plans=(PLAN._replace(ends_on=AS_OF),))], {"Ana": Severity.HIGH}),
    "a plan": ("DC-01", [client()], {}),
    "work by the hour is a plan": ("DC-01", [client(plans=(Plan("1", "hourly", 95_00),))], {}),
    "no client any more": ("DC-01", [client(plans=(), is_active=False)], {}),
    "a plan that nobody invoiced": ("DC-02", [client()], {"Ana": Severity.HIGH}),
    "a month invoiced short": (
        "DC-02", [client(invoices=(*PAID_IN_FULL[:9], PAID_IN_FULL[9]._replace(cents=400_00)))],
        {"Ana": Severity.HIGH},
    ),
    "invoiced as agreed": ("DC-02", [GOOD], {}),
    "one month made up for by the next": (
        "DC-02", [client(invoices=(*PAID_IN_FULL[:8], PAID_IN_FULL[9]._replace(cents=900_00)))], {}
    ),
    "work older than a month": (
        "DC-02", [client(plans=(), work=(work(date(2026, 10, 14)),))], {"Ana": Severity.HIGH}
    ),
    "work as old as a month": ("DC-02", [client(plans=(), work=(work(date(2026, 10, 15)),))], {}),
    "work that an invoice asks for": (
        "DC-02", [client(plans=(), work=(work(date(2026, 8, 1), invoice="A1"),))], {}
    ),
    "work for nothing": ("DC-02", [client(plans=(), work=(work(date(2026, 8, 1), is_billable=False),))], {}),
    "work without a rate": (
        "DC-02", [client(plans=(), work=(work(date(2026, 8, 1), rate_cents=None),))], {"Ana": Severity.HIGH}
    ),
    "31 days overdue": ("DC-03", [client(invoices=(invoice("A1", date(2026, 10, 14)),))], {"Ana:A1": Severity.MEDIUM}),
    "30 days overdue": ("DC-03", [client(invoices=(invoice("A1", date(2026, 10, 15)),))], {}),
    "61 days overdue": ("DC-03", [client(invoices=(invoice("A1", date(2026, 9, 14)),))], {"Ana:A1": Severity.HIGH}),
    "60 days overdue": ("DC-03", [client(invoices=(invoice("A1", date(2026, 9, 15)),))], {"Ana:A1": Severity.MEDIUM}),
    "paid late, but paid": (
        "DC-03", [client(invoices=(invoice("A1", date(2026, 8, 1), paid=(Paid(AS_OF, 570_00),)),))], {}
    ),
    "paid in part": (
        "DC-03", [client(invoices=(invoice("A1", date(2026, 8, 1), paid=(Paid(AS_OF, 1),)),))],
        {"Ana:A1": Severity.HIGH},
    ),
    "hosted for nothing": (
        "DC-04", [client(plans=())], {"margin:Ana": Severity.HIGH}
    ),
    "brings more than it costs": ("DC-04", [client(n, invoices=billed(100_00)) for n in "abc"], {}),
    "a loss in one month only": (
        "DC-04", [*(client(n, invoices=billed(100_00)) for n in "abc"),
                  client("d", invoices=billed(100_00)[:11])], {}
    ),
    "one client is half of it": (
        "DC-04", [client("a", invoices=billed(200_00)), *(client(n, invoices=billed(100_00)) for n in "bc")],
        {"concentration": Severity.MEDIUM},
    ),
    "two parts of five are not above": (
        "DC-04", [client("a", invoices=billed(200_00)), client("b", invoices=billed(200_00)),
                  client("c", invoices=billed(100_00))], {}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FIRINGS)
def test_a_rule_fires_on_its_case_alone(case):
    rule, clients, expected = FIRINGS[case]

    assert fired(rule, *clients) == expected


@pytest.mark.parametrize("rule", ["DC-01", "DC-02", "DC-03", "DC-04"])
def test_nothing_fires_where_nothing_is_recorded(rule):
    assert [fired(rule, complete=complete) for complete in ((), ALL)] == [{}, {}]


def test_a_plan_without_invoices_is_no_leak_while_invoices_are_not_recorded_in_full():
    assert fired("DC-02", client(), complete=[(DC, "clients")]) == {}


def test_a_month_of_which_invoices_are_not_known_counts_for_nothing():
    short = client(invoices=(PAID_IN_FULL[9]._replace(cents=400_00),))

    (found,) = known()["DC-02"].fire(facts(short, complete=[(DC, "clients")]))

    assert (found.fired.at_stake.number, found.fired.certainty) == (50_00, "partial")


def test_the_house_s_own_thresholds_count():
    late = client(invoices=(invoice("A1", date(2026, 11, 1)),))

    assert fired("DC-03", late, limits={("DC-03", "late"): Decimal(10)}) == {"Ana:A1": Severity.MEDIUM}


def test_what_is_at_stake_is_told_a_month():
    old = [work(date(2026, 8, 1)), work(date(2026, 9, 1), hours=8)]
    ana = client(work=tuple(old))

    (found,) = known()["DC-02"].fire(facts(ana))

    assert found.fired.at_stake.number == 450_00 + Decimal(12 * 95_00) / 3
    assert str(found.fired.detail) == (
        "Agreed by plan and not invoiced: $1,350. Work older than 30 days that no invoice asks for: $1,140."
    )


def test_evidence_leads_to_the_rows():
    (found,) = known()["DC-03"].fire(facts(client(invoices=(invoice("A1", date(2026, 8, 1)),))))

    assert (list(found.fired.evidence), found.fired.action.href) == (
        [("invoices", "A1")], "/admin/reports/invoice/A1/change/"
    )  # fmt: skip


def test_a_client_is_known_by_its_short_name_whatever_it_is_called():
    renamed = client("Bayfront Smiles", slug="bayfront-dental", plans=())

    assert list(fired("DC-01", renamed)) == ["bayfront-dental"]
