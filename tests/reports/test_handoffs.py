"""A hand-off comes in, comes again, and what changed is told."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from reports.handoffs import taking
from reports.handoffs.taking import NotAHandoff
from reports.models import HandoffDocument, HandoffItem, HandoffReading
from tests import factories, signing_in
from tests.reports import books

pytestmark = pytest.mark.django_db
FIRST = "# QDN\n\n## Next steps\n- [ ] Rotate the keys @ana\n- [ ] Call the bank\n\n## Blockers\n- No account yet\n"
SECOND = "# QDN\n\n## Next steps\n- [x] Call the bank\n- [ ] Rotate the live keys @ana\n- [ ] Hire a skipper\n"
KEY = "sk" + "_live_" + "4eC39HqLyjWDarjtT1zdp7dc"


def taken(text, *, days=0, path="quickdumpnow/HANDOFF.md", **options):
    content = text if isinstance(text, bytes) else text.encode()
    return taking.take(path=path, content=content, at=factories.NOW + timedelta(days=days), **options)


def test_a_document_is_kept_with_its_unit_and_its_lines():
    unit = books.unit("quickdumpnow", kind="service")

    found = taken(FIRST)

    document = HandoffDocument.objects.get()
    assert (document.unit, document.project, document.title) == (unit, "quickdumpnow", "QDN")
    assert (found.state, found.added) == ("new", ["Rotate the keys", "Call the bank", "No account yet"])
    assert list(document.items.values_list("kind", "line", "owner", "first_seen_on")) == [
        ("task", 4, "ana", date(2026, 6, 1)),
        ("task", 5, "", date(2026, 6, 1)),
        ("blocker", 8, "", date(2026, 6, 1)),
    ]


def test_the_same_bytes_again_change_nothing():
    taken(FIRST)
    before = list(HandoffItem.objects.values())

    again = taken(FIRST, days=1)

    assert (again.state, again.added, again.closed) == ("unchanged", [], [])
    assert (list(HandoffItem.objects.values()), HandoffReading.objects.count()) == (before, 1)


def test_a_new_reading_tells_what_was_added_closed_and_reworded():
    taken(FIRST)

    found = taken(SECOND, days=3)

    assert found.added == ["Hire a skipper"]
    assert found.closed == ["No account yet", "Call the bank"]
    assert found.reworded == ["Rotate the keys → Rotate the live keys"]
    rotated = HandoffItem.objects.get(text="Rotate the live keys")
    assert (rotated.first_seen_on, rotated.was, rotated.line) == (date(2026, 6, 1), "Rotate the keys", 5)
    assert [item.text for item in HandoffItem.objects.open_on(date(2026, 6, 3))] == [
        "Rotate the live keys",
        "Call the bank",
        "No account yet",
    ]
    assert [item.text for item in HandoffItem.objects.open_on(date(2026, 6, 4))] == [
        "Rotate the live keys",
        "Hire a skipper",
    ]


def test_the_same_words_twice_in_one_document_are_two_items():
    taken("## Next steps\n- Call\n- Call\n")

    again = taken("## Next steps\n- Call\n- Call\n- Call\n", days=1)

    assert (again.added, again.closed, HandoffItem.objects.count()) == (["Call"], [], 3)


def test_a_secret_is_masked_before_it_is_kept_and_told_by_its_place():
    found = taken(f"## Notes\n- STRIPE_KEY is {KEY}\n")

    assert found.secrets == ["quickdumpnow/HANDOFF.md:2"]
    document = HandoffDocument.objects.get()
    kept = json.dumps(
        [document.text, *HandoffItem.objects.values_list("text"), *HandoffReading.objects.values_list("added")]
    )
    assert KEY[:8] not in kept
    assert HandoffItem.objects.get(kind="secret").text == "Looks like a Stripe key; masked."

    gone = taken("## Notes\n- The key is in the vault\n", days=1)

    assert (gone.secrets, HandoffItem.objects.filter(kind="secret", gone_on=None).count()) == ([], 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"# a\0b", "no text at all"),
        ("# Läuft".encode("utf-16"), "UTF-16"),
        (b"# ok\nbad \xff\n", "not UTF-8 in line 2"),
        (b"x" * 1_000_001, "larger than 1,000 kB"),
        (b"\n" * 20_001, "more than 20,000 lines"),
    ],
)
def test_what_is_no_handoff_is_refused_in_words(content, words):
    with pytest.raises(NotAHandoff, match=words):
        taken(content)

    assert HandoffDocument.objects.count() == 0


def test_the_command_reads_a_folder_and_names_what_it_could_not_read(tmp_path, capsys):
    (tmp_path / "qdn").mkdir()
    (tmp_path / "qdn" / "a.md").write_text(FIRST)
    (tmp_path / "b.md").write_bytes(b"\xff\xfe")
    (tmp_path / "c.txt").write_text("not read")

    with pytest.raises(SystemExit) as ended:
        call_command("import_handoffs", str(tmp_path))

    told = capsys.readouterr()
    assert (ended.value.code, [json.loads(line)["path"] for line in told.out.splitlines()]) == (1, ["qdn/a.md"])
    assert told.err == "b.md: This file is UTF-16, or no text at all: save it as UTF-8.\n"
    assert [document.path for document in HandoffDocument.objects.all()] == ["qdn/a.md"]


def test_a_second_reading_of_the_folder_changes_nothing(tmp_path, capsys):
    (tmp_path / "a.md").write_text(FIRST)
    call_command("import_handoffs", str(tmp_path))
    call_command("import_handoffs", str(tmp_path))

    states = [json.loads(line)["state"] for line in capsys.readouterr().out.splitlines()]
    assert (states, HandoffReading.objects.count()) == (["new", "unchanged"], 1)


def test_nothing_outside_the_folder_is_read(tmp_path, settings, capsys):
    inside, outside = tmp_path / "handoffs", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (outside / "private.md").write_text(FIRST)
    (inside / "a.md").write_text(FIRST)
    (inside / "link.md").symlink_to(outside / "private.md")
    (inside / "way").symlink_to(outside)
    settings.HANDOFF_DIR = str(inside)

    with pytest.raises(CommandError, match="is elsewhere"):
        call_command("import_handoffs", str(outside))
    call_command("import_handoffs", str(inside))

    assert [document.path for document in HandoffDocument.objects.all()] == ["a.md"]
    assert len(capsys.readouterr().out.splitlines()) == 1


def office():
    return signing_in.signed_in(factories.admin(), scope="admin")


def upload(client, content=b"", name="HANDOFF.md", **fields):
    file = SimpleUploadedFile(name, content or FIRST.encode())
    return client.post("/admin/reports/handoffdocument/add/", {"file": file, "project": "qdn"} | fields)


def test_the_office_takes_one_in_by_upload_and_reads_it():
    sent = upload(client := office())

    document = HandoffDocument.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/admin/reports/handoffdocument/{document.pk}/change/")
    page = client.get(sent["Location"]).content.decode()
    assert "Rotate the keys" in page
    assert "qdn/HANDOFF.md:4" in page
    assert "3 added, 0 closed, 0 reworded" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"content": b"\xff\xfe"}, "UTF-16"),
        ({"name": "HANDOFF.pdf"}, "no Markdown file"),
        ({"project": "../etc"}, "without slashes"),
    ],
)
def test_an_upload_that_cannot_be_read_is_answered_422_in_words(given, words):
    refused = upload(office(), **given)

    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert HandoffDocument.objects.count() == 0
