"""Ready to sail: the lines that must be in order, what they add up to, and what a stamp was worth since. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from events import wording


class State(StrEnum):
    """How a line stands, best first: in order, to be known, in hand but not done, missing or late."""

    OK = "ok"
    CAUTION = "caution"
    WAITS = "waits"
    STOP = "stop"


RANK = {state: place for place, state in enumerate(State)}
TONES = {State.OK: "ok", State.CAUTION: "warn", State.WAITS: "warn", State.STOP: "bad"}
OPEN = (State.WAITS, State.STOP)


@dataclass(frozen=True)
class Mend:
    """The one tap that mends a line: a form with these fields, or a link when there are none.

    `stays`: the answer is this very page, so that htmx may swap it in.
    """

    label: str
    href: str
    fields: tuple[tuple[str, str], ...] = ()
    stays: bool = False


@dataclass(frozen=True)
class Line:
    """One thing that must be right before the lines are let go.

    `key` names it for as long as the sail lives; `who` is the person it hangs on, where another one makes a difference.
    """

    key: str
    what: str
    words: str
    state: State
    who: str = ""
    mends: tuple[Mend, ...] = ()

    @property
    def tone(self) -> str:
        """Its colour: ok, warn or bad."""
        return TONES[self.state]

    @property
    def sentence(self) -> str:
        """The line in one breath: `Crew 2: empty`."""
        return f"{self.what}: {self.words}"


@dataclass(frozen=True)
class Half:
    """The lines of one concern under its title; `foot` is what else to know of it, `href` where all of it is."""

    title: str
    lines: Sequence[Line]
    foot: str = ""
    href: str = ""

    @property
    def tally(self) -> str:
        """`2 of 4 in order`; empty for a single line, which says it itself."""
        fine = sum(line.state not in OPEN for line in self.lines)
        return f"{fine} of {len(self.lines)} in order" if len(self.lines) > 1 else ""

    @property
    def in_short(self) -> str:
        """The half in one line: its tally, or what its only line says."""
        return self.tally or (self.lines[0].words if self.lines else "nothing required")

    @property
    def tone(self) -> str:
        """The colour of its worst line."""
        return TONES[max((line.state for line in self.lines), key=RANK.__getitem__, default=State.OK)]


@dataclass(frozen=True)
class Verdict:
    """Can we go? In words, with the tone of the worst line, and what lies behind it."""

    words: str
    tone: str
    detail: str = ""


def all_lines(halves: Iterable[Half]) -> list[Line]:
    """Every line of a page."""
    return [line for half in halves for line in half.lines]


def verdict(halves: Iterable[Half]) -> Verdict:
    """What all lines add up to. Whatever is not in order counts, in hand or not: the boat would leave without it."""
    lines = all_lines(halves)
    counts = {state: sum(line.state == state for line in lines) for state in State}
    amiss, waits, known = counts[State.STOP], counts[State.WAITS], counts[State.CAUTION]
    if amiss or waits:
        parts = [f"{amiss} missing or late"] if amiss else []
        parts += [f"{waits} in hand"] if waits else []
        if known:
            parts.append(f"{known} to know of")
        return Verdict(f"Not ready: {things(amiss + waits)}", "bad" if amiss else "warn", ", ".join(parts))
    if known:
        return Verdict("Ready with cautions", "warn", f"{things(known)} to know before you cast off")
    detail = "Every line is in order" if lines else "This sail asks for no seat and no critical task"
    return Verdict("Ready", "ok", detail)


def things(count: int) -> str:
    """`1 thing`, `2 things`."""
    return "1 thing" if count == 1 else f"{count} things"


def seen(halves: Iterable[Half], departs_at: datetime, returns_at: datetime) -> dict[str, Any]:
    """What somebody who stamps has before their eyes, as plain values that can be kept."""
    lines = all_lines(halves)
    return {
        "departs_at": departs_at.isoformat(),
        "returns_at": returns_at.isoformat(),
        "lines": {line.key: [line.state.value, line.who] for line in lines},
        "open": [line.sentence for line in lines if line.state is not State.OK],
    }


def since(
    saw: dict[str, Any], halves: Iterable[Half], departs_at: datetime, returns_at: datetime, zone: ZoneInfo
) -> list[str]:
    """What has changed for the worse, or changed hands, since a stamp that `saw` this; empty while it is good.

    What stood open then may stand open now: it was stamped so. Time alone changes nothing.
    """
    found = []
    for name, key, now in (("Departure", "departs_at", departs_at), ("Return", "returns_at", returns_at)):
        was = datetime.fromisoformat(saw[key])
        if was != now:
            found.append(f"{name}: {_clock(was, zone)} has become {_clock(now, zone)}")
    for line in all_lines(halves):
        state, who = saw["lines"].get(line.key, (State.OK, ""))
        if State(state) not in OPEN and RANK[line.state] > RANK[State(state)]:
            found.append(line.sentence)
        elif who and line.who and line.who != who:
            found.append(f"{line.what}: {line.who} instead of {who}")
    return found


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{wording.short_day(at.astimezone(zone).date())} {wording.clock(at, zone)}"
