"""Reads the environment; collects every fault and tells them all at once."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def load_env_file(path: Path) -> None:
    """Put the KEY=value lines of a file into the environment; what is already set there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith("#"):
            os.environ.setdefault(key.strip(), value.strip().strip("'\""))


class Environment:
    """Typed readers over os.environ; a bad value is noted, never silently replaced."""

    def __init__(self) -> None:
        """Start with no fault known."""
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.names: set[str] = set()

    def text(self, name: str, default: str = "", *, aliases: tuple[str, ...] = ()) -> str:
        """The first non-empty value under the name or one of its aliases."""
        self.names.update({name, *aliases})
        for key in (name, *aliases):
            if value := os.environ.get(key, "").strip():
                return value
        return default

    def aliased(self, name: str, *aliases: str, told: bool = True) -> str:
        """A text that may stand under names of other programs too; that it does is a warning, when `told`."""
        value = self.text(name, aliases=aliases)
        if told and value and not os.environ.get(name, "").strip():
            used = next(alias for alias in aliases if os.environ.get(alias, "").strip())
            self.warnings.append(f"{used} is read as {name}: set {name} itself.")
        return value

    def family(self, prefix: str) -> dict[str, str]:
        """Every non-empty variable whose name begins so, by the rest of its name."""
        return {
            key.removeprefix(prefix): value.strip()
            for key, value in sorted(os.environ.items())
            if key.startswith(prefix) and value.strip()
        }

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no, in the usual spellings."""
        value = (self.text(name) or ("1" if default else "0")).lower()
        if value not in YES | NO:
            self.problems.append(f"{name}={value!r} is neither yes (1) nor no (0).")
        return value in YES

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number between two bounds, both included."""
        raw = self.text(name, str(default))
        try:
            value = int(raw) if len(raw) < 12 else most + 1
        except ValueError:
            value = most + 1
        if not least <= value <= most:
            self.problems.append(f"{name}={raw[:40]!r} is not a whole number from {least} to {most}.")
            return default
        return value

    def decimal(self, name: str, default: float, *, least: float, most: float) -> float:
        """A decimal number between two bounds, both included."""
        raw = self.text(name, str(default))
        try:
            value = float(raw)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            self.problems.append(f"{name}={raw[:40]!r} is not a number from {least:g} to {most:g}.")
            return default
        return value

    def words(self, name: str, *, aliases: tuple[str, ...] = ()) -> list[str]:
        """A list separated by commas or blanks."""
        return self.text(name, aliases=aliases).replace(",", " ").split()

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of a fixed set of words; any other is noted, and given back."""
        value = self.text(name, default)
        if value not in allowed:
            self.problems.append(f"{name}={value!r} is not one of {', '.join(allowed)}.")
        return value

    def keys(self, name: str, *, alias: str = "") -> dict[str, str]:
        """`kid:key` pairs in order; the first is used to write, all to read. One bare key gets the id `0`."""
        pairs: dict[str, str] = {}
        one = self.text(alias) if alias else ""
        for word in self.words(name):
            kid, colon, key = word.partition(":")
            if not colon or not kid or not key:
                self.problems.append(f"{name} must be kid:key pairs, separated by commas.")
                continue
            if kid in pairs:
                self.problems.append(f"{name} names the key id {kid!r} twice.")
            pairs[kid] = key
        if not pairs and one:
            pairs["0"] = one
        return pairs

    def refuse(self, unless: bool, problem: str) -> None:
        """Note a fault when a condition does not hold."""
        if not unless:
            self.problems.append(problem)

    def done(self) -> None:
        """Stop the start with one message that lists every fault."""
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems)
            raise ImproperlyConfigured(f"The settings cannot be used:\n{listed}")
