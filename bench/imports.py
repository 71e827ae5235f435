"""`python -m bench.imports`: files of 100,000 rows into the books, new and the same again: rows a second, CPU, memory.

    python -m bench.imports [--rows 100000] [--only contacts cloud_costs ledger]

Each file is written to the disk first and read from there, as `manage.py import_records` does. The clock is the whole
import, with its commit; CPU is the importing process's own, without the database's; memory is the peak above what the
process held before. Ends with 1 below the limits.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench import grounds

AT = datetime(2027, 6, 1, 18, 0, tzinfo=UTC)
FASTEST, MOST_MB = 5_000, 100  # rows a second at the least, and memory at the most: design/performance.md
COMPANIES, MONTHS = 500, 24


class Taken(NamedTuple):
    """One import: seconds of the clock and of the process, and the memory it came to need, in MB."""

    seconds: float
    cpu: float
    grown: float


def main() -> None:
    """Build, take every file in twice, print; exit 1 short of a limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", choices=FILES, default=list(FILES))
    options = parser.parse_args()
    short = False
    with grounds.its_own() as folder:
        build()
        for kind in options.only:
            path = folder / f"{kind}.csv"
            path.write_text("".join(f"{line}\n" for line in FILES[kind](options.rows)), encoding="utf-8")
            for state in ("created", "unchanged"):
                taken = timed(kind, path, state, options.rows)
                speed = options.rows / taken.seconds
                print(f"{kind:>12} {state:<9} {speed:8,.0f} rows/s {taken.cpu:6.1f} s CPU {taken.grown:6.1f} MB")
                short |= speed < FASTEST or taken.grown > MOST_MB
    if short:
        raise SystemExit(f"Below {FASTEST:,} rows a second, or above {MOST_MB} MB.")


def build() -> None:
    """An empty database, migrated, with two units and a chart of accounts."""
    from django.core.management import call_command

    from reports.models import Account, BusinessUnit

    call_command("migrate", verbosity=0)
    for slug in ("jada", "loft"):
        BusinessUnit.objects.create(slug=slug, name=slug.title(), kind="charter")
    for code, kind in (("1000", "asset"), ("2200", "liability"), ("4000", "income"), ("6000", "expense")):
        Account.objects.create(code=code, name=f"Account {code}", type=kind)


def contacts(rows: int) -> Iterator[str]:
    """Addresses, each with a name, a basis of consent and days."""
    yield "email,name,source,consent_basis,consent_on,last_activity_on"
    for number in range(rows):
        on = date(2024, 1, 1) + timedelta(days=number % 700)
        host = f"company{number % COMPANIES}.example.org"
        yield f"guest.{number}@{host},Guest Number {number},boat show {number % 9},asked at the dock,{on},{on}"


def cloud_costs(rows: int) -> Iterator[str]:
    """Services by month, every other one of a unit."""
    yield "provider,service,month,amount,unit,credit,tax"
    for number in range(rows):
        service, month = divmod(number, MONTHS)
        unit = "jada" if number % 2 else ""
        yield (
            f"aws,Service {service},{2025 + month // 12}-{1 + month % 12:02},${number % 900}.{number % 100:02},{unit},0,0.07"
        )


def ledger(rows: int) -> Iterator[str]:
    """Entries of two lines over two years and two units."""
    yield "entry,date,unit,account,debit,credit,memo,party,document"
    for number in range(rows // 2):
        on = date(2025, 1, 1) + timedelta(days=number % 720)
        unit = ("jada", "loft")[number % 2]
        start, rest = f"e-{number},{on},{unit}", f"Bill {number},Chandler {number % 300},inv-{number}"
        amount = f"{1 + number % 5000}.{number % 100:02}"
        yield f"{start},6000,{amount},,{rest}"
        yield f"{start},1000,,{amount},{rest}"


FILES: dict[str, Callable[[int], Iterator[str]]] = {
    "contacts": contacts,
    "cloud_costs": cloud_costs,
    "ledger": ledger,
}


def timed(kind: str, path: Path, state: str, rows: int) -> Taken:
    """Take a file in; ends the run where not every row came out as it should."""
    from reports.importing import engine
    from reports.importing.kinds import ALL

    held = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    began, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as source:
        batch = engine.take(kind=ALL[kind], content=source, filename=path.name, at=AT)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    if getattr(batch, f"{state}_count") != rows:
        raise SystemExit(f"{kind}: {getattr(batch, f'{state}_count')} rows {state} where {rows} were expected.")
    return Taken(seconds, cpu, memory("VmHWM") - held)


def memory(name: str) -> float:
    """A figure of this process's memory, in MB."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
