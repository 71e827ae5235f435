"""The ledger as JSON lines: every line with the keys of its entry, narrowed by day and by sail."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from reports import ledger
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db


def export(*arguments):
    out = StringIO()
    call_command("export", "ledger", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_is_a_row_and_the_lines_of_an_entry_add_up():
    entry = books.posted(books.unit(), date(2026, 5, 14), ("5200", 8000), ("1000", -8000), memo="=Fuel", key="a:v1")

    rows = export()

    keys = ("entry", "date", "unit", "account", "amount_cents", "source_key", "memo")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        (entry.pk, "2026-05-14", "jada", "5200", 8000, "a:v1", "=Fuel"),
        (entry.pk, "2026-05-14", "jada", "1000", -8000, "a:v1", "=Fuel"),
    ]


def test_lines_are_narrowed_to_later_days_and_to_a_sail():
    unit, known = books.unit(), books.chart()
    sail = factories.event(event_id="own-sail")
    about = {"booking": factories.booking(sail)}
    lines = [ledger.Line(known["1000"], 500, about=about), ledger.Line(known["2000"], -500, about=about)]
    books.posted(unit, date(2026, 5, 14), ("5200", 8000), ("1000", -8000), key="a:v1")
    ledger.post(
        unit=unit, on=date(2026, 5, 20), lines=lines, source_kind="test", source_key="b:v1", at=factories.NOW
    )  # fmt: skip

    assert {row["source_key"] for row in export("--since", "2026-05-15")} == {"b:v1"}
    assert {row["source_key"] for row in export("--event", "own-sail")} == {"b:v1"}
    assert len(export()) == 4
