"""Every kind's example, imported twice: the second time changes nothing."""

from pathlib import Path

import pghistory.core
import pytest

from reports.importing.kinds import ALL
from reports.models import Account, BusinessUnit, ImportChange, JournalEntry
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parent / "examples"
TOLD = {"bank": ("jada", "1000")}  # kinds whose files cannot say where they belong
REFUSED = {"guests"}  # named in the list, and not kept yet
FIRST = (
    "units",
    "accounts",
    "channels",
    "events",
    "people",
    "bookings",
    "payments",
    "leases",
    "deliveries",
    "components",
    "clients",
)


def ordered():
    """Kinds in an order in which each finds what it names."""
    return [*FIRST, *(kind for kind in ALL if kind not in REFUSED.union(FIRST))]


def taken(kind):
    unit, account = TOLD.get(kind, ("", ""))
    said = {"unit": BusinessUnit.objects.get(slug=unit), "account": Account.objects.get(code=account)} if unit else {}
    batch = books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"), **said)
    return batch.created_count, batch.changed_count, batch.unchanged_count


def written():
    """Rows of histories, entries, and changes of imports."""
    histories = sum(model.objects.count() for model in pghistory.core.event_models())
    return histories, JournalEntry.objects.count(), ImportChange.objects.count()


def test_every_kind_has_an_example():
    assert sorted(set(ALL) - REFUSED) == sorted(path.stem for path in EXAMPLES.glob("*.csv"))


def test_importing_everything_twice_changes_nothing_the_second_time():
    factories.vessel(slug="jada", name="JADA", mark="J")
    factories.event_type(slug="sunset")
    factories.channel(slug="phone", name="Phone")
    factories.terms(name="Charter")
    factories.admin(email="office@example.com")

    first = {kind: taken(kind) for kind in ordered()}
    before = written()
    second = {kind: taken(kind) for kind in ordered()}

    assert [kind for kind, (new, changed, same) in first.items() if not new + changed + same] == []
    assert {kind: found[:2] for kind, found in second.items() if found[:2] != (0, 0)} == {}
    assert written() == before
