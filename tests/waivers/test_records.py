"""Signatures in the chain."""

from __future__ import annotations

import json
import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django_q.models import OrmQ

from tests import factories
from tests.events.test_races import together
from tests.factories import NOW
from tests.waivers import aboard
from waivers import canonical, records, texts
from waivers.models import GENESIS, WaiverCover, WaiverPayload, WaiverRecord

pytestmark = pytest.mark.django_db


def told(record):
    """What a record's payload says."""
    return json.loads(bytes(record.payload.content))


def test_a_signature_says_who_what_when_where_and_for_whom():
    mia = aboard.guest(name="Mia Stone", name_given="Mia Stoen", born_on=date(1990, 2, 3))
    child = aboard.guest(mia.event, "Tim Stone", born_on=date(2020, 5, 6), guardian=mia)

    record = aboard.signed(mia, covers=[mia, child], relationship={child.pk: "parent"}, strokes=[[[1, 2], [3.5, 4]]])

    said = told(record)
    assert said["covers"] == [
        {"guest": mia.pk, "name": "Mia Stone", "name_given": "Mia Stoen", "born_on": "1990-02-03", "relationship": ""},
        {"guest": child.pk, "name": "Tim Stone", "name_given": "", "born_on": "2020-05-06", "relationship": "parent"},
    ]
    assert said["signature"] == {"name": "Mia Stone", "strokes": [[[1, 2], ["3.5", 4]]]}
    assert said["event"]["id"] == mia.event.event_id
    assert said["signed_at"] == canonical.instant(NOW)
    assert said["consents"] == {"electronic": "2026-06-01T18:00:00Z", "waiver": "2026-06-01T18:00:05Z"}
    assert (said["ip"], said["agent"], said["number"]) == ("203.0.113.9", "Mozilla/5.0", 1)
    assert set(WaiverCover.objects.values_list("guest_id", flat=True)) == {mia.pk, child.pk}


def test_the_text_is_recorded_in_the_language_that_was_shown():
    text = aboard.text()

    record = aboard.signed(text=text, language="es")

    assert told(record)["text"] == {
        "variant": "out_and_back", "version": text.version, "language": "es", "title": "Exención", "is_demo": False,
        "sha256": texts.shown(text, "es").sha256,
    }  # fmt: skip


def test_a_text_without_spanish_is_recorded_in_english():
    record = aboard.signed(text=aboard.text(title_es="", body_es=""), language="es")

    assert told(record)["text"]["language"] == "en"


def test_each_record_names_the_one_before_it():
    first, second = aboard.signed(), aboard.signed()

    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.link)
    assert second.link == canonical.link(2, first.link, second.sha256)
    assert second.sha256 == canonical.digest(bytes(second.payload.content))


def test_a_signature_is_kept_once_and_sealed_by_one_job():
    given = aboard.signing()

    found = [records.keep(given, at=NOW), records.keep(given, at=NOW + timedelta(minutes=1))]

    assert found[0] == found[1]
    assert [job.func() for job in OrmQ.objects.all()] == ["waivers.tasks.seal"]


@pytest.mark.parametrize(
    ("born", "until"),
    [
        ([None], date(2030, 6, 4)),
        ([date(1990, 1, 1)], date(2030, 6, 4)),
        ([None, date(2020, 5, 6)], date(2042, 5, 6)),
        ([date(2020, 2, 29), date(2019, 1, 1)], date(2042, 3, 1)),
    ],
)
def test_a_record_is_kept_four_years_after_the_trip_and_after_the_youngest_is_of_age(born, until):
    sail = factories.event(departs_at=datetime.fromisoformat("2026-06-04T18:00-07:00"))
    people = [aboard.guest(sail, f"Guest {place}", born_on=day) for place, day in enumerate(born)]

    assert records.keep_until(sail, people) == until


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE waivers_waiverrecord SET link = 'x'",
        "DELETE FROM waivers_waiverrecord",
        "UPDATE waivers_waiverpayload SET content = 'x'",
        "DELETE FROM waivers_waiverpayload",
        "UPDATE waivers_waivercover SET guest_id = 1",
        "DELETE FROM waivers_waivercover",
    ],
)
def test_no_statement_changes_or_deletes_what_was_signed(statement):
    aboard.signed()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert (WaiverRecord.objects.count(), WaiverPayload.objects.count(), WaiverCover.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_who_sign_at_once_make_one_chain_without_a_gap():
    sail, text = factories.event(capacity=20), aboard.text()
    people = [aboard.guest(sail, f"Guest {place}") for place in range(12)]

    together([lambda one=one: aboard.signed(one, text=text).number for one in people])

    chain = list(WaiverRecord.objects.in_order())
    assert [one.number for one in chain] == list(range(1, 13))
    assert [one.previous for one in chain] == [GENESIS, *(one.link for one in chain[:-1])]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_name_the_same_record_as_the_one_before(monkeypatch):
    sail, text = factories.event(capacity=20), aboard.text()
    people = [aboard.guest(sail, f"Guest {place}") for place in range(12)]
    at_once = threading.Barrier(12)
    monkeypatch.setattr(records, "_hold_chain", at_once.wait)

    def sign(one):
        try:
            return aboard.signed(one, text=text).number
        except IntegrityError:
            return "refused"

    found = together([lambda one=one: sign(one) for one in people])

    assert "refused" in found
