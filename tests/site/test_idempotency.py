"""The same form again: the same answer, no second effect, also twenty at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from scc_site.idempotency import KeyReused, answered_once, forget, fresh_key
from scc_site.models import AnsweredForm, Heartbeat
from scc_site.refusals import Mistyped, Refusal
from tests.factories import NOW, person
from tests.mail.letters_for_tests import later


@answered_once
def act(request):
    """Leaves one row per effect."""
    number = Heartbeat.objects.count() + 1
    Heartbeat.objects.create(name=fresh_key(), at=NOW)
    if request.POST.get("how") == "refuse":
        raise Refusal("No.")
    if request.POST.get("how") == "fault":
        return HttpResponse("typed", status=422)
    if request.POST.get("how") == "fragment":
        return HttpResponse(f"<p>seat {number}</p>")
    return HttpResponseRedirect(f"/events/sail-{number}/")


def post(who, path="/auth/claim/", **fields):
    request = RequestFactory().post(path, fields)
    request.user = who
    return act(request)


def effects():
    return Heartbeat.objects.count()


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_same_form_gets_the_same_redirect_and_acts_once(self):
        ana = person()

        first, second = (post(ana, key="k1", role="crew") for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"] == "/events/sail-1/"
        assert effects() == 1

    def test_a_fragment_is_kept_whole(self):
        ana = person()

        first, second = (post(ana, key="k1", how="fragment") for _ in range(2))

        assert first.content == second.content == b"<p>seat 1</p>"
        assert effects() == 1

    @pytest.mark.parametrize("other", [{"role": "chef"}, {"path": "/auth/release/"}, {"role": "crew", "reason": "x"}])
    def test_the_same_key_with_another_form_is_refused(self, other):
        ana = person()
        post(ana, key="k1", role="crew")

        with pytest.raises(KeyReused):
            post(ana, **{"key": "k1", "role": "crew"} | other)

        assert effects() == 1

    def test_the_csrf_token_is_not_part_of_the_form(self):
        ana = person()
        post(ana, key="k1", csrfmiddlewaretoken="one")
        post(ana, key="k1", csrfmiddlewaretoken="two")

        assert effects() == 1

    def test_another_file_is_another_form(self):
        ana = person()
        post(ana, key="k1", sheet=SimpleUploadedFile("a.csv", b"one"))
        post(ana, key="k1", sheet=SimpleUploadedFile("a.csv", b"one"))

        with pytest.raises(KeyReused):
            post(ana, key="k1", sheet=SimpleUploadedFile("a.csv", b"two"))

        assert effects() == 1

    def test_without_a_key_every_form_acts(self):
        ana = person()
        post(ana)
        post(ana)

        assert effects() == 2

    def test_two_people_may_use_one_key(self):
        post(person(), key="k1")
        post(person(), key="k1")

        assert effects() == 2

    def test_after_a_refusal_nothing_is_kept_and_the_form_may_be_mended(self):
        ana = person()
        with pytest.raises(Refusal):
            post(ana, key="k1", how="refuse")
        before = (effects(), AnsweredForm.objects.count())

        post(ana, key="k1")

        assert (before, effects()) == ((0, 0), 1)

    def test_a_form_shown_again_with_its_faults_may_be_mended(self):
        ana = person()
        faulty = post(ana, key="k1", how="fault")

        mended = post(ana, key="k1")

        assert (faulty.status_code, mended.status_code) == (422, 302)

    @pytest.mark.parametrize("key", ["k" * 81, "k\x00", "k\n"])
    def test_a_key_that_is_none_is_mistyped(self, key):
        with pytest.raises(Mistyped):
            post(person(), key=key)

        assert effects() == 0

    def test_old_answers_are_forgotten(self):
        ana = person()
        post(ana, key="k1")
        AnsweredForm.objects.update(at=NOW)

        kept, dropped, again = forget(at=later(days=7)), forget(at=later(days=7, seconds=1)), forget(at=later(days=8))

        assert (kept, dropped, again) == (0, 1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "expected"), [("k1", 1), ("", 20)], ids=["with a key", "control: without"])
def test_twenty_at_once_act_once_and_all_get_the_same_answer(key, expected):
    ana = person()

    def one(_):
        try:
            return post(ana, key=key, how="fragment").content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(one, range(20)))

    assert effects() == expected
    assert len(answers) == 20
    assert not key or set(answers) == {b"<p>seat 1</p>"}
