"""Puts letters into a house's outbox as its own code does: `python -m tests.faults.mails COUNT`, in its environment."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence

PEOPLE = [f"sailor{number}@example.com" for number in range(20)]
BULK, PROMPT, LOGIN = 2, 1, 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Write so many letters; every tenth is a sign-in letter where lanes are mixed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--name", default="storm", help="the front of the letters' keys")
    parser.add_argument("--lane", type=int, choices=(LOGIN, PROMPT, BULK), help="without: mixed")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args(arguments)

    import django

    django.setup()
    post(wanted.count, wanted.name, wanted.lane, random.Random(wanted.seed))


def post(count: int, name: str, lane: int | None, dice: random.Random) -> None:
    """All of them in one transaction."""
    from django.conf import settings
    from django.db import transaction

    from scc_site import clock
    from scc_site.mail import outbox
    from scc_site.models import User
    from tests.mail.samples import ORIGIN, SAMPLES

    context, secrets = json.loads(json.dumps(SAMPLES["offer"][0]).replace(ORIGIN, settings.SITE_ORIGIN))
    people = [User.objects.get_or_create(email=email, defaults={"name": "Ana Silva"})[0] for email in PEOPLE]
    with transaction.atomic():
        for number in range(count):
            outbox.queue(
                letter="offer",
                person=dice.choice(people),
                dedupe_key=f"{name}:{number}",
                at=clock.now(),
                context=context,
                secrets=secrets,
                lane=(LOGIN if dice.random() < 0.1 else dice.choice([PROMPT, BULK])) if lane is None else lane,
            )


if __name__ == "__main__":
    main()
