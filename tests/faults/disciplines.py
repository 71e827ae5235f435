"""Two pumps as others have them, for the storm's controls: one marks, then sends; one sends, then marks."""

from __future__ import annotations

from time import monotonic, sleep

from django.conf import settings
from django.db import transaction

from scc_site import clock, jobs
from scc_site.mail import outbox, pace, providers, pump
from scc_site.models import OutgoingMail

SENT = {"state": OutgoingMail.State.SENT}


def mark_then_send() -> str:
    """Says of each letter that it was sent, then sends it: who dies in between has lost it."""

    def one(provider):
        with transaction.atomic():
            mail = due().select_for_update(skip_locked=True, of=("self",)).first()
            if mail:
                OutgoingMail.objects.filter(pk=mail.pk).update(**SENT)
        if mail:
            send(provider, mail)
        return mail

    return while_there_is_time(one)


def send_then_mark() -> str:
    """Sends each letter, then says so: who dies in between sends it again."""

    def one(provider):
        with transaction.atomic():
            mail = due().select_for_update(skip_locked=True, of=("self",)).first()
            if mail:
                send(provider, mail)
                OutgoingMail.objects.filter(pk=mail.pk).update(**SENT)
        return mail

    return while_there_is_time(one)


def due():
    return OutgoingMail.objects.due(clock.now()).select_related("person")


def send(provider, mail):
    slot = pace.reserve(lane=mail.lane, cost=1)
    sleep(max(0.0, slot.begins - monotonic()))
    provider.send(pump.write(mail, at=clock.now()))


def while_there_is_time(one) -> str:
    """Letter after letter for as long as a shift lasts; then the next shift."""
    ends, provider, count = monotonic() + settings.MAIL_DRAIN_SECONDS, providers.chosen(), 0
    while monotonic() < ends and one(provider):
        count += 1
    provider.close()
    if due().exists():
        jobs.enqueue(outbox.DRAIN)
    return f"{count} sent"
