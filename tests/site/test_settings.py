"""Settings: what stops the start, and that `.env.example` tells the whole truth."""

import os
import re
import runpy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from scc_site import readiness, settings

ROOT = Path(settings.BASE_DIR)
STILL_TO_COME = "# --- Named by the contract; the parts that read them are still to come\n"
PRODUCTION = {
    "DEBUG": "",
    "SITE_ORIGIN": "https://crew.example.com",
    "SECRET_KEY": "secret" * 10,
    "JWT_KEYS": "a:" + "j" * 40,
    "RECORD_KEYS": "a:" + "r" * 40,
    "DATABASE_URL": "postgresql://scc:secret@db.example.com/scc",
    "ALLOW_EMBEDDED_DATABASE": "",
    "EMAIL_PROVIDER": "smtp",
    "SMTP_URL": "smtp://mail.example.com:587",
    "SES_FROM_ADDRESS": "dock@example.com",
}  # an empty value is a missing one, and keeps the `.env` of this clone out


def manage(*arguments, **changes):
    environment = {"PATH": os.environ["PATH"]} | PRODUCTION | changes
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def names_in(text):
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def test_env_example_names_every_setting_that_is_read_and_no_other():
    present, _, later = (ROOT / ".env.example").read_text().partition(STILL_TO_COME)

    assert names_in(present) == settings.env.names
    assert names_in(later) & settings.env.names == set()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"EMAIL_PROVIDER": "ses", "AWS_SES_REGION": "us-west-2", "AWS_SES_ENDPOINT_URL": "http://127.0.0.1:5000"},
        {"EMAIL_PROVIDER": "anymail", "ANYMAIL_BACKEND": "mailgun", "ANYMAIL_API_KEY": "key"},
    ],
)
def test_check_deploy_is_clean_with_production_settings(changes):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **changes)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues (")


def test_a_start_with_nothing_set_lists_all_that_is_missing_in_one_message():
    done = manage("check", **dict.fromkeys(PRODUCTION, ""))

    assert done.returncode == 1
    assert done.stderr.startswith("The settings cannot be used:\n  - ")
    for name in ("SITE_ORIGIN", "SECRET_KEY", "JWT_KEYS", "RECORD_KEYS", "DATABASE_URL", "EMAIL_PROVIDER"):
        assert f"  - {name} " in done.stderr or f"  - {name}=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"SITE_ORIGIN": "http://crew.example.com"}, "SITE_ORIGIN must be https in production."),
        ({"SITE_ORIGIN": "https://crew.example.com/app"}, "SITE_ORIGIN must be an origin"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set, with 50 characters or more."),
        ({"JWT_KEYS": "a:short"}, "JWT_KEYS: the key 'a' is shorter than 32 bytes."),
        ({"JWT_KEYS": "a:" + "secret" * 10}, "JWT_KEYS: the key 'a' equals SECRET_KEY."),
        ({"JWT_KEYS": f"a:{'j' * 40},no-colon"}, "JWT_KEYS must be kid:key pairs"),
        ({"RECORD_KEYS": f"a:{'r' * 40},a:{'q' * 40}"}, "RECORD_KEYS names the key id 'a' twice."),
        ({"DATABASE_URL": ""}, "DATABASE_URL must be set in production"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must look like"),
        ({"DATABASE_URL": "postgresql://u@h:port/scc"}, "DATABASE_URL must look like"),
        ({"EMAIL_PROVIDER": "file"}, "EMAIL_PROVIDER=file writes letters to disk"),
        ({"EMAIL_PROVIDER": "pigeon"}, "EMAIL_PROVIDER='pigeon' is not one of file, smtp, ses, anymail."),
        ({"SMTP_URL": ""}, "SMTP_URL must be set when EMAIL_PROVIDER=smtp."),
        ({"SES_FROM_ADDRESS": ""}, "SES_FROM_ADDRESS must be set"),
        ({"REPLY_TO": "Olga at the desk"}, "REPLY_TO="),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE='Mars/Olympus' is not a zone"),
        ({"LATITUDE": "91"}, "LATITUDE='91' is not a number from -90 to 90."),
        ({"DEBUG": "maybe"}, "DEBUG='maybe' is neither yes (1) nor no (0)."),
        ({"LIMIT_TRIES_PER_CODE": "0"}, "LIMIT_TRIES_PER_CODE='0' is not a whole number from 1 to 1000000."),
        ({"CANARY_SECONDS": "100"}, "CANARY_DEAD_SECONDS must be twice CANARY_SECONDS or more."),
        ({"SNS_TEST_ORIGIN": "http://127.0.0.1:9"}, "SNS_TEST_ORIGIN stands in for Amazon SNS's own host in tests"),
        ({"DEBUG": "1", "SNS_TEST_ORIGIN": "http://127.0.0.1@evil.example"}, "SNS_TEST_ORIGIN stands in"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_the_only_thing_told(change, told, monkeypatch):
    monkeypatch.setattr(os, "environ", PRODUCTION | change)

    with pytest.raises(ImproperlyConfigured) as refusal:
        runpy.run_path(settings.__file__)

    assert str(refusal.value).count("\n  - ") == 1
    assert f"  - {told}" in str(refusal.value)


def test_a_worker_that_stands_still_is_replaced_in_time_for_mail_to_leave_again_within_four_minutes():
    promised, starts_again = timedelta(minutes=4), timedelta(seconds=20)
    a_job_at_most = timedelta(seconds=settings.Q_CLUSTER["timeout"])
    every, dead = (timedelta(seconds=getattr(settings, name)) for name in ("CANARY_SECONDS", "CANARY_DEAD_SECONDS"))

    assert dead + starts_again <= promised
    assert readiness.TICK_LATE + every + starts_again <= promised  # its lateness shows when a canary is sent
    assert dead - every > a_job_at_most  # a canary that waits behind long jobs is no dead one


def test_the_embedded_database_may_be_accepted_in_production(tmp_path):
    done = manage("check", DATABASE_URL="", ALLOW_EMBEDDED_DATABASE="1", SCC_DATA_DIR=str(tmp_path))

    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []  # a check starts no server


def test_a_house_that_could_seal_no_waiver_is_not_served(tmp_path):
    done = manage("serve", "--port", "0", SEAL_CERTIFICATE="/nowhere/seal.pem", SCC_DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert done.stdout == ""
    assert "SEAL_CERTIFICATE cannot be used" in done.stderr
