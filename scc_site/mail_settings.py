"""Settings of mail: how letters leave, at what pace, and who is always written to. Merged into scc_site/settings.py."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from scc_site.addresses import InvalidAddress, canonical
from scc_site.environment import Environment

PROVIDERS = ("file", "smtp", "ses", "anymail")
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d+")
CONFIGURATION_SET = re.compile(r"[A-Za-z0-9_-]{1,64}")  # SES v2 API: CreateConfigurationSet
TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}")
BOOTH = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?")
ANYMAIL = "ANYMAIL_"
ARCHIVING = ("envelope", "separate_copy")  # of every message a copy unseen; or one message a report


def read(env: Environment, *, debug: bool) -> dict[str, Any]:
    """Every setting of mail by its name; faults and warnings are noted in `env`."""
    provider = env.choice("EMAIL_PROVIDER", "file", PROVIDERS)
    env.refuse(
        debug or provider != "file",
        "EMAIL_PROVIDER=file writes letters to disk and sends none: choose smtp, ses or anymail in production.",
    )
    sender = env.text("SES_FROM_ADDRESS", aliases=("FROM_ADDRESS", "SES_SENDER", "SES_VERIFIED_SENDER"))
    env.refuse(provider == "file" or bool(sender), "SES_FROM_ADDRESS must be set: the sender of every letter.")
    _refuse_non_addresses(env, "SES_FROM_ADDRESS", [sender] if sender else [])
    answers = env.text("REPLY_TO")
    _refuse_non_addresses(env, "REPLY_TO", [answers] if answers else [])
    smtp = env.text("SMTP_URL")
    chosen = {
        "EMAIL_PROVIDER": provider,
        "SES_FROM_ADDRESS": sender,
        "DEFAULT_FROM_ADDRESS": sender or "dock@example.com",
        "REPLY_TO": answers,
        "MAIL_ALLOW": env.words("MAIL_ALLOW"),
        "SMTP_URL": smtp,
    }
    env.refuse(provider != "smtp" or bool(smtp), "SMTP_URL must be set when EMAIL_PROVIDER=smtp.")
    env.refuse(
        provider != "smtp" or not smtp or _is_mail_server(smtp),
        "SMTP_URL must look like smtp://user:password@host:587?tls, or begin with smtps://.",
    )
    return chosen | _pace(env) | _amazon(env, provider) | _anymail(env, provider) | _reports(env) | _hooks(env, debug)


def _is_mail_server(url: str) -> bool:
    """Whether it names a host that speaks SMTP, and a port that there can be."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _pace(env: Environment) -> dict[str, Any]:
    """How fast, how long, how often."""
    return {
        "MAIL_PER_SECOND": env.decimal("MAIL_PER_SECOND", 10, least=0.01, most=1000),
        "MAIL_LEASE_SECONDS": env.number("MAIL_LEASE_SECONDS", 120, least=1),
        "MAIL_GRACE_SECONDS": env.number("MAIL_GRACE_SECONDS", 600, least=0),
        "MAIL_LOGIN_GRACE_SECONDS": env.number("MAIL_LOGIN_GRACE_SECONDS", 60, least=0),
        "MAIL_CONNECT_SECONDS": env.number("MAIL_CONNECT_SECONDS", 5, least=1),
        "MAIL_READ_SECONDS": env.number("MAIL_READ_SECONDS", 30, least=1),
        "MAIL_DRAIN_SECONDS": env.number("MAIL_DRAIN_SECONDS", 15, least=1, most=40),  # a job of the queue dies at 60
        "MAIL_BACKOFF_SECONDS": env.number("MAIL_BACKOFF_SECONDS", 15, least=0),
        "MAIL_BREAKER_SECONDS": env.number("MAIL_BREAKER_SECONDS", 5, least=1),
        "MAIL_POLL_SECONDS": env.decimal("MAIL_POLL_SECONDS", 1, least=0, most=60),
        "MAIL_MOST_ATTEMPTS": env.number("MAIL_MOST_ATTEMPTS", 5, least=1),
        "MAIL_COPY_DAYS": env.number("MAIL_COPY_DAYS", 400, least=1),
        "MAIL_LIFE_HOURS": env.number("MAIL_LIFE_HOURS", 72, least=1),
        "MAIL_CHECK_SECONDS": env.number("MAIL_CHECK_SECONDS", 300, least=0),
    }


