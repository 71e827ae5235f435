"""The letters' desk in the office: lists that filter and find, a letter as it left, acts that ask before they act."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scc_site import clock
from scc_site.mail import outbox, pump
from scc_site.mail.office import acts, page
from scc_site.models import Alarm, LetterCopy, MailAttempt, MailEvent, OutgoingMail, Suppression
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, later, post, pump_at
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
LIST = "/admin/scc_site/outgoingmail/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path


@pytest.fixture
def client():
    return signed_in(factories.admin("Mike Mast"), "admin")


def shown(client, query=""):
    """The numbers of the letters that a list shows, in its order."""
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200, answer
    return [mail.pk for mail in answer.context["cl"].result_list]


def page_of(client, mail):
    return client.get(f"{LIST}{mail.pk}/change/").content.decode()


def act(client, name, *chosen, go=True, **more):
    data = {"action": name, "_selected_action": [mail.pk for mail in chosen], **({"go": "1"} if go else {}), **more}
    return client.post(LIST, data, follow=True).content.decode()


class TestList:
    def test_the_newest_comes_first_and_everything_is_said_in_words(self, client):
        first, second = post(), post(at=later(minutes=5), letter="sign_in")
        OutgoingMail.objects.filter(pk=first.pk).update(state=State.FAILED, possible_duplicate=True, attempts=2)

        listed = client.get(LIST).content.decode()

        assert shown(client) == [second.pk, first.pk]
        for words in (
            "Mon 1 Jun 2026 10:00",
            f"Ana Silva<br><small>{first.to}</small>",
            "Sign in",
            '<span class="status bad">failed</span>',
            "perhaps sent twice",
        ):
            assert words in listed

    @pytest.mark.parametrize(
        ("query", "places"),
        [
            ("?state=bounced", [0]),
            ("?state=trouble", [0, 1]),
            ("?state=open", [2]),
            ("?state=nonsense", []),
            ("?kind=sign_in", [1]),
            ("?kind=never", []),
            ("?lane=0", [1]),
            ("?lane=x", []),
            ("?twice=perhaps", [2]),
            ("?person=nobody", []),
            ("?person=999999999999999999999", []),
            ("?state=trouble&kind=probe", [0]),
            ("?when=today", [0, 1, 2]),
            ("?when=week", [0, 1, 2]),
            ("?when=month", [0, 1, 2, 3]),
            ("?when=older", [4]),
            ("?when=x", [0, 1, 2, 3, 4]),
        ],
    )
    def test_each_filter_shows_what_it_says(self, client, query, places):
        now = clock.now()
        letters = [
            post(at=now),
            post(at=now, letter="sign_in", lane=OutgoingMail.Lane.LOGIN),
            post(at=now),
            post(at=now - timedelta(days=20)),
            post(at=now - timedelta(days=40)),
        ]
        for mail, state in zip(letters, ("bounced", "failed", "queued", "sent", "sent"), strict=True):
            OutgoingMail.objects.filter(pk=mail.pk).update(state=state)
        OutgoingMail.objects.filter(pk=letters[2].pk).update(possible_duplicate=True)

        assert sorted(shown(client, query)) == sorted(letters[place].pk for place in places)

    def test_a_person_leads_to_their_letters_whatever_address_they_had(self, client):
        ana = factories.person("Ana Reyes")
        first = post(person=ana)
        ana.email = "new@example.com"
        ana.save()
        second = post(person=ana)
        post()

        assert shown(client, f"?person={ana.pk}") == [second.pk, first.pk]
        assert "Ana Reyes" in client.get(f"{LIST}?person={ana.pk}").content.decode()

    @pytest.mark.parametrize(
        ("words", "places"),
        [
            ("ANA.Reyes@", [0]),
            ("reyes", [0]),
            ("tide", [0, 1]),
            ("Tide  spring", [1]),
            ("springs", []),
            ("%", []),
            ("_na", []),
            (" ", [0, 1, 2]),
            ("9" * 500, []),
            ("'); DROP TABLE", []),
        ],
    )
    def test_it_finds_by_address_name_and_words_of_a_subject_that_left(self, client, words, places):
        letters = [
            post(person=factories.person("Ana Reyes", email="ana.reyes@example.com")),
            post(
                person=factories.person("Ben Ito", email="ben@example.com"),
                context={"greeting": "Spring", "topic": "tide"},
            ),
        ]
        pump_at(NOW)
        letters.append(post(person=factories.person("Carla", email="carla@example.com"), at=later(days=1)))

        answer = client.get(LIST, {"q": words})

        assert sorted(mail.pk for mail in answer.context["cl"].result_list) == sorted(
            letters[place].pk for place in places
        )

    def test_it_finds_by_number(self, client):
        mail = post()
        post()

        assert shown(client, f"?q={mail.pk}") == [mail.pk]

    @pytest.mark.parametrize("query", ["", "?state=open&kind=probe&q=ana"])
    def test_its_queries_are_as_many_for_one_letter_as_for_thirty(self, client, query):
        post()
        shown(client, query)
        with CaptureQueriesContext(connection) as one:
            shown(client, query)
        for _ in range(29):
            post()
        with CaptureQueriesContext(connection) as thirty:
            assert len(shown(client, query)) == 30

        assert len(thirty) == len(one)


class TestPage:
    def test_it_tells_the_letters_whole_story_in_order(self, client, settings):
        mail = post(expires_at=later(days=2), context={"greeting": "Ahoy", "topic": "x", "event_id": "sail-7"})
        MailAttempt.objects.create(
            mail=mail, number=1, token=1, at=later(minutes=1), outcome="throttled", detail="slow"
        )
        pump_at(later(minutes=2))
        for minutes, kind in ((4, "bounce"), (3, "delay")):
            MailEvent.objects.create(
                source="ses", notice=kind, mail=mail, kind=kind, recipient=mail.to, happened_at=later(minutes=minutes),
                received_at=NOW, detail={"diagnostic": f"{kind} 550", "empty": ""},
            )  # fmt: skip
        OutgoingMail.objects.update(state=State.BOUNCED)

        said = re.sub(r"<[^>]+>", " ", page_of(client, mail))

        story = [
            "10:00:00", "Written.", "10:01:00", "asked for patience", "slow", "10:02:00", "The mail service took it.",
            "10:03:00", "Delayed:", "10:04:00", "Came back for good:", "bounce 550",
        ]  # fmt: skip
        places = [said.index(words) for words in story]
        assert places == sorted(places)
        for words in (
            "bounced",
            "It came back: the mailbox does not take it.",
            "sail-7",
            "Of use until",
            "As it left on",
        ):
            assert words in said

    def test_it_reads_as_it_left_and_says_so(self, client):
        mail = post()
        pump_at(NOW)
        OutgoingMail.objects.update(context={"greeting": "Lies"})

        assert "Ahoy, Ana Silva: the tide turns" in page_of(client, mail)
        assert "Ahoy, Ana Silva" in client.get(f"{LIST}{mail.pk}/letter/").content.decode()
        assert LetterCopy.objects.get().sha256 in page_of(client, mail)

    def test_it_says_what_it_is_read_from(self, client):
        waiting, old = post(), post()
        OutgoingMail.objects.filter(pk=old.pk).update(state=State.SENT, sent_at=NOW)

        assert "As it would leave now: it has not left yet." in page_of(client, waiting)
        assert "No copy was kept when it left" in page_of(client, old)

    def test_a_copy_whose_words_were_dropped_says_so(self, client):
        mail = post()
        pump_at(NOW)
        LetterCopy.objects.update(text="", html="", calendar="", headers=[], dropped_at=later(days=401))

        assert "Its words were dropped on" in page_of(client, mail)
        assert "<iframe" not in page_of(client, mail)

    def test_the_letter_stands_in_a_frame_without_rights(self, client):
        mail = post()

        whole, frame = client.get(f"{LIST}{mail.pk}/change/"), client.get(f"{LIST}{mail.pk}/letter/")

        assert "frame-src 'self'" in whole["Content-Security-Policy"]
        assert "style-src 'self'" in whole["Content-Security-Policy"]
        assert 'sandbox="allow-popups' in whole.content.decode()
        assert "sandbox allow-popups" in frame["Content-Security-Policy"]
        assert "default-src 'none'" in frame["Content-Security-Policy"]
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert "no-store" in frame["Cache-Control"]

    @pytest.mark.parametrize("path", ["{}/change/", "{}/letter/", "frozen/", ""])
    def test_the_office_alone_may_look(self, path):
        address = LIST + path.format(post().pk)

        assert signed_in(factories.person()).get(address).status_code == 404
        assert signed_in(factories.admin()).get(address).status_code == 303

    @pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40])
    def test_a_letter_that_is_not_there_is_not_found(self, client, number):
        assert client.get(f"{LIST}{number}/change/").status_code == 404

    def test_a_blocked_address_is_said_with_the_way_to_mend_it(self, client):
        mail = post()
        Suppression.objects.create(
            address=mail.person.email_canonical, cause="bounce", reason="No such user", since=NOW
        )

        shown = page_of(client, mail)

        assert "Nothing is written to this address</span> since Mon 1 Jun 2026 10:00: No such user." in shown
        assert (
            f'<a href="/admin/scc_site/user/{mail.person.pk}/change/">Mend the address, or lift the block</a>' in shown
        )

    def test_an_address_that_is_none_has_no_block(self, client):
        mail = post()
        OutgoingMail.objects.update(to="nonsense", person=None, bcc=["archive@example.com"])

        assert "archive@example.com" in page_of(client, mail)

    @pytest.mark.parametrize(
        ("state", "offered"),
        [
            ("queued", ["keep_back"]),
            ("failed", ["send_again"]),
            ("uncertain", ["send_again", "keep_back"]),
            ("sent", []),
        ],
    )
    def test_it_offers_what_its_state_allows(self, client, state, offered):
        mail = post()
        OutgoingMail.objects.update(state=state)

        assert re.findall(r'name="action" value="(\w+)"', page_of(client, mail)) == offered

    def test_its_queries_are_fixed(self, client, django_assert_num_queries):
        mail = post()
        counts = []
        for _ in range(3):
            pump_at(NOW)
            OutgoingMail.objects.update(state=State.QUEUED)
            with CaptureQueriesContext(connection) as asked:
                page_of(client, mail)
            counts.append(len(asked))

        assert len(set(counts[1:])) == 1
        assert counts[1] <= 8

    def test_every_state_and_every_outcome_and_report_has_its_words(self):
        assert set(page.STANDINGS) == set(State)
        assert set(page.TRIED) == set(MailAttempt.Outcome)
        assert set(page.REPORTED) <= set(MailEvent.Kind)


class TestActs:
    def test_sending_again_asks_first_and_changes_nothing_meanwhile(self, client):
        failed, doubtful, sent = post(), post(), post()
        OutgoingMail.objects.filter(pk=failed.pk).update(state=State.FAILED)
        OutgoingMail.objects.filter(pk=doubtful.pk).update(state=State.UNCERTAIN)
        OutgoingMail.objects.filter(pk=sent.pk).update(state=State.SENT)

        asked = act(client, "send_again", failed, doubtful, sent, go=False)

        assert "Send again: 2 letters" in asked
        assert "1 of them may have left already: whoever got it then gets it twice." in asked
        assert "Left alone, as this is not for their state: 1 letter sent." in asked
        assert fresh(failed).state == State.FAILED

    def test_one_doubtful_letter_is_asked_about_as_one(self):
        assert acts._ask_again([OutgoingMail(state="uncertain")]).startswith("It may have left already: ")
        assert acts._ask_again([OutgoingMail(state="failed")]).startswith("They did not leave")

    def test_a_failed_letter_is_sent_again_and_its_page_says_by_whom(self, client):
        mail = post()
        OutgoingMail.objects.update(state=State.FAILED, attempts=5)

        answer = act(client, "send_again", mail)
        again = act(client, "send_again", mail)

        assert "1 letter queued again." in answer
        assert "1 letter left alone. The letter is queued: only a failed or uncertain one is sent again." in again
        assert (fresh(mail).state, fresh(mail).attempts) == (State.QUEUED, 0)
        assert page_of(client, mail).count("Send again. By Mike Mast.") == 1

    def test_a_letter_that_may_have_left_is_marked_when_sent_again(self, client):
        mail = post()
        OutgoingMail.objects.update(state=State.UNCERTAIN)

        act(client, "send_again", mail)

        assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.QUEUED, True)

    def test_the_chosen_letters_are_called_back_and_the_others_told(self, client):
        waiting, gone = post(), post()
        OutgoingMail.objects.filter(pk=gone.pk).update(state=State.SENT)

        question, answer = act(client, "keep_back", waiting, go=False), act(client, "keep_back", waiting, gone)

        assert "Keep from leaving: 1 letter" in question
        assert (fresh(waiting).state, fresh(waiting).fault) == (State.CANCELLED, "Cancelled by Mike Mast.")
        assert "1 letter cancelled." in answer
        assert "1 letter left alone. The letter is sent: only one that waits can be cancelled." in answer
        assert "Cancelled." in page_of(client, waiting)

    def test_nothing_fit_is_said(self, client):
        assert "None of the chosen letters is in a state for this." in act(client, "send_again", post(), go=False)

    def test_all_across_the_pages_are_the_filtered_ones(self, client):
        letters = [post() for _ in range(3)]
        OutgoingMail.objects.filter(pk=letters[0].pk).update(state=State.FAILED)

        data = {"action": "send_again", "_selected_action": [letters[0].pk], "select_across": "1"}
        asked = client.post(f"{LIST}?state=failed", data).content.decode()

        assert re.findall(r'name="_selected_action" value="(\d+)"', asked) == [str(letters[0].pk)]

    def test_too_many_at_once_are_refused(self, client, monkeypatch):
        monkeypatch.setattr(acts, "MOST", 1)
        letters = [post(), post()]

        assert "Choose 1 letters at most; nothing was done." in act(client, "keep_back", *letters)
        assert {fresh(mail).state for mail in letters} == {State.QUEUED}


class TestRestored:
    @pytest.mark.parametrize(
        ("choice", "state", "words"),
        [("release", "queued", "2 letters leave within a minute."), ("drop", "cancelled", "2 letters were dropped.")],
    )
    def test_one_tap_decides_about_all_of_them(self, client, choice, state, words):
        letters = [post(), post()]
        OutgoingMail.objects.update(state=State.FROZEN)

        listed, question = client.get(LIST).content.decode(), client.get(f"{LIST}frozen/").content.decode()
        answer = client.post(f"{LIST}frozen/", {"choice": choice}, follow=True).content.decode()
        again = client.get(f"{LIST}frozen/").content.decode()

        assert "Letters wait since a backup was restored" in listed
        assert "2 letters" in question
        assert words in answer
        assert {fresh(mail).state for mail in letters} == {state}
        assert "No letter waits for a decision." in again
        assert "Letters wait since a backup was restored" not in answer

    def test_no_choice_changes_nothing(self, client):
        mail = post()
        OutgoingMail.objects.update(state=State.FROZEN)

        assert client.post(f"{LIST}frozen/", {"choice": "burn"}).status_code == 422
        assert fresh(mail).state == State.FROZEN

    def test_its_page_leads_to_the_decision(self, client):
        mail = post()
        OutgoingMail.objects.update(state=State.FROZEN)

        assert "Decide about all letters of the restored backup" in page_of(client, mail)


def test_alarms_are_listed_and_say_whether_they_were_told(client):
    Alarm.objects.create(kind="bounced", key="1", words="It came back.", raised_at=NOW, told_at=later(hours=1))
    Alarm.objects.create(kind="bounced", key="2", words="It came back too.", raised_at=NOW - timedelta(hours=1))

    listed = client.get("/admin/scc_site/alarm/").content.decode()

    assert ("It came back." in listed, "with the next letter" in listed) == (True, True)
    alarm = Alarm.objects.get(key="1")
    assert client.get(f"/admin/scc_site/alarm/{alarm.pk}/change/").status_code == 200
    assert client.post(f"/admin/scc_site/alarm/{alarm.pk}/change/", {"words": "x"}).status_code == 403


def test_what_the_pump_left_uncertain_is_told_as_such(client):
    mail = post()
    claimed = pump.claim(at=NOW)
    outbox.OutgoingMail.objects.filter(pk=claimed.pk).update(lease_until=NOW)
    pump.reconcile(at=later(minutes=1))

    assert "No answer: it may have left." in page_of(client, mail)
