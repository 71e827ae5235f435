"""The kill-storm: a served house sends letters while random processes of its worker tree are killed, again and again.

`python -m tests.faults.storm --mails 1500 --kills 60 --seed 7 --events on`. The service's own record is then laid
beside the outbox. Exit 0 when none was lost and every extra says that it may be one (with events: when there is no
extra at all). The other disciplines are controls: mark-then-send must lose, send-then-mark must double.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict

from tests.faults.house import House, until
from tests.faults.stand import Figures, Stand, stand

TREE = r"qcluster|manage\.py work"
CLUSTER = r"qcluster MainProcess|manage\.py work"
DEATHS, DEATHS_WITHIN = 2, 65.0  # the third death of the whole cluster within a minute would end the house
PAUSE = 0.02  # seconds between our bytes and theirs, both ways: where it hurts
PATIENCE = 240.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one storm and print its figures."""
    wanted = _arguments(arguments)
    changes = {"MAIL_PER_SECOND": str(wanted.rate)}
    if wanted.discipline != "outbox":
        changes |= {"DJANGO_SETTINGS_MODULE": "tests.faults.storm_settings", "STORM_DISCIPLINE": wanted.discipline}
    with stand(events=wanted.events == "on", pause=PAUSE, **changes) as ours:
        ours.post(wanted.mails, "--seed", str(wanted.seed))
        began = time.monotonic()
        try:
            with ours.house.served(ready="/healthz"):
                killed = rage(ours, wanted.mails, wanted.kills, random.Random(wanted.seed))
                until(lambda: _over(ours, wanted), "every letter has come to its end", PATIENCE)
                time.sleep(1)  # what is on the wire arrives
        except AssertionError:
            sys.stderr.write(ours.house.said()[-4000:])
            raise
        figures = Figures.of(ours)
    print(f"{wanted.discipline}, events {wanted.events}, seed {wanted.seed}: {killed} kills,", end=" ")  # noqa: T201 - the command's answer
    print(*(f"{count} {what}" for what, count in asdict(figures).items()), sep=", ", end=" ")  # noqa: T201 - the same
    print(f"in {time.monotonic() - began:.0f} s")  # noqa: T201 - the same
    return 0 if held(figures, wanted.events == "on") else 1


def _over(ours: Stand, wanted: argparse.Namespace) -> bool:
    """Whether all is done: who marks before sending may never send all, so the outbox alone can say."""
    time.sleep(1)
    return ours.is_over() if wanted.discipline == "outbox" else ours.open_rows() == 0


def held(figures: Figures, events: bool) -> bool:
    """Whether the outbox kept its promise."""
    return (figures.lost, figures.double if events else figures.unmarked) == (0, 0)


def rage(ours: Stand, mails: int, kills: int, dice: random.Random) -> int:
    """Kill, spread over the whole of the mail; how many were killed."""
    clusters: deque[float] = deque(maxlen=DEATHS)
    for number in range(kills):
        share = int(mails * number / (kills + 1))
        until(lambda share=share: ours.taken() >= share, f"{share} letters are taken", PATIENCE)
        time.sleep(dice.uniform(0, 0.3))
        victim = _victim(ours.house, clusters, dice)
        os.kill(victim, signal.SIGKILL)
    return kills


def _victim(house: House, clusters: deque[float], dice: random.Random) -> int:
    """A process of the worker tree, any of them; not the whole cluster for a third time within a minute."""
    while True:
        assert house.supervisor, "nobody serves"
        assert house.supervisor.poll() is None, "the house gave up"
        tree, mains = house.processes(TREE), set(house.processes(CLUSTER))
        spared = len(clusters) == DEATHS and time.monotonic() - clusters[0] < DEATHS_WITHIN
        choice = [pid for pid in tree if not (spared and pid in mains)]
        if choice:
            victim = dice.choice(choice)
            if victim in mains:
                clusters.append(time.monotonic())
            return victim
        time.sleep(0.1)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1500)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=25, help="letters per second")
    parser.add_argument("--events", choices=("on", "off"), default="on")
    parser.add_argument("--discipline", choices=("outbox", "mark-then-send", "send-then-mark"), default="outbox")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
