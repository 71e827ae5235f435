"""The guest's pages, judged by Lighthouse as a phone sees them; served as in production, but for https."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser import lighthouse

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]


def link_of_somebody_on_hold(house) -> str:
    """A guest of the demo house who has not signed, by the address alone on the command's last line."""
    rows = [json.loads(line) for line in house.manage("export", "guests").stdout.splitlines()]
    waits = next(row for row in rows if row["state"] in ("invited", "on_hold") and row["hold_until"])
    return house.manage("guest_link", waits["event_id"], "--guest", waits["guest"]).stdout.split()[-1]


def test_guest_and_signing_page_satisfy_lighthouse(house):
    house.manage("seed_demo")
    with house.served("--no-worker", ready="/healthz"):
        guest = link_of_somebody_on_hold(house)
        found = {path: lighthouse.scores(guest.replace("/guest/", path)) for path in ("/guest/", "/waiver/")}

    assert re.search(r"/guest/[\w-]{36}/$", guest)
    assert {path: scores["accessibility"] for path, scores in found.items()} == {"/guest/": 100, "/waiver/": 100}
    assert min(scores["performance"] for scores in found.values()) >= 95
