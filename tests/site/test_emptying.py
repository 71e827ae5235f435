"""The database is empty between tests on committed rows: the tests' own `flush` leaves nothing over."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from scc_site.models import User, UserHistory
from tests.factories import event, person

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def flush():
    """As Django's TransactionTestCase asks for it; the statements it ran."""
    with CaptureQueriesContext(connection) as ran:
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            reset_sequences=False,
            allow_cascade=False,
            inhibit_post_migrate=False,
        )
    return [each["sql"].split()[0] for each in ran]


def holding_rows():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names))
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture(autouse=True)
def _flushed_once():
    """The first flush of a process is Django's own."""
    flush()


def test_what_nobody_may_delete_is_gone_and_nothing_else_is_left():
    event()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        UserHistory.objects.all().delete()
    before = holding_rows()

    ran = flush()

    assert {"events_seathistory", "scc_site_userhistory"} < before
    assert holding_rows() == KEPT
    assert "TRUNCATE" not in ran


def test_afterwards_triggers_write_and_refuse_as_ever():
    person("Ben")
    flush()

    person("Dana")

    assert list(UserHistory.objects.values_list("name", flat=True)) == ["Dana"]
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        UserHistory.objects.all().delete()


def test_permissions_come_back_as_they_were_whatever_became_of_them():
    def standing():
        return set(Permission.objects.values_list("content_type__app_label", "content_type__model", "codename"))

    before = standing()
    ContentType.objects.create(app_label="sunk", model="boat")
    Permission.objects.filter(codename="add_user").delete()

    ran = flush()

    assert standing() == before
    assert not ContentType.objects.filter(app_label="sunk").exists()
    assert "TRUNCATE" in ran


def test_whoever_still_writes_is_waited_for():
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor, connection.cursor() as ours:
            cursor.execute("INSERT INTO scc_site_heartbeat (name, at, detail) VALUES ('late', now(), '')")
            ours.execute("SET lock_timeout = '50ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                flush()
            ours.execute("RESET lock_timeout")
        late.commit()
    finally:
        late.close()

    flush()

    assert holding_rows() == KEPT


def test_a_row_left_over_is_seen():
    User.objects.bulk_create([User(name="Ben", email="ben@example.com", email_canonical="ben@example.com")])

    assert holding_rows() - KEPT == {"scc_site_user", "scc_site_userhistory"}
