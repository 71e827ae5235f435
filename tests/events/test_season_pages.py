"""The office plans a season: the rule, the preview, the batch, and the way back."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import EventType, SailBatch, SailEvent, Vessel
from scc_site import clock
from tests import factories
from tests.events.dock import words
from tests.factories import HOUSE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
YEAR = 2031  # well ahead of the clock: days that are over begin without their tick


@pytest.fixture
def office():
    """A browser of the office, with one boat and one kind of sail."""
    factories.vessel(slug="jada", name="JADA", legal_maximum=22, dock="Berth 4")
    factories.event_type(slug="charter", name="Charter", sunset_minutes=90, duration_minutes=150)
    return signed_in(factories.admin("Olga"), "admin")


def rule(**fields):
    """Fridays and Saturdays of three weeks, an hour and a half before sunset."""
    return {
        "vessel": "jada", "event_type": "charter", "days_by": "week", "first": f"{YEAR}-06-01",
        "last": f"{YEAR}-06-21", "weekdays": ["4", "5"], "departs_by": "sunset", "returns_by": "length", "step": "5",
    } | fields  # fmt: skip


def keys(answer):
    """The lines of a preview, and those of them that are ticked."""
    boxes = re.findall(r'name="row" value="([^"]+)"( checked)?', words(answer))
    return [key for key, _ in boxes], [key for key, ticked in boxes if ticked]


def preview(office, **fields):
    return office.post("/events/season/", rule(**fields))


def test_a_preview_shows_every_sail_and_stores_none(office):
    answer = preview(office)

    lines, ticked = keys(answer)
    assert answer.status_code == 200
    assert lines == ticked
    assert [line[:10] for line in lines] == [f"{YEAR}-06-{day:02d}" for day in (7, 8, 14, 15, 21, 22)]
    assert "6 sails, Fri 6 Jun 2031 to Sat 21 Jun 2031" in words(answer)
    assert SailEvent.objects.count() == 0


def test_the_lines_ticked_are_created_as_one_batch_and_a_second_tap_changes_nothing(office):
    lines, _ = keys(preview(office))
    form = rule(row=lines[1:], key="k1")

    first, second = (office.post("/events/season/create/", form) for _ in range(2))

    batch = SailBatch.objects.get()
    assert (first.status_code, first["Location"]) == (303, f"/events/batches/{batch.pk}/")
    assert second["Location"] == first["Location"]
    assert batch.sails.count() == 5
    assert batch.rule == (
        "JADA, Charter: every Friday and Saturday, 1 June 2031 to 21 June 2031; "
        "departure 90 min before sunset, to 5 min, back after 150 min"
    )
    sail = batch.sails.order_by("departs_at")[0]
    assert (sail.dock, sail.capacity, sail.status) == ("Berth 4", 22, "scheduled")
    assert f"{sail.departs_at.astimezone(HOUSE):%d %H:%M}" == "07 18:25"


def test_a_sail_that_clashes_is_named_linked_and_begins_without_its_tick(office):
    boat = Vessel.objects.get(slug="jada")
    start = datetime(YEAR, 6, 7, 17, 0, tzinfo=HOUSE)
    factories.event(event_id="regatta", vessel=boat, departs_at=start)
    factories.event(event_id="elsewhere", departs_at=start)

    answer = preview(office)

    lines, ticked = keys(answer)
    assert set(lines) - set(ticked) == {lines[1]}
    assert 'Clashes: <a href="/events/regatta/">JADA 17:00–19:30, Sunset charter</a>' in words(answer)
    assert '<a class="muted" href="/events/elsewhere/">' in words(answer)
    assert "1 clashes with another sail." in words(answer)


def test_days_ticked_under_another_rule_are_not_created(office):
    lines, _ = keys(preview(office))

    answer = office.post("/events/season/create/", rule(row=lines, sunset_minutes="60"))

    assert answer.status_code == 422
    assert "no longer those you ticked" in words(answer)
    assert SailBatch.objects.count() == 0


def test_no_tick_at_all_is_said_and_the_ticks_stay_as_they_were(office):
    answer = office.post("/events/season/create/", rule())

    assert answer.status_code == 422
    assert "Tick at least one sail." in words(answer)
    assert keys(answer)[1] == []


def test_a_typed_list_names_its_faults_by_line_and_keeps_what_was_typed(office):
    typed = "2031-06-04\nSat 4 June 2031\n31 Feb 2031\n\n2031-06-04"

    answer = preview(office, days_by="list", days=typed)

    assert answer.status_code == 422
    for sentence in (
        "Line 2: 4 June 2031 is a Wednesday, not as written.",
        "Line 3: There is no day 31 Feb 2031.",
        "Line 5: This day stands on line 1 already.",
    ):
        assert sentence in words(answer)
    assert typed.split("\n")[2] in words(answer)


def test_days_that_can_be_read_in_two_ways_are_asked_and_then_taken(office):
    typed = "3/4/2031\n5/6/2031"

    asked = preview(office, days_by="list", days=typed)
    told = preview(office, days_by="list", days=typed, day_order="dmy")

    assert asked.status_code == 422
    assert "3/4/2031 is 4 March or 3 April: choose how days are written." in words(asked)
    assert '<select name="day_order"' in words(asked)
    assert "2 sails, Thu 3 Apr 2031 to Thu 5 Jun 2031" in words(told)


def test_more_than_a_batch_holds_is_refused_in_words(office):
    answer = preview(office, weekdays=list("0123456"), last=f"{YEAR + 2}-06-01")

    assert answer.status_code == 422
    assert "A batch holds at most 400 sails" in words(answer)


def test_a_time_the_clocks_skip_is_a_line_without_a_tick_and_a_doubled_one_says_which(office):
    night = {"days_by": "list", "departs_by": "clock", "returns_by": "length"}

    gap = preview(office, days="2031-03-08\n2031-03-09", departs="2:30 am", **night)
    twice = preview(office, days="2031-11-02", departs="01:30", **night)

    assert "02:30 does not exist on Sunday 9 March 2031: the clocks skip it." in words(gap)
    assert len(keys(gap)[0]) == 1
    assert "01:30 comes twice: the first is meant (PDT)." in words(twice)
    assert '<select name="fold"' in words(twice)


def test_a_batch_is_undone_from_its_page_and_made_again(office):
    lines, _ = keys(preview(office))
    office.post("/events/season/create/", rule(row=lines))
    batch = SailBatch.objects.get()
    page = words(office.get(f"/events/batches/{batch.pk}/"))

    answer = office.post(f"/events/batches/{batch.pk}/undo/")
    office.post("/events/season/create/", rule(row=lines))

    assert "Remove 6 sails" in page
    assert answer.status_code == 303
    assert SailBatch.objects.exclude(pk=batch.pk).get().sails.first().event_id == "2031-06-06-jada-charter-2"
    assert "Nothing is left of this batch" in words(office.get(f"/events/batches/{batch.pk}/"))
    assert office.post(f"/events/batches/{batch.pk}/undo/").status_code == 409


def test_drafts_of_a_batch_are_published_from_its_page(office):
    lines, _ = keys(preview(office))
    office.post("/events/season/create/", rule(row=lines, draft="on"))
    batch = SailBatch.objects.get()
    page = words(office.get(f"/events/batches/{batch.pk}/"))

    answer = office.post(f"/events/batches/{batch.pk}/publish/")

    assert "Publish 6 drafts" in page
    assert answer.status_code == 303
    assert set(batch.sails.values_list("status", flat=True)) == {"scheduled"}


def test_a_day_that_is_over_begins_without_its_tick(office):
    today = clock.now().astimezone(HOUSE).date()
    days = f"{today - timedelta(days=3)}\n{today + timedelta(days=3)}"

    answer = preview(office, days_by="list", days=days)

    assert len(keys(answer)[0]) == 2
    assert len(keys(answer)[1]) == 1
    assert "This day is over." in words(answer)


def test_a_sail_is_copied_from_its_page(office):
    factories.event(event_id="regatta", departs_at=datetime(2031, 6, 7, 17, 0, tzinfo=HOUSE), notes="Cake")

    answer = office.post("/events/regatta/duplicate/", {"on": "2031-06-14", "keep": "clock"})
    blank = office.post("/events/regatta/duplicate/", {"on": "", "keep": "clock"})

    copy = SailEvent.objects.exclude(event_id="regatta").get()
    assert answer["Location"] == copy.get_absolute_url()
    assert (copy.sails_on, copy.notes) == (date(2031, 6, 14), "Cake")
    assert blank.status_code == 422
    assert "Choose the new day." in words(blank)


SHEET = """\
vessel;event_type;departs_at;capacity;weather
JADA;charter;2031-06-06 17:00;;fair
jada;Charter;6/14/2031 5:10 PM;8;
"""


def sent(office, text, **fields):
    raw = text if isinstance(text, bytes) else text.encode()
    return office.post("/events/batches/import/", {"file": SimpleUploadedFile("season.csv", raw)} | fields)


def test_a_file_is_looked_at_then_created_and_named_as_the_batchs_rule(office):
    answer = sent(office, "\ufeff" + SHEET)
    lines, ticked = keys(answer)

    created = office.post(
        "/events/batches/import/create/", {"text": SHEET, "name": "season.csv", "row": lines, "key": "k"}
    )

    assert (answer.status_code, lines, ticked) == (200, ["line-2", "line-3"], ["line-2", "line-3"])
    assert "left out: weather" in words(answer)
    assert created.status_code == 303
    batch = SailBatch.objects.get()
    assert batch.rule == "From the file season.csv"
    assert list(batch.sails.order_by("departs_at").values_list("event_id", "capacity")) == [
        ("2031-06-06-jada-charter", 22),
        ("2031-06-14-jada-charter", 8),
    ]


def test_one_wrong_row_refuses_the_file_and_every_fault_is_named_by_line_and_column(office):
    answer = sent(
        office,
        "vessel,event_type,departs_at,capacity\nqueen,charter,2031-06-06 17:00,\njada,charter,soon,\n"
        "jada,charter,2031-03-09 02:30,\njada,charter,2031-06-06 17:00,23\njada,charter,3/4/2031 17:00,\n",
    )

    page = words(answer)
    assert answer.status_code == 422
    assert "Line 2, vessel: “queen” is not known here. Write one of: jada." in page
    assert "Line 3, departs_at: Write a day and a time, like 2027-06-04 17:10." in page
    assert "Line 4, departs_at: 02:30 does not exist on Sunday 9 March 2031" in page
    assert "Line 5, capacity: JADA may carry 22 guests at most." in page
    assert "Line 6, departs_at: 3/4/2031 is 4 March or 3 April: choose how days are written." in page
    assert '<select name="day_order"' in page
    assert keys(answer)[0] == []


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04rest", "This is a workbook."),
        ("vessel,event_type\n".encode("utf-16"), "This text is UTF-16"),
        (b"vessel\0,event_type", "This text is UTF-16, or no text at all."),
        (b"vessel,event_type,departs_at\n\xe9,x,y\n", "Line 2 is not UTF-8."),
        (b"x" * 600_001, "The file is larger than 600 kB."),
        (b"a," * 200_000, "The first line names more than 60 columns."),
        (b'vessel,event_type,departs_at\n"jada,charter,2031-06-06 17:00\n', "The quotes of line 2 do not match"),
        (b"vessel,event_type,departs_at\n" + b"jada,charter,2031-06-06 17:00\n" * 402, "more than 400 rows"),
        (b"vessel,departs_at\njada,2031-06-06 17:00\n", "The column event_type is missing from the first line."),
        (b"vessel,event_type,departs_at\n", "The file has no row beneath its first line."),
        (b"vessel,event_type,departs_at\njada,charter,2031-06-06 17:00,,,x\n", "Line 2 has 6 cells"),
    ],
)
def test_what_is_no_such_table_is_refused_with_what_to_do(office, raw, sentence):
    answer = sent(office, raw)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert SailEvent.objects.count() == 0


def test_an_exported_file_can_be_brought_in_elsewhere_and_here_changes_nothing(office):
    boat, kind = Vessel.objects.get(slug="jada"), EventType.objects.get(slug="charter")
    night = datetime(2031, 11, 2, 9, 30, tzinfo=factories.UTC)  # 01:30 for the second time
    factories.event(
        event_id="night", vessel=boat, event_type=kind, departs_at=night, notes='=HYPERLINK("x")\nnext', dock="'-1"
    )
    file = office.get("/events/export.csv?from=2031-11-01&to=2031-11-30")
    here = sent(office, file.content)
    SailEvent.objects.all().delete()

    text = file.content.decode("utf-8-sig").replace("night,", "other-night,", 1)
    lines, _ = keys(sent(office, text))
    office.post("/events/batches/import/create/", {"text": text, "row": lines})

    assert file["Content-Disposition"] == 'attachment; filename="sails-from-2031-11-01-to-2031-11-30.csv"'
    assert "'=HYPERLINK" in file.content.decode()
    assert "night is here already; a file changes no sail." in words(here)
    assert keys(here)[0] == []
    sail = SailEvent.objects.get()
    assert (sail.event_id, sail.departs_at, sail.notes, sail.dock) == (
        "other-night", night, '=HYPERLINK("x")\nnext', "'-1",
    )  # fmt: skip
