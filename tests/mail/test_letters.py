"""Every letter of the house, and what no name or address may do to a message."""

import email
import email.policy
import html
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from scc_site.mail import letters, messages, providers, reading
from scc_site.mail.messages import Letter, Unfit
from scc_site.models import OutgoingMail, User
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at
from tests.mail.samples import SAMPLES

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"
LETTERS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
CASES = [(name, *sample) for name in LETTERS for sample in SAMPLES.get(name, ())]
TAGS = re.compile(r"<(style|title|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
EVIL = [
    "Ana\r\nBcc: everybody@example.com",
    "Ana\nSubject: won",
    '"<x@y>,"',
    "Ana <ana@example.com>, Ben <ben@example.com>",
    "x" * 2000,
    "Jörg 🌊 Ñandú " * 100,
    "=cmd|' /C calc'!A0",
    "Ana\x00\x0b\u2028\u202eBen",
    "(comment) ; group:",
    "=?utf-8?q?a=2Cb=3Cx=40y=3E?=",
    "",
]


def row(kind, context, secrets, **fields):
    person = User(name="Ana Silva", email="ana@example.com")
    context = context | ({"_sealed": sorted(secrets)} if secrets else {})
    defaults = {"to": "ana@example.com", "dedupe_key": "k", "created_at": NOW}
    return OutgoingMail(pk=7, kind=kind, person=person, context=context, **defaults | fields)


def words(text):
    """Words alone, entities and quotes resolved."""
    return re.findall(r"\w+", html.unescape(text).replace("’", "'"))


def test_every_letter_has_a_sample_and_its_three_parts():
    assert sorted(SAMPLES) == LETTERS
    for name in LETTERS:
        assert sorted(part.name for part in (FOLDER / name).iterdir()) == ["body.html", "body.txt", "subject.txt"]


@pytest.mark.parametrize(("name", "context", "secrets"), CASES)
class TestEveryLetter:
    def test_it_is_fit_to_send(self, name, context, secrets):
        letter = letters.compose(row(name, context, secrets), secrets=secrets, at=NOW)

        letters.inspect(letter)

        assert len(letter.html.encode()) <= 20_000
        assert len(letter.subject) <= 120
        assert "  " not in letter.subject

    def test_no_word_is_missing(self, name, context, secrets, monkeypatch):
        """A variable that a template names and nobody gives prints this marker instead of nothing."""
        monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "MISSING-%s")
        optional = {"house_address", "house_phone"}

        letter = letters.compose(row(name, context, secrets), secrets=secrets, at=NOW)

        printed = "\n".join((letter.subject, letter.text, letter.html))
        assert set(re.findall(r"MISSING-(\w+)", printed)) <= optional

    def test_text_is_not_escaped_and_html_is(self, name, context, secrets):
        letter = letters.compose(row(name, context | {"who": "<b>&"}, secrets), secrets=secrets, at=NOW)

        assert "&amp;" not in letter.text + letter.subject
        assert "<b>&" not in letter.html

    @pytest.mark.django_db  # whether a copy was kept is asked first
    def test_a_masked_letter_shows_no_secret(self, name, context, secrets):
        read = reading.masked(row(name, context, secrets), at=NOW)

        assert [value for value in secrets.values() if value in "".join((read.subject, read.text, read.html))] == []
        assert ("••••••" in read.text) == bool(secrets)


def letter_to(name="Ana", to="ana@example.com", **fields):
    defaults = {
        "outbox_id": 7,
        "kind": "probe",
        "subject": "Ahoy",
        "text": "Ahoy\n",
        "html": "<p>Ahoy</p>",
        "message_id": "<outbox-7@crew.example.com>",
        "date": NOW,
    }
    return Letter(to=to, to_name=messages.display_name(name), **defaults | fields)


def parsed(letter):
    return message_from_bytes(messages.mime(letter).as_bytes(), policy=email.policy.default)


