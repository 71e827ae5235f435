"""Which text a sail needs, how it is shown, and the office's acts on it."""

import hashlib
import html
import json
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import planning
from events.fitness import Unfit
from events.models import SailEvent
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.signing_in import sign_in
from tests.waivers import aboard
from waivers import checks, demo_texts, ports, prose, texts, verdicts
from waivers.models import Guest, WaiverText
from waivers.standing import Code
from waivers.texts import Variant, Wording

RELEASE = "I release the house from all claims."


@pytest.mark.parametrize(
    "itinerary",
    ["", "   ", "San Diego", "San Diego, San Diego", "San Diego to SAN  DIEGO", "San Diego – San Diego Harbor",
     "San Diego, CA", "Out and back", "Port-au-Prince", "San Diego; ", "San Diego and back", "Ensenada → Enseñada",
     "Torrey Pines", "Viale Andrea", "→", "San Diego, California, USA"],
)  # fmt: skip
def test_one_place_or_the_same_again_is_out_and_back(itinerary):
    assert not ports.is_between_ports(itinerary)


@pytest.mark.parametrize(
    "itinerary",
    ["San Diego, Avalon", "San Diego;Avalon", "San Diego → Avalon", "San Diego -> Avalon", "San Diego - Avalon",
     "San Diego–Avalon", "San Diego to Avalon", "san diego TO avalon TO san diego", "San Diego, Avalon, San Diego",
     "San Diego\nAvalon", "Avalon via Oceanside", "San Diego, CA, to Ensenada, Mexico", "A, B"],
)  # fmt: skip
def test_two_places_are_ports_to_go_between(itinerary):
    assert ports.is_between_ports(itinerary)


def test_ports_keep_the_spelling_they_were_given():
    assert ports.ports("San Diego, CA → Avalon, San Diego") == ["San Diego", "Avalon", "San Diego"]


def test_markdown_becomes_safe_html_below_the_pages_own_heading():
    source = "# A\n\n**b** <script>x()</script> [in](https://a.example) [call](tel:+1619) ![p](https://a.example/p.png)"

    made = prose.html(source)

    assert made == (
        '<h2>A</h2>\n<p><strong>b</strong> &lt;script&gt;x()&lt;/script&gt; <a href="https://a.example" '
        'rel="noopener noreferrer">in</a> <a href="tel:+1619" rel="noopener noreferrer">call</a> '
        '!<a href="https://a.example/p.png" rel="noopener noreferrer">p</a></p>\n'
    )


@pytest.mark.parametrize(
    "url", ["http://a.example", "javascript:alert(1)", "/admin/", "data:text/html,x", "//a.example"]
)
def test_links_lead_out_safely_or_nowhere(url):
    assert prose.html(f"[x]({url})") == f"<p>[x]({url})</p>\n"


@pytest.mark.parametrize("unit", ["[", "[a](", "*a ", "_a", "> ", "- a\n", "a\n", "# a\n", "&<", "\\", "a**b"])
def test_forty_thousand_signs_take_no_time(unit):
    source = (unit * 40_000)[:40_000]
    begun = time.process_time()

    prose.html(source)

    assert time.process_time() - begun < 0.2


def test_a_text_is_shown_in_the_language_asked_for_and_its_hash_is_of_canonical_json():
    text = WaiverText(title="Waiver", body="Seas *rise*.", title_es="Exención", body_es="El mar sube: ñ.")

    shown = texts.shown(text, "es")

    told = json.dumps({"language": "es", "source": "El mar sube: ñ.", "title": "Exención"}, ensure_ascii=False,
                      separators=(",", ":"))  # fmt: skip
    assert shown == texts.Shown(
        "Exención", "<p>El mar sube: ñ.</p>\n", "El mar sube: ñ.", hashlib.sha256(told.encode()).hexdigest(), "es"
    )
    assert texts.fingerprint("Waiver", "Seas *rise*.", "en") == (
        "dd9de166a207212025e62200342e76bfb374355168abcb2e110099ae28538a30"
    )


def test_without_spanish_the_english_is_shown_and_said_to_be():
    text = WaiverText(title="Waiver", body="Seas rise.", title_es="Exención", body_es=" ")

    shown = texts.shown(text, "es")

    assert (shown.language, shown.title, shown.fell_back) == ("en", "Waiver", True)


