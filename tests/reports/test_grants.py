"""Grants: what is added up for a reader, what ends it, and what leads outside only when approved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from reports import granting, grants
from reports.models import ReportGrant
from tests import factories
from tests.reports import books
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
DESK = "/admin/reports/reportgrant/"


def executive(name="Ella", **fields):
    return factories.person(name, is_crew=False, is_executive=True, **fields)


def outside(**fields):
    row = {"address": "Board@Example.org", "slug": "cfo", "expires_on": TODAY, "given_at": AT}
    return ReportGrant.objects.create(**row | fields)


def test_grants_add_up_by_report_and_unit():
    ella, jada = executive(), books.unit()
    granting.give(person=ella, slug="ceo", clearance=["equity"], acts=["build"], giver=None, at=AT)
    granting.give(person=ella, slug="cfo", unit=jada, clearance=["payroll"], giver=None, at=AT)

    found = grants.of(ella, TODAY)

    assert found.slugs == ("ceo", "cfo")
    assert [found.covers("ceo"), found.covers("ceo", "jada"), found.covers("cfo"), found.covers("cfo", "jada")] == [
        True, True, False, True
    ]  # fmt: skip
    assert (found.clearance("ceo", "jada"), found.clearance("cfo", "jada")) == ({"equity"}, {"payroll"})
    assert (found.may("build", "ceo"), found.may("send", "ceo"), found.may("build", "cfo", "jada")) == (
        True, False, False
    )  # fmt: skip
    assert (found.units("ceo"), found.units("cfo")) == (None, {"jada"})
    assert not found.covers("nonsense")


def test_giving_twice_widens_the_standing_grant():
    ella = executive()

    for clearance in (["equity"], ["payroll"], ["payroll"]):
        granting.give(person=ella, slug="ceo", clearance=clearance, giver=None, at=AT)

    assert ReportGrant.objects.get().clearance == ["equity", "payroll"]


def test_nothing_is_left_without_role_without_sign_in_after_the_end_and_in_a_sessions_own_sail():
    ella, olga = executive(), factories.admin("Olga")
    grant = granting.give(person=ella, giver=olga, at=AT)
    before = grants.of(ella, TODAY).slugs

    ella.is_executive = False
    without_role = grants.of(ella, TODAY)
    ella.is_executive, ella.is_active = True, False
    inactive = grants.of(ella, TODAY)
    ella.is_active = True
    granting.end(grant=grant, by=olga, at=AT)
    granting.end(grant=grant, by=olga, at=AT + timedelta(days=1))

    assert len(before) == 8
    assert [one.is_empty for one in (without_role, inactive, grants.of(ella, TODAY))] == [True, True, True]
    assert ReportGrant.objects.get().ended_at == AT


def test_the_operators_recipients_hold_every_clearance_whatever_their_role(settings):
    settings.REPORT_RECIPIENTS = ["ANA@example.com"]
    ana = factories.person("Ana", email="ana@example.com")

    found = grants.of(ana, TODAY)

    assert found.clearance("ceo") == {"equity", "payroll", "security", "tenants"}
    assert not found.may("send", "ceo")
    assert grants.of(factories.person("Ben"), TODAY).is_empty


def test_an_address_outside_is_approved_by_an_admin_and_expires():
    grant, olga = outside(), factories.admin("Olga")
    waiting = grant.lacks(TODAY)

    granting.approve(grant=grant, by=olga, at=AT, today=TODAY)
    granting.approve(grant=grant, by=olga, at=AT + timedelta(hours=1), today=TODAY)
    grant.refresh_from_db()

    assert (waiting, grant.approved_at, grant.approved_by) == ("not approved yet", AT, olga)
    assert (grant.lacks(TODAY), grant.lacks(TODAY + timedelta(days=1))) == ("", "expired")
    assert not grants.added_up([grant]).is_whole("cfo")
    assert list(ReportGrant.objects.standing(TODAY)) == [grant]
    assert not ReportGrant.objects.standing(TODAY + timedelta(days=1)).exists()
    with pytest.raises(granting.HasEnded, match="expired"):
        granting.approve(grant=grant, by=olga, at=AT, today=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": ""},
        {"expires_on": None},
        {"can_send": True},
        {"address": ""},
        {"approved_at": AT},
    ],
)
def test_the_database_refuses_a_grant_outside_that_is_wide(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        outside(**fields)


def test_a_grant_is_given_approved_and_ended_at_the_desk_and_never_deleted():
    olga = signed_in(factories.admin("Olga"), "admin")
    typed = {"address": "board@example.org", "slug": "cfo", "clearance": ["equity"], "is_mailed": "on"}

    wide = olga.post(f"{DESK}add/", typed | {"slug": ""})
    made = olga.post(f"{DESK}add/", typed | {"expires_on": "2099-01-31"})
    grant = ReportGrant.objects.get()
    chosen = {"_selected_action": [grant.pk]}
    approved = olga.post(DESK, chosen | {"action": "approve_outside"}, follow=True).content.decode()
    olga.post(DESK, chosen | {"action": "end_grants"})
    page = olga.get(DESK).content.decode()

    grant.refresh_from_db()
    assert (wide.status_code, made.status_code) == (422, 302)
    assert "Outside, reports are given one by one." in wide.content.decode()
    assert "Approved: board@example.org: Finance, every unit." in approved
    assert (grant.clearance, grant.giver.name, grant.approved_by.name, grant.ended_by.name) == (
        ["equity"], "Olga", "Olga", "Olga"
    )  # fmt: skip
    assert "ended by Olga" in page
    assert olga.post(f"{DESK}{grant.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_change_of_a_grant_outside_wants_approval_anew():
    olga = factories.admin("Olga")
    grant = outside(expires_on=date(2099, 1, 31))
    granting.approve(grant=grant, by=olga, at=AT, today=TODAY)

    answer = signed_in(olga, "admin").post(
        f"{DESK}{grant.pk}/change/",
        {"address": "board@example.org", "slug": "cfo", "expires_on": "2099-01-31", "is_whole": "on"},
    )

    grant.refresh_from_db()
    assert (answer.status_code, grant.is_whole, grant.approved_at) == (302, True, None)
