"""Letters read by the house: the office sees dots, a developer sees what a person would see."""

import pytest

from scc_site.mail.providers import file
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at
from tests.mail.samples import ENTRY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
LINK = "https://crew.example.com/auth/link/SECRET/"


@pytest.fixture
def debug(settings, tmp_path):
    """A developer's house: DEBUG, letters as files."""
    settings.DEBUG, settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = True, "file", tmp_path
    settings.ALLOWED_HOSTS = ["testserver"]
    return tmp_path


@pytest.fixture
def office_client():
    return signed_in(factories.admin(), "admin")


class TestDevMail:
    @pytest.mark.parametrize("path", ["/dev/mail/", "/dev/mail/1/", "/dev/mail/1/html/"])
    def test_it_does_not_exist_without_debug(self, path, client):
        post()

        assert client.get(path).status_code == 404

    def test_the_list_shows_whom_and_what_and_its_state(self, debug, client):
        mail = post()

        page = client.get("/dev/mail/").content.decode()

        assert "Ahoy, Ana Silva: the tide turns" in page
        assert mail.to in page
        assert "queued" in page

    def test_an_empty_list_says_what_to_do(self, debug, client):
        assert "No letters yet" in client.get("/dev/mail/").content.decode()

    @pytest.mark.parametrize("sent", [False, True])
    def test_a_link_can_be_followed_before_and_after_the_letter_left(self, debug, client, sent):
        mail = post(secrets={"link": LINK})
        if sent:
            pump_at(NOW)

        page = client.get(f"/dev/mail/{mail.pk}/").content.decode()
        html = client.get(f"/dev/mail/{mail.pk}/html/").content.decode()

        assert fresh(mail).sealed == "" if sent else fresh(mail).sealed != ""
        assert f'<a href="{LINK}"' in page
        assert f'href="{LINK}"' in html

    @pytest.mark.parametrize("sent", [False, True])
    def test_its_calendar_part_is_shown_before_and_after_it_left(self, debug, client, sent):
        mail = post(context={"greeting": "Ahoy", "topic": "x", **ENTRY})
        if sent:
            pump_at(NOW)

        page = client.get(f"/dev/mail/{mail.pk}/").content.decode()

        assert ("For the reader’s calendar" in page, "METHOD:REQUEST" in page) == (True, True)

    def test_the_html_runs_in_a_frame_without_rights(self, debug, client):
        mail = post()

        page, frame = client.get(f"/dev/mail/{mail.pk}/"), client.get(f"/dev/mail/{mail.pk}/html/")

        assert "frame-src 'self'" in page["Content-Security-Policy"]
        assert "style-src 'self'" in page["Content-Security-Policy"]
        assert "sandbox allow-popups" in frame["Content-Security-Policy"]
        assert "default-src 'none'" in frame["Content-Security-Policy"]
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert frame.content.decode().count('<base target="_blank">') == 1

    def test_a_file_of_another_databases_letter_is_not_taken_for_this_one(self, debug, client):
        first = post()
        pump_at(NOW)
        mail = post(context={"greeting": "Other", "topic": "x"})
        file.path_of(first.pk, "probe").rename(file.path_of(mail.pk, "probe"))

        assert "Other, Ana Silva" in client.get(f"/dev/mail/{mail.pk}/").content.decode()

    def test_a_letter_that_cannot_be_written_is_listed_all_the_same(self, debug, client):
        mail = post(letter="no-such-letter", secrets={"link": LINK})

        assert letters_page(client) == 200
        assert "(this letter cannot be written)" in client.get("/dev/mail/").content.decode()
        assert client.get(f"/dev/mail/{mail.pk}/").status_code == 200
        assert client.get(f"/dev/mail/{mail.pk + 1}/").status_code == 404

    def test_a_letter_whose_key_is_gone_shows_dots(self, debug, client, settings):
        mail = post(secrets={"link": LINK})
        settings.RECORD_KEYS = {"other": "k" * 40}

        assert "Sign in: ••••••" in client.get(f"/dev/mail/{mail.pk}/").content.decode()


def letters_page(client):
    return client.get("/dev/mail/").status_code


class TestOffice:
    @pytest.mark.parametrize("sent", [False, True])
    def test_a_letter_reads_with_its_secrets_masked(self, office, office_client, sent):
        mail = post(secrets={"link": LINK})
        if sent:
            pump_at(NOW)

        page = office_client.get(f"/admin/scc_site/outgoingmail/{mail.pk}/change/").content.decode()

        assert "Ahoy, Ana Silva: the tide turns" in page
        assert "Sign in: ••••••" in page
        assert "SECRET" not in page
        assert mail.sealed not in page
        assert page.count("The mail service took it.") == int(sent)
        frame = office_client.get(f"/admin/scc_site/outgoingmail/{mail.pk}/letter/").content.decode()
        assert ("SECRET" in frame, 'href="••••••"' in frame) == (False, True)

    def test_nothing_is_added_changed_or_deleted_by_hand(self, office_client):
        mail = post()
        before = OutgoingMail.objects.values().get()

        answers = [
            office_client.get("/admin/scc_site/outgoingmail/add/"),
            office_client.post(f"/admin/scc_site/outgoingmail/{mail.pk}/change/", {"state": "sent"}),
            office_client.post(f"/admin/scc_site/outgoingmail/{mail.pk}/delete/", {"post": "yes"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert OutgoingMail.objects.values().get() == before

    def test_it_does_not_exist_for_crew(self):
        mail = post()

        assert signed_in(factories.person()).get(f"/admin/scc_site/outgoingmail/{mail.pk}/change/").status_code == 404
