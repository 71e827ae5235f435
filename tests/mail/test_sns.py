"""The tests' own SNS: it signs as the real one does, and its host can be away."""

import base64
import urllib.error
import urllib.request

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.factories import NOW
from tests.mail import sns

HASHES = {"1": hashes.SHA1(), "2": hashes.SHA256()}


def holds(message, version):
    """Whether a message's signature is its certificate's, judged without the house's code."""
    key = x509.load_pem_x509_certificate(sns.usual().pem).public_key()
    try:
        key.verify(
            base64.b64decode(message["Signature"]),
            sns.canonical(message).encode(),
            padding.PKCS1v15(),
            HASHES[version],
        )
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [{}, {"Subject": "Amazon SES Email Event Notification"}])
def test_a_message_is_signed_in_both_versions_and_in_no_other(version, subject):
    message = sns.notification({"eventType": "Send"}, at=NOW, version=version, **subject)

    assert [holds(message, "1"), holds(message, "2")] == [version == "1", version == "2"]
    assert not holds(message | {"Message": "{}"}, version)


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_what_asks_for_a_subscription_is_signed_with_its_token(kind):
    message = sns.subscription(at=NOW, kind=kind)

    assert holds(message, "1")
    assert not holds(message | {"Token": "other"}, "1")


def test_the_booth_shows_its_certificate_and_counts_who_asks():
    with sns.open_booth() as booth:
        shown = urllib.request.urlopen(booth.origin + sns.usual().path).read()
        urllib.request.urlopen(f"{booth.origin}/?Action=ConfirmSubscription&Token=t1").read()
        booth.status = 503
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(booth.origin + sns.usual().path)

        assert shown == sns.usual().pem
        assert booth.confirmed == ["t1"]
        assert len(booth.asked) == 3
