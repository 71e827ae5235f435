"""The office's door, and who gives which role to whom."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin

from scc_site import clock
from scc_site.auth import access, people
from scc_site.models import AuthSession, LoginCode, User
from tests import factories
from tests.signing_in import as_person, session, signed_in

pytestmark = pytest.mark.django_db
OFFICE_PATHS = ["/admin/", "/admin/login/", "/admin/logout/", "/admin/scc_site/user/", "/admin/no/such/page/"]


def form(person: User, **changes: object) -> dict[str, object]:
    """The person's form as the browser would send it back; an unticked box is left out."""
    fields = {"name": person.name, "email": person.email, "phone": person.phone}
    flags = {flag: getattr(person, flag) for flag in ("is_active", "is_crew", "is_admin", "is_executive")}
    return {key: value for key, value in (fields | flags | changes).items() if value is not False}


def change(client, person: User, **changes: object):
    return client.post(f"/admin/scc_site/user/{person.pk}/change/", form(person, **changes))


@pytest.mark.parametrize("path", OFFICE_PATHS)
def test_who_is_not_in_the_office_does_not_see_that_there_is_one(client, path):
    everybody = {
        "stranger": client,
        "crew": signed_in(factories.person()),
        "executive": signed_in(factories.person(is_crew=False, is_executive=True)),
        "event-scoped admin": signed_in(factories.admin(), "event", "sail-1"),
        "user-scoped admin": signed_in(factories.admin()),
    }

    answers = {who: browser.get(path) for who, browser in everybody.items()}

    assert {who: a.status_code for who, a in answers.items()} == {
        "stranger": 303,
        "crew": 404,
        "executive": 404,
        "event-scoped admin": 404,
        "user-scoped admin": 303,
    }
    assert answers["stranger"].headers["Location"] == "/auth/magic-link/"
    assert answers["user-scoped admin"].headers["Location"] == "/auth/step-up/"


def test_django_s_own_login_form_is_never_shown():
    office = signed_in(factories.admin(), "admin")

    assert office.get("/admin/login/").headers["Location"] == "/admin/"
    assert office.post("/admin/logout/").headers["Location"] == "/auth/sign-out/"


def test_an_unsafe_act_of_a_user_scoped_admin_leads_back_to_its_form():
    office = signed_in(factories.admin())

    answer = office.post(
        "/admin/scc_site/user/add/",
        secure=True,
        headers={"host": "crew.example.com", "referer": "https://crew.example.com/admin/scc_site/user/"},
    )

    assert answer.headers["Location"] == "/auth/step-up/"
    office.post("/auth/step-up/")
    assert LoginCode.objects.get().way_back == "/admin/scc_site/user/"


def test_only_our_own_tables_are_in_the_office():
    shown = {model._meta.app_label for model in admin.site._registry}

    assert shown <= {"scc_site", "events", "crew", "waivers", "reports"}
    assert LoginCode not in admin.site._registry
    assert apps.get_model("django_q", "Schedule") not in admin.site._registry


def test_the_office_gives_a_role():
    office, ana = signed_in(factories.admin(), "admin"), factories.person("Ana")

    answer = change(office, ana, is_executive=True)

    ana.refresh_from_db()
    assert (answer.status_code, ana.is_executive) == (302, True)


def test_the_office_adds_a_person_once_in_any_spelling():
    office = signed_in(factories.admin(), "admin")
    new = {"name": "Ana", "email": "Ana@Example.com", "is_active": "on", "is_crew": "on"}

    first = office.post("/admin/scc_site/user/add/", new)
    second = office.post("/admin/scc_site/user/add/", new | {"email": "ａｎａ@example.com"})
    third = office.post("/admin/scc_site/user/add/", new | {"email": "a@b@c.example"})

    assert [a.status_code for a in (first, second, third)] == [302, 422, 422]
    assert User.objects.get(email_canonical="ana@example.com").email == "Ana@Example.com"


@pytest.mark.parametrize("role", ["is_crew", "is_executive"])
def test_self_grant_is_refused(role):
    office = factories.admin()

    answer = change(signed_in(office, "admin"), office, **{role: True})

    office.refresh_from_db()
    assert answer.status_code == 422
    assert "Nobody gives a role to themselves" in answer.content.decode()
    assert not getattr(office, role)


