"""Names of guests as they are typed: cleaned, and compared (pure)."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
BIDI = {
    "\u200e": "left-to-right mark", "\u200f": "right-to-left mark", "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding", "\u202c": "end of a direction", "\u202d": "left-to-right override",
    "\u202e": "right-to-left override", "\u2066": "left-to-right isolate", "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate", "\u2069": "end of an isolate",
}  # fmt: skip
WIDTHLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # come along from web pages, and say nothing
BREAKS = "\t\n\r\v\f\x85"
# Letters with a stroke or joined: no decomposition takes them apart, yet people type the plain ones.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
APOSTROPHES = re.compile(r"['’‘ʼ`´]")


class Unfit(ValueError):
    """What was typed is no name; the message says why."""


def clean(name: str) -> str:
    """The name in one line: NFC, white space collapsed, signs without width dropped.

    Letters of every script, emoji and signs stay as they are. Raises Unfit, naming what is wrong: nothing to be read,
    more than LONGEST characters, control characters, and marks that turn the direction of what follows.
    """
    for mark in name:
        if mark in BIDI:
            raise Unfit(f"Take the hidden sign U+{ord(mark):04X} ({BIDI[mark]}) out of the name.")
        if unicodedata.category(mark) in {"Cc", "Cs", "Cn", "Co"} and mark not in BREAKS:
            raise Unfit(f"Take the hidden sign U+{ord(mark):04X} (a control character) out of the name.")
    found = " ".join(unicodedata.normalize("NFC", name.translate(WIDTHLESS)).split())
    if not any(_is_seen(mark) for mark in found):
        raise Unfit("Write a name.")
    if len(found) > LONGEST:
        raise Unfit(f"Write the name in {LONGEST} characters at most: these are {len(found)}.")
    return found


def same_person(typed: str, known: str) -> bool:
    """Whether two spellings name one person: capitals, accents, hyphens, apostrophes and the order do not matter."""
    return bool(_words(known)) and _words(typed) == _words(known)


def _is_seen(mark: str) -> bool:
    return unicodedata.category(mark)[0] in "LNPS"


def _words(name: str) -> list[str]:
    """The words of a name without what people leave out, in order of the alphabet; its signs, where it has no words."""
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name).casefold())
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark)).translate(PLAIN)
    words = "".join(mark if unicodedata.category(mark)[0] in "LMN" else " " for mark in bare).split()
    return sorted(words or bare.split())
