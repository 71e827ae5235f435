"""A kind's checklist shown on a real sail's times before it is kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from events.models import ChecklistItem, ChecklistTemplate, EventType
from scc_site import clock
from tests import factories
from tests.factories import HOUSE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SOON = clock.now().astimezone(HOUSE).replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=5)


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def task(text, anchor="call", minutes=0, role="crew", **fields):
    """One task as it is typed."""
    return {"text": text, "anchor": anchor, "minutes": str(minutes), "role": role, "position": "0"} | fields


def typed(kind, *tasks, **fields):
    """The kind's form as the office sends it, with these tasks."""
    form = {
        "name": kind.name, "slug": kind.slug, "call_minutes": "60", "boarding_minutes": "30", "sunset_minutes": "90",
        "duration_minutes": "150", "release_hours": "48", "is_active": "on",
        "seat_rules-TOTAL_FORMS": "0", "seat_rules-INITIAL_FORMS": "0",
        "checklist-TOTAL_FORMS": str(len(tasks)),
        "checklist-INITIAL_FORMS": str(sum("id" in each for each in tasks)),
    }  # fmt: skip
    rows = {f"checklist-{place}-{name}": value for place, each in enumerate(tasks) for name, value in each.items()}
    return form | rows | fields


def preview(office, kind, *tasks, **fields):
    """What the office reads after the tap on Preview, with its page."""
    answer = office.post(f"/admin/events/eventtype/{kind.pk}/change/", typed(kind, *tasks, _preview="1", **fields))
    return answer, answer.content.decode()


def rows(page):
    """The preview's table, row by row, as a person reads it."""
    table = page.partition('id="preview"')[2]
    return [
        [re.sub(r"\s+", " ", strip_tags(cell)).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ][1:]


def test_each_task_is_shown_at_its_time_on_the_next_sail_in_order_and_nothing_is_kept(office):
    kind = factories.event_type()
    sunset = SOON + timedelta(minutes=20)
    factories.event(event_type=kind, departs_at=SOON + timedelta(days=1))
    factories.event(event_type=kind, departs_at=SOON, sunset_at=sunset, event_id="the-next")

    answer, page = preview(
        office,
        kind,
        task("Log closed", "return", 15, "captain"),
        task("Fuel", "departure", -30, critical="on"),
        task("Lights", "sunset", 0),
        task("Ice", "call", -18 * 60, "chef"),
        task("Tanks", "return", 2 * 24 * 60),
    )

    two_days_on = SOON + timedelta(days=2)
    assert answer.status_code == 200
    assert rows(page) == [
        ["the day before 22:00", "Ice", "Chef", "18 h before call"],
        ["16:30", "Fuel critical", "Crew", "30 min before departure"],
        ["17:20", "Lights", "Crew", "at sunset"],
        ["19:45", "Log closed", "Captain", "15 min after return"],
        [
            f"2 days after, {two_days_on:%a} {two_days_on.day} {two_days_on:%b} 19:30",
            "Tanks",
            "Crew",
            "2 d after return",
        ],
    ]
    assert 'value="Log closed"' in page
    assert "As typed; nothing is saved yet." in page
    assert not ChecklistTemplate.objects.exists()


def test_another_sail_can_be_chosen_and_stays_chosen(office):
    kind = factories.event_type()
    factories.event(event_type=kind, departs_at=SOON)
    factories.event(event_type=kind, departs_at=SOON + timedelta(days=1, hours=2), event_id="later")

    _, page = preview(office, kind, task("Fuel", "departure"), preview_sail="later")

    assert rows(page) == [["19:00", "Fuel", "Crew", "at departure"]]
    assert '<option value="later" selected>' in page


def test_a_sail_without_a_sunset_says_what_is_counted_instead(office):
    kind = factories.event_type()
    factories.event(event_type=kind, departs_at=SOON, sunset_at=None)

    _, page = preview(office, kind, task("Lights", "sunset", 30))

    why = "30 min after sunset; the sun does not set that day, so counted from the return"
    assert rows(page) == [["20:00", "Lights", "Crew", why]]
    assert "no sunset that day" in page


def test_a_task_with_a_fault_is_counted_and_the_others_are_shown(office):
    kind = factories.event_type()
    factories.event(event_type=kind, departs_at=SOON)

    answer, page = preview(office, kind, task("Fuel", "departure"), task("", "call", "soon"))

    assert answer.status_code == 422
    assert rows(page) == [["17:00", "Fuel", "Crew", "at departure"]]
    assert "One task cannot be shown until its fault above is mended." in page


def test_a_task_marked_for_deletion_is_not_shown_and_stays_until_it_is_saved(office):
    kind = factories.event_type()
    factories.event(event_type=kind, departs_at=SOON)
    old = ChecklistTemplate.objects.create(event_type=kind, text="Old", anchor="call", role="crew")
    kept = {"id": str(old.pk), "event_type": str(kind.pk)}

    _, page = preview(office, kind, task("Old", **kept, DELETE="on"))

    assert rows(page) == []
    assert ChecklistTemplate.objects.get() == old


def test_a_kind_without_sails_ahead_is_shown_on_tomorrow_at_its_typed_times(office):
    kind = factories.event_type()

    _, page = preview(office, kind, task("Fuel", "departure"), sunset_minutes="0", duration_minutes="60")

    assert "No sail of this kind is planned ahead" in page
    found = re.search(r"departure (\d\d:\d\d), sunset (\d\d:\d\d)", page)
    assert found[1] == found[2]


def test_a_kind_not_kept_yet_has_its_preview_too(office):
    blank = EventType(name="Regatta", slug="regatta")

    answer = office.post("/admin/events/eventtype/add/", typed(blank, task("Fuel", "departure"), _preview="1"))

    assert answer.status_code == 200
    assert [row[1:] for row in rows(answer.content.decode())] == [["Fuel", "Crew", "at departure"]]
    assert not EventType.objects.exists()


def test_the_form_opens_with_the_list_as_it_is_kept(office):
    kind = factories.event_type()
    factories.event(event_type=kind, departs_at=SOON)
    ChecklistTemplate.objects.create(event_type=kind, text="Fuel", anchor="departure", minutes=-10, role="crew")

    page = office.get(f"/admin/events/eventtype/{kind.pk}/change/").content.decode()

    assert rows(page) == [["16:50", "Fuel", "Crew", "10 min before departure"]]
    assert "Sails that exist keep the lists they have." in page


def test_saving_changes_the_kind_and_no_list_of_a_sail_that_exists(office):
    kind = factories.event_type()
    sail = factories.event(event_type=kind, departs_at=SOON)
    factories.item(sail, text="Fuel")

    answer = office.post(f"/admin/events/eventtype/{kind.pk}/change/", typed(kind, task("Ice")))

    assert answer.status_code == 302
    assert [task.text for task in ChecklistTemplate.objects.all()] == ["Ice"]
    assert [item.text for item in ChecklistItem.objects.all()] == ["Fuel"]
