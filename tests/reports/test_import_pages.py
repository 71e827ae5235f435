"""A file in the office: tried, shown, taken in on a yes, undone; faults by line, in pages of a sane size."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.importing.kinds import ALL
from reports.models import BankTransaction, BusinessUnit, ImportBatch, StagedFile
from tests import factories, signing_in
from tests.reports import books

pytestmark = pytest.mark.django_db
ADD = "/admin/reports/importbatch/add/"
UNITS = "slug,name,Mood\njada,JADA,calm\nother,Other,wild\n"
BANK = "Date,Description,Amount\n03/04/2026,Ice,-5.00\n"


@pytest.fixture
def office():
    return signing_in.signed_in(factories.admin("Ada Quay"), scope="admin")


def tried(client, kind, text, **fields):
    """The trial's page, and its address."""
    file = SimpleUploadedFile(f"{kind}.csv", text.encode())
    sent = client.post(ADD, {"kind": kind, "file": file} | fields)
    assert sent.status_code == 302, sent.content.decode()
    return client.get(sent["Location"]).content.decode(), sent["Location"]


def test_a_file_is_tried_then_taken_in_as_it_was_tried_and_undone_once(office):
    page, place = tried(office, "units", UNITS)
    kept_before = BusinessUnit.objects.count()
    taken = office.post(place)
    batch = ImportBatch.objects.get()
    shown = office.get(taken["Location"]).content.decode()
    undone = office.post(f"/admin/reports/importbatch/{batch.pk}/undo/")
    again = office.post(f"/admin/reports/importbatch/{batch.pk}/undo/")

    assert "<dt>New</dt><dd>2</dd>" in page
    assert "This column is not known and not read: Mood." in page
    assert (kept_before, StagedFile.objects.count(), office.get(place).status_code) == (0, 0, 404)
    assert "2 rows: 2 new, 0 changed, 0 as before." in shown
    assert (undone.status_code, BusinessUnit.objects.count()) == (302, 0)
    assert (again.status_code, "This import was undone on" in again.content.decode()) == (409, True)


def test_every_fault_is_shown_by_line_and_nothing_can_be_taken_in(office):
    page, place = tried(office, "units", "slug,name,kind\njada,JADA,boat\n")

    cells = ("<td>2</td><td>kind</td><td>boat</td>", "<td>is none of: charter, service, agency")
    assert [cell in page for cell in cells] == [True, True]
    assert "Take it in" not in page
    assert (office.post(place).status_code, BusinessUnit.objects.count()) == (422, 0)


def test_ten_thousand_faulty_rows_make_a_page_of_a_sane_size(office):
    text = "slug,name\n" + "".join(f"UNIT {number}!,Name\n" for number in range(10_000))

    page, _ = tried(office, "units", text)

    assert "10,000 faults" in page
    assert "The first 1,000 are shown; there are 9,000 more." in page
    assert len(page) < 400_000


def test_days_that_could_be_either_are_asked_for_on_the_page(office):
    books.unit()
    account = books.chart()["1000"]
    page, place = tried(office, "bank", BANK, unit=books.unit().pk, account=account.pk)
    office.post(place, {"again": "1", "dates": "dmy"})
    told = office.get(place).content.decode()
    office.post(place)

    assert "Try it again" in page
    assert "<dt>New</dt><dd>1</dd>" in told
    assert str(BankTransaction.objects.get().on) == "2026-04-03"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "planets"}, "Select a valid choice"),
        ({"kind": "bank"}, "Say which account it is of"),
        ({"file": ""}, "This field is required"),
    ],
)
def test_an_upload_that_says_too_little_is_answered_422(office, fields, words):
    file = SimpleUploadedFile("units.csv", UNITS.encode())

    sent = office.post(ADD, {"kind": "units", "file": file} | fields)

    assert (sent.status_code, words in sent.content.decode()) == (422, True)


def test_a_trial_is_its_owners_alone(office):
    _, place = tried(office, "units", UNITS)
    other = signing_in.signed_in(factories.admin("Olga"), scope="admin")

    assert (other.get(place).status_code, other.post(place).status_code) == (404, 404)


def test_the_heads_of_every_kind_are_told_and_an_empty_file_of_each_given(office):
    page = office.get("/admin/reports/importbatch/heads/").content.decode()
    empty = office.get("/admin/reports/importbatch/heads/ledger.csv")

    assert [name for name in ALL if f'id="{name}"' not in page] == []
    assert empty.content.decode().startswith("entry,date,unit,account,debit,credit,memo,party,document")
    assert office.get("/admin/reports/importbatch/heads/planets.csv").status_code == 404
