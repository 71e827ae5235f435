"""Where a sail goes, read from its ports as they were written (pure)."""

from __future__ import annotations

import re
import unicodedata

# "to", "via" and the like stand between ports; a hyphen does only with a blank beside it ("Port-au-Prince" is one).
BETWEEN = re.compile(
    r"[,;|/\\&+\n\r\t→⇒⟶➔➝·•–—―−>]|-+>|\s-+|-+\s|\b(?:to|via|then|and)\b", re.IGNORECASE
)  # fmt: skip
# What people add to a place, or write for the way back; no port has such a name.
NO_PORT = frozenset({
    "ca", "calif", "california", "us", "usa", "united states", "mexico", "mx", "bc", "baja", "baja california", "back",
    "out", "home", "return", "returns", "round trip", "roundtrip", "around",
})  # fmt: skip
FILLERS = frozenset({"the", "port", "of", "harbor", "harbour", "marina", "back", "return", "from", "at", "in"})


def ports(itinerary: str) -> list[str]:
    """The ports in the order written, as written; states, countries and words for the way back are left out."""
    parts = (" ".join(part.split()).strip(" .:()'\"") for part in BETWEEN.split(itinerary))
    return [part for part in parts if _key(part) and _plain(part) not in NO_PORT]


def is_between_ports(itinerary: str) -> bool:
    """Whether it carries people from a port to another: two names or more that are not the same place.

    Blank, one place, and the same place at both ends with none between are out and back (46 USC 30527 speaks of
    carriage "between ports"). What is doubtful counts as between ports: there the stricter law stands.
    """
    return len({_key(port) for port in ports(itinerary)}) > 1


def _key(port: str) -> str:
    """What makes two spellings one place: case, accents, points and words such as "harbor" do not tell them apart."""
    words = _plain(port).split()
    return " ".join(word for word in words if word not in FILLERS) or " ".join(words)


def _plain(port: str) -> str:
    bare = unicodedata.normalize("NFKD", port.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(letters.split())
