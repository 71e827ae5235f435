"""What guests are written, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import lifecycle
from events.acts import moving
from scc_site.mail import letters
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.letters import secrets_of
from tests.waivers import aboard
from waivers import guests, holds, links, reminders, tasks
from waivers.models import Guest

HOUSE = ZoneInfo("America/Los_Angeles")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 6, 5, 19, 0, tzinfo=UTC)  # 12:00 at the house
ADDED = NOON - 30 * DAY


def step(until, at=NOON, added=ADDED):
    return reminders.step_at(hold_until=until, added_at=added, at=at, zone=HOUSE)


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (73 * HOUR, ""),
        (72 * HOUR, "72h"),
        (25 * HOUR, "72h"),
        (24 * HOUR, "24h"),
        (4 * HOUR, "24h"),
        (3 * HOUR, "3h"),
        (HOUR, "3h"),
        (timedelta(), ""),
        (-HOUR, ""),
    ],
)
def test_the_nearest_reminder_alone_is_due(left, found):
    assert step(NOON + left) == found


def test_who_was_just_put_on_the_list_is_not_reminded_of_it():
    assert step(NOON + 2 * HOUR, added=NOON - HOUR / 2) == ""
    assert step(NOON + 23 * HOUR, added=NOON - 3 * HOUR) == ""
    assert step(NOON + 20 * HOUR, added=NOON - 8 * HOUR) == "24h"


def test_nobody_is_woken_but_for_the_last_reminder():
    night = NOON + 10 * HOUR

    assert [step(night + left, night) for left in (70 * HOUR, 20 * HOUR, 2 * HOUR)] == ["", "", "3h"]
    assert [reminders.is_quiet(NOON + hours * HOUR, HOUSE) for hours in (-6, -5, 8, 9)] == [True, False, False, True]


@pytest.fixture
def sail(db):
    return factories.event(departs_at=NOON + 4 * DAY)


def waiting(sail, name="Mia Stone", **fields):
    return aboard.guest(sail, name, **{"email": "mia@example.com", "added_at": ADDED} | fields)


def told():
    return list(OutgoingMail.objects.filter(kind="guest_reminder").values_list("to", flat=True))


def test_the_job_run_twice_reminds_once(sail):
    waiting(sail)

    assert [reminders.remind(at=NOON), reminders.remind(at=NOON), reminders.remind(at=NOON + HOUR)] == [1, 0, 0]
    assert told() == ["mia@example.com"]


def test_three_days_down_send_one_reminder_and_each_step_sends_its_own(sail):
    guest = waiting(sail)
    until = guest.hold_until

    late = reminders.remind(at=until - 2 * HOUR)
    Guest.objects.update(hold_until=until + DAY)
    steps = [reminders.remind(at=until + DAY - left) for left in (72 * HOUR, 24 * HOUR, 3 * HOUR)]

    assert (late, steps) == (1, [1, 1, 1])


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"state": "declined"},
        {"state": "released"},
        {"removed_at": NOW, "removed_why": "ill"},
        {"revoked_at": NOW, "revoked_why": "drunk"},
    ],
)
def test_nobody_is_reminded_of_what_they_need_not_do(sail, fields):
    for pair in ("removed", "revoked"):
        if f"{pair}_at" in fields:
            fields = fields | {f"{pair}_by": sail.created_by}
    waiting(sail, **fields)

    assert reminders.remind(at=NOON) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "cancelled", "under_way", "closed"])
def test_nobody_is_reminded_of_a_sail_that_is_not_ahead(status):
    waiting(factories.event(status=status, departs_at=NOON + 4 * DAY))

    assert reminders.remind(at=NOON) == 0


def test_a_hold_given_anew_takes_back_the_reminder_that_still_waits(sail):
    guest = waiting(sail)
    reminders.remind(at=NOON)

    holds.extend(guest=guest, until=sail.departs_at, by=sail.created_by, at=NOON)

    assert OutgoingMail.objects.get(kind="guest_reminder").state == "cancelled"


def test_the_chores_let_go_of_places_and_remind(sail):
    late = aboard.walk_in(sail, email="leo@example.com", hold_until=NOON)
    waiting(sail)

    for _ in range(2):
        tasks.release_holds(at=NOON)
        tasks.remind(at=NOON)

    late.refresh_from_db()
    assert late.state == "released"
    found = OutgoingMail.objects.filter(kind__startswith="guest_").order_by("kind").values_list("kind", "to")
    assert list(found) == [("guest_released", "leo@example.com"), ("guest_reminder", "mia@example.com")]


def test_a_letter_carries_the_guests_own_link_sealed(sail):
    guest = waiting(sail)

    guests.invite(guest=guest, at=NOON)

    mail = OutgoingMail.objects.get()
    link = links.guest_url(guest)
    assert secrets_of(mail) == {"link": link}
    assert link not in str(mail.context)
    letter = letters.compose(mail, secrets=secrets_of(mail), at=NOON)
    assert (letter.to, letter.to_name) == ("mia@example.com", "Mia Stone")
    assert link in letter.text
    assert letter.subject == f"Welcome aboard {sail.vessel.name}, Mia · Tuesday 9 June"


def queued():
    return list(OutgoingMail.objects.filter(state="queued").order_by("pk").values_list("kind", "to"))


def text_of(kind):
    mail = OutgoingMail.objects.get(kind=kind, state="queued")
    return " ".join(letters.compose(mail, secrets=secrets_of(mail), at=NOON).text.split())


def test_guests_hear_of_a_hold_for_the_weather_until_when_and_of_its_end(sail):
    waiting(sail, state="invited")
    waiting(sail, "Leo Park", email="")

    lifecycle.hold(event=sail, reason="Gale", by=sail.created_by, at=NOON, decide_by=NOON + 5 * HOUR)
    held = queued(), text_of("guest_held")
    lifecycle.resume(event=sail, by=sail.created_by, at=NOON + HOUR)

    assert held[0] == [("guest_held", "mia@example.com")]
    assert "The captain waits for the weather, and decides by Friday 5 June, 17:00 PDT." in held[1]
    assert queued() == [("guest_resumed", "mia@example.com")]
    assert "It leaves on Tuesday 9 June, 12:00 PDT." in text_of("guest_resumed")
    assert [act.told for act in sail.acts.all()] == [["1 guest"], ["1 guest"]]


def test_a_sail_that_waits_for_the_weather_again_is_told_again(sail):
    waiting(sail)
    for hours in (0, 2):
        lifecycle.hold(event=sail, reason="Gale", by=sail.created_by, at=NOON + hours * HOUR)
        lifecycle.resume(event=sail, by=sail.created_by, at=NOON + (hours + 1) * HOUR)

    found = OutgoingMail.objects.order_by("pk").values_list("kind", "state")
    unsent, last = ("cancelled", "queued")
    assert list(found) == [
        ("guest_held", unsent), ("guest_resumed", unsent), ("guest_held", unsent), ("guest_resumed", last),
    ]  # fmt: skip


def test_whoever_is_told_of_new_times_during_a_hold_reads_that_it_still_waits(sail):
    waiting(sail)
    lifecycle.hold(event=sail, reason="Gale", by=sail.created_by, at=NOON)

    moving.move(event=sail, departs_at=sail.departs_at + DAY, reason="Fog", by=sail.created_by, at=NOON + HOUR)

    assert queued() == [("guest_moved", "mia@example.com")]
    assert "The captain waits for the weather, and decides by" in text_of("guest_moved")


def test_a_cancellation_takes_back_the_word_of_the_weather(sail):
    waiting(sail)
    lifecycle.hold(event=sail, reason="Gale", by=sail.created_by, at=NOON)

    lifecycle.cancel(event=sail, reason="Gale", by=sail.created_by, at=NOON + HOUR)

    assert queued() == [("guest_cancelled", "mia@example.com")]


def test_the_word_of_the_weather_comes_in_the_guests_language(sail):
    waiting(sail, language="es")

    lifecycle.hold(event=sail, reason="Gale", by=sail.created_by, at=NOON, decide_by=NOON + 5 * HOUR)

    assert "decide a más tardar el viernes 5 de junio, 17:00 PDT." in text_of("guest_held")


def test_a_letter_speaks_the_guests_language(sail):
    guest = waiting(sail, language="es")

    guests.invite(guest=guest, at=NOON)

    mail = OutgoingMail.objects.get()
    letter = letters.compose(mail, secrets=secrets_of(mail), at=NOON)
    assert mail.context["day"] == "martes 9 de junio"
    assert 'lang="es"' in letter.html
    assert "Recibe este mensaje porque está en la lista de invitados de esta salida." in letter.text
