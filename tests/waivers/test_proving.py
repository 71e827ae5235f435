# ruff: noqa: E501 - the table of harms is read as a table
"""What verify_records finds: one altered byte, wherever it lies."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests import factories
from tests.factories import NOW
from tests.waivers import aboard, sealed
from waivers import canonical, records
from waivers.models import FrozenList, PaperWaiver, WaiverPdf, WaiverRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Three records with their PDFs, the last on paper, and the list that went ashore."""
    sail, text, olga = factories.event(), aboard.text(), factories.admin()
    people = [aboard.guest(sail, name) for name in ("Mia Stone", "Leo Park", "Ida Lund")]
    aboard.signed(people[0], text=text, strokes=[[[1, 2], [30, 40]]])
    aboard.signed(people[1], text=text, covers=people[:2])
    picture = b"picture"
    made = aboard.signed(people[2], text=text, kind="paper", paper_sha256=canonical.digest(picture), witness=olga)
    PaperWaiver.objects.create(
        guest=people[2], text=text, content=picture, media_type="image/png", sha256=canonical.digest(picture),
        filed_at=NOW, filed_by=olga, reviewed_at=NOW, reviewed_by=olga, is_accepted=True, record=made,
    )  # fmt: skip
    content = canonical.written({"people": ["Mia"]})
    FrozenList.objects.create(
        event=sail, number=1, kind="departure", content=content, sha256=canonical.digest(content), head_count=3,
        chain_head=made.link, frozen_at=NOW, frozen_by=olga,
    )  # fmt: skip
    for record in WaiverRecord.objects.in_order():
        sealed.seal(record)
    return sail


@contextmanager
def no_walls():
    """As a superuser who means harm."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def harm(statement, *values):
    """Run one statement against the house, walls down."""
    with no_walls() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def verify():
    """The exit code and the lines of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_records", stdout=out, stderr=err)
    except CommandError as fault:
        return fault.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_chain_that_nobody_touched_verifies(chain):
    assert verify() == (0, [])


def test_no_chain_verifies_too():
    assert verify() == (0, [])


BESIDE = "SELECT id FROM waivers_waiverrecord WHERE number = 2"
HARM = [
    (f"UPDATE waivers_waiverpdf SET content = set_byte(content, 200, get_byte(content, 200) # 1) WHERE record_id = ({BESIDE})",
     "waiver 2: its PDF was altered (it does not have its hash)"),
    (f"UPDATE waivers_waiverpayload SET content = set_byte(content, 40, get_byte(content, 40) # 1) WHERE record_id = ({BESIDE})",
     "waiver 2: what was signed was altered (the payload does not have its hash)"),
    ("UPDATE waivers_waiverpayload SET content = convert_to(replace(convert_from(content, 'UTF8'), '[30,40]', '[30,41]'), 'UTF8') "
     "WHERE record_id = (SELECT id FROM waivers_waiverrecord WHERE number = 1)",
     "waiver 1: what was signed was altered (the payload does not have its hash)"),
    (f"DELETE FROM waivers_waiverpayload WHERE record_id = ({BESIDE})", "waiver 2: what was signed is missing"),
    (f"DELETE FROM waivers_waivercover WHERE id = (SELECT min(id) FROM waivers_waivercover WHERE record_id = ({BESIDE}))",
     "waiver 2: whom it covers was altered"),
    ("UPDATE waivers_waiverrecord SET signed_at = signed_at + interval '1 second' WHERE number = 2",
     "waiver 2: the instant in its row was altered"),
    ("UPDATE waivers_paperwaiver SET content = 'other'", "waiver 3: its paper was altered"),
    ("DELETE FROM waivers_paperwaiver", "waiver 3: its paper is missing"),
    ("UPDATE waivers_waiverrecord SET link = repeat('a', 64) WHERE number = 3", "waiver 3: its link was altered"),
    ("UPDATE waivers_frozenlist SET content = 'x'", "list 1 of {sail}: what it says was altered"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "told"), HARM, ids=[told for _, told in HARM])
