"""Copies of letters: what truly left, word for word, without anything that opens a door."""

import email
import json
import secrets as dice
from datetime import timedelta
from hashlib import sha256

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from scc_site.logs import masked as without_tokens
from scc_site.mail import copies, letters, messages, outbox, pump, reading, sealing
from scc_site.mail.messages import CalendarPart
from scc_site.mail.providers import Answer, Outcome, file
from scc_site.models import LetterCopy, MailAttempt, OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, later, post, pump_at
from tests.mail.samples import ENTRY, SAMPLES

pytestmark = pytest.mark.django_db
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
WITH_SECRETS = [(name, *sample) for name, given in SAMPLES.items() for sample in given if sample[1]]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Letters leave as files, whose bytes can be looked at."""
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path


def whole_table():
    """Every byte of the table that text can show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(copy)::text FROM scc_site_lettercopy copy ORDER BY id")
        return "\n".join(row for (row,) in cursor.fetchall())


def fresh_secrets(names):
    """A code and a link as sign-in makes them."""
    code = "".join(dice.choice(ALPHABET) for _ in range(6))
    made = {
        "code": f"{code[:3]}-{code[3:]}",
        "link": f"https://crew.example.com/auth/link/{dice.token_urlsafe(32)}/",
    }
    return {name: made[name] for name in names}


class TestWhatIsKept:
    def test_the_copy_is_the_message_that_left(self):
        mail = post(context={"greeting": "Grüße 🌊", "topic": "the <tide> turns"})

        pump_at(NOW)

        copy = LetterCopy.objects.get()
        sent = file.path_of(mail.pk, "probe").read_bytes()
        message = email.message_from_bytes(sent, policy=email.policy.default)
        assert (copy.sha256, copy.bytes) == (sha256(sent).hexdigest(), len(sent))
        assert [tuple(pair) for pair in copy.headers] == [(name, str(value)) for name, value in message.items()]
        assert copy.subject == str(message["Subject"])
        assert copy.text.splitlines() == without_tokens(message.get_body(("plain",)).get_content()).splitlines()
        assert copy.html.splitlines() == without_tokens(message.get_body(("html",)).get_content()).splitlines()
        assert "/mail/preferences/…/" in copy.text  # the one token that every letter carries
        assert (copy.mail_id, copy.token, copy.at) == (mail.pk, 1, NOW)

    def test_the_same_letter_is_the_same_bytes_each_time(self):
        letter = letters.compose(OutgoingMail.objects.newest().get(pk=post().pk), secrets={}, at=NOW)

        assert messages.mime(letter).as_bytes() == messages.mime(letter).as_bytes()

    def test_its_calendar_part_is_kept(self):
        post(context={"greeting": "Ahoy", "topic": "x", **ENTRY})

        pump_at(NOW)

        kept = LetterCopy.objects.get().calendar
        assert (kept[:15], "METHOD:REQUEST" in kept) == ("BEGIN:VCALENDAR", True)

    def test_every_attempt_that_may_have_left_is_kept_and_no_other(self, monkeypatch):
        outcomes = [Outcome.UNREACHED, Outcome.THROTTLED, Outcome.UNCERTAIN, Outcome.ACCEPTED]
        mail = post()

        for outcome in outcomes:
            claimed = pump.claim(at=NOW)
            answer = pump.request(FixedAnswer(outcome), pump.write(claimed, at=NOW))
            pump.finish(mail=claimed, answer=answer, at=NOW)
            OutgoingMail.objects.update(state="queued", not_before=NOW)

        assert list(LetterCopy.objects.values_list("mail_id", "token")) == [(mail.pk, 3), (mail.pk, 4)]

    def test_it_costs_one_statement(self):
        post()
        claimed = pump.claim(at=NOW)
        answer = pump.request(FixedAnswer(Outcome.ACCEPTED), pump.write(claimed, at=NOW))

        with CaptureQueriesContext(
            connection,
        ) as asked:
            pump.finish(mail=claimed, answer=answer, at=NOW)

        assert [query["sql"].split()[2] for query in asked if "lettercopy" in query["sql"]] == ['"scc_site_lettercopy"']

    def test_a_letter_of_which_no_copy_can_be_made_is_sent_all_the_same(self, settings):
        mail = post(secrets={"link": "https://crew.example.com/auth/link/SECRET/"})
        claimed = pump.claim(at=NOW)
        answer = pump.request(FixedAnswer(Outcome.ACCEPTED), pump.write(claimed, at=NOW))

        settings.RECORD_KEYS = {"other": "k" * 40}
        pump.finish(mail=claimed, answer=answer, at=NOW)

        assert (fresh(mail).state, MailAttempt.objects.count(), LetterCopy.objects.count()) == ("sent", 1, 0)


class FixedAnswer:
    """A mail service with one answer to everything."""

    def __init__(self, outcome):
        self.outcome = outcome

    def send(self, letter):
        return Answer(self.outcome)

    def quota(self):
        return None

    def close(self):
        pass


