"""What a waiver's wording lacks, in words for the office (pure). No legal advice: the wording is the owner's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from waivers import releases

LONG_SENTENCE = 45  # words, beyond which people lose the beginning
LONG_TEXT = 12_000  # signs: some eight minutes on a phone
FEW_RISKS = 3
BOLD = re.compile(r"\*\*.+?\*\*|__.+?__", re.DOTALL)
NEGLIGENCE = re.compile(r"neglig|culpa", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\[[A-Z _]{2,}\]|\bTODO\b|\bTBD\b|\bXXX+\b|_{4,}|\blorem ipsum\b|<[a-z ]+>", re.IGNORECASE)
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
RISKS = (
    r"drown", r"\bfall", r"slip", r"\bboom", r"overboard", r"weather|\bwind", r"wave|\bsea\b", r"rope|\blines?\b",
    r"collision|aground", r"seasick", r"cold", r"death|die\b", r"injur", r"equipment|gear",
)  # fmt: skip


@dataclass(frozen=True)
class Warning:
    """One thing amiss. `stops`: the text cannot be published with it."""

    code: str
    sentence: str
    stops: bool = False


@dataclass(frozen=True)
class Ideas:
    """An idea that a waiver should hold: what to look for, and what to say when it is not there."""

    code: str
    pattern: re.Pattern[str]
    sentence: str


def _idea(code: str, pattern: str, sentence: str) -> Ideas:
    return Ideas(code, re.compile(pattern, re.IGNORECASE), sentence)


IDEAS = (
    _idea("risk", r"\bassum\w+\b[^.]{0,60}\brisks?\b|\baccept\w*\b[^.]{0,60}\brisks?\b|\btakes?\b[^.]{0,40}\brisks?\b",
          "No sentence says that the guest knows and takes the risks of sailing."),
    _idea("electronic", r"electronic",
          "Nothing says that the guest agrees to sign electronically (Cal. Civ. Code 1633.5)."),
    _idea("paper", r"\bpaper\b", "No paper route: nobody may be made to sign on a screen. Say that paper is at hand."),
    _idea("minor", r"\bminors?\b|under (?:18|eighteen)|\bchild",
          "Nothing is said of minors."),
    _idea("guardian", r"\bguardian|\bparent", "Nothing says that a parent or legal guardian signs for a minor."),
    _idea("medical", r"medical|first aid|emergency|doctor|hospital",
          "Nothing about health: conditions to tell the crew of, and help in an emergency."),
    _idea("orders", r"(?:follow|obey|heed)\w*\b[^.]{0,60}\b(?:captain|crew|instruction|order)",
          "Nothing says that guests follow the captain’s and crew’s instructions."),
    _idea("photo", r"photo|picture|video|image",
          "Nothing about photos: say whether the house takes and uses them, and how to say no."),
    _idea("copy", r"\bcop(?:y|ies)\b", "Nothing says that the guest gets a copy."),
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A text to be judged, as it is written."""

    between_ports: bool
    body: str
    body_es: str = ""
    is_demo: bool = False


def warnings(text: Judged) -> list[Warning]:
    """All that is amiss, the gravest first; empty when nothing is."""
    return [found for check in CHECKS for found in check(text)]


def _released(text: Judged) -> Iterator[Warning]:
    """Between ports releases are void; out and back one that is neither clear nor conspicuous may be."""
    found = releases.releasing(text.body, text.body_es)
    if text.between_ports:
        for sentence in found:
            yield Warning("void", f"A release, void between ports: “{sentence}”", stops=True)
        return
    if not releases.releasing(text.body):
        yield Warning("no_release", "Nothing is released: the house answers for all that the law makes it answer for.")
    elif not any(NEGLIGENCE.search(sentence) for sentence in releases.releasing(text.body)):
        yield Warning("negligence", "The release does not name negligence: courts read such a one narrowly.")
    for language, body in (("", text.body), (" in Spanish", text.body_es)):
        yield from _unemphasised(language, body)


def _unemphasised(language: str, body: str) -> Iterator[Warning]:
    """A release of negligence has to be conspicuous: in bold, whole."""
    bold = " ".join(" ".join(releases.sentences(part)) for part in BOLD.findall(body))
    for sentence in releases.releasing(body):
        if NEGLIGENCE.search(sentence) and sentence.rstrip(".;!") not in bold:
            yield Warning("emphasis", f"The release of negligence{language} is not in bold: “{sentence}”")


def _missing(text: Judged) -> Iterator[Warning]:
    words = " ".join(releases.sentences(text.body))
    for idea in IDEAS:
        if not idea.pattern.search(words):
            yield Warning(idea.code, idea.sentence)
    named = sum(bool(re.search(risk, words, re.IGNORECASE)) for risk in RISKS)
    if named < FEW_RISKS:
        yield Warning("risks", "Hardly a risk is named: falling, the boom, weather, going overboard, drowning …")


def _spanish(text: Judged) -> Iterator[Warning]:
    if not text.body_es.strip():
        yield Warning("spanish", "There is no Spanish: guests who ask for it read English, and are told so.")
        return
    if len(text.body_es) * 2 < len(text.body):
        yield Warning("spanish_short", "The Spanish is shorter than half of the English: is something left out?")
    mine, theirs = len(ITEM.findall(text.body)), len(ITEM.findall(text.body_es))
    if mine != theirs:
        yield Warning("items", f"{mine} numbered or listed points in English, {theirs} in Spanish.")


def _demo(text: Judged) -> Iterator[Warning]:
    if text.is_demo:
        yield Warning("demo", "This is a demo text: have the owner’s own put in its place before anybody sails on it.")


def _unreadable(text: Judged) -> Iterator[Warning]:
    for language, body in (("English", text.body), ("Spanish", text.body_es)):
        if len(body) > LONG_TEXT:
            yield Warning("long", f"{len(body):,} signs in {language}: more than guests read standing at a dock.")
        for sentence in releases.sentences(body):
            if (words := len(sentence.split())) > LONG_SENTENCE:
                start = " ".join(sentence.split()[:8])
                yield Warning("sentence", f"A sentence of {words} words in {language}, beginning “{start} …”")
        for found in sorted(set(PLACEHOLDER.findall(body))):
            yield Warning("placeholder", f"“{found}” in {language} looks like something still to be filled in.")


CHECKS: tuple[Callable[[Judged], Iterator[Warning]], ...] = (_demo, _released, _missing, _spanish, _unreadable)
