"""Links that open nothing, whatever they look like: one answer, in the reader's language, kept by nobody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
FOLDERS = ["guest", "waiver", "party"]
NONSENSE = ["x", "7", "t" * 36, "a" * 10_000, "%00", "%ff", "..", "%2e%2e%2f%2e%2e%2fetc", "é", "a/b/c", "sail.ics"]


def opened(client, path, **ways):
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path, **ways)
    return answer, len(seen)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_link_that_opens_nothing_is_one_and_the_same_page_whatever_it_is(client, folder):
    found = [opened(client, f"/{folder}/{token}/") for token in NONSENSE]

    assert {answer.status_code for answer, _ in found} == {404}
    assert len({answer.content for answer, _ in found}) == 1
    assert {statements for _, statements in found} == {0}


@pytest.mark.parametrize("debug", [True, False])
def test_debugging_tells_no_more(client, settings, debug):
    settings.DEBUG = debug

    assert b"This link opens nothing" in client.get("/guest/x/").content


@pytest.mark.parametrize("folder", FOLDERS)
def test_guests_pages_are_stored_listed_and_told_to_nobody(client, folder):
    answer = client.get(f"/{folder}/x/")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("de-DE,es;q=0.5", "es"), ("en-GB,es;q=0.9", "en"),
        ("es;q=0,en;q=0.1", "en"), ("fr", "en"), ("*", "en"), (";;;q=x" * 200, "en"),
    ],
)  # fmt: skip
def test_the_browser_says_in_which_language_its_reader_reads(client, asked, spoken):
    answer = client.get("/guest/x/", headers={"Accept-Language": asked})

    assert f'<html lang="{spoken}">' in answer.content.decode()
    assert answer.headers["Content-Language"] == spoken


def test_a_language_asked_for_stays_with_the_browser(client):
    first = client.get("/guest/x/?lang=es", headers={"Accept-Language": "en"})
    second = client.get("/guest/x/", headers={"Accept-Language": "en"})
    back = client.get("/guest/x/?lang=en", headers={"Accept-Language": "es"})

    assert [answer.headers["Content-Language"] for answer in (first, second, back)] == ["es", "es", "en"]


@pytest.mark.parametrize("asked", ["fr", "ES", "es%00x", "../es", "x" * 5000])
def test_a_language_we_do_not_speak_changes_nothing(client, asked):
    answer = client.get("/guest/x/", {"lang": asked} if "%" not in asked else {})

    assert answer.headers["Content-Language"] == "en"
    assert answer.cookies.keys() == set()
