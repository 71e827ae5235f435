"""No code, token, flow value or session token in clear: not in the database, not in the logs, not in error reports."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.views.debug import ExceptionReporter

from scc_site import clock
from scc_site.auth import codes, sign_in
from scc_site.logs import MaskedFormatter
from scc_site.models import LoginCode, OutgoingMail
from tests import factories, letters
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ANA = "ana@example.com"


def dump() -> str:
    """Every value of every table, as a thief of the database would read it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    return [name for name, value in secrets.items() if value and value in text]


@pytest.fixture
def whole_journey(client, caplog):
    """All that happens at sign-in, with every secret that was ever about."""
    factories.person("Ana", email=ANA)
    office = signed_in(factories.admin(), "admin")
    secrets: dict[str, str] = {"admin jwt": office.cookies[settings.SESSION_COOKIE].value}
    with caplog.at_level(logging.DEBUG):
        asked = client.post("/auth/magic-link/", {"email": ANA})
        letter = letters.newest()
        token = letters.path_of(letter["link"]).split("/")[3]
        secrets |= {
            "code": letter["code"],
            "bare code": letter["code"].replace("-", ""),
            "token": token,
            "flow": asked.cookies[settings.FLOW_COOKIE].value,
        }
        client.post("/auth/code/", {"code": "AAAAAA"})
        strict = Client(enforce_csrf_checks=True)
        strict.post(f"/auth/link/{token}/")
        client.get(f"/auth/link/{token}/")
        entered = client.post("/auth/code/", {"code": letter["code"]})
        secrets["jwt"] = entered.cookies[settings.SESSION_COOKIE].value
        client.post(f"/auth/link/{token}/")
        offer = sign_in.invite(
            person=factories.person(),
            event_id="sail-1",
            role="crew",
            invited_by=factories.admin(),
            expires_at=clock.now() + timedelta(hours=1),
            at=clock.now(),
        )
        secrets["offer"] = letters.path_of(offer).split("/")[3]
        Client().post(letters.path_of(offer))
        office.post(f"/auth/link/{token}/not-me/")
        client.cookies[settings.SESSION_COOKIE] = secrets["jwt"] + "x"
        client.get("/auth/sessions/")
        client.post("/auth/sign-out/")
    return secrets


def test_a_dump_of_the_database_holds_no_secret(whole_journey):
    everything = dump()

    assert ANA in everything, "the dump can leak"
    assert LoginCode.objects.get(email_canonical=ANA).link_mac in everything
    assert found_in(everything, whole_journey) == []
    assert re.findall(r"eyJ[\w-]{10,}", everything) == []


def test_the_logs_hold_no_secret(whole_journey, caplog):
    formatter = MaskedFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    # the statements of DEBUG=1 are Django's own, with their parameters; production never writes them
    records = [record for record in caplog.get_records("setup") if record.name != "django.db.backends"]

    lines = "\n".join(formatter.format(record) for record in records)

    assert "/auth/link/…/" in lines, "the logs can leak"
    assert found_in(lines, whole_journey) == []


def test_the_running_site_formats_every_line_through_the_mask():
    handlers = logging.getLogger().handlers

    ours = [h for h in handlers if isinstance(h.formatter, MaskedFormatter)]

    assert len(ours) == 1
    assert logging.getLogger("django").handlers == []
    assert settings.LOGGING["formatters"]["plain"]["()"] == "scc_site.logs.MaskedFormatter"


def test_an_error_report_hides_the_keys(rf):
    report = ExceptionReporter(rf.get("/"), RuntimeError, RuntimeError("x"), None).get_traceback_text()

    for key in (*settings.JWT_KEYS.values(), *settings.RECORD_KEYS.values(), settings.SECRET_KEY):
        assert key not in report


def test_the_letter_keeps_its_secrets_sealed_and_its_context_clear(whole_journey):
    mail = OutgoingMail.objects.get(kind="sign_in")

    assert found_in(str(mail.context) + mail.sealed, whole_journey) == []
    assert mail.context["scope"] == "user"


def test_the_same_code_leaves_another_fingerprint_in_every_row():
    key = next(iter(settings.RECORD_KEYS.values()))

    assert codes.code_mac("AAAAAA", row=1, purpose="sign_in", key=key) != codes.code_mac(
        "AAAAAA", row=2, purpose="sign_in", key=key
    )