@pytest.mark.django_db
class TestActs:
    """What the office does with texts."""

    def test_a_text_is_written_published_and_followed_by_the_next(self):
        office = factories.admin()
        wording = Wording("Waiver", "Seas rise.\r\nWinds too.")

        first = texts.write(variant=Variant.OUT_AND_BACK, wording=wording, by=office, at=NOW)
        texts.publish(text=first, by=office, at=NOW)
        second = texts.write(variant=Variant.OUT_AND_BACK, wording=wording, by=office, at=NOW)

        assert (first.version, first.body, second.version) == (1, "Seas rise.\nWinds too.", 2)
        assert WaiverText.objects.current(Variant.OUT_AND_BACK) == first
        with pytest.raises(texts.DraftStands):
            texts.write(variant=Variant.OUT_AND_BACK, wording=wording, by=office, at=NOW)
        with pytest.raises(texts.TextFixed):
            texts.revise(text=first, wording=wording, by=office, at=NOW)

    def test_a_draft_read_before_somebody_changed_it_is_not_published(self):
        text = aboard.text(is_published=False)
        seen = texts.print_of(text)
        texts.revise(text=text, wording=Wording("Waiver", "Other."), by=text.written_by, at=NOW, seen=seen)

        with pytest.raises(texts.ChangedMeanwhile):
            texts.publish(text=text, by=text.written_by, at=NOW, seen=seen)

        assert WaiverText.objects.current(text.variant) is None

    @pytest.mark.parametrize(
        "body",
        [RELEASE, "I **waive** all claims.", "I hold the crew harmless.", "The house is not liable.",
         "Libero a la casa de toda responsabilidad."],
    )  # fmt: skip
    def test_no_release_is_published_between_ports(self, body):
        text = aboard.text(is_published=False, variant=Variant.BETWEEN_PORTS, body="I take the risks.", body_es=body)

        with pytest.raises(texts.VoidRelease) as refused:
            texts.publish(text=text, by=text.written_by, at=NOW)

        assert refused.value.status == 409
        assert texts.LAWS in refused.value.sentence
        assert WaiverText.objects.current(Variant.BETWEEN_PORTS) is None

    def test_a_text_that_says_it_releases_nobody_is_published_between_ports(self):
        body = "I take the risks. Nothing in this text releases anybody from negligence. It does not waive any claim."
        text = aboard.text(is_published=False, variant=Variant.BETWEEN_PORTS, body=body, body_es="")

        texts.publish(text=text, by=text.written_by, at=NOW)

        assert WaiverText.objects.current(Variant.BETWEEN_PORTS) == text

    def test_faults_of_a_wording_are_named_by_field(self):
        wording = Wording("", "x" * 40_001, title_es="a\u202eb", body_es="[" * 1501, valid_months=0)

        with pytest.raises(Mistyped) as refused:
            texts.write(variant=Variant.OUT_AND_BACK, wording=wording, by=factories.admin(), at=NOW)

        assert sorted(refused.value.faults) == ["body", "body_es", "title", "title_es", "valid_months"]

    def test_withdrawing_puts_those_who_signed_it_back_on_hold_with_time_to_sign(self):
        signed = aboard.cleared()
        text, record = signed.record.text, signed.record
        late = signed.event.departs_at - timedelta(hours=1)

        count = texts.withdraw(text=text, why="The address is wrong", by=text.written_by, at=late)

        signed.refresh_from_db()
        assert (count, signed.state, signed.record) == (1, Guest.State.ON_HOLD, record)
        assert signed.hold_until == late + timedelta(hours=2)
        assert WaiverText.objects.current(text.variant) is None
        with pytest.raises(texts.TextFixed):
            texts.withdraw(text=text, why="Again", by=text.written_by, at=late)

    def test_a_published_text_stays_as_it_is_whoever_writes(self):
        text = aboard.text()

        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            WaiverText.objects.filter(pk=text.pk).update(body="Other")

    def test_the_text_follows_the_itinerary_and_a_plain_release_alone_is_unfit_between_ports(self):
        sail, crossing = factories.event(), factories.event(itinerary="San Diego, Avalon")
        bare = texts.unfit(crossing)
        plain = aboard.text()

        refused = texts.unfit(crossing)

        assert bare == []
        assert texts.current_for(sail) == plain
        assert texts.current_for(crossing) is None
        assert len(refused) == 1
        assert texts.LAWS in refused[0]
        crossed = aboard.text(variant=Variant.BETWEEN_PORTS)
        assert (texts.current_for(crossing), texts.unfit(crossing)) == (crossed, [])
        assert texts.void_since(plain, crossing) == plain.published_at
        assert [texts.fits(plain, sail), texts.fits(plain, crossing), texts.fits(crossed, sail)] == [True, False, True]


