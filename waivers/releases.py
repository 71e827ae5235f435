"""Sentences that release somebody from what the law would hold them to, in English and Spanish (pure).

A reading for warnings and for one wall (no release between ports); no legal judgement: what is doubtful is found.
"""

from __future__ import annotations

import re

MARKDOWN = re.compile(r"[*_#>`\\]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
ENDS = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*+#]|\d+[.)])\s)")
GIVES_UP = r"(?:releas(?:e[sd]?|ing)|waiv(?:e[sd]?|ing)|relinquish\w*|forgo\w*|forego\w*)"
FREES = (
    r"(?:libero|liber[ae]n?|liberar|liberamos|renuncio|renuncian?|renunciar|renunciamos|exim[oei]\w*|exoner\w+|"
    r"absuelv\w+|descarg[oa]\w*)"
)
# A release alone may be of a rope or of a photo: it counts beside what one can be released from.
OBJECTS = re.compile(
    r"\bfrom\b|claim|liab|neglig|\bright|\bsue\b|lawsuit|respons[ai]b|action|demand|damages|"
    r"reclam|derecho|demanda|culpa|\bde tod[ao]|\bdaños\b",
    re.IGNORECASE,
)
WEAK = re.compile(rf"\b(?:{GIVES_UP}|{FREES})\b", re.IGNORECASE)
STRONG = re.compile(
    r"\bh[eo]ld\b[^.]{0,60}\bharmless\b|\bcovenants?\b[^.]{0,20}\bnot to sue\b|"
    r"\b(?:agree|promise)s?\b[^.]{0,30}\bnot to sue\b|\bwill not sue\b|"
    r"\b(?:give|gives|giving|sign) (?:up|away)\b[^.]{0,30}\brights?\b|"
    r"\bindemnif\w+|\babsolv\w+|\bexonerat\w+|\bdischarges?\b|"
    r"\bnot (?:be )?(?:held )?(?:liable|responsible)\b|\bnot hold\b[^.]{0,60}\b(?:liable|responsible)\b|"
    r"\bfree of (?:all )?liability\b|\bno liability\b|"
    r"\bindemniz\w+|\bno (?:demandar|demandaré|demandaremos)\b|\bno (?:será|serán|es|son) responsables?\b|"
    r"\bsin responsabilidad\b|\bmantener\w*\b[^.]{0,40}\bindemn[ea]s?\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    rf"\b(?:do|does|did|is|are|shall|will|can|may|must)(?: ?not|n[’']t)(?: be)? (?:a |{GIVES_UP}|{FREES})\w*"
    rf"|\bcannot (?:be )?{GIVES_UP}|\bwithout {GIVES_UP}"
    rf"|\b(?:nothing|nobody|no ?one|none)\b(?:(?!\bbut\b)[^.,;]){{0,60}}?\b{GIVES_UP}|\bno (?:release|waiver)\b"
    rf"|\bno (?:se )?{FREES}|\b(?:nada|nadie)\b[^.,;]{{0,60}}?\b{FREES}|\bsin (?:liberar|renunciar|eximir)"
    rf"|\bnot (?:a )?(?:release|waiver)\b|\bno es una (?:renuncia|exoneración|liberación)\b",
    re.IGNORECASE,
)


def sentences(source: str) -> list[str]:
    """The sentences of a Markdown text, its marks taken off, blanks drawn together."""
    parts = (" ".join(MARKDOWN.sub(" ", part).split()) for part in ENDS.split(source))
    return [part for part in parts if part]


def releasing(*sources: str) -> list[str]:
    """The sentences that release, waive, hold harmless or deny liability; those that say they do not are no such."""
    return [one for source in sources for one in sentences(source) if is_release(one)]


def is_release(sentence: str) -> bool:
    """Whether a sentence without Markdown releases somebody."""
    left = NEGATED.sub(" ", sentence)
    return bool(STRONG.search(left) or (WEAK.search(left) and OBJECTS.search(left)))
