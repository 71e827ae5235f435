"""Who was reminded of what, as the office reads it; and the command."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from crew.models import Nudge
from crew.nudges import sending
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.nudges.dock import aboard, kinds, letters, noon, run, sail
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
DEPARTS = noon(20, 17)


def page(path):
    return signed_in(factories.admin(), "admin").get(path).content.decode()


def test_a_person_and_a_sail_show_what_was_told_skipped_and_planned():
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")
    run(noon(13, 4))
    run(noon(18, 18))

    for path in (f"/admin/scc_site/user/{ana.pk}/change/", f"/admin/events/sailevent/{event.pk}/change/"):
        shown = page(path)
        assert "told Thu 18 Jun 2026 18:00, <a href" in shown
        assert "letter sent</a>" in shown
        assert "not sent: It would have come too late." in shown
        assert "24 hours before" in shown


def test_a_reminder_whose_letter_is_gone_still_says_when_it_was_told():
    event = sail(noon(20, 9), hours=10, status="under_way")
    ana = aboard(event, "Ana")
    factories.item(event, due_at=noon(20, 11), text="Ice")
    run(noon(20, 11))
    Nudge.objects.update(mail=None)

    shown = page(f"/admin/scc_site/user/{ana.pk}/change/")

    assert "task due: Ice" in shown
    assert "told Sat 20 Jun 2026 11:00<" in shown


def test_the_command_reminds_at_the_instant_it_is_given(capsys, settings):
    settings.DEBUG = True
    event = sail(DEPARTS)
    ana = aboard(event, "Ana")

    call_command("nudge", "--at", "2026-06-19T17:00")

    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "1 reminded.\n")
    assert len(letters(ana)) == 1


def test_the_command_refuses_the_future_in_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="in the future"):
        call_command("nudge", "--at", (clock.now() + timedelta(hours=1)).isoformat())


def test_the_schedule_says_how_many_and_nothing_when_nobody_is(caplog):
    caplog.set_level("INFO")
    aboard(sail(DEPARTS))

    sending.nudge(at=DEPARTS - timedelta(hours=24))
    sending.nudge(at=DEPARTS - timedelta(hours=24))

    assert [record.message for record in caplog.records if record.name == "crew.nudges.sending"] == [
        "1 people are reminded."
    ]


@pytest.mark.parametrize(
    ("status", "fields", "since", "kind"),
    [
        ("under_way", {}, timedelta(hours=3), "not_returned"),
        ("boarding", {}, timedelta(minutes=30), "not_cast_off"),
        ("weather_hold", {"decide_by": noon(20, 10)}, timedelta(hours=1), "undecided"),
        ("returned", {"returned_at": noon(20, 12)}, timedelta(hours=27), "not_closed"),
    ],
)
def test_a_flag_is_told_to_the_captain_and_half_an_hour_later_to_the_office(status, fields, since, kind):
    olga = factories.admin("Olga")
    pairs = {"decide_by": ("held_at", "held_by"), "returned_at": ("returned_by",)}
    for name in list(fields):
        fields = fields | {pair: olga if pair.endswith("_by") else noon(19) for pair in pairs[name]}
    event = sail(noon(20, 9), status=status, created_by=olga, **fields)
    mike = aboard(event, "Mike", "captain")
    raised = noon(20, 9) + since if status != "under_way" else event.returns_at + timedelta(minutes=30)

    made = [run(raised + timedelta(minutes=minutes)) for minutes in (-1, 0, 5, 29, 30, 35, 600)]

    assert made[:6] == [0, 1, 0, 0, 1, 0]
    assert (kinds(mike), kinds(olga)) == ([kind], [kind])


def test_a_draft_on_the_day_before_is_told_to_the_office_at_once():
    olga = factories.admin("Olga")
    sail(DEPARTS, status="draft", created_by=olga)

    assert [run(DEPARTS - timedelta(hours=24, minutes=1)), run(DEPARTS - timedelta(hours=24))] == [0, 1]
    assert kinds(olga) == ["draft"]
    assert OutgoingMail.objects.get(kind="nudge").context["heading"].startswith("Still a draft")


def test_a_run_far_behind_leaves_no_letter_for_a_flag_that_was_taken_down():
    olga = factories.admin("Olga")
    event = sail(noon(20, 9), status="boarding", created_by=olga)
    run(noon(20, 9, 30), leave=False)
    type(event).objects.filter(pk=event.pk).update(status="under_way", departed_at=noon(20, 9, 35), departed_by=olga)

    assert run(noon(20, 9, 40), leave=False) == 0
    assert letters(olga) == []
