"""What cannot be read is refused early, with a page for people, never a 500."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote_from_bytes

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import path

from scc_site import urls as house_urls
from scc_site.middleware import DRAIN_BYTES, HardeningMiddleware, RefusalMiddleware
from scc_site.models import LoginCode
from scc_site.refusals import Mistyped, Refusal, TooOften, Unseen
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def is_page(answer) -> bool:
    return answer.headers["Content-Type"].startswith("text/html") and b"<h1>" in answer.content


@pytest.mark.parametrize(
    "raw", ["/%00", "/events/%00/", "/%ff", "/%c0%af", "/%ed%a0%80", "/auth/link/%00/", "/auth/link/%ed%b0%80/"]
)
@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_a_path_that_is_no_text_is_400(client, raw, method):
    answer = getattr(client, method)(raw)

    assert answer.status_code == 400
    assert method == "head" or is_page(answer)


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%ed%a0%80", "q=%c0%80", "a=1&" * 1001, "%00=1"])
@pytest.mark.parametrize("at", ["/", "/auth/magic-link/", "/events/", "/admin/scc_site/user/"])
def test_a_query_that_is_no_text_or_has_a_thousand_fields_is_400(at, query):
    answer = signed_in(factories.admin(), "admin").get(f"{at}?{query}")

    assert answer.status_code == 400


def test_a_refused_request_carries_the_security_headers(client):
    answer = client.get("/%00")

    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "crew.example.com,evil.example",
        "crew.example.com@evil.example",
        "",
        "a\tb",
        "crew.example.com:99999x",
    ],
)
def test_a_host_that_is_not_ours_is_400(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_a_body_too_long_is_413_and_read_away_in_pieces(client):
    body = b"email=" + b"a" * (settings.LIMITS["BODY_KILOBYTES"] * 1024 + 1)

    answer = client.post("/auth/magic-link/", body, content_type=FORM)

    assert answer.status_code == 413
    assert is_page(answer)


class Stream(BytesIO):
    """A connection that gives as many bytes as are asked for, or breaks."""

    taken = 0
    breaks = False

    def read(self, size: int | None = -1) -> bytes:
        if self.breaks:
            raise OSError
        self.taken += size or 0
        return b"x" * (size or 0)


def refused_upload(length: int, stream: Stream) -> int:
    request = RequestFactory().post("/", b"", content_type=FORM)
    request.META |= {"wsgi.input": stream, "CONTENT_LENGTH": str(length), "HTTP_HOST": "crew.example.com"}
    return HardeningMiddleware(lambda _: pytest.fail("passed on"))(request).status_code


@pytest.mark.parametrize(("length", "taken"), [(DRAIN_BYTES, DRAIN_BYTES), (DRAIN_BYTES + 1, 0), (10**17, 0)])
def test_a_refused_body_is_read_away_up_to_a_cap_and_left_alone_beyond_it(length, taken):
    stream = Stream()

    assert refused_upload(length, stream) == 413
    assert stream.taken == taken


def test_a_broken_connection_while_reading_away_is_no_fault():
    stream = Stream()
    stream.breaks = True

    assert refused_upload(DRAIN_BYTES, stream) == 413


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "٣", "0x10", " 5 5"])
def test_a_length_that_is_no_number_is_400(client, length):
    answer = client.generic("POST", "/auth/magic-link/", b"email=a", content_type=FORM, CONTENT_LENGTH=length)

    assert answer.status_code == 400


@pytest.mark.parametrize("length", ["9" * 18, "9" * 5000])
def test_an_absurd_length_is_413(client, length):
    answer = client.generic("POST", "/auth/magic-link/", b"email=a", content_type=FORM, CONTENT_LENGTH=length)

    assert answer.status_code == 413


def test_more_than_a_thousand_fields_are_400(client):
    body = "&".join(f"f{n}=1" for n in range(1001))

    assert client.post("/auth/magic-link/", body, content_type=FORM).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=\xe9", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na\0b\r\n--b--\r\n',
        ),
        (
            "multipart/form-data; boundary=b; charset=rot13",
            b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--b--\r\n',
        ),
        (FORM + "; charset=utf-16", b"email=a"),
        (FORM + "; charset=idna", b"email=a"),
        ("application/json", b"[" * 200_000),
        ("application/json", b'{"email": "\\ud800"}'),
        ("text/plain", b"email=a"),
        (FORM, b"email=%ed%a0%80%00%ff&email"),
        (FORM, b"%00=%00&email=\xff\xfe"),
        (FORM, b"email=" + b"9" * 5000),
    ],
)
@pytest.mark.parametrize(
    "at", ["/auth/magic-link/", "/auth/code/", "/auth/link/x/", "/auth/sessions/", "/admin/scc_site/user/add/"]
)
def test_a_body_that_cannot_be_read_is_a_refusal_and_never_a_500(at, content_type, body):
    client = signed_in(factories.admin(), "admin")

    answer = client.generic("POST", at, body, content_type=content_type)

    assert 200 <= answer.status_code < 500


@pytest.mark.parametrize("value", ["%ff%fe", "a%c0%80", "%ed%a0%80"])
def test_a_form_with_bytes_that_are_no_text_is_400_and_nothing_of_it_is_taken(client, value):
    answer = client.post("/auth/magic-link/", f"email={value}@example.com", content_type=FORM)

    assert answer.status_code == 400
    assert is_page(answer)
    assert LoginCode.objects.count() == 0


@pytest.mark.parametrize(
    "value", ["\0", "a\0b", "\ud800", "\x7f\x1b[0m", "9" * 5000, "[" * 200_000, "=cmd|' /C calc'!A0"]
)
def test_no_value_in_any_field_of_sign_in_is_a_500(value):
    client = signed_in(factories.admin(), "admin")
    fields = ("email", "code", "next", "switch", "session", "name", "phone", "is_active", "is_admin")
    places = ("/auth/magic-link/", "/auth/code/", "/auth/sessions/", "/auth/step-up/", "/admin/scc_site/user/add/")
    raw = quote_from_bytes(value.encode("utf-8", "surrogatepass"))
    for place in places:
        for field in fields:
            answer = client.post(place, f"{field}={raw}", content_type=FORM)
            assert answer.status_code < 500, (place, field)


@pytest.mark.parametrize("name", ["scc", "__Host-scc", "__Host-scc-flow", "__Host-scc-way", "__Host-csrf", "messages"])
@pytest.mark.parametrize("value", ["", "x", "é", '"\\000"', "a.b.c", "x" * 5000, "[[" * 500])
def test_no_cookie_is_a_500(name, value):
    client = Client()
    client.cookies[name] = value

    for place in ("/", "/auth/magic-link/", "/auth/code/", "/auth/sessions/", "/admin/"):
        assert client.get(place).status_code < 500
    assert client.post("/auth/code/", {"code": "AAAAAA"}).status_code < 500


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_an_odd_method_is_refused(client, method):
    assert getattr(client, method)("/auth/magic-link/").status_code == 405


@pytest.mark.parametrize("at", ["/auth/magic-link/", "/auth/code/", "/auth/sign-out/", "/auth/link/x/"])
def test_head_answers_as_get_without_a_body(client, at):
    head, get = client.head(at), client.get(at)

    assert head.status_code == get.status_code
    assert head.content == b""


# --- Refusals -----------------------------------------------------------------------------------------


def answer_to(exception: Exception, htmx: bool = False):
    request = RequestFactory().get("/", headers={"HX-Request": "true"} if htmx else {})
    request.user = factories.person()
    return RefusalMiddleware(lambda _: pytest.fail("not called")).process_exception(request, exception)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refusal("Ana was faster."), 409),
        (Mistyped("Mend the time.", {"departs_at": ["No such hour."]}), 422),
        (TooOften("Wait a little.", 90), 429),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_refusal_is_told_in_its_own_words(refusal, status, htmx):
    answer = answer_to(refusal, htmx)

    assert answer.status_code == status
    assert refusal.sentence in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not htmx
    assert answer.headers.get("Retry-After") == ("90" if status == 429 else None)


def test_a_thing_unseen_looks_like_one_that_never_was(client):
    unseen = answer_to(Unseen("Sail 7 is not yours."))

    assert unseen.status_code == 404
    assert "Sail 7" not in unseen.content.decode()


def test_other_exceptions_are_left_to_django():
    assert answer_to(RuntimeError("a defect")) is None
    assert answer_to(ValueError("a defect")) is None


@pytest.mark.parametrize(
    "exception",
    [
        ValueError("A string literal cannot contain NUL (0x00) characters."),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ],
)
def test_a_value_no_column_can_hold_is_400(exception):
    assert answer_to(exception).status_code == 400


def test_waits_are_said_in_words():
    said = [answer_to(TooOften("Wait.", seconds)).content.decode() for seconds in (60, 600, 86_000)]

    assert "60 seconds" in said[0]
    assert "10 minutes" in said[1]
    assert "24 hours" in said[2]


def boom(request: HttpRequest) -> None:
    raise ValueError("A string literal cannot contain NUL (0x00) characters.")


urlpatterns = [path("boom/", boom), *house_urls.urlpatterns]


@pytest.mark.urls("tests.site.test_hardening")
def test_the_refusals_stand_in_the_chain_of_middleware():
    assert signed_in(factories.person()).get("/boom/").status_code == 400
