"""The way in, end to end."""

import re

import pytest
from django.core.management import call_command

from scc_site.models import AuthSession
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_an_operators_link_signs_in_once(client, capsys):
    ana = factories.person("Ana", email="ana@example.com")
    call_command("sign_in_link", "ANA@example.com")
    path = re.sub(r"^https://[^/]+", "", capsys.readouterr().out.strip().splitlines()[-1])

    shown = client.get(path)
    first = client.post(path)
    second = client.post(path)

    assert (shown.status_code, first.status_code, second.status_code) == (200, 303, 410)
    assert AuthSession.objects.get().person == ana
    assert client.get("/").status_code == 200
    assert client.get("/admin/").status_code == 404


def test_stranger_is_asked_to_sign_in_and_comes_back(client):
    answer = client.get("/auth/sessions/")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/auth/magic-link/"


def test_admin_steps_up():
    office = factories.admin()

    user, admin = signed_in(office), signed_in(office, "admin")

    assert user.get("/admin/").headers["Location"] == "/auth/step-up/"
    assert user.get("/auth/step-up/").status_code == 200
    assert admin.get("/admin/").status_code == 200
    assert admin.get("/admin/scc_site/user/").status_code == 200
    assert admin.get(f"/admin/scc_site/user/{office.pk}/change/").status_code == 200
    assert admin.get("/admin/scc_site/authsession/").status_code == 200


def test_a_letter_is_asked_for(client):
    factories.person("Ana", email="ana@example.com")

    answer = client.post("/auth/magic-link/", {"email": "Ana@Example.com"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/code/")
    assert client.get("/auth/code/").status_code == 200
    assert client.post("/auth/code/", {"code": "ABC-DE2"}).status_code == 422
