"""One form of the dock, sent by many hands at once on real connections."""

from __future__ import annotations

import pytest

from tests import factories
from tests.events.test_races import together
from tests.factories import NOW
from tests.waivers import aboard
from waivers import joining
from waivers.models import Guest

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 12


def names_on(sail):
    return [guest.name for guest in Guest.objects.filter(event=sail)]


@pytest.mark.parametrize("key", ["one-key", ""])
def test_twelve_sendings_of_one_form_add_one_person(key):
    sail = factories.event()
    leo = joining.Joiner(name="Leo Park", key=key, hand="a browser")

    found = together([lambda: joining.join(event=sail, joiner=leo, at=NOW).pk] * HANDS)

    assert len(set(found)) == 1
    assert names_on(sail) == ["Leo Park"]


def test_without_the_lock_and_the_look_at_earlier_forms_there_are_twelve():
    sail = factories.event()

    together([lambda: aboard.walk_in(sail, "Leo Park").pk] * HANDS)

    assert names_on(sail) == ["Leo Park"] * HANDS
