"""Unsafe keys stop the start, each named in one message."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SECRET = "s" * 60
GOOD = {
    "DEBUG": "1",
    "SECRET_KEY": SECRET,
    "JWT_KEYS": "a:" + "j" * 40,
    "RECORD_KEYS": "a:" + "r" * 40,
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
}
SAMPLE = "put-a-random-key-of-50-characters-or-more-here-please"


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own; a value set here wins over any .env."""
    code = "import scc_site.settings; print('started')"
    return subprocess.run([sys.executable, "-c", code], env=GOOD | changes, capture_output=True, text=True, check=False)


def test_good_keys_start():
    assert start().stdout == "started\n"


@pytest.mark.parametrize("name", ["JWT_KEYS", "RECORD_KEYS"])
@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("a:short", "shorter than 32 bytes"),
        (f"a:{SECRET}", "equals SECRET_KEY"),
        (f"a:{SAMPLE}", "is the sample's"),
        ("a:" + "j" * 40 + ",b:" + "j" * 31, "shorter than 32 bytes"),
        ("a:" + "j" * 40 + ",a:" + "k" * 40, "twice"),
    ],
)
def test_a_key_that_guards_nothing_stops_the_start(name, value, why):
    started = start(**{name: value})

    assert started.returncode != 0
    assert name in started.stderr
    assert why in started.stderr
    assert "j" * 31 not in started.stderr


def test_one_key_under_its_alias_is_held_to_the_same():
    started = start(JWT_KEYS="", JWT_SECRET="short")

    assert started.returncode != 0
    assert "shorter than 32 bytes" in started.stderr


def test_all_faults_are_told_at_once():
    started = start(JWT_KEYS="a:short", RECORD_KEYS="a:short", SECRET_KEY="short")

    assert [word in started.stderr for word in ("JWT_KEYS", "RECORD_KEYS", "SECRET_KEY")] == [True, True, True]
