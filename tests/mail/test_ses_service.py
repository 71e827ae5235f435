"""The tests' own SES can refuse, count, fall silent and tell: it is only worth something if it can."""

import base64
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from http.client import RemoteDisconnected
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.mail import ses_faults, ses_messages
from tests.mail.ses_postman import Postman
from tests.mail.ses_service import open_ses, remote

RAW = b"From: Dock <dock@example.com>\r\nTo: ana@example.com\r\nX-SCC-Outbox-Id: 7\r\nSubject: Ahoy\r\n\r\nAhoy\r\n"


def send(url, *recipients, raw=RAW, timeout=2, signed=True):
    """One SendEmail: the status and the error type or message id."""
    wish = {
        "Content": {"Raw": {"Data": base64.b64encode(raw).decode()}},
        "Destination": {"ToAddresses": list(recipients or ["ana@example.com"])},
        "EmailTags": [{"Name": "outbox", "Value": "7"}],
    }
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=tests"} if signed else {}
    request = urllib.request.Request(f"{url}/v2/email/outbound-emails", json.dumps(wish).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, json.load(answer)["MessageId"]
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers["x-amzn-ErrorType"]


def test_what_was_taken_is_kept_with_its_envelope_tags_and_bytes():
    with open_ses() as ses:
        status, message_id = send(ses.url, "ana@example.com", "archive@example.com")

    taken = ses.taken[0]
    assert (status, message_id, taken.outbox_id) == (200, taken.message_id, "7")
    assert taken.recipients == ("ana@example.com", "archive@example.com")
    assert (taken.sender, taken.tags, taken.raw, ses.sends) == ("dock@example.com", {"outbox": "7"}, RAW, 1)


def test_more_than_fourteen_recipients_in_any_second_are_throttled_and_a_second_later_taken():
    with open_ses() as ses:
        second, ses.window = ses.window, 60.0  # a busy machine takes its time
        burst = [send(ses.url) for _ in range(16)]
        ses.window = second
        time.sleep(second)
        later = send(ses.url)

    assert Counter(status for status, _ in burst) == {200: 14, 429: 2}
    assert (second, later[0], ses.met["ok"], ses.met["throttled"]) == (1.0, 200, 15, 2)


def test_fifty_requests_a_second_are_no_burden():
    with open_ses(rate=10_000, per_day=10**6) as ses:
        started = time.monotonic()
        threads = [threading.Thread(target=lambda: [send(ses.url) for _ in range(25)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(ses.taken) == 200
    assert time.monotonic() - started < 4


def test_the_day_has_an_end():
    with open_ses(per_day=1) as ses:
        answers = [send(ses.url), send(ses.url)]

    assert [status for status, _ in answers] == [200, 429]
    assert ses.met["quota"] == 1


@pytest.mark.parametrize("fault", sorted(ses_faults.REFUSALS))
def test_each_refusal_speaks_as_the_real_service(fault):
    expected = ses_faults.REFUSALS[fault]
    with open_ses() as ses:
        ses.script(fault)
        answers = [send(ses.url), send(ses.url)]

    assert answers[0] == (expected.status, expected.type)
    assert (answers[1][0], len(ses.taken), ses.sends) == (200, 1, 2)


@pytest.mark.parametrize(
    ("fault", "taken"),
    [("hang", 0), ("hang_after", 1), ("drop", 0), ("drop_read", 0), ("accept_and_drop", 1)],
)
def test_silence_keeps_the_message_or_not(fault, taken):
    with open_ses() as ses:
        ses.script(fault)
        with pytest.raises((TimeoutError, RemoteDisconnected, ConnectionResetError, urllib.error.URLError)):
            send(ses.url, timeout=0.3)

    assert (len(ses.taken), ses.sends) == (taken, 1)


def test_an_error_after_taking_keeps_the_message():
    with open_ses() as ses:
        ses.script("error_after")
        answer = send(ses.url)

    assert (answer[0], len(ses.taken)) == (500, 1)


def test_chance_is_seeded():
    met = []
    for _ in range(2):
        with open_ses(rate=10**6, chances={"rejected": 0.3, "error_before": 0.2}) as ses:
            met.append([send(ses.url)[0] for _ in range(40)])

    assert met[0] == met[1]
    assert set(met[0]) == {200, 400, 500}


def test_a_fault_that_nobody_knows_is_refused():
    with open_ses() as ses, pytest.raises(ValueError, match="'tide' is none of"):
        ses.script("tide")


def test_without_a_signature_nothing_is_taken():
    with open_ses() as ses:
        assert send(ses.url, signed=False) == (403, "MissingAuthenticationTokenException")


def test_the_account_tells_of_quota_and_sandbox():
    with open_ses() as ses:
        ses.sandbox = True
        send(ses.url)
        account = remote(ses.url, "/v2/email/account")

    assert account["SendQuota"] == {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 1.0}
    assert (account["ProductionAccessEnabled"], account["SendingEnabled"]) == (False, True)


def test_it_stands_in_a_process_of_its_own(tmp_path):
    journal = tmp_path / "taken.jsonl"
    command = [sys.executable, "-m", "tests.mail.ses_service", "0", "--journal", str(journal), "--rate", "100"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        remote(url, "/_script", ["rejected"])
        statuses = [send(url)[0] for _ in range(3)]
        taken, counts = remote(url, "/_taken"), remote(url, "/_counts")
        process.terminate()

    lines = [json.loads(line)["outbox_id"] for line in journal.read_text().splitlines()]
    assert (statuses, [line["outbox_id"] for line in taken], lines) == ([400, 200, 200], ["7", "7"], ["7", "7"])
    assert (counts, process.returncode) == ({"sends": 3, "met": {"rejected": 1, "ok": 2}}, 0)


class Webhook(BaseHTTPRequestHandler):
    """Takes events; busy at first."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.headers["x-amz-sns-message-type"], body))
        self.send_response(503 if len(self.server.heard) == 1 else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def webhook():
    server = HTTPServer(("127.0.0.1", 0), Webhook)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_message_taken_is_told_to_the_webhook_signed_and_again_while_it_is_busy(webhook):
    postman = Postman(f"http://127.0.0.1:{webhook.server_port}/hooks/ses/", lambda event: {"signed": event})
    with open_ses(on_taken=postman.tell_sent) as ses:
        ses.script("accept_and_drop")
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            send(ses.url)
        settled = postman.settle()
    postman.close()

    kinds = [(kind, body["signed"]["eventType"], body["signed"]["mail"]["tags"]) for kind, body in webhook.heard]
    assert kinds == [("Notification", "Send", {"outbox": ["7"]})] * 2
    assert (settled, postman.answers) == (True, [204])


def test_events_are_shaped_as_ses_publishes_them():
    with open_ses() as ses:
        send(ses.url)
    taken = ses.taken[0]

    bounce = ses_messages.bounce(taken)

    assert bounce["bounce"]["bouncedRecipients"][0]["emailAddress"] == "ana@example.com"
    assert (bounce["eventType"], bounce["bounce"]["bounceType"]) == ("Bounce", "Permanent")
    assert {"name": "X-SCC-Outbox-Id", "value": "7"} in bounce["mail"]["headers"]
    assert ses_messages.complaint(taken)["complaint"]["complaintFeedbackType"] == "abuse"
    assert ses_messages.delivery(taken)["delivery"]["recipients"] == ["ana@example.com"]
