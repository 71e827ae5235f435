"""Settings of mail: what is read under which names, and what stops the start."""

import os

import pytest

from scc_site import mail_settings
from scc_site.environment import Environment

SES = {"EMAIL_PROVIDER": "ses", "SES_FROM_ADDRESS": "dock@example.com", "AWS_SES_REGION": "us-west-2"}
KEYS = {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret"}


def read(monkeypatch, **environ):
    """The settings, the problems and the warnings of an environment."""
    monkeypatch.setattr(os, "environ", environ)
    env = Environment()
    return mail_settings.read(env, debug=False), env.problems, env.warnings


def test_ses_is_read_under_its_own_names(monkeypatch):
    topic = "arn:aws:sns:us-west-2:123456789012:letters"
    more = {"SES_CONFIGURATION_SET": "letters", "SNS_TOPIC_ARNS": topic, "AWS_SES_ENDPOINT_URL": "http://127.0.0.1:5/"}

    found, problems, warnings = read(monkeypatch, **SES, **KEYS, **more)

    assert (problems, warnings) == ([], [])
    assert (found["AWS_SES_REGION"], found["AWS_SES_ENDPOINT_URL"]) == ("us-west-2", "http://127.0.0.1:5")
    assert (found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]) == ("AKID", "secret")
    assert (found["SES_CONFIGURATION_SET"], found["SNS_TOPIC_ARNS"]) == ("letters", [topic])
    assert (found["AWS_SES_AUTO_THROTTLE"], found["AWS_SES_USE_BLACKLIST"]) == (None, False)


@pytest.mark.parametrize("alias", ["AWS_REGION", "SES_REGION"])
def test_the_region_has_aliases_that_are_told(monkeypatch, alias):
    environ = {name: value for name, value in SES.items() if name != "AWS_SES_REGION"} | {alias: "eu-central-1"}

    found, problems, warnings = read(monkeypatch, **environ)

    assert (found["AWS_SES_REGION"], problems) == ("eu-central-1", [])
    assert warnings == [f"{alias} is read as AWS_SES_REGION: set AWS_SES_REGION itself."]


def test_an_alias_beside_the_name_itself_is_not_worth_a_word(monkeypatch):
    found, problems, warnings = read(monkeypatch, **SES, AWS_REGION="eu-central-1")

    assert (found["AWS_SES_REGION"], problems, warnings) == ("us-west-2", [], [])


def test_credentials_sender_and_recipients_have_aliases(monkeypatch):
    environ = {"EMAIL_PROVIDER": "ses", "AWS_SES_REGION": "us-west-2", "SES_SENDER": "a@example.com"}
    aliases = {"SES_ACCESS_KEY": "AKID", "SES_SECRET_KEY": "secret", "RECIPIENT_LIST": "b@example.com, c@example.com"}

    found, problems, warnings = read(monkeypatch, **environ, **aliases, REPORT_BCC="archive@example.com")

    assert (problems, warnings) == ([], [])
    assert (found["DEFAULT_FROM_ADDRESS"], found["AWS_ACCESS_KEY_ID"]) == ("a@example.com", "AKID")
    assert found["AWS_SECRET_ACCESS_KEY"] == "secret"
    assert (found["REPORT_RECIPIENTS"], found["REPORT_BCC"]) == (
        ["b@example.com", "c@example.com"],
        "archive@example.com",
    )


def test_whatever_anymail_is_told_reaches_it_under_its_own_name(monkeypatch):
    environ = {"EMAIL_PROVIDER": "anymail", "SES_FROM_ADDRESS": "a@example.com", "ANYMAIL_BACKEND": "mailgun"}

    found, problems, _ = read(
        monkeypatch,
        **environ,
        ANYMAIL_MAILGUN_API_KEY="k",
        ANYMAIL_API_KEY="x",
        ANYMAIL_EMPTY=" ",
        ANYMAIL_SEND_DEFAULTS='{"track_opens": false}',
    )

    assert (found["ANYMAIL_BACKEND"], problems) == ("mailgun", [])
    assert found["ANYMAIL"] == {"MAILGUN_API_KEY": "k", "API_KEY": "x", "SEND_DEFAULTS": {"track_opens": False}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"AWS_SES_REGION": ""}, "AWS_SES_REGION must name the region"),
        ({"AWS_SES_REGION": "Oregon"}, "AWS_SES_REGION must name the region"),
        ({"AWS_SES_ENDPOINT_URL": "localhost:5000"}, "AWS_SES_ENDPOINT_URL must be an http"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together"),
        ({"SES_CONFIGURATION_SET": "two words"}, "SES_CONFIGURATION_SET must be the name"),
        ({"SNS_TOPIC_ARNS": "letters"}, "SNS_TOPIC_ARNS: 'letters' is not the ARN"),
        ({"SES_FROM_ADDRESS": "Dock <dock@example.com>"}, "SES_FROM_ADDRESS='Dock <dock@example.com>' is not one"),
        ({"REPORT_RECIPIENTS": "ceo@example.com cfo"}, "REPORT_RECIPIENTS='cfo' is not one email address"),
        ({"REPORT_BCC": "a@example.com,b@example.com"}, "REPORT_BCC='a@example.com,b@example.com' is not one"),
        ({"EMAIL_PROVIDER": "anymail"}, "ANYMAIL_BACKEND must name the mail service"),
        ({"ANYMAIL_SEND_DEFAULTS": "{tags"}, "ANYMAIL_SEND_DEFAULTS begins like JSON but is none."),
        ({"EMAIL_PROVIDER": "smtp"}, "SMTP_URL must be set when EMAIL_PROVIDER=smtp."),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_URL": "http://x"}, "SMTP_URL must look like smtp://"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_URL": "smtp://"}, "SMTP_URL must look like smtp://"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_URL": "smtp://x:99999"}, "SMTP_URL must look like smtp://"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_URL": "smtp://[x"}, "SMTP_URL must look like smtp://"),
        ({"MAIL_CHECK_SECONDS": "soon"}, "MAIL_CHECK_SECONDS='soon' is not a whole number"),
    ],
)
def test_what_cannot_work_stops_the_start_and_is_the_only_thing_told(monkeypatch, change, told):
    _, problems, _ = read(monkeypatch, **SES | KEYS | change)

    assert len(problems) == 1
    assert problems[0].startswith(told)


def test_another_provider_asks_for_nothing_of_amazons(monkeypatch):
    environ = {"EMAIL_PROVIDER": "smtp", "SMTP_URL": "smtp://x", "SES_FROM_ADDRESS": "a@example.com"}

    _, problems, warnings = read(monkeypatch, **environ, AWS_REGION="here", AWS_ACCESS_KEY_ID="AKID")

    assert (problems, warnings) == ([], [])