def _amazon(env: Environment, provider: str) -> dict[str, Any]:
    """Amazon SES and the topics on which it reports."""
    topics = env.words("SNS_TOPIC_ARNS")
    found: dict[str, Any] = {
        "AWS_SES_REGION": env.aliased("AWS_SES_REGION", "AWS_REGION", "SES_REGION", told=provider == "ses"),
        "AWS_SES_ENDPOINT_URL": env.text("AWS_SES_ENDPOINT_URL").rstrip("/"),
        "AWS_ACCESS_KEY_ID": env.text("AWS_ACCESS_KEY_ID", aliases=("SES_ACCESS_KEY",)),
        "AWS_SECRET_ACCESS_KEY": env.text("AWS_SECRET_ACCESS_KEY", aliases=("SES_SECRET_KEY",)),
        "AWS_SESSION_TOKEN": env.text("AWS_SESSION_TOKEN"),
        "SES_CONFIGURATION_SET": env.text("SES_CONFIGURATION_SET"),
        "SNS_TOPIC_ARNS": topics,
        "AWS_SES_AUTO_THROTTLE": None,  # django-ses's own pacing would wait in each process for itself
        "AWS_SES_USE_BLACKLIST": False,  # it takes people off the envelope in silence; suppression is the outbox's
    }
    if provider == "ses":
        _refuse_unfit_amazon(env, found)
    for topic in topics:
        env.refuse(bool(TOPIC.fullmatch(topic)), f"SNS_TOPIC_ARNS: {topic[:80]!r} is not the ARN of an SNS topic.")
    return found


def _refuse_unfit_amazon(env: Environment, found: dict[str, Any]) -> None:
    """What would send to the wrong place, or nowhere."""
    region, door, letters = found["AWS_SES_REGION"], found["AWS_SES_ENDPOINT_URL"], found["SES_CONFIGURATION_SET"]
    env.refuse(
        bool(REGION.fullmatch(region)),
        "AWS_SES_REGION must name the region of your SES account, such as us-west-2, when EMAIL_PROVIDER=ses.",
    )
    env.refuse(
        not door or (urlsplit(door).scheme in {"http", "https"} and bool(urlsplit(door).hostname)),
        "AWS_SES_ENDPOINT_URL must be an http:// or https:// address.",
    )
    env.refuse(
        bool(found["AWS_ACCESS_KEY_ID"]) == bool(found["AWS_SECRET_ACCESS_KEY"]),
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together, or neither where the machine has a role.",
    )
    env.refuse(
        not letters or bool(CONFIGURATION_SET.fullmatch(letters)),
        "SES_CONFIGURATION_SET must be the name of a configuration set: letters, digits, - and _.",
    )


def _anymail(env: Environment, provider: str) -> dict[str, Any]:
    """The mail service that anymail speaks to: every ANYMAIL_* goes to anymail under the name after the underscore."""
    backend = env.text("ANYMAIL_BACKEND")
    env.refuse(
        provider != "anymail" or bool(backend),
        "ANYMAIL_BACKEND must name the mail service, such as postmark, when EMAIL_PROVIDER=anymail.",
    )
    env.names |= {"ANYMAIL_API_KEY", "ANYMAIL_WEBHOOK_SECRET"}
    options = {name: _plain(env, name, text) for name, text in env.family(ANYMAIL).items() if name != "BACKEND"}
    return {"ANYMAIL_BACKEND": backend, "ANYMAIL": options}


def _hooks(env: Environment, debug: bool) -> dict[str, Any]:
    """What mail services tell us, and when it is told on."""
    booth = env.text("SNS_TEST_ORIGIN").rstrip("/")
    env.refuse(
        not booth or (debug and bool(BOOTH.fullmatch(booth))),
        "SNS_TEST_ORIGIN stands in for Amazon SNS's own host in tests: only with DEBUG, only http://127.0.0.1:PORT.",
    )
    return {
        "SNS_TEST_ORIGIN": booth,
        "MAIL_SOFT_BOUNCES": env.number("MAIL_SOFT_BOUNCES", 3, least=1, most=1000),
        "MAIL_SOFT_BOUNCE_DAYS": env.number("MAIL_SOFT_BOUNCE_DAYS", 14, least=1, most=366),
    }


def _plain(env: Environment, name: str, text: str) -> Any:
    """A text as it stands; a list or an object from its JSON, such as ANYMAIL_SEND_DEFAULTS={"track_opens": false}."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        env.problems.append(f"{ANYMAIL}{name} begins like JSON but is none.")
        return text


def _reports(env: Environment) -> dict[str, Any]:
    """Who gets every report, and where its copies go."""
    recipients = env.words("REPORT_RECIPIENTS", aliases=("EXEC_REPORT_RECIPIENT", "RECIPIENT_LIST"))
    archive = env.text("REPORT_BCC")
    _refuse_non_addresses(env, "REPORT_RECIPIENTS", recipients)
    _refuse_non_addresses(env, "REPORT_BCC", [archive] if archive else [])
    mode = env.choice("REPORT_BCC_MODE", "envelope", ARCHIVING)
    return {"REPORT_RECIPIENTS": recipients, "REPORT_BCC": archive, "REPORT_BCC_MODE": mode}


def _refuse_non_addresses(env: Environment, name: str, texts: list[str]) -> None:
    """Note what is not one plain address."""
    for text in texts:
        try:
            canonical(text)
        except InvalidAddress as fault:
            env.problems.append(f"{name}={text[:80]!r} is not one email address, such as dock@example.com: {fault}")
