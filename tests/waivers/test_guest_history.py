"""What a sail's history says of a check-in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from events.log.chronicle import Change, Names
from tests.factories import NOW
from waivers import chronicle
from waivers.models import Guest

NAMES = Names(zone=ZoneInfo("America/Los_Angeles"), people={7: "Ana Reyes"})
BOARDED = datetime(2026, 5, 30, 0, 5, tzinfo=UTC)


def remarks(actor, **after):
    """What stands beside a guest's step aboard that somebody wrote down."""
    row = {field.attname: getattr(Guest(name="Mia Stone", state="cleared"), field.attname) for field in COLUMNS}
    change = Change("guest", 1, 1, NOW, row, row | after, context={"user": actor} if actor else {"command": "seed"})
    return [(line.lead, line.after, line.remark) for line in chronicle.guest(change, NAMES)]


COLUMNS = Guest._meta.concrete_fields


@pytest.mark.parametrize(("actor", "said"), [(7, ""), (None, "the row says: by Ana Reyes, Fri 29 May 17:05")])
def test_a_check_in_that_another_hand_wrote_down_tells_whose_and_when(actor, said):
    found = remarks(actor, state="aboard", aboard_by_id=7, aboard_at=BOARDED)

    assert found == [("Mia Stone:", "aboard", said)]
