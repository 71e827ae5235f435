"""Limits: every number that is the most of something, each a setting of its own (`LIMIT_…`)."""

from __future__ import annotations

from scc_site.environment import Environment

DEFAULTS = {
    "TRIES_PER_CODE": 5,
    "MAIL_PER_ADDRESS_MINUTE": 1,
    "MAIL_PER_ADDRESS_HOUR": 5,
    "MAIL_PER_ADDRESS_DAY": 10,
    "REQUESTS_PER_IP_HOUR": 20,
    "WRONG_CODES_PER_IP_HOUR": 60,
    "WRONG_CODES_PER_ACCOUNT": 100,
    "WRONG_CODES_SITE_HOUR": 300,
    "CODE_PAUSE_MINUTES": 15,
    "CODE_LIFE_HOURS": 24,
    "ADMIN_CODE_LIFE_MINUTES": 10,
    "SESSION_IDLE_DAYS": 14,
    "SESSION_DAYS": 30,
    "ADMIN_IDLE_MINUTES": 60,
    "ADMIN_SESSION_HOURS": 8,
    "JOINS_PER_IP_HOUR": 60,  # a whole party may stand at the dock behind one address
    "BODY_KILOBYTES": 2560,
    "HOOK_KILOBYTES": 768,  # SNS sends 256 KB at most, each quote and each letter of ours doubled by JSON
    "IMPORT_MEGABYTES": 32,  # a file of records, from the command line or the office
    "PAPER_MEGABYTES": 10,  # the photo or PDF of a waiver signed on paper
    "VERIFY_MEGABYTES": 10,  # a PDF that anybody may have looked at
}


def read(env: Environment) -> dict[str, int]:
    """Each limit by its name, from 1 to a million."""
    return {name: env.number(f"LIMIT_{name}", default, least=1, most=10**6) for name, default in DEFAULTS.items()}
