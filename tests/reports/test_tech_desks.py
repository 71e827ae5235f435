"""Technology, the cloud and clients at the desk: found, kept, and refused in words."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.html import strip_tags

from reports import security
from reports.models import (
    BillingPlan,
    Client,
    CloudCost,
    ComponentCheck,
    Deploy,
    Invoice,
    SecurityFinding,
    TechComponent,
    WorkEntry,
)
from scc_site import clock
from scc_site.refusals import Refusal
from tests import factories
from tests.reports import books
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
KINDS = ("components", "security", "deploys", "cloud_costs", "savings", "clients", "work", "invoices")
TABLES = (
    "techcomponent",
    "securityfinding",
    "deploy",
    "cloudcost",
    "costopportunity",
    "client",
    "workentry",
    "invoice",
)
TODAY = date(2026, 11, 14)


@pytest.fixture
def office():
    """An admin, and all examples."""
    books.unit()
    books.unit("dangerouscentaur", kind="agency")
    for kind in KINDS:
        books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))
    return signed_in(factories.admin("Olga"), "admin")


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def sent(office, table, row, **typed):
    """The change form of a row, sent as it is shown but for what is typed."""
    path = f"/admin/reports/{table}/{row.pk}/change/"
    page = office.get(path).context["adminform"].form
    fields = {name: page[name].value() for name in page.fields}
    frames = {}
    for inline in office.get(path).context["inline_admin_formsets"]:
        formset = inline.formset
        known = formset.initial_form_count()
        rows = {int(name.split("-")[1]) for name in typed if name.startswith(f"{formset.prefix}-")}
        count = max([known, *(row + 1 for row in rows)])
        frames |= {f"{formset.prefix}-TOTAL_FORMS": str(count), f"{formset.prefix}-INITIAL_FORMS": str(known)}
        for form in formset.initial_forms:
            frames |= {form.add_prefix(name): form[name].value() for name in form.fields}
    given = {name: shown(value) for name, value in (fields | frames | typed).items()}
    return office.post(path, {name: value for name, value in given.items() if value is not None})


def shown(value):
    return "on" if value is True else None if value in (None, False) else value


def test_each_table_is_listed_searched_shown_and_offered_anew(office):
    seen = {}
    for table in TABLES:
        listed = office.get(f"/admin/reports/{table}/")
        found = office.get(f"/admin/reports/{table}/", {"q": "no such thing"})
        link = re.search(rf"/admin/reports/{table}/\d+/change/", listed.content.decode())
        pages = [office.get(path).status_code for path in (link[0], f"/admin/reports/{table}/add/")]
        seen[table] = (listed.status_code, found.status_code, found.context["cl"].result_count, *pages)

    assert seen == dict.fromkeys(TABLES, (200, 200, 0, 200, 200))


NARROWED = [
    ("techcomponent", {"runs": "yes"}, 2), ("techcomponent", {"runs": "no"}, 0), ("cloudcost", {"tagged": "no"}, 3),
    ("cloudcost", {"tagged": "yes"}, 3), ("workentry", {"invoiced": "no"}, 1),
    ("workentry", {"invoiced": "yes"}, 1),
    ("invoice", {"stands": "paid"}, 1), ("invoice", {"stands": "open"}, 1), ("invoice", {"stands": "void"}, 0),
    ("securityfinding", {"q": "stripe"}, 1), ("client", {"q": "café"}, 1), ("client", {"is_active__exact": "1"}, 3),
]  # fmt: skip


def test_lists_are_narrowed(office):
    found = [office.get(f"/admin/reports/{table}/", query).context["cl"].result_count for table, query, _ in NARROWED]

    assert found == [count for *_, count in NARROWED]


def test_the_gravest_open_finding_is_listed_first(office):
    listed = office.get("/admin/reports/securityfinding/").context["cl"].result_list

    assert [finding.severity for finding in listed] == ["critical", "high", "medium"]


def test_lists_cost_the_same_for_more_rows(office, django_assert_max_num_queries):
    with django_assert_max_num_queries(14) as few:
        office.get("/admin/reports/client/")
    for number in range(5):
        books.taken("clients", f"unit,client,plan,amount\ndangerouscentaur,More {number},retainer,5\n")
    with django_assert_max_num_queries(len(few)):
        office.get("/admin/reports/client/")


def test_a_check_is_added_and_one_answered_twice_that_day_is_refused_at_its_row(office):
    component = TechComponent.objects.get(name="Booking page")
    new = len(component.checks.all())

    def typed(number, day):
        names = {"check_name": "backup", "result": "yes", "checked_on": day}
        return {f"checks-{number}-{name}": value for name, value in names.items()}

    twice = sent(office, "techcomponent", component, **typed(new, ""), **typed(new + 1, ""))
    once = sent(office, "techcomponent", component, **typed(new, "2026-11-01"))

    assert (twice.status_code, "This check is answered on that day already." in words(twice)) == (422, True)
    assert once.status_code == 302
    assert ComponentCheck.objects.filter(component=component, checked_on="2026-11-01").count() == 1


def test_a_deploy_is_kept_in_utc_and_one_before_its_commit_is_refused(office):
    deploy = Deploy.objects.get(result="ok")

    late = sent(office, "deploy", deploy, committed_at="2026-10-06T08:00")
    kept = sent(office, "deploy", deploy, deployed_at="2026-10-05T15:00")

    assert (late.status_code, "This is after the deploy." in words(late)) == (422, True)
    assert kept.status_code == 302
    deploy.refresh_from_db()
    assert deploy.deployed_at == datetime(2026, 10, 5, 22, tzinfo=UTC)


def test_a_finding_is_fixed_then_seen_to_hold_then_opened_again(office):
    finding = SecurityFinding.objects.get(status="open")
    today = clock.now().astimezone(factories.HOUSE).date()

    def act(name, on=today):
        answer = sent(office, "securityfinding", finding, act=name, on=on.isoformat())
        finding.refresh_from_db()
        return answer.status_code, finding.status, finding.fixed_on, finding.verified_on

    assert act("fix", today + timedelta(days=1)) == (422, "open", None, None)
    assert act("fix", date(2026, 10, 1)) == (422, "open", None, None)
    assert act("fix") == (302, "fixed", today, None)
    assert act("accept") == (422, "fixed", today, None)
    assert act("verify") == (302, "fixed", today, today)
    assert act("open_again") == (302, "open", None, None)
    assert act("accept", today + timedelta(days=30)) == (302, "accepted", None, None)
    assert finding.accepted_until == today + timedelta(days=30)
    assert act("dismiss") == (302, "false", None, None)


def test_a_secret_typed_as_evidence_is_masked_before_it_is_kept(office):
    finding = SecurityFinding.objects.get(status="open")

    sent(office, "securityfinding", finding, evidence="key sk_live_" + "a1B2c3D4e5F6g7H8", act="")

    finding.refresh_from_db()
    assert "a1B2c3D4" not in finding.evidence


@pytest.mark.parametrize(
    ("act", "status", "days"),
    [
        (security.fix, "fixed", {"on": TODAY}), (security.verify, "open", {"on": TODAY}),
        (security.accept, "fixed", {"until": TODAY}), (security.accept, "open", {"until": date(2026, 11, 13)}),
        (security.accept, "open", {"until": date(2027, 11, 16)}), (security.verify, "fixed", {"on": date(2026, 11, 1)}),
        (security.dismiss, "fixed", None), (security.open_again, "open", None),
    ],
)  # fmt: skip
def test_acts_that_do_not_go_with_a_finding_are_refused_and_change_nothing(act, status, days):
    books.unit()
    fixed = {"fixed_on": date(2026, 11, 2)} if status == "fixed" else {}
    finding = SecurityFinding.objects.create(
        component=TechComponent.objects.create(unit=books.unit(), name="Site"), title="Hole", category="auth",
        severity="low", found_on=date(2026, 11, 1), status=status, **fixed,
    )  # fmt: skip

    with pytest.raises(Refusal):
        act(finding=finding, **({} if days is None else days | {"today": TODAY}))

    finding.refresh_from_db()
    assert (finding.status, finding.accepted_until, finding.verified_on) == (status, None, None)


def test_costs_are_typed_in_dollars_for_any_day_of_the_month(office):
    row = CloudCost.objects.get(service="S3", month="2026-10-01")

    odd = sent(office, "cloudcost", row, month="2026-10-17", through_on="2026-11-02")
    kept = sent(office, "cloudcost", row, month="2026-10-17", amount_cents="$1,032.50", through_on="2026-10-31")

    assert (odd.status_code, "Choose a day of that month." in words(odd), kept.status_code) == (422, True, 302)
    row.refresh_from_db()
    assert (row.month, row.amount_cents, row.through_on, row.tax_cents) == (date(2026, 10, 1), 103250, None, 0)


def test_plans_that_meet_are_refused_at_the_row_and_a_plan_that_follows_is_kept(office):
    client = Client.objects.get(slug="anas-cafe")
    old = client.plans.get(kind="retainer")
    new = {"plans-2-kind": "retainer", "plans-2-amount_cents": "600", "plans-2-starts_on": "2026-12-01"}
    place = list(client.plans.all()).index(old)

    both = sent(office, "client", client, **new)
    free = sent(office, "client", client, **new | {"plans-2-kind": "none"})
    kept = sent(office, "client", client, **{f"plans-{place}-ends_on": "2026-12-01"})
    after = sent(office, "client", client, **new)

    assert [answer.status_code for answer in (both, free, kept, after)] == [422, 422, 302, 302]
    assert "on some of these days: end that one first." in words(both)
    assert "Where nothing is agreed, the amount is nothing." in words(free)
    assert list(BillingPlan.objects.filter(client=client, kind="retainer").values_list("amount_cents", flat=True)) == [
        50_000, 60_000,
    ]  # fmt: skip


def test_an_invoices_lines_add_up_and_payments_are_told_apart(office):
    invoice = Invoice.objects.get(number="2026-32")
    line = {"lines-0-description": "Hours", "lines-0-amount_cents": "100"}
    paid = {"payments-0-paid_on": "2026-11-20", "payments-0-amount_cents": "27.50"}
    again = {"payments-1-paid_on": "2026-11-20", "payments-1-amount_cents": "100"}

    short = sent(office, "invoice", invoice, **line)
    double = sent(office, "invoice", invoice, **paid, **again)
    zero = sent(office, "invoice", invoice, **paid | {"payments-0-amount_cents": "0"})
    early = sent(office, "invoice", invoice, due_on="2026-10-01")
    kept = sent(office, "invoice", invoice, **line | {"lines-0-amount_cents": "127.50"}, **paid)

    assert [answer.status_code for answer in (short, double, zero, early, kept)] == [422, 422, 422, 422, 302]
    assert "The lines come to $100.00; the invoice asks for $127.50." in words(short)
    assert "There is a payment of that day with this reference" in words(double)
    assert "It cannot be due before its date." in words(early)
    assert [payment.amount_cents for payment in invoice.payments.all()] == [2750]
    assert WorkEntry.objects.count() == 3
