"""Files become records, twice the same."""

import pytest

from reports.importing.engine import FileRefused
from reports.models import BusinessUnit, ImportBatch
from tests.reports import books

pytestmark = pytest.mark.django_db


def test_units_come_in_once_and_change_when_the_file_does():
    first = books.taken("units", "slug,name,kind\njada,JADA,charter\n")
    second = books.taken("units", "slug,name,kind\njada,JADA,charter\n")
    third = books.taken("units", "slug,name,kind\njada,JADA,other\n")

    counts = [(batch.created_count, batch.changed_count, batch.unchanged_count) for batch in (first, second, third)]
    assert counts == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert BusinessUnit.objects.get().kind == "other"


def test_one_bad_row_keeps_the_file_out_and_is_named():
    with pytest.raises(FileRefused) as refused:
        books.taken("units", "slug,name,kind\njada,JADA,charter\nother,Other,bank\n")

    assert [(fault.line, fault.column) for fault in refused.value.found] == [(3, "kind")]
    assert (BusinessUnit.objects.count(), ImportBatch.objects.count()) == (0, 0)
