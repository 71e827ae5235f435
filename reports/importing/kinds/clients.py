"""Clients of an agency and what they agreed to pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.text import slugify

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.tech import cents
from reports.importing.kinds.words import by_row, fields, several, word, yes_no
from reports.importing.shapes import Column, Kind, Row
from reports.models import BillingPlan, BusinessUnit, Client

Plan = BillingPlan.Kind
PLANS = {"monthly": Plan.RETAINER, "subscription": Plan.RETAINER, "hour": Plan.HOURLY, "per_hour": Plan.HOURLY,
         "time_and_materials": Plan.HOURLY, "no": Plan.NONE, "no_plan": Plan.NONE}  # fmt: skip
OF_CLIENTS = {"hosting_cost": "hosting_cost_cents", "cost_rate": "cost_rate_cents", "since": "since",
              "ended_on": "ended_on"}  # fmt: skip
SLUG_LENGTH = 40
KEY = ("client", "kind", "starts_on")


def short(written: str) -> str:
    """The short name of a client: `Ana’s Café` is `anas-cafe`."""
    return slugify(written)[:SLUG_LENGTH].strip("-")


def client_name(written: str, _: cells.Hints) -> str:
    """A client's name, or the short one."""
    if not short(written):
        raise cells.Unreadable("has no letter that a short name could be made of")
    return str(cells.text(120)(written, cells.Hints()))


def write(run: Run, rows: Sequence[Row]) -> None:
    """Clients by unit and short name, and the plan that a row tells of, from the day it says."""
    known = {(one.unit_id, one.slug) for one in Client.objects.only("unit_id", "slug")}
    records = []
    for row in rows:
        unit, slug = run.unit_of(row), short(row["client"])
        values = fields(row, OF_CLIENTS) | {"unit": unit, "slug": slug}
        if row["client"] != slug or (unit and (unit.pk, slug) not in known):
            values["name"] = row["client"]
        if "active" in row.cells:
            values["is_active"] = row["active"] is not False
        records.append(Record(row, values))
    clients = by_row(run, Client, records, ("unit", "slug"))
    _plans(run, [row for row in rows if row["plan"]], clients)
    for row in rows:
        if row["amount"] is not None and not row["plan"]:
            run.fault(row, "plan", "is missing: it says what the amount is for")


def _plans(run: Run, rows: Sequence[Row], clients: dict[int, Client]) -> None:
    """A plan without an end ends where the next of its kind begins, whether that is in the file or in the books."""
    standing = _standing(clients.values())
    told = [(row, clients[row.line], _starts(row, standing, clients[row.line])) for row in rows if row.line in clients]
    begins = {(plan.client_id, plan.kind, plan.starts_on) for plan in standing}
    begins |= {(client.pk, row["plan"], starts_on) for row, client, starts_on in told}
    records, closings = [], []
    for row, client, starts_on in told:
        if row["plan_to"] and starts_on and row["plan_to"] <= starts_on:
            run.fault(row, "plan_to", "is not after plan_from")
        if row["plan"] == Plan.NONE and row["amount"]:
            run.fault(row, "amount", "is more than nothing, which the plan says")
        following = (
            day for of, kind, day in begins
            if (of, kind) == (client.pk, row["plan"]) and day and (starts_on is None or day > starts_on)
        )  # fmt: skip
        ends_on = row["plan_to"] or min(following, default=None)
        values = {"client": client, "kind": row["plan"], "starts_on": starts_on, "amount_cents": row["amount"] or 0}
        records.append(Record(row, values | ({"ends_on": ends_on} if ends_on or "plan_to" in row.cells else {})))
        closings += _closing(row, client, standing, starts_on)
    if not run.faults:
        run.keep(BillingPlan, closings, key=KEY)
        run.keep(BillingPlan, records, key=KEY)


def _starts(row: Row, standing: Sequence[BillingPlan], client: Client) -> date | None:
    """The plan's first day; where the row has none, that of the plan of its kind that stands."""
    found: date | None = row["plan_from"]
    last = [plan.starts_on for plan in standing if (plan.client_id, plan.kind) == (client.pk, row["plan"])][-1:]
    return found if found or not last else last[0]


def _closing(row: Row, client: Client, standing: Sequence[BillingPlan], starts_on: date | None) -> list[Record]:
    """A plan on record without an end gives way to a later one of its kind on that one's first day."""
    return [
        Record(row, {"client": client, "kind": plan.kind, "starts_on": plan.starts_on, "ends_on": starts_on})
        for plan in standing
        if (plan.client_id, plan.kind) == (client.pk, row["plan"]) and plan.ends_on is None
        if starts_on and (plan.starts_on is None or plan.starts_on < starts_on)
    ]


def _standing(clients: Iterable[Client]) -> list[BillingPlan]:
    plans = BillingPlan.objects.filter(client__in={client.pk for client in clients}).select_related("client")
    return sorted(plans, key=lambda plan: plan.starts_on or date.min)


class Clients:
    """Every client by short name, read once: which one a row means."""

    def __init__(self, run: Run) -> None:
        """Those of the run's unit, where it was given one; else of all."""
        self.run = run
        rows = Client.objects.select_related("unit").order_by("slug")
        self.known: dict[str, list[Client]] = {}
        for client in rows.filter(unit=run.unit) if run.unit else rows:
            self.known.setdefault(client.slug, []).append(client)

    def of(self, row: Row) -> Client | None:
        """The one of this short name, or of the name that makes it. A fault for none, and for clients of two units."""
        found = self.known.get(short(row["client"])) or self._called(row["client"])
        if len(found) == 1:
            return found[0]
        units = ", ".join(client.unit.slug for client in found)
        none = f"names no client: there is {several(self.known)}. Take in clients first"
        several_ = f"is a client of several units, {units}: give the unit with the file"
        self.run.fault(row, "client", several_ if found else none)
        return None

    def _called(self, name: str) -> list[Client]:
        return [one for same in self.known.values() for one in same if one.name.casefold() == name.casefold()]


def home(client: Client | None) -> BusinessUnit | None:
    """The unit whose client it is."""
    return client.unit if client else None


CLIENT = Column("client", client_name, required=True, is_key=True, says="its short name, or its name")
KINDS = (
    Kind(
        "clients",
        "Clients",
        "Who pays a unit for work, and by which plan. A later plan of a kind ends the one before it.",
        (
            Column("unit", cells.slug, required=True, is_key=True),
            CLIENT,
            Column("plan", word(Plan.values, PLANS), says=f"{', '.join(Plan.values)}; empty: nothing is told"),
            Column("amount", cents, says="a month; an hour for hourly"),
            Column("plan_from", cells.day),
            Column("plan_to", cells.day, says="the first day without it"),
            Column("hosting_cost", cents, says="what hosting it costs us a month"),
            Column("cost_rate", cents, says="what an hour of our work costs us"),
            Column("active", yes_no),
            Column("since", cells.day, says="client since"),
            Column("ended_on", cells.day, says="the first day it was no client any more"),
        ),
        write,
        domain="clients",
    ),
)
