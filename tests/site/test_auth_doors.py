"""Every address of the site: none finds a login by its six characters, few are open to strangers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from scc_site.auth import rows, sign_in
from scc_site.models import AuthSession, LoginCode
from scc_site.models import sign_in as models
from tests import factories, letters

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        else:
            yield here, entry


ADDRESSES = [route for route, _ in patterns()]


def filled(route: str, value: str) -> str:
    """An address with a value in every place that takes one."""
    return "/" + re.sub(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)", value, route).replace("^", "").replace("$", "").replace(
        "\\Z", ""
    )


@pytest.fixture
def code() -> str:
    factories.person("Ana", email="ana@example.com")
    Client().post("/auth/magic-link/", {"email": "ana@example.com"})
    return letters.newest()["code"].replace("-", "")


@pytest.mark.parametrize("route", ADDRESSES)
def test_no_address_finds_a_login_by_its_six_characters(route, code):
    """The code in the path, the query and the form, without the flow cookie of the browser that asked."""
    stranger = Client()
    fields = {"code": code, "token": code, "email": "ana@example.com"}

    for path in {filled(route, code), filled(route, "1") + f"?code={code}&token={code}"}:
        stranger.get(path)
        if route != "auth/magic-link/":
            stranger.post(path, fields)

    row = LoginCode.objects.get()
    assert (row.used_at, row.attempts) == (None, 0)
    assert not AuthSession.objects.exists()


def test_the_code_is_never_a_condition_of_a_query():
    """Rows are found by flow, link or id; the code's fingerprint depends on the row, so it could find none."""
    source = "".join(inspect.getsource(module) for module in (sign_in, rows, models))

    assert "filter(code_mac" not in source
    assert "code_mac__" not in source
    assert "get(code" not in source


def test_the_addresses_walked_are_all_of_them():
    assert {"", "auth/code/", "auth/link/<str:token>/", "auth/magic-link/", "admin/"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 30


def test_few_doors_are_open_to_strangers():
    open_doors = {route for route, pattern in patterns() if not getattr(pattern.callback, "login_required", True)}

    assert {route for route in open_doors if route.startswith("auth/")} == {
        "auth/magic-link/",
        "auth/code/",
        "auth/link/<str:token>/",
        "auth/link/<str:token>/not-me/",
        "auth/link/<str:token>/again/",
        "auth/sign-out/",
    }
    assert not {route for route in open_doors if route.startswith(("admin/", "events/", "checklist/"))}
    assert {route for route in open_doors if route.startswith("reports/")} == {"reports/board/cards/"}  # wants a key
