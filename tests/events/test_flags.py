"""What the clock does by itself, and where it can only say that somebody must act."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from crew import home, office
from events import flags, lifecycle, tasks
from events.flags import Flag
from events.models import SailEvent
from scc_site import clock, tick
from scc_site.history import by_schedule, by_whom
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DEPARTS = NOW + timedelta(days=1)


@pytest.mark.django_db
class TestBoarding:
    def sail(self, **fields):
        return factories.event(departs_at=DEPARTS, event_type=factories.event_type(boarding_minutes=30), **fields)

    def status(self, sail, at):
        tasks.board(at=at)
        tasks.board(at=at)
        return SailEvent.objects.get(pk=sail.pk).status

    @pytest.mark.parametrize(
        ("minutes", "status"), [(31, "scheduled"), (30, "boarding"), (-10, "boarding"), (-150, "scheduled")]
    )
    def test_it_begins_at_its_minute_and_not_once_the_sail_is_over(self, minutes, status):
        assert self.status(self.sail(), DEPARTS - minutes * MINUTE) == status

    def test_it_never_begins_before_call(self):
        sail = self.sail(call_at=DEPARTS - 10 * MINUTE)

        assert self.status(sail, DEPARTS - 11 * MINUTE) == "scheduled"
        assert self.status(sail, DEPARTS - 10 * MINUTE) == "boarding"

    @pytest.mark.parametrize("status", ["draft", "weather_hold", "cancelled", "under_way", "returned", "closed"])
    def test_what_is_not_scheduled_stays_as_it_is(self, status):
        assert self.status(self.sail(status=status), DEPARTS) == status

    def test_the_tick_does_it_and_the_history_says_by_the_clock(self):
        sail = self.sail()

        tick.tick(at=DEPARTS, wait=True)

        found = SailEvent.pgh_event_model.objects.filter(pgh_obj=sail, status="boarding").get()
        assert by_whom(found.pgh_context.metadata, {}) == "by the clock"
        assert SailEvent.objects.get(pk=sail.pk).changed_at == DEPARTS

    def test_other_schedules_say_by_itself(self):
        with by_schedule("offers"):
            sail = self.sail()

        assert by_whom(SailEvent.pgh_event_model.objects.get(pgh_obj=sail).pgh_context.metadata, {}) == "by itself"

    @pytest.mark.parametrize(("later", "status"), [(timedelta(days=1), "scheduled"), (5 * MINUTE, "boarding")])
    def test_a_sail_that_is_moved_away_shuts_its_gangway_again(self, later, status):
        from events.acts import moving

        sail = self.sail(status="boarding")
        moving.move(
            event=sail, departs_at=DEPARTS + later, reason="Fog", by=factories.admin(), at=DEPARTS - 20 * MINUTE
        )

        assert SailEvent.objects.get(pk=sail.pk).status == status


@pytest.mark.django_db(transaction=True)
def test_boarding_leaves_a_sail_alone_that_somebody_is_deciding_about():
    sail = factories.event(departs_at=DEPARTS)
    found = []

    def chore():
        try:
            found.append(lifecycle.board_by_the_clock(at=DEPARTS))
        finally:
            connections.close_all()

    with transaction.atomic():
        lifecycle.hold(event=sail, reason="Gale", by=factories.admin(), at=DEPARTS - HOUR)
        beside = threading.Thread(target=chore)
        beside.start()
        beside.join(timeout=30)

    assert found == [0]
    assert lifecycle.board_by_the_clock(at=DEPARTS) == 0
    assert SailEvent.objects.get(pk=sail.pk).status == "weather_hold"


@pytest.mark.django_db(transaction=True)
def test_control_without_asking_again_under_the_lock_the_hold_would_be_lost():
    sail = factories.event(departs_at=DEPARTS)
    boarding = list(SailEvent.objects.filter(status="scheduled", call_at__lte=DEPARTS).values_list("pk", flat=True))
    lifecycle.hold(event=sail, reason="Gale", by=factories.admin(), at=DEPARTS - HOUR)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_sailevent SET status = 'boarding' WHERE id = ANY(%s)", [boarding])

    assert SailEvent.objects.get(pk=sail.pk).status == "boarding"


STANDING = [
    ("under_way", {}, 3 * HOUR, Flag.NOT_RETURNED, "due back 30 min ago"),
    ("scheduled", {}, 30 * MINUTE, Flag.NOT_CAST_OFF, "departure was 30 min ago"),
    ("boarding", {}, 30 * MINUTE, Flag.NOT_CAST_OFF, "departure was 30 min ago"),
    ("weather_hold", {"decide_by": DEPARTS - HOUR}, -HOUR, Flag.UNDECIDED, "decision less than a minute late"),
    ("returned", {"returned_at": DEPARTS + 2 * HOUR}, 26 * HOUR, Flag.NOT_CLOSED, "back for 1 d"),
    ("draft", {}, -24 * HOUR, Flag.DRAFT, "leaves in 1 d"),
]


@pytest.mark.parametrize(("status", "fields", "after", "flag", "word"), STANDING)
def test_a_flag_flies_from_its_minute_on(status, fields, after, flag, word):
    sail = SailEvent(status=status, departs_at=DEPARTS, returns_at=DEPARTS + 2.5 * HOUR, **fields)

    assert flags.of(sail, DEPARTS + after - MINUTE) is None
    assert flags.of(sail, DEPARTS + after) == (flag, DEPARTS + after)
    assert flags.word(sail, flag, DEPARTS + after) == word
    assert flags.sentence(flag, "on Monday").count("on Monday") == 1


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_nothing_flies_over_what_is_over(status):
    assert flags.of(SailEvent(status=status, departs_at=NOW, returns_at=NOW), DEPARTS) is None


def test_a_draft_after_its_departure_is_still_a_draft():
    sail = SailEvent(status="draft", departs_at=DEPARTS, returns_at=DEPARTS + HOUR)

    assert flags.word(sail, Flag.DRAFT, DEPARTS + HOUR) == "still a draft"


@pytest.fixture
def late(db):
    """A boat that was due back an hour ago, and her captain."""
    now = clock.now()
    olga, ana = factories.admin("Olga"), factories.person("Ana")
    sail = factories.event(
        departs_at=now - 4 * HOUR, hours=3, status="under_way", departed_at=now - 4 * HOUR, departed_by=olga
    )
    factories.assignment(sail, ana, "captain")
    return sail, ana


def test_her_page_says_so_to_who_works_on_her_and_to_nobody_else(late):
    sail, ana = late
    words = "If everybody is at the dock, tap Back at the dock"

    pages = [
        signed_in(who, scope).get(sail.get_absolute_url()).content.decode()
        for who, scope in ((ana, "user"), (factories.admin(), "admin"), (factories.person(), "user"))
    ]

    assert [words in page for page in pages] == [True, True, False]


def test_the_captains_home_says_so_and_the_boat_is_back_in_one_tap(late):
    sail, ana = late
    browser = signed_in(ana)
    first = home.home(ana, clock.now())["needs"][0]

    answer = browser.post(first["acts"][0]["href"])

    assert (first["word"], first["acts"][0]["label"]) == ("due back 1 h ago", "Back at the dock")
    assert answer.status_code == 303
    assert SailEvent.objects.get(pk=sail.pk).status == "returned"
    assert home.home(ana, clock.now())["needs"] == []


def test_the_offices_home_says_so_too(late):
    found = office.office(factories.admin(), clock.now())["needs"]

    assert [(line["word"], line["acts"][0]["label"]) for line in found] == [("due back 1 h ago", "Back at the dock")]


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "said"), [("returned", "Back, and not closed"), ("scheduled", "Never cast off")])
def test_other_flags_stand_on_the_page_and_on_the_captains_home(status, said):
    now = clock.now()
    fields = {"returned_at": now - 30 * HOUR, "returned_by": factories.admin()} if status == "returned" else {}
    sail = factories.event(departs_at=now - 40 * HOUR, status=status, **fields)
    ana = factories.person("Ana")
    factories.assignment(sail, ana, "captain")

    assert said in signed_in(ana).get(sail.get_absolute_url()).content.decode()
    assert home.home(ana, now)["needs"][0]["acts"] == []