@pytest.mark.django_db
class TestSails:
    """A sail between ports is not sold on the plain release, whichever way it is published."""

    def test_publishing_is_refused_with_both_laws_and_the_draft_stays(self, client):
        aboard.text()
        crossing = factories.event(itinerary="San Diego to Avalon", status=SailEvent.Status.DRAFT)
        sign_in(client, factories.admin(), scope="admin")

        answer = client.post(f"/events/{crossing.event_id}/publish/")

        crossing.refresh_from_db()
        assert (answer.status_code, crossing.status) == (409, SailEvent.Status.DRAFT)
        assert html.escape(texts.LAWS) in answer.text
        assert "(San Diego, Avalon)" in answer.text

    def test_a_published_sail_takes_no_ports_that_its_waiver_does_not_fit(self):
        aboard.text()
        sail = factories.event()
        plan = {"capacity": sail.capacity, "dock": sail.dock, "notes": "", "by": sail.created_by, "at": NOW,
                "departs_at": sail.departs_at, "returns_at": sail.returns_at}  # fmt: skip

        with pytest.raises(Unfit, match="30527"):
            planning.edit(event=sail, itinerary="San Diego, Avalon", **plan)

        sail.refresh_from_db()
        assert sail.itinerary == ""
        aboard.text(variant=Variant.BETWEEN_PORTS)
        assert planning.edit(event=sail, itinerary="San Diego, Avalon", **plan).itinerary == "San Diego, Avalon"

    def test_planning_one_published_at_once_is_refused_and_as_a_draft_is_not(self):
        aboard.text()
        like = factories.event()
        plan = {"vessel": like.vessel, "event_type": like.event_type, "capacity": 4, "by": like.created_by, "at": NOW,
                "departs_at": like.departs_at + timedelta(days=9), "returns_at": like.returns_at + timedelta(days=9),
                "itinerary": "San Diego - Avalon"}  # fmt: skip

        with pytest.raises(Unfit):
            planning.create(**plan)

        assert planning.create(**plan, publish=False).status == SailEvent.Status.DRAFT
        WaiverText.objects.filter(withdrawn_at=None).update(
            withdrawn_at=NOW, withdrawn_by=like.created_by, withdrawn_why="x"
        )
        assert planning.create(**plan).status == SailEvent.Status.SCHEDULED

    def test_who_signed_the_plain_release_is_on_hold_once_the_sail_goes_between_ports(self):
        signed = aboard.cleared()
        may_board = verdicts.of(signed, NOW).code
        aboard.text(variant=Variant.BETWEEN_PORTS)
        SailEvent.objects.filter(pk=signed.event_id).update(itinerary="San Diego, Avalon")
        signed.event.refresh_from_db()

        assert (may_board, verdicts.of(signed, NOW).code) == (Code.OK, Code.VERSION_OLD)


@pytest.mark.django_db
class TestDemo:
    """The demo's texts, and what is said of them in production."""

    def test_demo_texts_are_published_once_and_production_is_warned(self, settings):
        settings.DEBUG = False
        office = factories.admin()
        before = checks.texts_are_the_owners(None, databases=["default"])

        made = demo_texts.load(by=office, at=NOW)
        again = demo_texts.load(by=office, at=NOW)

        found = checks.texts_are_the_owners(None, databases=["default"])
        assert ([text.variant for text in made], again, before) == (list(Variant), [], [])
        assert all("DEMO" in texts.shown(text, "en").html for text in made)
        assert all("DEMOSTRACIÓN" in texts.shown(text, "es").html for text in made)
        assert [warning.id for warning in found] == ["waivers.W001", "waivers.W001"]
        settings.DEBUG = True
        assert checks.texts_are_the_owners(None, databases=["default"]) == []
