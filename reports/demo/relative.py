"""Days that move with the day of loading, written into files (pure).

`{M-3}` is the month three before the one that is not over at the day's end, as 2026-08; `{D-10}` the day ten before,
`{D}` the day itself; `{Q}` the last day of the day's quarter, `{Q+1}` the last day of the month after it. A line with
`{M-12..M+0}` is written once for every month of the range, unless it then names a day to come; lines below one another
with the same range go through it together, month by month, so that what belongs together stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from reports.periods import month_start

RANGE = re.compile(r"\{M([+-]\d+)\.\.M([+-]\d+)\}")
MONTH = re.compile(r"\{M([+-]\d+)\}")
QUARTER = re.compile(r"\{Q(\+\d+)?\}")
DAY = re.compile(r"\{D([+-]\d+)?\}")

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d")
MONTHS = 3  # of a quarter


def expanded(text: str, on: date) -> str:
    """The text as it reads for a day of loading."""
    return "".join(f"{line}\n" for line in _lines(text, on))


def running_month(on: date) -> date:
    """The month that is not over at a day's end: on the last day of a month, the next."""
    return month_start(on + timedelta(days=1))


def _lines(text: str, on: date) -> Iterator[str]:
    for span, block in groupby(text.splitlines(), _span):
        lines = list(block)
        if span is None:
            yield from (_placed(line, on) for line in lines)
            continue
        for number in range(span[0], span[1] + 1):
            made = [_placed(RANGE.sub(f"{{M{number:+}}}", line), on) for line in lines]
            yield from (line for line in made if max(WRITTEN.findall(line), default="") <= on.isoformat())


def _span(line: str) -> tuple[int, int] | None:
    found = RANGE.search(line)
    return (int(found[1]), int(found[2])) if found else None


def _placed(line: str, on: date) -> str:
    line = MONTH.sub(lambda found: f"{month_start(running_month(on), int(found[1])):%Y-%m}", line)
    line = QUARTER.sub(lambda found: _after_quarter(on, int(found[1] or 0)).isoformat(), line)
    return DAY.sub(lambda found: (on + timedelta(days=int(found[1] or 0))).isoformat(), line)


def _after_quarter(on: date, months: int) -> date:
    """The last day of the month so many after the last of a day's quarter."""
    return month_start(on, (-on.month) % MONTHS + months + 1) - timedelta(days=1)
