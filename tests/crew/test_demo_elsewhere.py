"""The demo house where and when it is not expected."""

from datetime import UTC, datetime

import pytest

from crew import demo
from events.models import SailEvent
from tests import factories
from tests.crew.test_demo import AT, assert_ana_and_ben_sail_next

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)  # 23:30 on the day the clocks went back


def test_a_house_with_sails_of_its_own_is_left_alone():
    factories.event()

    with pytest.raises(demo.HouseHasSails):
        demo.load(at=AT)

    assert SailEvent.objects.count() == 1


def test_the_house_can_be_loaded_late_on_the_night_the_clocks_go_back():
    demo.load(at=NIGHT)

    assert_ana_and_ben_sail_next(NIGHT)