@pytest.mark.parametrize("loss", [{"is_admin": False}, {"is_active": False}])
def test_the_last_admin_removing_themselves_is_refused(loss):
    office = factories.admin()

    answer = change(signed_in(office, "admin"), office, **loss)

    office.refresh_from_db()
    assert "The house needs an admin" in answer.content.decode()
    assert (office.is_admin, office.is_active) == (True, True)


def test_an_admin_may_leave_when_another_stays():
    office, _other = factories.admin(), factories.admin()

    answer = change(signed_in(office, "admin"), office, is_admin=False, is_crew=False)

    office.refresh_from_db()
    assert (answer.status_code, office.is_admin) == (302, False)


def test_a_disabled_admin_does_not_count_as_another():
    office = factories.admin()
    factories.admin(is_active=False)

    with pytest.raises(people.LastAdmin):
        people.set_roles(
            person=office, roles=people.Roles(True, False, False, False), by=as_person(factories_admin(office), "admin")
        )


def factories_admin(office: User) -> User:
    return User.objects.get(pk=office.pk)


@pytest.mark.parametrize("scope", ["user", "event"])
def test_a_captain_granting_admin_is_refused(scope):
    captain, ana = factories.person("Captain"), factories.person("Ana")
    factories.assignment(factories.event(event_id="sail-1"), captain, "captain")
    by = as_person(captain, scope, "sail-1" if scope == "event" else "")

    with pytest.raises(people.NotOfTheOffice):
        people.set_roles(person=ana, roles=people.Roles(True, True, True, False), by=by)
    assert change(signed_in(captain), ana, is_admin=True).status_code == 404
    ana.refresh_from_db()
    assert not ana.is_admin


def test_a_user_scoped_admin_gives_no_role():
    with pytest.raises(people.NotOfTheOffice):
        people.set_roles(
            person=factories.person(), roles=people.Roles(True, True, True, False), by=as_person(factories.admin())
        )


def test_roles_are_set_by_the_verb_too():
    ana = factories.person("Ana")

    people.set_roles(person=ana, roles=people.Roles(True, False, False, True), by=as_person(factories.admin(), "admin"))

    ana.refresh_from_db()
    assert people.roles_of(ana) == people.Roles(True, False, False, True)


def test_people_and_sessions_are_never_deleted_and_sessions_not_edited():
    office = signed_in(factories.admin(), "admin")
    row = AuthSession.objects.get()

    paths = [
        f"/admin/scc_site/user/{row.person_id}/delete/",
        f"/admin/scc_site/authsession/{row.pk}/delete/",
        "/admin/scc_site/authsession/add/",
    ]

    assert [office.get(path).status_code for path in paths] == [403, 403, 403]


def test_the_office_ends_chosen_sessions_those_of_a_person_and_all():
    office = signed_in(factories.admin(), "admin")
    ana, ben = factories.person("Ana"), factories.person("Ben")
    chosen, _other, bens = session(ana), session(ana), session(ben)
    path = "/admin/scc_site/authsession/"

    office.post(path, {"action": "end_chosen", "_selected_action": [str(chosen.pk)]})
    first = AuthSession.objects.open_at(clock.now()).count()
    office.post("/admin/scc_site/user/", {"action": "end_their_sessions", "_selected_action": [ana.pk]})
    second = AuthSession.objects.open_at(clock.now()).count()
    office.post(path, {"action": "end_everybody", "_selected_action": [str(bens.pk)]})

    assert (first, second, AuthSession.objects.open_at(clock.now()).count()) == (3, 2, 0)


def test_the_office_shows_no_fingerprint_and_no_jti():
    office = signed_in(factories.admin(), "admin")
    row = AuthSession.objects.get()

    pages = office.get("/admin/scc_site/authsession/"), office.get(f"/admin/scc_site/authsession/{row.pk}/change/")

    assert [p.status_code for p in pages] == [200, 200]
    assert all(str(row.jti) not in p.content.decode() for p in pages)


def test_the_docks_decorators_let_in_crew_the_office_and_a_sails_guests_only():
    people_of = {
        "crew": as_person(factories.person()),
        "office": as_person(factories.admin(), "admin"),
        "guest": as_person(factories.person(), "event", "sail-1"),
        "user-scoped admin": as_person(factories.admin()),
        "executive": as_person(factories.person(is_crew=False, is_executive=True)),
        "without session": factories.person(),
    }

    reach = {who: access.reaches_dock(person) for who, person in people_of.items()}

    assert reach == {
        "crew": True,
        "office": True,
        "guest": True,
        "user-scoped admin": False,
        "executive": False,
        "without session": False,
    }
