"""The probes and `manage.py status`: what they say, whom they ask, and what they cost."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from scc_site import clock, heartbeats
from scc_site.models import Heartbeat, OutgoingMail


def all_well():
    for name in ("canary", "tick"):
        heartbeats.beat(name=name, at=clock.now())


def letter(**fields):
    now = clock.now()
    defaults = {"dedupe_key": "one", "kind": "offer", "to": "ana@example.com", "not_before": now, "created_at": now}
    return OutgoingMail.objects.create(**defaults | fields)


@pytest.mark.parametrize("path", ["/healthz", "/healthz/"])
def test_healthz_answers_anyone_under_any_host_without_a_database(client, path):
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_green_when_all_is_well_and_costs_four_queries(client, django_assert_num_queries):
    all_well()

    with django_assert_num_queries(4):
        answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.content.startswith(b"ok\ndatabase: ok, answers\nmigrations: ok, all applied\ncanary: ok, 0 s ago\n")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "minutes"), [("canary", 2.1), ("tick", 3.1)])
def test_readyz_is_red_when_a_sign_of_life_is_old(client, name, minutes):
    all_well()
    heartbeats.beat(name=name, at=clock.now() - timedelta(minutes=minutes))

    answer = client.get("/readyz/", headers={"accept": "application/json"})

    assert answer.status_code == 503
    assert [key for key, reading in answer.json()["readings"].items() if not reading["well"]] == [name]


@pytest.mark.django_db
def test_readyz_is_red_while_a_letter_waits_too_long(client):
    all_well()
    letter(not_before=clock.now() - timedelta(minutes=11))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert b"outbox: NOT WELL, oldest unsent 660 s" in answer.content


@pytest.mark.django_db
def test_a_letter_for_later_does_not_make_readyz_red(client):
    all_well()
    letter(not_before=clock.now() + timedelta(days=1), created_at=clock.now() - timedelta(days=9))

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_names_the_first_migration_that_is_missing(client):
    all_well()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'crew' AND name LIKE '0002%'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert b"migrations: NOT WELL, 1 not applied, first crew.0002_period" in answer.content


def test_a_probe_takes_no_post(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_status_prints_every_reading_and_fails_when_one_is_not_well(capsys):
    all_well()
    Heartbeat.objects.filter(name="canary").delete()
    letter()

    with pytest.raises(SystemExit) as end:
        call_command("status")

    printed = capsys.readouterr().out
    assert end.value.code == 1
    assert "canary        NOT WELL  never seen\n" in printed
    assert printed.endswith("mail          1 queued\n")


@pytest.mark.django_db
def test_status_as_json_is_one_object(capsys):
    all_well()

    call_command("status", "--json")

    assert capsys.readouterr().out.startswith('{"well": true, "readings": {"database": {"well": true')
