"""A post office that the pump of the test talks to."""

import socket

import pytest

from tests.mail.post_office import open_post_office
from tests.mail.ses_service import open_ses


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def office(settings, port):
    """A real SMTP server; the settings point at it."""
    settings.EMAIL_PROVIDER, settings.SMTP_URL, settings.MAIL_READ_SECONDS = "smtp", f"smtp://127.0.0.1:{port}", 1
    with open_post_office(port) as office:
        yield office


@pytest.fixture
def amazon(settings):
    """An SES of our own; the settings point at it."""
    settings.EMAIL_PROVIDER, settings.AWS_SES_REGION, settings.SES_CONFIGURATION_SET = "ses", "us-west-2", "letters"
    settings.AWS_ACCESS_KEY_ID, settings.AWS_SECRET_ACCESS_KEY = "AKIDTESTS", "tests-only"
    settings.MAIL_CONNECT_SECONDS, settings.MAIL_READ_SECONDS = 1, 3
    with open_ses() as ses:
        settings.AWS_SES_ENDPOINT_URL = ses.url
        yield ses
