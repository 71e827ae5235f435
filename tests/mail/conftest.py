"""A post office that the pump of the test talks to."""

import socket

import pytest

from tests.mail.post_office import open_post_office


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
