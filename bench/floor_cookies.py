"""Signs people in to the floor: `DJANGO_SETTINGS_MODULE=bench.floor_settings python -m bench.floor_cookies PK …` prints their cookies."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - needs the apps
from django.contrib.sessions.models import Session  # noqa: E402 - needs the apps
from django.db import connection  # noqa: E402 - needs the apps

from scc_site.models import User  # noqa: E402 - needs the apps


def main() -> None:
    """Make the table, a session each, and print {pk: cookie}."""
    with connection.schema_editor() as editor:
        editor.create_model(Session)
    cookies = {}
    for person in User.objects.filter(pk__in=sys.argv[1:]):
        session = SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = person.get_session_auth_hash()
        session.save()
        cookies[person.pk] = f"sessionid={session.session_key}"
    print(json.dumps(cookies))


main()
