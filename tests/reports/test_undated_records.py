"""What a file says without a day holds on every day: a report as of the past reads it like one as of today."""

from datetime import date
from decimal import Decimal

import pytest

from reports.formulas import campaigns as formulas
from reports.formulas import pipeline
from reports.inputs import market, money
from reports.models import ContactSuppression
from reports.values import Level
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
PAST = date(2026, 1, 31)  # files are taken in on 1 June
OPEN = "unit,key,stage,value\njada,Fair,lead,4000\n"


def stages(as_of, unit):
    return [(chance.stage, chance.steps) for chance in money.read(units=[unit], as_of=as_of).chances]


def test_an_opportunity_without_a_day_was_open_before_it_came_in():
    jada = books.unit()

    books.taken("opportunities", OPEN)

    assert stages(PAST, jada) == [("lead", ())]


def test_what_it_becomes_later_leaves_its_past_alone():
    jada = books.unit()
    books.taken("opportunities", OPEN)
    tomorrow = factories.NOW.replace(day=2)

    books.taken("opportunities", OPEN.replace("lead", "won"), at=tomorrow)

    assert [stage for stage, _ in stages(PAST, jada)] == ["lead"]
    assert [stage for stage, _ in stages(tomorrow.date(), jada)] == ["won"]


def test_a_second_word_on_the_same_day_is_still_without_a_day():
    jada = books.unit()
    books.taken("opportunities", OPEN)

    books.taken("opportunities", OPEN.replace("lead", "won"))

    assert [stage for stage, _ in stages(PAST, jada)] == ["won"]


def test_what_was_decided_on_a_day_nobody_told_is_won_or_lost_all_the_same():
    jada = books.unit()

    books.taken("opportunities", "unit,key,stage\njada,Fair,won\njada,Club,lost\njada,Bar,lost\n")

    chances = money.read(units=[jada], as_of=PAST).chances
    won = pipeline.win_rate(chances, date(2025, 1, 1), date(2026, 1, 1), Level.COMPLETE)
    assert (won.n, round(won.number, 4)) == (6, Decimal("0.3333"))


def test_an_opportunity_of_a_later_day_is_not_known_yet():
    jada = books.unit()

    books.taken("opportunities", "unit,key,stage,stage_on\njada,Fair,lead,2026-02-01\n")

    assert stages(PAST, jada) == []


def test_who_asked_us_to_stop_in_a_file_counts_as_of_every_day():
    jada = books.unit()

    books.taken("contacts", "email,consent_basis,suppressed\na@example.com,booking,\nb@example.com,booking,yes\n")

    found = market.read(units=[jada], as_of=PAST).contacts
    assert formulas.contactable(found, Level.COMPLETE).amount == 1


def test_a_stop_that_a_person_made_holds_from_its_day_on():
    ContactSuppression.objects.create(
        email_norm="b@example.com", reason="asked on the dock", since=factories.NOW, author=factories.admin()
    )

    standing = [ContactSuppression.objects.standing_on(day).count() for day in (PAST, factories.NOW.date())]

    assert standing == [0, 1]
