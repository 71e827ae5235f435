"""The rows behind codes and links (verbs), written for `sign_in`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from scc_site.auth import codes, ways
from scc_site.mail import outbox
from scc_site.models import LoginCode, OutgoingMail, Scope, User

NOBODY = 0  # no person has this id


@transaction.atomic
def ask(*, address: str, way_back: str, typed: bool, at: datetime) -> str:
    """The row and, for those it may sign in, the letter; the value of the flow cookie. The same statements for all."""
    found = User.objects.filter(email_canonical=address).first()
    person = found if found and found.has_a_role else None
    is_admin = bool(person and person.is_admin and ways.leads_to_admin(way_back))
    code, token, flow = codes.new_code(), codes.new_token(), codes.new_flow(typed=typed)
    link_life = timedelta(hours=settings.LIMITS["CODE_LIFE_HOURS"])
    code_life = timedelta(minutes=settings.LIMITS["ADMIN_CODE_LIFE_MINUTES"]) if is_admin else link_life
    key_id = codes.writing_key(settings.RECORD_KEYS)
    key = settings.RECORD_KEYS[key_id]
    row = LoginCode.objects.create(
        person=person,
        email_canonical=address,
        scope=Scope.ADMIN if is_admin else Scope.USER,
        link_mac=codes.link_mac(token),
        flow_mac=codes.flow_mac(flow, key=key),
        key_id=key_id,
        way_back=way_back,
        created_at=at,
        code_expires_at=at + code_life,
        link_expires_at=at + link_life,
    )
    row.code_mac = codes.code_mac(code, row=row.pk, purpose=row.purpose, key=key)  # bound to the id just given
    row.save(update_fields=["code_mac"])
    _post(row, code=code, token=token, at=at)
    return flow


def _post(row: LoginCode, *, code: str, token: str, at: datetime) -> None:
    """Queue the letter; for a decoy the same statements run and are taken back."""
    with transaction.atomic():
        outbox.queue(
            letter="sign_in",
            person=row.person or User(pk=NOBODY, email=row.email_canonical),
            dedupe_key=f"sign_in:{row.pk}",
            at=at,
            context={"scope": row.scope, "code_minutes": int((row.code_expires_at - at).total_seconds() // 60)},
            secrets={"code": codes.shown(code), "link": link_address(token)},
            lane=OutgoingMail.Lane.LOGIN,
            expires_at=row.link_expires_at,
        )
        if row.person is None:
            transaction.set_rollback(True)


def link_address(token: str) -> str:
    """The absolute address of a link; it starts with SITE_ORIGIN whatever host was asked."""
    return settings.SITE_ORIGIN + reverse("auth:link", args=[token])


@transaction.atomic
def link(*, person: User, expires_at: datetime, at: datetime, **fields: Any) -> str:
    """A row with a link and no code; the link's address."""
    token = codes.new_token()
    LoginCode.objects.create(
        person=person,
        email_canonical=person.email_canonical,
        link_mac=codes.link_mac(token),
        key_id=codes.writing_key(settings.RECORD_KEYS),
        created_at=at,
        code_expires_at=at,
        link_expires_at=expires_at,
        **fields,
    )
    return link_address(token)
