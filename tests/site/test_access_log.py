"""What the access log keeps to itself."""

import pytest

from scc_site.access_log import masked


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/auth/link/abc.def/", "/auth/link/…/"),
        ("//auth//link/abc.def/", "/auth/link/…/"),
        ("/AUTH/link/abc", "/AUTH/link/…"),
        ("/guest/abc/", "/guest/…/"),
        ("/waiver/abc/review/", "/waiver/…/review/"),
        ("/calendar/abc.ics", "/calendar/…"),
        ("/party/abc/", "/party/…/"),
        ("/mail/preferences/abc/", "/mail/preferences/…/"),
        ("/events/sail-1/", "/events/sail-1/"),
        ("/events/\n127.0.0.1 GET /admin/", "/events/\\n127.0.0.1 GET /admin/"),
    ],
)
def test_the_log_shows_no_token_and_one_line(path, logged):
    assert masked(path) == logged
