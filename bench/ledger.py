"""`make bench-books`: what formulas are told of a large ledger, beside the raw SQL of the same reads.

    python -m bench.ledger [--lines 1000000] [--units 7] [--months 36] [--rounds 15]

The ledger is posted in bulk, month by month, through every wall that the database has: most is spent with parties that
are paid many times a month, some charges come once a month or a year. Then what a report reads of it is timed in turn
with statements written by hand for the same answers (`bench.ledger_raw`), which must be the same; medians and the least
of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from bench import grounds, ledger_raw, reports

AS_OF = date(2026, 11, 14)
DAYS = 28  # the days of a month that have entries
PAIRS = [  # debit, credit, share of the entries
    ("1000", "2000", 20), ("2000", "4000", 20), ("1000", "4000", 10), ("5200", "1000", 15), ("5100", "1000", 15),
    ("5050", "1000", 10), ("6000", "1000", 8), ("6900", "1000", 2),
]  # fmt: skip
ACCOUNTS = {
    "1000": ("asset", "cash"), "2000": ("liability", "customer_deposits"), "4000": ("income", "service_income"),
    "5050": ("expense", "processing_fee"), "5100": ("expense", "crew"), "5200": ("expense", "fuel"),
    "6000": ("expense", "overhead"), "6900": ("expense", "suspense"),
}  # fmt: skip
STANDING, YEARLY, LARGE, SMALL = 30, 12, 40, 300  # parties of a unit by how they are paid; crew beside them
ENTRIES = """
INSERT INTO reports_journalentry
       (unit_id, date, memo, reference, source_kind, source_id, source_key, posted_at, born_in)
SELECT unit.id, %(month)s::date + (n %% 28), 'Bench', '', 'bench', n::text,
       'bench:' || unit.slug || ':' || %(month)s || ':' || n, %(at)s, 0
  FROM generate_series(1, %(each)s) n CROSS JOIN reports_businessunit unit
 WHERE n %% 28 < %(days)s
RETURNING id
"""
LINES = """
INSERT INTO reports_journalline (entry_id, account_id, unit_id, date, amount_cents, party, document)
SELECT entry.id, account.id, entry.unit_id, entry.date,
       CASE WHEN side.code = pair.debit THEN 1 ELSE -1 END * pay.cents,
       CASE WHEN pair.debit NOT SIMILAR TO '(5|6)%%' THEN '' WHEN pay.party <> '' THEN pay.party
            WHEN pair.debit = '5050' THEN 'Card processor' WHEN pair.debit = '5100' THEN 'Crew ' || entry.id * 31 %% 25
            WHEN entry.id * 7919 %% 10 < 8 THEN 'Large ' || entry.id * 31 %% %(large)s
            ELSE 'Small ' || entry.id * 31 %% %(small)s END,
       CASE WHEN entry.id %% 10 < 9 THEN 'receipt ' || entry.id ELSE '' END
  FROM (SELECT *, source_id::int AS n FROM reports_journalentry
         WHERE date >= %(month)s::date AND date < %(month)s::date + interval '1 month') entry
 CROSS JOIN LATERAL (SELECT
       CASE WHEN n <= %(standing)s THEN 'Standing ' || n
            WHEN n <= %(standing)s + %(yearly)s AND n %% 12 + 1 = extract(month FROM entry.date) THEN 'Yearly ' || n
            WHEN n IN (71, 72) THEN 'Twice' ELSE '' END AS party,
       CASE WHEN n IN (71, 72) THEN 12345 WHEN n > %(standing)s + %(yearly)s THEN 500 + entry.id * 7919 %% 180000
            WHEN n %% 6 = 0 AND entry.date >= '2026-05-01' THEN n * 805 ELSE n * 700 END::bigint AS cents) pay
  JOIN unnest(%(debits)s::text[], %(credits)s::text[], %(from)s::int[], %(to)s::int[])
       AS pair (debit, credit, first, after)
    ON CASE WHEN pay.party = '' THEN n * 37 %% 100 ELSE 90 END BETWEEN pair.first AND pair.after - 1
 CROSS JOIN LATERAL unnest(ARRAY[pair.debit, pair.credit]) AS side (code)
  JOIN reports_account account ON account.code = side.code
 ORDER BY entry.id
