"""Strings that look like secrets (pure): found and masked before anything is stored. Values are never told.

The shapes are those that the services document for their own keys: Stripe (`sk_live_…`), Amazon (`AKIA…`), GitHub
(`ghp_…`), Slack (`xoxb-…`), Google (`AIza…`), private keys in PEM, JSON web tokens, passwords within addresses of
services, and assignments to a name that says what it is (`SMTP_PASSWORD=…`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

DOTS = "…"
KEPT = 4  # the first characters, to recognise the kind by; how long it was is not told
SHAPES = (
    ("a private key", re.compile(
        r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|\Z)", re.DOTALL)),
    ("a Stripe key", re.compile(r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}")),
    ("a Stripe webhook secret", re.compile(r"\bwhsec_[A-Za-z0-9+/=]{16,}")),
    ("an Amazon key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{22,})")),
    ("a Slack token", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")),
    ("a Google key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("a SendGrid key", re.compile(r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}")),
    ("a JSON web token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")),
    ("a password in an address", re.compile(r"(?<=://)[^\s:/@]{1,80}:[^\s:/@]{3,200}(?=@[\w.-])")),
)  # fmt: skip
ASSIGNED = re.compile(
    r"""(?P<name>\b[A-Za-z0-9_.-]*(?:secret|passwd|password|api[_-]?key|access[_-]?key|private[_-]?key|token)
        [A-Za-z0-9_-]*["'`]?\s*(?:=|:=|:)\s*["'`]?)
        (?P<value>[^\s"'`<>{}()\[\],;]{8,})""",
    re.IGNORECASE | re.VERBOSE,
)
HARMLESS = re.compile(
    r"(?:x+|\*+|\.+|…+|change.?me.*|your.*|example.*|placeholder.*|none|null|true|false|https?://.*|\$.*|%.*)\Z",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """One string that looks like a secret: what kind, and its line, from 1."""

    kind: str
    line: int


def mask(text: str) -> tuple[str, list[Found]]:
    """The text with every such string masked, line breaks kept so that lines stay where they are; and what was found.

    A masked text has none left: masking it again changes nothing.
    """
    spans: list[tuple[int, int, str]] = []
    for kind, shape in SHAPES:
        spans += [(found.start(), found.end(), kind) for found in shape.finditer(text)]
    for found in ASSIGNED.finditer(text):
        if _is_value(found["value"]):
            spans.append((found.start("value"), found.end("value"), "a value that should be secret"))
    parts, told, done = [], [], 0
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        parts += [text[done:start], _masked(text[start:end])]
        told.append(Found(kind, text.count("\n", 0, start) + 1))
        done = end
    return "".join([*parts, text[done:]]), told


def _masked(secret: str) -> str:
    """Its first characters and dots; as many line breaks as it had."""
    return f"{secret[:KEPT].strip()}{DOTS}" + "\n" * secret.count("\n")


def _is_value(written: str) -> bool:
    """Whether what is assigned could be the secret itself: no name of a setting, no placeholder, no plain word."""
    if DOTS in written or HARMLESS.match(written):
        return False
    digits = sum(sign.isdigit() for sign in written)
    return digits > 0 or (not written.isalpha() and not re.fullmatch(r"[A-Za-z]+(?:[._/-][A-Za-z]+)*", written))
