"""The letters' desk over 100,000 letters: every filter and every way of finding reads an index, in few statements."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scc_site import clock
from scc_site.models import LetterCopy, OutgoingMail
from tests import factories
from tests.events.test_admin_at_length import multiply
from tests.mail.letters_for_tests import post
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
LIST = "/admin/scc_site/outgoingmail/"
COUNT, MOST = 100_000, 10_000
STATES = (
    "CASE WHEN n % 1000 < 4 THEN 'bounced' WHEN n % 1000 < 6 THEN 'failed' WHEN n < 30 THEN 'queued' ELSE 'sent' END"
)
QUERIES = [
    "", "?p=3",
    "?state=sent", "?state=bounced", "?state=trouble", "?state=open", "?kind=offer", "?kind=never", "?lane=0",
    "?twice=perhaps", "?when=today", "?when=month", "?when=older", "?person={person}", "?state=failed&when=week",
    "?q=person4711@", "?q=rare", "?q={number}", "?q=nobody", "?q=Ana",
]  # fmt: skip


@pytest.fixture
def at_length():
    """100,000 letters to 2,000 people over 400 days, each with its copy."""
    ana = factories.person("Ana Reyes")
    mail = post(at=clock.now() - timedelta(days=400), person=ana)
    copy = LetterCopy.objects.create(
        mail=mail, token=1, at=mail.created_at, subject="Ahoy", text="x", html="<p>x</p>", sha256="0" * 64, bytes=7
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows alone: no triggers, no keys
        multiply(
            cursor, OutgoingMail, mail, COUNT, dedupe_key="'k' || n", to="'person' || n % 20000 || '@example.com'",
            kind="(ARRAY['offer', 'nudge', 'sign_in', 'probe'])[1 + n % 4]", state=STATES,
            lane="1 - (n % 100 = 0)::int",
            person_id="person_id + n % 2000", possible_duplicate="n % 5000 = 0",
            created_at="created_at + n * interval '345 seconds'",
        )  # fmt: skip
        multiply(
            cursor, LetterCopy, copy, COUNT, mail_id=f"{mail.pk} + n",
            subject="CASE n % 9000 WHEN 0 THEN 'Rare tide' ELSE 'Ahoy from the dock' END",
        )  # fmt: skip
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return signed_in(factories.admin(), "admin"), {"person": ana.pk, "number": mail.pk + 777}


def touched(statement):
    """Rows that the nodes over letters and copies read or threw away, the most of any; and how."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        (found,) = cursor.fetchone()
    waiting, most = [(json.loads(found) if isinstance(found, str) else found)[0]["Plan"]], (0, "")
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        if "outgoingmail" in node.get("Relation Name", "") or "lettercopy" in node.get("Relation Name", ""):
            rows = int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
            most = max(most, (rows, f"{node['Node Type']} {node.get('Index Name', '')}"))
    return most


def test_every_list_of_100_000_letters_reads_a_part_of_them_in_few_statements(at_length):
    client, known = at_length

    for query in QUERIES:
        address = LIST + query.format(**known)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        reads = [each["sql"] for each in seen if "outgoingmail" in each["sql"] or "lettercopy" in each["sql"]]
        counts = [sql for sql in reads if sql.startswith("SELECT COUNT(*) FROM (")]  # stops at COUNTED rows that fit
        worst = max((touched(sql) for sql in reads if sql not in counts), default=(0, ""))

        assert (answer.status_code, len(seen) <= 12) == (200, True), (query, len(seen))
        assert worst[0] <= MOST, (query, worst)
        assert max((touched(sql)[0] for sql in counts), default=0) <= COUNT // 2, (query, counts)