"""
DAYS_ASKED = {
    "far": date(2023, 11, 1), "year": date(2025, 11, 1), "quarter": date(2026, 8, 1), "now": date(2026, 11, 1),
    "day": date(2026, 11, 15),
}  # fmt: skip


def main() -> None:
    """Parse, post, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, default in (("lines", 1_000_000), ("units", 7), ("months", 36), ("rounds", 15)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with grounds.its_own():
        began = time.perf_counter()
        count = fill(lines=options.lines, units=options.units, months=options.months)
        took = time.perf_counter() - began
        print(f"{count:,} lines posted in {took:,.0f} s, {count / took:,.0f} a second")
        from reports.models import BusinessUnit

        every = list(BusinessUnit.objects.in_scope(()))
        for asked in (every, every[:1]):
            print(measured(asked, rounds=options.rounds))
        import psutil
        from django.db import connection

        server = psutil.Process(connection.connection.info.backend_pid)
        for line in reports.lines(
            named=DAYS_ASKED | {"units": [unit.pk for unit in every]},
            as_of=AS_OF,
            rounds=options.rounds,
            timed=timed,
            server=server,
        ):
            print(line)


def fill(*, lines: int, units: int, months: int) -> int:
    """Migrate an empty database and post the ledger, one transaction a month; how many lines it has."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from reports.models import Account, BusinessUnit

    call_command("migrate", verbosity=0)
    if BusinessUnit.objects.exists():
        raise SystemExit("The database is not empty: the benchmark only fills one of its own.")
    BusinessUnit.objects.bulk_create(
        BusinessUnit(slug=f"unit-{number}", name=f"Unit {number}", kind="charter") for number in range(units)
    )
    Account.objects.bulk_create(
        Account(code=code, name=code, type=kind, subtype=subtype) for code, (kind, subtype) in ACCOUNTS.items()
    )
    ends = [sum(share for *_, share in PAIRS[: place + 1]) for place in range(len(PAIRS))]
    posted_days = DAYS * (months - 1) + min(DAYS, AS_OF.day)
    asked = {
        "at": datetime(2026, 11, 14, tzinfo=UTC), "each": -(-lines * DAYS // (2 * units * posted_days)),
        "standing": STANDING, "yearly": YEARLY, "large": LARGE, "small": SMALL,
        "debits": [pair[0] for pair in PAIRS], "credits": [pair[1] for pair in PAIRS],
        "from": [0, *ends[:-1]], "to": ends,
    }  # fmt: skip
    for number in range(months):
        year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 - number, 12)
        named = {"month": date(year, month + 1, 1).isoformat(), "days": DAYS if number else min(DAYS, AS_OF.day)}
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (ENTRIES, LINES):
                cursor.execute(statement, asked | named)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM reports_journalline")
        return int(cursor.fetchone()[0])


def measured(units: list[Any], *, rounds: int) -> str:
    """One line: a report's reads of the ledger, the hand's, their ratio, rows told, what the process grew by."""
    import psutil
    from django.db import connection

    from reports.formulas.books import Books
    from reports.inputs import ledger

    named: dict[str, Any] = DAYS_ASKED | {"units": [unit.pk for unit in units]}

    def read() -> Books:
        return ledger.read(units=units, as_of=AS_OF).all_read()

    def raw() -> dict[str, list[tuple[Any, ...]]]:
        with connection.connection.cursor() as cursor:
            return ledger_raw.answers(cursor, named)

    before = psutil.Process().memory_info().rss
    ours, floors = read(), raw()
    for field, rows in floors.items():
        if sorted(map(repr, map(tuple, getattr(ours, field)))) != sorted(map(repr, rows)):
            raise SystemExit(f"{field}: the reader and the SQL by hand do not tell the same.")
    told = sum(map(len, floors.values()))
    del ours, floors
    server = psutil.Process(connection.connection.info.backend_pid)
    times: dict[str, list[Took]] = {"read": [], "raw": []}
    for _ in range(rounds):
        times["read"].append(timed(read, server))
        times["raw"].append(timed(raw, server))
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    ours_ms, raw_ms = (statistics.median(took.wall for took in times[way]) for way in ("read", "raw"))
    said = [
        f"{way} {statistics.median(took.wall for took in found):.0f} ms (least {min(took.wall for took in found):.0f}, "
        f"processor {statistics.fmean(took.processor for took in found):.0f})"
        for way, found in times.items()
    ]
    return f"{len(units)} units: {', '.join(said)}, ratio {ours_ms / raw_ms:.2f}, {told:,} rows, RSS +{grown:.0f} MB"


class Took(NamedTuple):
    """Milliseconds of one call: on the clock, and of processors, the database's server of this connection included."""

    wall: float
    processor: float


def timed(act: Callable[[], Any], server: Any) -> Took:
    """What one call took; `server` is the process that answers this connection."""

    def spent() -> float:
        times = server.cpu_times()
        return time.process_time() + float(times.user + times.system)

    used, began = spent(), time.perf_counter()
    act()
    return Took((time.perf_counter() - began) * 1000, (spent() - used) * 1000)


if __name__ == "__main__":
    main()
