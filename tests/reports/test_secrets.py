"""What looks like a secret is masked; what does not, is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.secrets import Found, mask

# Put together here, so that no string in this file looks like a key to whoever scans the repository.
STRIPE = "sk" + "_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
AMAZON = "AKIA" + "IOSFODNN7EXAMPLE"
PEM = "-----BEGIN RSA PRIVATE " + "KEY-----\nMIIE\nowIB\n-----END RSA PRIVATE " + "KEY-----"


@pytest.mark.parametrize(
    ("written", "left", "kind"),
    [
        (f"key: {STRIPE}.", "key: sk_l….", "a Stripe key"),
        (f"uses {AMAZON} today", "uses AKIA… today", "an Amazon key"),
        ("SMTP_PASSWORD=hunter2hunter2", "SMTP_PASSWORD=hunt…", "a value that should be secret"),
        ('"api_key": "9f8a7b6c5d4e"', '"api_key": "9f8a…"', "a value that should be secret"),
        ("postgres://scc:s3cr3t@db/scc", "postgres://scc:…@db/scc", "a password in an address"),
        ("xo" + "xb-123456789012-abcdef", "xoxb…", "a Slack token"),
    ],
)
def test_a_secret_keeps_its_first_characters_alone(written, left, kind):
    assert mask(written) == (left, [Found(kind, 1)])


def test_lines_stay_where_they_are():
    masked, found = mask(f"one\n{PEM}\nsix {STRIPE}\n")

    assert masked.splitlines() == ["one", "----…", "", "", "", "six sk_l…"]
    assert found == [Found("a private key", 2), Found("a Stripe key", 6)]


@pytest.mark.parametrize(
    "prose",
    [
        "Rotate the Stripe keys and the password of the mail account.",
        "The token: ask Ana for it. Password: changeme-please",
        "SECRET_KEY=$(openssl rand -hex 32)",
        "password = settings.SMTP_PASSWORD",
        "See https://example.com/docs?page=2 and mailto:ana@example.com",
        "token_count: nothing, api-key: your-key-here",
        "The task list: AKIA is the prefix; sk_live_ too.",
    ],
)
def test_prose_is_left_alone(prose):
    assert mask(prose) == (prose, [])


@given(some.text(max_size=300))
def test_masking_twice_is_masking_once(text):
    masked, _ = mask(text)

    assert mask(masked)[0] == masked
    assert masked.count("\n") == text.count("\n")
