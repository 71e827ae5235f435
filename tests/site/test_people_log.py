"""What became of a person's name, addresses and roles, and who changed them."""

import pghistory
import pytest

from scc_site import people_log
from scc_site.models import User
from tests import factories
from tests.direct import directly
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def log(person, most=9):
    return [(change.by, change.words) for change in people_log.latest(person, most=most)]


def test_every_change_of_a_person_is_told_with_its_hand_newest_first():
    office = factories.admin("Olga Field")
    with pghistory.context(user=office.pk):
        ana = factories.person("Ana Reyes", email="ana@example.com")
        ana.phone, ana.is_executive = "+1 619 555 0101", True
        ana.save()
    directly("UPDATE scc_site_user SET is_admin = true WHERE id = %s", ana.pk)

    assert log(ana) == [
        ("directly in the database", ["admin: no → yes"]),
        ("Olga Field", ["phone: nothing → +1 619 555 0101", "executive: no → yes"]),
        ("Olga Field", ["added: Ana Reyes, ana@example.com, crew"]),
    ]
    assert log(ana, most=1) == [("directly in the database", ["admin: no → yes"])]


def test_nothing_secret_is_kept_of_a_person():
    kept = {field.name for field in User.pgh_event_model._meta.concrete_fields if not field.name.startswith("pgh_")}

    assert kept == {"name", "email", "phone", "is_active", "is_crew", "is_admin", "is_executive"}


def test_the_office_reads_it_at_the_person():
    office, ana = factories.admin("Olga Field"), factories.person("Ana Reyes")
    desk = signed_in(office, "admin")
    typed = {"name": "Ana Reyes Ito", "email": ana.email, "phone": "", "is_active": "on", "is_crew": "on"}

    kept = desk.post(f"/admin/scc_site/user/{ana.pk}/change/", typed, secure=True)
    page = desk.get(f"/admin/scc_site/user/{ana.pk}/change/").content.decode()

    assert kept.status_code == 302
    assert "name: Ana Reyes → Ana Reyes Ito" in page
    assert log(ana)[0][0] == "Olga Field"
