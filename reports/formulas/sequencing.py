"""The order in which booking sites should be opened (pure), beside the one the owner declared.

Source: reports.md 3.7, CMO. Unblocked first, then contribution by hour of effort. Two sites that sell the same boat
sell it twice unless each is told of the other's bookings: availability sync comes before the second, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.formulas.market import OTA, REJECTED, ListingFact
from reports.showing import shown
from reports.values import Level, Measure, Value, derived, no_data, ratio, recorded, undefined

LAST = 10**6
NO_HOURS = "takes no hours"


@dataclass(frozen=True)
class Place:
    """One site to open: its place by computation, and what it follows from.

    `net` of a booking in cents; `readiness` prerequisites done of all; `monthly` contribution, estimated, in cents;
    `per_hour` the same by hour of effort. `blocked` are the things that hold it up; `needs_sync` the sites to be
    synced before it may go live; `declared` the owner's place among these, 0 for none; `why` explains the difference,
    `rival` is the site that changed sides with it.
    """

    place: int
    listing: ListingFact
    net: Value
    readiness: Value
    monthly: Value
    per_hour: Value
    blocked: tuple[str, ...]
    needs_sync: tuple[str, ...]
    declared: int
    why: str
    rival: ListingFact | None = None


def order(listings: Sequence[ListingFact], price: Value, variable: Value) -> tuple[Place, ...]:
    """The booking sites of one unit that are not live, in the order in which they should be opened.

    `price` and `variable` costs of an average booking, in cents. Edge: what brings an unknown amount by hour comes
    behind what is known; where nothing tells two apart, the owner's order stands.
    """
    sites = [row for row in listings if row.kind == OTA]
    wanted = sorted((row for row in sites if not row.is_live), key=_key)
    owners = sorted((row for row in wanted if row.declared_rank is not None), key=lambda row: row.declared_rank or 0)
    found = []
    for place, row in enumerate(wanted, start=1):
        before = [other for other in sites if other.is_live] + wanted[: place - 1]
        said = owners.index(row) + 1 if row in owners else 0
        found.append(
            Place(
                place, row, net(row, price, variable), readiness(row), monthly(row), per_hour(row), blocked(row),
                _unsynced(row, before), said, _why(row, place, said, wanted, owners),
                _rival(row, place, said, wanted, owners),
            )
        )  # fmt: skip
    return tuple(found)


def net(row: ListingFact, price: Value, variable: Value) -> Value:
    """What a booking over a site leaves: price × (1 − commission) − variable costs; cents.

    Edge: no terms recorded → not recorded, and named.
    """
    if row.commission is None:
        return no_data(Measure.CENTS, f"terms of {row.name}")
    kept = 1 - row.commission
    return derived(Measure.CENTS, (price, variable), lambda cents, costs: cents * kept - costs)


def readiness(row: ListingFact) -> Value:
    """Prerequisites done of all; a share. Edge: none recorded → not recorded, as nobody listed what it takes."""
    if not row.steps:
        return no_data(Measure.SHARE, f"prerequisites of {row.name}")
    done = Decimal(row.steps - len(row.open_steps)) / row.steps
    return recorded(done, Measure.SHARE, coverage=Level.COMPLETE, n=row.steps, evidence=[row.evidence])


def monthly(row: ListingFact) -> Value:
    """The contribution a month that a person estimated, with the source in the note; cents."""
    if row.estimate_cents is None:
        return no_data(Measure.CENTS, f"estimate of {row.name}")
    value = recorded(row.estimate_cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[row.evidence])
    return derived(Measure.CENTS, (value,), lambda cents: cents, note=f"estimate: {row.estimate_source}")


def per_hour(row: ListingFact) -> Value:
    """Contribution a month by hour of effort; cents. Edge: no hours → undefined, and first if it brings anything."""
    if row.effort_hours is None:
        return no_data(Measure.CENTS, *monthly(row).missing, f"hours to open {row.name}")
    if not row.effort_hours:
        return undefined(Measure.CENTS, NO_HOURS, monthly(row)) if row.estimate_cents is not None else monthly(row)
    hours = recorded(row.effort_hours, Measure.HOURS, coverage=Level.COMPLETE, n=1)
    return ratio(monthly(row), hours, Measure.CENTS)


def blocked(row: ListingFact) -> tuple[str, ...]:
    """What holds a site up: prerequisites not done, or that it said no."""
    said_no = (f"{row.name} rejected it",) if row.status == REJECTED else ()
    return (*said_no, *row.open_steps)


def _key(row: ListingFact) -> tuple[bool, int, Decimal, int, str]:
    """Unblocked, then known, then the most by hour, then the owner's order, then the name."""
    gain = per_hour(row)
    is_free = gain.note.startswith(NO_HOURS) and (row.estimate_cents or 0) > 0
    rank = 0 if is_free else 1 if gain.is_known else 2
    most = -Decimal(gain.number) if gain.is_known else Decimal(0)
    return bool(blocked(row)), rank, most, LAST if row.declared_rank is None else row.declared_rank, row.name


def _unsynced(row: ListingFact, before: Sequence[ListingFact]) -> tuple[str, ...]:
    """The sites that sell the same boat and are not told of other bookings, this one included; none for the first."""
    others = [other for other in before if not row.vessel or not other.vessel or row.vessel == other.vessel]
    return tuple(site.name for site in (*others, row) if not site.is_synced) if others else ()


def _why(row: ListingFact, place: int, said: int, wanted: Sequence[ListingFact], owners: Sequence[ListingFact]) -> str:
    """Why the computed place is not the owner's, against the neighbour that changed sides; empty: it is the same."""
    if not said:
        return "The owner gave it no place."
    if place == said:
        return ""
    other = _rival(row, place, said, wanted, owners)
    one, two = (other, row) if place > said else (row, other)
    if one is None or two is None:
        return "The owner’s order counts others before it."
    return _reason(one, two)


def _rival(
    row: ListingFact, place: int, said: int, wanted: Sequence[ListingFact], owners: Sequence[ListingFact]
) -> ListingFact | None:
    """The neighbour that stands on its other side in the owner’s order; none where both orders agree on it."""
    if not said or place == said:
        return None
    is_later = place > said
    ahead = wanted[: place - 1] if is_later else wanted[place:]
    passed = [o for o in ahead if o not in owners or (owners.index(o) > said - 1) == is_later]
    return passed[0] if passed else None


def _reason(first: ListingFact, second: ListingFact) -> str:
    """Why one site comes before another."""
    if blocked(second) and not blocked(first):
        return f"{second.name} waits for {', '.join(blocked(second))}; {first.name} waits for nothing."
    gains = per_hour(first), per_hour(second)
    if not gains[1].is_known and gains[0].is_known:
        return f"What {second.name} brings for an hour of work is not recorded; {first.name}: {shown(gains[0])}."
    if all(gain.is_known for gain in gains) and gains[0].number != gains[1].number:
        return f"{first.name} brings {shown(gains[0])} a month for an hour of work, {second.name} {shown(gains[1])}."
    if gains[0].note.startswith(NO_HOURS):
        return f"{first.name} takes no hours."
    return f"Nothing recorded tells {first.name} and {second.name} apart."
