"""Assets, people, property and deliveries at the desk: kept in dollars, refused in words, listed in few queries."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import (
    Asset,
    AssetValuation,
    DeliveryJob,
    Lease,
    OwnershipStake,
    Property,
    RentCharge,
    Risk,
    Space,
    Transition,
    WorkOrder,
)
from tests import factories
from tests.reports import books
from tests.reports.test_holdings_inputs import taken_in, thrice
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
BOOKS = "/admin/reports"


@pytest.fixture
def office():
    """A desk with one of everything."""
    taken_in()
    return signed_in(factories.admin("Ada Quay"), "admin")


def typed(office, path, **changes):
    """The form of a page as the browser would send it back, with what was changed, and the answer."""
    form = office.get(path).context["adminform"].form
    sets = [inline.formset for inline in office.get(path).context["inline_admin_formsets"]]
    fields = [field for whole in (form, *(row for rows in sets for row in rows)) for field in whole]
    fields += [field for rows in sets for field in rows.management_form]
    values = {field.html_name: field.value() for field in fields}
    told = {name: value for name, value in (values | changes).items() if value is not None and value is not False}
    return office.post(path, told)


def faults(answer):
    return [str(fault) for faults in answer.context["adminform"].form.errors.values() for fault in faults]


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_amounts_are_typed_as_people_write_them_and_shown_back_plain(office):
    path = f"{BOOKS}/asset/{Asset.objects.get(name='JADA').pk}/change/"

    kept = typed(office, path, cost_cents="$1,234.5", **{"valuations-0-amount_cents": "(12)"})
    assert (kept.status_code, "Write an amount of zero or more." in text(kept)) == (422, True)
    kept = typed(
        office, path, cost_cents="$1,234.5", **{"valuations-1-on": "2026-11-01", "valuations-1-amount_cents": "9"}
    )

    assert kept.status_code == 302
    assert Asset.objects.get(name="JADA").cost_cents == 1234_50
    assert AssetValuation.objects.get(on="2026-11-01").amount_cents == 900
    assert 'value="1234.50"' in office.get(path).content.decode()


def test_what_is_no_amount_is_refused_in_words(office):
    path = f"{BOOKS}/asset/{Asset.objects.get(name='JADA').pk}/change/"

    answers = [typed(office, path, cost_cents=wrong) for wrong in ("twelve", "1.234", "9" * 25, "1e400", "\x00")]

    assert [(answer.status_code, len(faults(answer))) for answer in answers] == [(422, 1)] * 5
    assert Asset.objects.get(name="JADA").cost_cents == 180_000_00


def test_another_part_of_a_rent_is_paid_without_a_number(office):
    rent = RentCharge.objects.get(space__name="A", due="2026-10-01")
    second = {"payments-1-amount_cents": "250", "payments-1-paid_on": "2026-10-20"}

    answer = typed(office, f"{BOOKS}/rentcharge/{rent.pk}/change/", **second)

    assert answer.status_code == 302
    assert list(rent.payments.values_list("part", "amount_cents")) == [(1, 900_00), (2, 250_00)]


def test_stakes_above_the_whole_are_refused_with_who_holds_the_rest(office):
    unit = OwnershipStake.objects.first().unit

    over = typed(office, f"{BOOKS}/ownershipstake/add/", unit=unit.pk, person="Cy Mast", percent="10.01")
    whole = typed(office, f"{BOOKS}/ownershipstake/add/", unit=unit.pk, person="Cy Mast", percent="10")

    said = "The stakes in Jada would add up to 100.01 %: Ada Sail 60 %, Bo Wake 30 %; 10 % is left."
    assert (over.status_code, faults(over)) == (422, [said])
    assert (whole.status_code, OwnershipStake.objects.count()) == (302, 3)


def test_the_list_of_stakes_tells_what_is_not_the_whole(office):
    assert text(office.get(f"{BOOKS}/ownershipstake/")).count("90 %, not the whole") == 2


def test_risks_stand_by_their_score_the_highest_first(office):
    books.taken("risks", "unit,title,likelihood,impact\njada,Fire,5,5\njada,Unjudged,,\n")

    found = [(risk.title, risk.score) for risk in Risk.objects.scored()]
    listed = text(office.get(f"{BOOKS}/risk/"))

    assert sorted(found, key=str) == [
        ("Engine fails in season", 15), ("Fire", 25), ("Mooring lost", 10), ("Unjudged", None)
    ]  # fmt: skip
    places = [listed.index(words) for words in ("25, high", "15, high", "2 × $40,000.00", "not judged")]
    assert places == sorted(places)


def test_who_leaves_is_shown_with_what_is_not_ready(office):
    leaving = Transition.objects.get()

    assert "Payroll: is not documented and has no successor" in text(
        office.get(f"{BOOKS}/transition/{leaving.pk}/change/")
    )


def test_a_record_of_another_house_is_refused_in_words(office):
    books.taken("leases", "property,space,tenant,start,end,rent\nHouse 2,Z,T,2026-01-01,2026-12-31,9\n",
                unit=books.unit("other", kind="property"))  # fmt: skip
    lease, there = Lease.objects.get(tenant="T"), Space.objects.get(name="A")
    house, boat = Property.objects.get(slug="3028-51st-st"), Asset.objects.get(name="JADA")
    space = f"{house.name}, A"

    answers = [
        typed(
            office, f"{BOOKS}/rentcharge/{RentCharge.objects.filter(space=there).first().pk}/change/", lease=lease.pk
        ),
        typed(office, f"{BOOKS}/property/{house.pk}/change/", asset=boat.pk),
        typed(office, f"{BOOKS}/workorder/{WorkOrder.objects.get().pk}/change/", space=lease.space_id),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert [faults(answer) for answer in answers] == [
        [f"This lease is of House 2, Z, not of {space}."],
        ["JADA belongs to another unit than House."],
        [f"This space is of House 2, not of {house.name}."],
    ]


def test_a_delivery_tells_its_hours_by_the_clock_of_its_unit_and_what_it_comes_to(office):
    job = DeliveryJob.objects.get(key="EYD-1")
    path = f"{BOOKS}/deliveryjob/{job.pk}/change/"

    page = office.get(path)
    answer = typed(office, path, asked="2026-08-09T08:30")
    skipped = typed(office, path, asked="2026-03-08T02:30")

    job.refresh_from_db()
    assert 'value="2026-08-10T09:00"' in page.content.decode()
    assert "Margin: $3,370 (in part). The client owes: $1,560 (in part)." in text(page)
    assert (answer.status_code, job.asked) == (302, datetime(2026, 8, 9, 15, 30, tzinfo=UTC))
    assert (skipped.status_code, faults(skipped)) == (422, ["The clock jumps over this time on that day."])


LISTS = (
    "asset", "ownershipstake", "responsibility", "risk", "property", "lease", "rentcharge", "propertycost",
    "workorder", "deliveryjob",
)  # fmt: skip
CHOICES = (
    "asset/?there=no", "asset/?there=yes", "responsibility/?alone=yes", "risk/?stands=no", "lease/?runs=ahead",
    "lease/?runs=now", "rentcharge/?paid=no", "rentcharge/?paid=yes", "workorder/?done=no", "lease/?q=Dee",
)  # fmt: skip


def test_lists_take_as_many_queries_for_one_row_as_for_three(office, django_assert_num_queries):
    counts = {}
    for table in LISTS:
        with CaptureQueriesContext(connection) as queries:
            office.get(f"{BOOKS}/{table}/")
        counts[table] = len(queries)
    thrice()

    for table in LISTS:
        with django_assert_num_queries(counts[table]):
            office.get(f"{BOOKS}/{table}/")


def test_every_choice_of_every_list_answers(office):
    found = {choice: office.get(f"{BOOKS}/{choice}") for choice in CHOICES}

    assert {choice: answer.status_code for choice, answer in found.items()} == dict.fromkeys(CHOICES, 200)
    assert [found[choice].context["cl"].result_count for choice in CHOICES] == [0, 2, 1, 0, 0, 2, 2, 1, 0, 1]


FILES = {
    "ownershipstake": "stakes", "responsibility": "responsibilities", "risk": "risks", "lease": "leases",
    "propertycost": "property_costs", "otherincome": "other_income", "deliveryjob": "deliveries",
    "workorder": "work_orders", "rentcharge": "rent", "asset": "assets",
}  # fmt: skip


def test_a_list_taken_along_as_a_file_changes_nothing_when_it_is_taken_in_again(office):
    files = {kind: office.get(f"{BOOKS}/{table}/export.csv").getvalue().decode() for table, kind in FILES.items()}

    batches = {kind: books.taken(kind, file.removeprefix("\ufeff")) for kind, file in files.items()}

    told = {kind: (batch.created_count, batch.changed_count) for kind, batch in batches.items()}
    assert told == dict.fromkeys(FILES.values(), (0, 0))
    assert [len(file.splitlines()) for file in files.values()] == [3, 4, 3, 3, 4, 2, 4, 2, 4, 3]


def test_a_file_has_what_the_list_finds_and_no_formulas(office):
    books.taken("risks", 'unit,title\njada,"=cmd|1"\n')

    found = office.get(f"{BOOKS}/risk/export.csv?q=cmd")
    lost = office.get(f"{BOOKS}/risk/export.csv?unit__id__exact=x")

    assert found.headers["Content-Disposition"].startswith('attachment; filename="risks-')
    assert found.getvalue().decode().splitlines()[1:] == ["jada,'=cmd|1,,,,,,,"]
    assert (lost.status_code, lost.headers["Location"]) == (302, f"{BOOKS}/risk/")
