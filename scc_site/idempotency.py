"""A form sent twice acts once: the field `key` names the sending, and the answer is kept with it.

Phones at the dock lose the reply and send again; two taps send twice. The first transaction to insert the key acts,
the others wait on the unique index and then give the same answer.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from scc_site import clock
from scc_site.models import AnsweredForm, User
from scc_site.refusals import Mistyped

KEPT = timedelta(days=7)
LONGEST_KEY = 80
LONGEST_BODY = 100_000
REFUSED = 400
TAKE = """
    INSERT INTO scc_site_answeredform (person_id, key, body_sha256, status, location, body, at)
    VALUES (%s, %s, %s, 0, '', '', %s)
    ON CONFLICT (person_id, key) DO NOTHING RETURNING id
"""
NOT_PART = {"key", "csrfmiddlewaretoken"}
View = Callable[..., HttpResponse]


class KeyReused(Mistyped):
    """The key came before with another form."""


def fresh_key() -> str:
    """A key for a form about to be shown."""
    return token_urlsafe(12)


def answered_once(view: View) -> View:
    """A POST view whose second call with the same key and body answers the same and does nothing.

    Without a key, or without a signed-in person, the view runs as ever. The view runs in one transaction with its
    kept answer. Only what took effect is kept (status below 400): after a refusal or a fault nothing has happened, the
    corrected form may come with the same key, and the same form asks again. Status, Location and a body of up to
    100,000 characters are kept. Raises Mistyped for a key that is too long, KeyReused for the key of another form.
    """

    @functools.wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("key", "") if request.method == "POST" else ""
        if not key or not isinstance(request.user, User):
            return view(request, *args, **kwargs)
        if len(key) > LONGEST_KEY or not key.isprintable():
            raise Mistyped(
                "The form's key is not one of ours. Open the page again.", {"key": ["At most 80 characters."]}
            )
        with transaction.atomic():
            taken = _take(request.user, key, _fingerprint(request), clock.now())
            if taken is None:
                return _same_answer(request, key)
            response = view(request, *args, **kwargs)
            _keep(taken, response)
        return response

    return once


@transaction.atomic
def once_for(*, person: User, key: str, asked: str, at: datetime, act: Callable[[], str]) -> str:
    """One of many acts that a form asks for, done once: what it said, again for the same key and words.

    Each has a transaction of its own, and a key of its own made from the form's. What raises has left nothing, its
    key is free. Raises KeyReused for the key of another form.
    """
    fingerprint = sha256(asked.encode()).hexdigest()
    taken = _take(person, key, fingerprint, at)
    if taken is None:
        row = AnsweredForm.objects.get(person=person, key=key)
        if row.body_sha256 != fingerprint:
            raise KeyReused("This form was sent before with other content. Open the page again and send it anew.")
        return row.body
    sentence = act()
    AnsweredForm.objects.filter(pk=taken).update(status=200, body=sentence)
    return sentence


def forget(*, at: datetime) -> int:
    """Drop answers given more than a week before an instant; how many. A form is not sent again after days."""
    return AnsweredForm.objects.filter(at__lt=at - KEPT).delete()[0]


def _take(person: User, key: str, fingerprint: str, at: datetime) -> int | None:
    """The number of our new row, or none where the key was used. Waits while another transaction acts on the key."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [person.pk, key, fingerprint, at])
        row = cursor.fetchone()
    return row[0] if row else None


def _fingerprint(request: HttpRequest) -> str:
    """What was asked, and where: the same for the same form, whatever its CSRF token."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_PART)
    uploads = [(name, file) for name, files in request.FILES.lists() for file in files]
    files = sorted((name, sha256(file.read()).hexdigest()) for name, file in uploads)
    for _, file in uploads:
        file.seek(0)
    return sha256(json.dumps([request.path, fields, files]).encode()).hexdigest()


def _same_answer(request: HttpRequest, key: str) -> HttpResponse:
    """The answer once given; raises KeyReused."""
    row = AnsweredForm.objects.get(person_id=request.user.pk, key=key)
    if row.body_sha256 != _fingerprint(request):
        raise KeyReused("This form was sent before with other content. Open the page again and send it anew.")
    response = HttpResponse(row.body, status=row.status)
    if row.location:
        response["Location"] = row.location
    return response


def _keep(taken: int, response: HttpResponse) -> None:
    """Keep the answer of an act that took effect; let go of the key of one that did not."""
    row = AnsweredForm.objects.filter(pk=taken)
    if response.status_code >= REFUSED:
        row.delete()
        return
    body = "" if response.streaming else response.content.decode(response.charset)
    location = response.get("Location", "")[:500]
    row.update(status=response.status_code, body=body[:LONGEST_BODY], location=location)
