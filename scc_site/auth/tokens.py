"""Session tokens (pure): the only place that knows PyJWT.

A token carries who and how far; the session row decides. HS256 with a key picked by `kid` from a fixed map. PyJWT
does not look at `typ` and only warns about short keys: both are checked here. Time is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from scc_site.auth.codes import Keys, writing_key

ALGORITHM = "HS256"
TYPE = "scc-session+jwt"
AUDIENCE = "scc"
LONGEST = 4096  # characters; a browser keeps no larger cookie
SHORTEST_KEY = 32  # bytes, the length of the hash (RFC 7518, 3.2)
CLOCKS_APART = timedelta(seconds=10)  # between two web hosts
REQUIRED = ["iss", "aud", "sub", "email", "roles", "scope", "sid", "jti", "iat", "nbf", "exp", "auth_time", "amr"]
ROLES = frozenset({"crew", "admin", "executive"})
SCOPES = frozenset({"user", "admin", "event"})


class RefusedToken(Exception):
    """The token is not one of ours, or not valid now; the message says why and never contains it."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says. Instants are aware, in UTC, to the second."""

    sid: UUID
    jti: UUID
    sub: UUID
    email: str
    roles: frozenset[str]
    scope: str
    event_id: str
    issued_at: datetime
    expires_at: datetime
    signed_in_at: datetime
    method: str


def sign(claims: Claims, *, keys: Keys, issuer: str) -> str:
    """The token of a session, signed with the first key; raises RefusedToken when that key is too short."""
    kid = writing_key(keys)
    payload: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": str(claims.sub),
        "email": claims.email,
        "roles": sorted(claims.roles),
        "scope": claims.scope,
        "sid": str(claims.sid),
        "jti": str(claims.jti),
        "iat": int(claims.issued_at.timestamp()),
        "nbf": int(claims.issued_at.timestamp()),
        "exp": int(claims.expires_at.timestamp()),
        "auth_time": int(claims.signed_in_at.timestamp()),
        "amr": [claims.method],
    }
    if claims.event_id:
        payload["event_id"] = claims.event_id
    return jwt.encode(payload, _long_enough(keys[kid]), algorithm=ALGORITHM, headers={"typ": TYPE, "kid": kid})


def verify(token: str, *, keys: Keys, issuer: str, at: datetime) -> Claims:
    """What a token says, once it is certain that we signed it for now; raises RefusedToken."""
    key = _key_of(token, keys)
    # time is checked by us: PyJWT reads the machine's clock
    options: Any = {"require": REQUIRED, "strict_aud": True}
    options |= {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        payload = jwt.decode(token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=issuer, options=options)
    except (jwt.PyJWTError, RecursionError, ValueError) as fault:
        raise RefusedToken(type(fault).__name__) from fault
    claims = _claims(payload)
    if at >= claims.expires_at:
        raise RefusedToken("expired")
    if _instant(payload, "nbf") > at + CLOCKS_APART or claims.issued_at > at + CLOCKS_APART:
        raise RefusedToken("not valid yet")
    return claims


def _long_enough(key: str) -> str:
    """The key, refused when it is shorter than the hash."""
    if len(key.encode()) < SHORTEST_KEY:
        raise RefusedToken("short key")
    return key


def _key_of(token: str, keys: Keys) -> str:
    """The key that the header names, when the header is exactly as we write it."""
    if not token.isascii() or len(token) > LONGEST:
        raise RefusedToken("malformed")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, RecursionError, ValueError) as fault:
        raise RefusedToken("malformed") from fault
    if set(header) != {"alg", "typ", "kid"} or header["alg"] != ALGORITHM or header["typ"] != TYPE:
        raise RefusedToken("foreign header")
    if header["kid"] not in keys:
        raise RefusedToken("unknown key")
    return _long_enough(keys[header["kid"]])


def _claims(payload: dict[str, Any]) -> Claims:
    """The claims, each of the type and range that we write."""
    try:
        claims = Claims(
            sid=UUID(payload["sid"]),
            jti=UUID(payload["jti"]),
            sub=UUID(payload["sub"]),
            email=_text(payload["email"]),
            roles=frozenset(payload["roles"]),
            scope=_text(payload["scope"]),
            event_id=_text(payload.get("event_id", "")),
            issued_at=_instant(payload, "iat"),
            expires_at=_instant(payload, "exp"),
            signed_in_at=_instant(payload, "auth_time"),
            method=_text(payload["amr"][0]),
        )
    except (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError) as fault:
        raise RefusedToken("malformed claim") from fault
    if claims.scope not in SCOPES or (claims.scope == "event") != bool(claims.event_id) or not claims.roles <= ROLES:
        raise RefusedToken("malformed claim")
    return claims


def _text(value: object) -> str:
    """A string, or TypeError."""
    if not isinstance(value, str):
        raise TypeError
    return value


def _instant(payload: dict[str, Any], name: str) -> datetime:
    """A whole number of seconds as an instant; raises RefusedToken for what is none, or of no year that there is."""
    value = payload[name]
    if type(value) is not int:  # True is an int too
        raise RefusedToken("malformed claim")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as fault:
        raise RefusedToken("malformed claim") from fault