def test_each_harm_is_told_with_the_name_of_its_record(chain, statement, told):
    harm(statement)

    code, lines = verify()

    assert code == 1
    assert lines[0] == told.format(sail=chain.event_id)


def test_an_altered_payload_is_told_with_the_field_that_its_row_knows_otherwise(chain):
    harm(
        "UPDATE waivers_waiverpayload SET content = convert_to(replace(convert_from(content, 'UTF8'), "
        '\'"kind":"electronic"\', \'"kind":"paper"\'), \'UTF8\') '
        f"WHERE record_id = ({BESIDE})"
    )

    assert verify() == (
        1,
        [
            "waiver 2: what was signed was altered (the payload does not have its hash)",
            "waiver 2: what was signed says something else than its rows: kind",
        ],
    )


def test_one_letter_of_the_text_is_told_by_every_record_under_it(chain):
    harm("UPDATE waivers_waivertext SET body = replace(body, 'risks', 'risk')")

    code, lines = verify()

    told = "the text it was signed under was altered (out and back, version 1)"
    assert (code, lines) == (1, [f"waiver {number}: {told}" for number in (1, 2, 3)])


def test_a_record_taken_out_of_the_middle_is_missed_by_the_next(chain):
    harm("DELETE FROM waivers_waiverrecord WHERE number = 2")

    code, lines = verify()

    assert code == 1
    assert lines[0] == "waiver 3: waiver 2 before it is missing from the chain"


def test_the_end_of_the_chain_cut_off_with_all_beside_it_is_missed_by_the_list_ashore(chain):
    last = "(SELECT id FROM waivers_waiverrecord WHERE number = 3)"
    for table in ("waiverpayload", "waiverpdf", "waivercover", "paperwaiver"):
        harm(f"DELETE FROM waivers_{table} WHERE record_id = {last}")
    harm("DELETE FROM waivers_waiverrecord WHERE number = 3")

    code, lines = verify()

    told = "the chain's head of then is no record's link now: the chain was rewritten or cut off"
    assert (code, lines) == (1, [f"list 1 of {chain.event_id}: {told}"])


def test_two_records_that_change_places_are_both_told(chain):
    harm("UPDATE waivers_waiverrecord SET number = CASE number WHEN 1 THEN 102 ELSE 101 END WHERE number IN (1, 2)")
    harm("UPDATE waivers_waiverrecord SET number = number - 100 WHERE number > 100")

    code, lines = verify()

    assert code == 1
    assert {line.partition(":")[0] for line in lines} >= {"waiver 1", "waiver 2"}


def test_a_payload_rewritten_with_its_hash_and_link_still_breaks_the_chain(chain):
    record = WaiverRecord.objects.get(number=2)
    said = json.loads(bytes(record.payload.content)) | {"ip": "198.51.100.1"}
    content = canonical.written(said)
    digest = canonical.digest(content)
    harm("UPDATE waivers_waiverpayload SET content = %s WHERE record_id = %s", content, record.pk)
    link = canonical.link(2, record.previous, digest)
    harm("UPDATE waivers_waiverrecord SET sha256 = %s, link = %s WHERE number = 2", digest, link)

    code, lines = verify()

    assert code == 1
    assert lines == [
        "waiver 2: its PDF is another record's",
        "waiver 3: does not name the record before it: the chain is broken here",
    ]


def test_a_pdf_sealed_by_another_key_is_told(chain, settings):
    settings.RECORD_KEYS = {"new": "n" * 40}

    code, lines = verify()

    assert (code, lines) == (1, [f"waiver {number}: the seal of its PDF does not hold" for number in (1, 2, 3)])


def test_a_record_that_waits_for_its_pdf_is_well():
    aboard.signed()

    assert (verify(), WaiverPdf.objects.count()) == ((0, []), 0)
    assert records.FORM == "scc-waiver-1"


@pytest.mark.django_db(transaction=True)
def test_outside_any_transaction_the_walk_sees_one_instant_and_writes_nothing(chain):
    assert verify() == (0, [])