class TestHeaders:
    @pytest.mark.parametrize("name", EVIL)
    def test_a_name_makes_one_to_and_no_new_header(self, name):
        plain, evil = parsed(letter_to()), parsed(letter_to(name))

        assert evil.keys() == plain.keys()
        assert [address.addr_spec for address in evil["To"].addresses] == ["ana@example.com"]
        assert [address.addr_spec for address in evil["From"].addresses] == ["dock@example.com"]
        assert len(messages.display_name(name)) <= messages.LONGEST_NAME

    @pytest.mark.parametrize("name", EVIL)
    def test_the_house_may_be_named_anything(self, name, settings):
        settings.HOUSE_NAME = name

        message = parsed(letter_to())

        assert [address.addr_spec for address in message["From"].addresses] == ["dock@example.com"]
        assert message["To"].addresses[0].addr_spec == "ana@example.com"

    @pytest.mark.django_db
    @pytest.mark.parametrize("name", EVIL[:-1])
    def test_no_context_can_add_a_header_through_the_subject(self, name):
        name = name.replace("\x00", "")  # Postgres stores none
        mail = post(context={"greeting": name, "topic": name}, person=factories.person(name[:120]))

        letter = letters.compose(OutgoingMail.objects.newest().get(pk=mail.pk), secrets={}, at=NOW)
        message = parsed(letter)

        assert message.keys() == parsed(letter_to(headers={"List-ID": "Probe <probe.letters.crew.example.com>"})).keys()
        assert len(str(message["Subject"])) <= letters.LONGEST_SUBJECT

    @pytest.mark.parametrize(
        "to",
        ["a@x.example\r\nBcc: b@y.example", "a@x.example, b@y.example", "Ana <a@x.example>", "nobody", "", "a@", "@x"],
    )
    def test_what_is_not_one_address_is_not_written_to(self, to):
        with pytest.raises(Unfit):
            messages.mime(letter_to(to=to))

    def test_the_message_is_two_twins_in_seven_bits(self):
        raw = messages.mime(letter_to("Jörg", text="Grüße 🌊\n", html="<p>Grüße 🌊</p>")).as_bytes()
        message = message_from_bytes(raw, policy=email.policy.default)

        assert raw.isascii()
        assert max(len(line) for line in raw.splitlines()) <= 998
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert [part.get_content().strip() for part in message.iter_parts()] == ["Grüße 🌊", "<p>Grüße 🌊</p>"]
        assert message["Date"].datetime == NOW


class TestFitness:
    @pytest.mark.parametrize(
        ("fault", "fields"),
        [
            ("bytes of HTML", {"html": "x" * (60 * 1024 + 1)}),
            ("no subject", {"subject": ""}),
            ("no subject or no text", {"text": "\n"}),
            ("link", {"html": '<a href="https://evil.example/">x</a>'}),
            ("link", {"html": '<a href="https://crew.example.com.evil.example/">x</a>'}),
            ("link", {"html": "<a href='//evil.example'>x</a>"}),
            ("link", {"html": '<a HREF = "/events/">x</a>'}),
            ("link", {"html": '<img src="http://evil.example/x.png">'}),
            ("link", {"html": '<a href="javascript:alert(1)">x</a>'}),
        ],
    )
    def test_a_letter_that_is_not_ours_to_send_is_not_sent(self, fault, fields):
        with pytest.raises(Unfit, match=fault):
            letters.inspect(letter_to(**fields))

    @pytest.mark.parametrize(
        "target", ["https://crew.example.com", "https://crew.example.com/x", "mailto:dock@example.com", "tel:+1619555"]
    )
    def test_links_of_the_house_are_fit(self, target):
        assert letters.inspect(letter_to(html=f'<a href="{target}">x</a>')) is None

    @pytest.mark.django_db
    def test_an_unfit_letter_fails_in_the_outbox(self, office):
        mail = post(secrets={"link": "https://evil.example/"})

        pump_at(NOW)

        assert (fresh(mail).state, office.taken) == ("failed", [])
        assert fresh(mail).fault == "The letter has a link that does not start with SITE_ORIGIN."

    @pytest.mark.django_db
    def test_an_address_that_is_none_fails_in_the_outbox(self, office):
        mail = post()
        OutgoingMail.objects.update(to="a@x.example\r\nBcc: b@y.example")

        pump_at(NOW)

        assert (fresh(mail).state, office.mailboxes) == ("failed", [])


class TestAllowance:
    @pytest.mark.parametrize(
        ("house", "allow", "may"),
        [
            ((False, "smtp", "smtp://mail.example.com"), [], True),
            ((True, "file", ""), [], True),
            ((True, "smtp", "smtp://127.0.0.1:1025"), [], True),
            ((True, "smtp", "smtp://mail.example.com"), [], False),
            ((True, "ses", ""), [], False),
            ((True, "smtp", "smtp://mail.example.com"), ["ANA@Example.com"], True),
            ((True, "smtp", "smtp://127.0.0.1:1025"), ["ben@example.com"], False),
            ((True, "smtp", "smtp://127.0.0.1:1025"), ["not an address"], False),
        ],
    )
    def test_who_may_be_mailed(self, settings, house, allow, may):
        settings.DEBUG, settings.EMAIL_PROVIDER, settings.SMTP_URL = house
        settings.MAIL_ALLOW = allow

        assert providers.may_be_mailed("ana@example.com") == may

    @pytest.mark.django_db
    def test_whoever_may_not_be_mailed_gets_nothing_and_the_office_sees_why(self, office, settings):
        settings.DEBUG, settings.MAIL_ALLOW = True, ["ben@example.com"]
        mine = post(person=factories.person(email="ben@example.com"))
        other = post()

        pump_at(NOW)

        assert (fresh(mine).state, fresh(other).state) == ("sent", "suppressed")
        assert (fresh(other).fault, len(office.taken)) == ("MAIL_ALLOW does not name this address.", 1)
