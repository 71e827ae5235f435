"""What is recorded, and who says so: complete only where every day is."""

from datetime import UTC, date, datetime

import pytest

from reports import covering
from reports.models import DataCoverage, ImportBatch
from reports.periods import Period
from reports.spans import Statement, Statements, level_over
from reports.values import Level
from tests import factories
from tests.reports import books

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
MONDAY, TUESDAY = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
COMPLETE, PARTIAL, NONE = Level.COMPLETE, Level.PARTIAL, Level.NONE


def said(start, end, level, at=MONDAY, *, is_word=False):
    first = date(2026, 10, 1).toordinal() - 1
    return Statement(date.fromordinal(first + start), date.fromordinal(first + end), level, at, is_word)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], NONE),
        ([said(1, 32, COMPLETE)], COMPLETE),
        ([said(-30, 60, COMPLETE)], COMPLETE),
        ([said(1, 15, COMPLETE), said(15, 32, COMPLETE)], COMPLETE),
        ([said(1, 14, COMPLETE), said(15, 32, COMPLETE)], PARTIAL),
        ([said(1, 15, COMPLETE), said(15, 32, PARTIAL)], PARTIAL),
        ([said(1, 32, COMPLETE), said(5, 9, PARTIAL)], COMPLETE),
        ([said(5, 9, PARTIAL)], PARTIAL),
        ([said(32, 60, COMPLETE), said(-30, 1, COMPLETE)], NONE),
        ([said(1, 32, COMPLETE), said(5, 9, NONE, TUESDAY, is_word=True)], PARTIAL),
        ([said(1, 32, COMPLETE), said(1, 32, NONE, TUESDAY, is_word=True)], NONE),
        ([said(1, 32, COMPLETE, TUESDAY), said(1, 32, NONE, MONDAY, is_word=True)], COMPLETE),
        ([said(1, 32, NONE, TUESDAY)], NONE),
    ],
    ids=[
        "nothing said", "the month", "more than the month", "two halves", "a day missing", "half of it in part",
        "in part within complete", "some days", "other months", "a word takes days back", "a word takes all back",
        "complete after the word", "none said by an import",
    ],
)  # fmt: skip
def test_a_period_is_as_complete_as_its_days(statements, expected):
    assert level_over(statements, OCTOBER) == expected


def test_over_several_units_the_least_counts():
    whole, none = [said(1, 32, COMPLETE)], [said(1, 32, NONE)]
    told = {("a", "ledger"): whole, ("b", "ledger"): none, ("a", "bank"): whole}
    levels = Statements(("a", "b"), told).levels(OCTOBER)

    assert (levels.over("ledger"), levels.over("bank"), levels.over("rent")) == (PARTIAL, PARTIAL, NONE)
    assert Statements(("a",), told).levels(OCTOBER).over("ledger") == COMPLETE
    assert Statements(()).levels(OCTOBER).over("ledger") == NONE


@pytest.mark.django_db
class TestStatements:
    """Verbs and the read."""

    def test_an_import_says_in_part_and_says_it_once(self):
        unit, days = books.unit(), {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
        first, second = batch(), batch()

        covering.note_import(unit=unit, domain="ledger", at=factories.NOW, batch=first, **days)
        covering.note_import(unit=unit, domain="ledger", at=factories.NOW, batch=second, **days)

        rows = DataCoverage.objects.values_list("starts_on", "ends_on", "level", "basis", "batch")
        assert list(rows) == [(date(2026, 10, 1), date(2026, 11, 1), "partial", "import", first.pk)]
        covering.forget_import(batch=first)
        assert DataCoverage.objects.count() == 0

    def test_a_reconciliation_and_a_word_say_complete_and_a_later_word_takes_it_back(self):
        unit, author = books.unit(), factories.person()
        halves = [(date(2026, 10, 1), date(2026, 10, 15)), (date(2026, 10, 16), date(2026, 10, 31))]

        for first, last in halves * 2:
            covering.reconciled(unit=unit, domain="bank", first=first, last=last, at=MONDAY, author=author)
        before = DataCoverage.objects.levels(units=[unit], period=OCTOBER)
        covering.assert_level(
            unit=unit, domain="bank", first=date(2026, 10, 3), last=date(2026, 10, 3), level=Level.NONE, at=TUESDAY,
            author=author, note="The statement of the 3rd is lost.",
        )  # fmt: skip
        after = DataCoverage.objects.levels(units=[unit], period=OCTOBER)

        assert (before.of("jada", "bank"), after.of("jada", "bank")) == (Level.COMPLETE, Level.PARTIAL)
        assert DataCoverage.objects.count() == 3

    @pytest.mark.parametrize("units", [1, 3])
    def test_levels_are_one_query(self, units, django_assert_num_queries):
        rows = [books.unit(f"unit-{number}") for number in range(units)]
        for unit in rows:
            covering.assert_complete(
                unit=unit, domain="ledger", first=OCTOBER.start, last=OCTOBER.last_day, at=MONDAY,
                author=factories.person(),
            )  # fmt: skip

        with django_assert_num_queries(1):
            levels = DataCoverage.objects.levels(units=rows, period=OCTOBER)

        assert (levels.over("ledger"), levels.over("bank")) == (Level.COMPLETE, Level.NONE)

    def test_an_unknown_domain_and_days_backwards_are_refused(self):
        unit = books.unit()

        with pytest.raises(covering.UnknownDomain, match="no kind of record called “weather”"):
            covering.note_import(
                unit=unit, domain="weather", first=OCTOBER.start, last=OCTOBER.end, at=MONDAY, batch=batch()
            )
        with pytest.raises(covering.NoDays):
            covering.reconciled(unit=unit, domain="bank", first=OCTOBER.end, last=OCTOBER.start, at=MONDAY, author=None)


def batch():
    return ImportBatch.objects.create(kind="ledger", filename="ledger.csv", sha256="0" * 64, taken_at=factories.NOW)