class TestNothingSecret:
    @pytest.mark.parametrize(("name", "context", "given"), WITH_SECRETS)
    def test_no_code_and_no_link_is_in_the_table(self, name, context, given):
        for _ in range(5):
            known = fresh_secrets(given)
            person = factories.person("Ana Silva")
            outbox.queue(letter=name, person=person, dedupe_key=f"k:{known}", at=NOW, context=context, secrets=known)
            pump_at(NOW)

            kept = whole_table()
            mail = OutgoingMail.objects.newest().first()
            left = file.path_of(mail.pk, name).read_bytes()
            body = email.message_from_bytes(left, policy=email.policy.default).get_body(("plain",)).get_content()
            assert (mail.state, [value for value in known.values() if value not in body]) == ("sent", [])
            bare = copies.APART.sub("", kept).casefold()
            tokens = [known[part].rstrip("/").rpartition("/")[2] for part in known]
            assert [secret for secret in (*known.values(), *tokens) if secret in kept] == []
            assert [secret for secret in tokens if copies.APART.sub("", secret).casefold() in bare] == []
            assert sealing.MASK in json.loads(kept.splitlines()[-1])["text"]

    @pytest.mark.parametrize(
        "where",
        [
            "/mail/preferences/{}/",
            "/mail/preferences/{}/?family=tasks",
            "/calendar/{}.ics",
            "/guest/{}/",
            "/waiver/{}/",
            "/party/{}/",
            "/auth/link/{}/",
        ],
    )
    def test_no_token_of_a_link_in_clear_context_is_in_the_table(self, where):
        token = dice.token_urlsafe(32)
        link = "https://crew.example.com" + where.format(token)
        letter = letters.compose(OutgoingMail.objects.newest().get(pk=post().pk), secrets={}, at=NOW)
        letter = with_link(letter, link)
        claimed = pump.claim(at=NOW)

        copies.keep(mail=claimed, letter=letter, at=NOW)

        assert link in str(messages.mime(letter)["List-Unsubscribe"])
        assert (token in whole_table(), LetterCopy.objects.count()) == (False, 1)

    @pytest.mark.parametrize(
        "text",
        ["code 7Q4KZP", "7 q 4 k z p", "https://crew.example.com/x/" + "Tok-en_" * 6, "tok en tok en" + "toke n" * 4],
    )
    def test_what_shows_a_trace_of_a_secret_is_not_kept(self, text):
        known = ["7Q4-KZP", "https://crew.example.com/auth/link/" + "Tok-en_" * 6 + "/"]

        assert copies.masked(text, known) == copies.WITHHELD

    def test_a_secret_as_html_writes_it_is_masked(self):
        assert copies.masked("a='x&amp;y&lt;z' b=x%26y%3Cz", ["x&y<z"]) == "a='••••••' b=••••••"

    def test_a_word_too_short_to_be_a_secret_withholds_nothing(self):
        assert copies.masked("abc", ["a-b", ""]) == "abc"


def with_link(letter, link):
    changed = {
        "text": letter.text + link,
        "html": letter.html.replace("</body>", f'<a href="{link}">x</a></body>'),
        "headers": {"List-Unsubscribe": f"<{link}>"},
        "calendar": CalendarPart("REQUEST", f"URL:{link}"),
    }
    return messages.Letter(**letter.__dict__ | changed)


class TestKept:
    @pytest.mark.parametrize(
        "act",
        [
            "DELETE FROM scc_site_lettercopy",
            "UPDATE scc_site_lettercopy SET text = 'I never wrote that'",
            "UPDATE scc_site_lettercopy SET sha256 = ''",
            "UPDATE scc_site_lettercopy SET dropped_at = now(), text = ''",
            "UPDATE scc_site_lettercopy SET dropped_at = now(), text = '', html = '', calendar = '', headers = '[]', "
            "subject = 'x'",
        ],
    )
    def test_nobody_rewrites_what_left(self, act):
        post()
        pump_at(NOW)

        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)

        assert isinstance(refused.value.__cause__, psycopg.errors.RestrictViolation)

    def test_after_400_days_the_words_go_and_the_fingerprint_stays(self):
        old, young = post(), post(at=later(days=30))
        pump_at(NOW)
        pump_at(later(days=30))
        before = LetterCopy.objects.last_of(old.pk)

        dropped = [copies.drop_old(at=later(days=days)) for days in (400, 401, 401)]

        copy = LetterCopy.objects.last_of(old.pk)
        assert dropped == [0, 1, 0]
        assert (copy.text, copy.html, copy.calendar, copy.headers) == ("", "", "", [])
        assert (copy.sha256, copy.bytes, copy.subject) == (before.sha256, before.bytes, before.subject)
        assert LetterCopy.objects.last_of(young.pk).text != ""

    def test_many_are_dropped_in_handfuls(self, monkeypatch):
        for _ in range(5):
            post()
        pump_at(NOW)
        monkeypatch.setattr(copies, "HANDFUL", 2)

        assert copies.drop_old(at=NOW + timedelta(days=500)) == 5

    def test_what_was_dropped_cannot_be_written_anew(self):
        post()
        pump_at(NOW)
        copies.drop_old(at=later(days=500))

        with pytest.raises(IntegrityError), transaction.atomic():
            LetterCopy.objects.update(text="again")


class TestReading:
    def test_a_letter_reads_as_it_left_whatever_its_context_says_now(self):
        mail = post()
        pump_at(NOW)
        OutgoingMail.objects.update(context={"greeting": "Lies", "topic": "lies"})

        read = reading.masked(fresh(mail), at=NOW)

        assert read.subject == "Ahoy, Ana Silva: the tide turns"
        assert ("Lies" in read.text, read.copy.at) == (False, NOW)

    def test_a_letter_that_waits_reads_as_it_would_leave_now(self):
        read = reading.masked(post(), at=NOW)

        assert (read.subject, read.copy) == ("Ahoy, Ana Silva: the tide turns", None)
