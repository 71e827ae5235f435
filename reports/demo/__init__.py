"""The demo house's books: twelve months of six businesses, taken in from files as anybody's would be.

What the owner says of them comes out by computation: burn, break-even, cloud costs, contacts, and every shortfall. The
files tell days relative to the day of loading (`relative`); sails, contacts and what follows from takings are made.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from crew.demo import BEHIND
from events.models import SailEvent, Vessel
from reports.demo import contacts, openings, readers, season, takings
from reports.demo.relative import expanded, running_month
from reports.importing import engine
from reports.importing.kinds import ALL
from reports.models import ImportBatch
from reports.periods import MONTHS, month_start
from reports.postings import posting
from scc_site.models import User

FOLDER = Path(__file__).parent
NAMED = "demo/"  # begins the name of every file, by which the books are known again
FIRST = ("units", "accounts", "channels", "ledger")
AFTER = (
    "coverage", "assets", "asset_debts", "stakes", "responsibilities", "risks", "opportunities", "targets", "declared",
    "money_rules", "milestones", "capital_tiers", "capital_requests", "channel_stats", "funnel", "campaigns",
    "components", "deploys", "security", "cloud_costs", "savings", "clients", "invoices", "work", "leases", "spaces",
    "rent", "property_costs", "property_loans", "work_orders", "deliveries", "job_quotes", "job_costs", "crew_pay",
)  # fmt: skip
LAUNCH_DAYS = (6, 20)


class File(NamedTuple):
    """One file taken in: its kind, what it is called, what it holds."""

    kind: str
    name: str
    content: bytes


@transaction.atomic
def load(*, at: datetime) -> list[File]:
    """Take the books in as of an instant, beside the demo's season; what was taken, nothing where they stand already.

    The day of the first loading stays the files' day, however often it is asked for later.
    """
    if ImportBatch.objects.filter(filename__startswith=NAMED).exists():
        return []
    on = at.astimezone(settings.HOUSE_ZONE).date()
    books = Books(at, User.objects.with_address("office@example.com").get())
    _remember_the_launch()
    for kind in FIRST:
        books.take(kind, _file(kind, on))
    openings.prepare(on)
    books.take_season(on)
    posting.post_all(at=at)
    books.take("ledger", _written(takings.rows(on)), name="takings")
    books.take("contacts", _written(contacts.rows(on)))
    for kind in AFTER:
        books.take(kind, _file(kind, on))
    readers.give(giver=books.office, at=at)
    return books.taken


class Books:
    """Files on their way in, given by the office."""

    def __init__(self, at: datetime, office: User) -> None:
        """Nothing is taken yet."""
        self.at, self.office = at, office
        self.taken: list[File] = []

    def take(self, kind: str, content: bytes, name: str = "") -> None:
        """Take in a file of a kind."""
        file = File(kind, f"{NAMED}{name or kind}.csv", content)
        engine.take(kind=ALL[kind], content=content, filename=file.name, at=self.at, author=self.office)
        self.taken.append(file)

    def take_season(self, on: date) -> None:
        """The older season, and the parties of sails since that nobody booked."""
        month, until = running_month(on), on - BEHIND
        year = [month_start(month, -number) for number in range(MONTHS, 0, -1)]
        launches = [start.replace(day=day) for start in year for day in LAUNCH_DAYS]
        older = season.past(year[0], until, launches)
        later = season.unbooked(_unbooked())
        self.take("events", _written(older.events))
        for name, found in (("older", older), ("later", later)):
            if found.bookings:
                self.take("bookings", _written(found.bookings), name=f"bookings-{name}")
                self.take("payments", _written(found.payments), name=f"payments-{name}")


def _unbooked() -> Iterable[SailEvent]:
    """Sails of the live season that are back and have no party, in order."""
    back = SailEvent.objects.filter(status__in=(SailEvent.Status.RETURNED, SailEvent.Status.CLOSED), capacity__gt=0)
    return list(back.filter(bookings=None).select_related("vessel", "event_type").order_by("departs_at", "pk"))


def _remember_the_launch() -> None:
    """Sparrow was sold: she sails in the past alone."""
    Vessel.objects.get_or_create(
        slug="sparrow", defaults={"name": "Sparrow", "mark": "S", "legal_maximum": 6, "is_active": False}
    )


def _file(kind: str, on: date) -> bytes:
    """A file of the folder as it reads for a day of loading."""
    return expanded((FOLDER / f"{kind}.csv").read_text("utf-8"), on).encode()


def _written(rows: Iterable[Mapping[str, Any]] | Iterator[Mapping[str, Any]]) -> bytes:
    """Rows as a CSV file; their columns are those of all rows together."""
    found = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in found for name in row)), restval="")
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()
