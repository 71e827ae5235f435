"""`make bench`: the house beside a bare Django and beside raw psycopg, on the same rows, in turn, as ratios.

    python -m bench.run [--events 2000] [--people 500] [--rounds 5] [--seconds 3] [--growth 10] [--json FILE]

Every system is served by the same web server (two workers, two threads each), answers the same questions, and is driven in
turn, round after round, so that a machine that changes its pace changes it for all. Medians over the rounds are printed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.client import Measured, drive

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "DEBUG": "0",
    "SITE_ORIGIN": "https://bench.example.com",
    "ALLOWED_HOSTS": "bench.example.com 127.0.0.1",
    "SECRET_KEY": secrets.token_hex(32),
    "JWT_KEYS": f"bench:{secrets.token_hex(32)}",
    "RECORD_KEYS": f"bench:{secrets.token_hex(32)}",
    "EMAIL_PROVIDER": "smtp",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "SES_FROM_ADDRESS": "dock@example.com",
    "ALLOW_EMBEDDED_DATABASE": "1",
    "DJANGO_SETTINGS_MODULE": "scc_site.settings",
}


def main() -> None:
    """Parse, build, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--growth", type=int, default=10, help="how many times older the house grows; 1: not at all")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scc-bench-") as folder:
        Path(folder).chmod(0o711)  # the database's user passes through; else its files would lie elsewhere, and stay
        os.environ.update(ENVIRONMENT, SCC_DATA_DIR=os.environ.get("SCC_BENCH_DIR", folder))
        import django

        django.setup()
        from bench import growth, scene

        with scene.built(events=options.events, people=options.people) as stage, served(stage) as ports:
            found = measure(stage, ports, rounds=options.rounds, seconds=options.seconds)
            found["memory"] = {"web workers, PSS in MB": scene.memory_mb(stage.processes["house"].pid)}
            if options.growth > 1:
                young = growth.measure(stage, ports, seconds=options.seconds)
                growth.age(times=options.growth)
                found["growth"] = [young, growth.measure(stage, ports, seconds=options.seconds)]
    report(found, options)


class served:  # noqa: N801 - reads as a verb where it is used
    """The systems, each on its own loopback port, for the length of a `with`."""

    def __init__(self, stage: Any) -> None:
        """Keep the stage; processes are started on entry."""
        self.stage = stage

    def __enter__(self) -> dict[str, int]:
        """Start all and wait until each answers."""
        from bench import scene

        ports = {}
        for name, application, extra in (
            ("house", "scc_site.wsgi:application", {}),
            ("floor", "bench.floor_wsgi:application", {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}),
            ("raw", "bench.raw:application", {}),
        ):
            ports[name] = scene.free_port()
            command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{ports[name]}"]
            command += [
                "--worker-class",
                "gthread",
                "--workers",
                "2",
                "--threads",
                "2",
                "--preload",
                "--keep-alive",
                "60",
            ]
            environment = os.environ | {"BENCH_SERVE": "1"} | extra
            self.stage.processes[name] = subprocess.Popen(
                [*command, "--log-level", "warning"], cwd=ROOT, env=environment
            )
        for port in ports.values():
            scene.wait_for(port)
        return ports

    def __exit__(self, *_: object) -> None:
        """Stop all."""
        for process in self.stage.processes.values():
            process.terminate()
        for process in self.stage.processes.values():
            process.wait(timeout=30)


def measure(stage: Any, ports: dict[str, int], *, rounds: int, seconds: float) -> dict[str, Any]:
    """Every page on every system, interleaved; the last run of all is one client alone, for latency."""
    found: dict[str, Any] = {"pages": {}, "latency": {}, "claims": {}}
    for page, systems in stage.pages().items():
        results: dict[str, list[float]] = {name: [] for name in systems}
        sizes = {}
        for number in range(rounds + 1):  # the first warms up and does not count
            for name, (system, requests) in systems.items():
                measured = drive(ports[system], itertools.cycle(requests), clients=8, seconds=seconds)
                insist(measured, {200}, f"{page} on {name}")
                sizes[name] = measured.bytes
                if number:
                    results[name].append(measured.per_second)
        found["pages"][page] = {name: statistics.median(values) for name, values in results.items()}
        found["pages"][page]["bytes"] = sizes["house"]
        alone = drive(ports["house"], itertools.cycle(systems["house"][1]), clients=1, seconds=seconds)
        found["latency"][page] = {share: alone.percentile(share) for share in (50, 95, 99)}
    found["claims"], found["latency"]["claim"] = claims(stage, ports, rounds=rounds)
    return found


def claims(stage: Any, ports: dict[str, int], *, rounds: int) -> tuple[dict[str, float], dict[int, float]]:
    """The claim POST on every system, each round on fresh seats; a claim that is not a 303 ends the run."""
    results: dict[str, list[float]] = {"house": [], "floor": [], "raw": []}
    for number in range(rounds + 1):
        for system, rates in results.items():
            measured = drive(ports[system], stage.claims(system), clients=8)
            insist(measured, {302, 303}, f"claims on {system}")
            stage.check_nothing_oversold()
            stage.forget_claims()
            if number:
                rates.append(measured.per_second)
    alone = drive(ports["house"], stage.claims("house"), clients=1)
    stage.forget_claims()
    latency = {share: alone.percentile(share) for share in (50, 95, 99)}
    return {name: statistics.median(values) for name, values in results.items()}, latency


def insist(measured: Measured, allowed: set[int], where: str) -> None:
    """A wrong answer makes every figure worthless: say so, with one of them, and stop."""
    if set(measured.statuses) - allowed:
        raise SystemExit(f"{where}: {dict(measured.statuses)}, such as\n{measured.fault.decode()[-1500:]}")


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The figures as a table."""
    yield f"{'':14}{'req/s':>8}{'floor':>8}{'raw':>8}{'to floor':>10}{'to raw':>8}{'p50':>7}{'p95':>7}{'p99':>7}{'bytes':>8}"
    for page, values in found["pages"].items():
        yield _line(page, values, found["latency"][page], values["bytes"])
    yield _line("claim", found["claims"], found["latency"]["claim"], 0)
    for name, value in found["memory"].items():
        yield f"{name}: {value:.0f}"


def _line(page: str, values: dict[str, float], latency: dict[int, float], size: int) -> str:
    house, floor, raw = values["house"], values["floor"], values["raw"]
    text = f"{page:14}{house:8.1f}{floor:8.1f}{raw:8.1f}{house / floor:10.2f}{house / raw:8.2f}"
    text += "".join(f"{latency[share]:7.1f}" for share in (50, 95, 99)) + f"{size or '':>8}"
    if "usual" in values:
        text += f"   ({house / values['usual']:.2f} of the floor with dates in the template)"
    return text


def report(found: dict[str, Any], options: argparse.Namespace) -> None:
    """Print the table; keep the figures where asked."""
    print(
        f"{options.events} sails, {options.events * 10} assignments, {options.people} people; c = 8; latency in ms at c = 1"
    )
    print("\n".join(lines(found)))
    if "growth" in found:
        from bench import growth

        print("\n".join(growth.lines(*found["growth"], times=options.growth)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
