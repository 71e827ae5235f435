"""manage.py import_records: whole or not at all, every bad row named, machines read stdout."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reports.importing import engine
from reports.importing.kinds import ALL
from reports.models import Account, BusinessUnit, DataCoverage, ImportBatch, ImportChange, UnitVessel
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db


def imported(tmp_path, kind, text, *options):
    """Exit code, what stdout says, lines of stderr."""
    path = tmp_path / f"{kind}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return called(kind, str(path), *options)


def called(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code, last = 0, []
    try:
        call_command("import_records", *arguments, stdout=out, stderr=err)
    except CommandError as fault:
        code, last = fault.returncode, [str(fault)]
    said = out.getvalue()
    return code, json.loads(said) if said.startswith("{") else said, [*err.getvalue().splitlines(), *last]


def test_a_file_comes_in_and_stdout_says_what_it_did(tmp_path):
    code, said, lines = imported(tmp_path, "units", "Slug;NAME;Mood\njada;JADA;calm\n")

    batch = ImportBatch.objects.get()
    assert (code, said) == (
        0,
        {"kind": "units", "file": "units.csv", "import": batch.pk, "dry_run": False, "rows": 1, "new": 1,
         "changed": 0, "unchanged": 0, "warnings": ["This column is not known and not read: Mood."], "faults": []},
    )  # fmt: skip
    assert lines == ["Note: This column is not known and not read: Mood."]


def test_a_dry_run_counts_and_keeps_nothing(tmp_path):
    code, said, _ = imported(tmp_path, "units", "slug,name\njada,JADA\n", "--dry-run")

    assert (code, said["new"], said["import"]) == (0, 1, None)
    assert (BusinessUnit.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_every_bad_row_is_named_by_line_and_column_and_nothing_is_stored(tmp_path):
    rows = ["slug,name,kind,timezone,active_from,active_to", "jada,JADA,boat,,,", ",Nameless,,,,"]
    rows += [f"unit-{number},Unit {number},charter,,," for number in range(2000)]
    rows += ["far,Far,,Mars/Olympus,,", "late,Late,,,2026-12-02,2026-12-01", "wide,Wide,,,,,more", "jada,Other,,,,"]

    code, said, lines = imported(tmp_path, "units", "\n".join(rows))

    assert (code, lines[-1]) == (1, "The file was not taken: nothing of it is stored.")
    assert lines[:-1] == [
        "line 2, kind: “boat” is none of: charter, service, agency, property, delivery, other",
        "line 3, slug: is missing",
        "line 2004, timezone: “Mars/Olympus” is no time zone: write one like America/Los_Angeles",
        "line 2005, active_to: “2026-12-01” is not after active_from: it is the first day without the unit",
        "line 2006: has 7 cells where the head has 6: a delimiter too many?",
    ]
    assert [fault["line"] for fault in said["faults"]] == [2, 3, 2004, 2005, 2006]
    assert (BusinessUnit.objects.count(), ImportBatch.objects.count(), ImportChange.objects.count()) == (0, 0, 0)


def test_a_row_that_contradicts_another_names_both_lines(tmp_path):
    text = "slug,name\njada,JADA\njada,JADA\nother,Other\njada,Jada\n"

    code, _, lines = imported(tmp_path, "units", text)
    good, counts, _ = imported(tmp_path, "units", text.replace("jada,Jada\n", ""))

    assert (code, lines[0]) == (1, "line 5: says something else than line 2 of the same record")
    assert (good, counts["rows"], counts["new"], counts["unchanged"]) == (0, 3, 2, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["planets", "x.csv"], "There is no kind 'planets'. There are: units,"),
        (["units"], "Say what to take in: import_records KIND FILE, or --list."),
        (["units", "/nowhere-at-all/x.csv"], "There is no file /nowhere-at-all/x.csv."),
        (["units", "/tmp"], "/tmp is a folder, not a file."),
        (["units", "x\0y"], "cannot be read."),
        (["units", "/tmp", "--unit", "mars"], "There is no unit 'mars'. There are: jada."),
        (["units", "/tmp", "--account", "9"], "There is no account '9'. There are: none yet."),
    ],
)
def test_misuse_is_told_in_words_and_ends_with_2(arguments, words):
    books.unit()

    code, said, lines = called(*arguments)

    assert (code, said, words in lines[0]) == (2, "", True)


def test_the_list_names_every_kind_and_head():
    code, said, _ = called("--list")

    heads = {line.split()[0] for line in said.splitlines() if line.startswith("    ")}
    wanted = {column.name for kind in ALL.values() for column in kind.columns}
    assert code == 0
    assert [line.split(":")[0] for line in said.splitlines() if line and not line[0].isspace()][1:] == list(ALL)
    assert {head.rstrip("*†") for head in heads} - {"As", "One"} == wanted
    assert "    slug*†                 a short name in small letters, digits and single dashes (also: unit)" in said


def test_a_unit_takes_its_boats_and_an_account_its_type(tmp_path):
    factories.vessel(slug="jada")
    imported(tmp_path, "units", "slug,name,vessels\nsailing,Sailing,jada\n")
    code, _, lines = imported(tmp_path, "units", "slug,name,vessels\nsailing,Sailing,jada titanic\n")
    imported(tmp_path, "accounts", "code,name,type,subtype,unit\n1000,Bank,asset,cash,sailing\n1001,Till,asset,,\n")
    refused, _, faults = imported(tmp_path, "accounts", "code,name,type,subtype,fixed_share\n1,B,income,cash,1.5\n")

    assert UnitVessel.objects.get().unit.slug == "sailing"
    assert (code, lines[0]) == (1, "line 2, vessels: “jada titanic” names no vessel: there is no 'titanic'")
    accounts = list(Account.objects.values_list("code", "subtype", "unit__slug"))
    assert accounts == [("1000", "cash", "sailing"), ("1001", "", None)]
    assert (refused, faults[0]) == (1, "line 2, fixed_share: “1.5” is no share: write one from 0 to 1")


def test_coverage_is_said_of_days_and_once(tmp_path):
    books.unit()
    text = "unit,domain,start,end,level\njada,ledger,10/01/2026,11/01/2026,complete\n"
    text += "jada,bank,2026-10-01,2026-11-01,none\n"

    first, second = imported(tmp_path, "coverage", text), imported(tmp_path, "coverage", text, "--dates", "mdy")

    assert first[0] == 1
    assert [line.partition(" could")[0] for line in first[2][:2]] == [
        "line 2, end: “11/01/2026”", "line 2, start: “10/01/2026”"
    ]  # fmt: skip
    assert (second[1]["new"], imported(tmp_path, "coverage", text, "--dates", "mdy")[1]["unchanged"]) == (2, 2)
    assert DataCoverage.objects.get(domain="ledger").ends_on == date(2026, 11, 1)


def test_what_the_database_refuses_is_a_fault_of_its_row(tmp_path):
    books.unit("jada")

    code, _, lines = imported(tmp_path, "units", f"slug,name\nok,Fine\nlong,{'x' * 81}\n")

    assert (code, lines[0][:16]) == (1, "line 3, name: “x")
    assert lines[0].endswith("is longer than 80 characters")


def test_keeping_a_chunk_takes_as_many_queries_for_a_thousand_rows(django_assert_num_queries):
    def cost(count):
        text = "slug,name\n" + "".join(f"u{number},U\n" for number in range(count))
        batch = books.taken("units", text)
        assert batch.created_count == count

    with django_assert_num_queries(QUERIES):
        cost(1)
    BusinessUnit.objects.all().delete()
    with django_assert_num_queries(QUERIES):
        cost(engine.CHUNK)


QUERIES = 14
