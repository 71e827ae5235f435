"""Addresses under /dev/mail/."""

from __future__ import annotations

from django.urls import path

from scc_site.mail import dev

app_name = "dev_mail"
urlpatterns = [
    path("", dev.inbox, name="inbox"),
    path("<int:mail_id>/", dev.letter, name="letter"),
    path("<int:mail_id>/html/", dev.letter_html, name="letter_html"),
]
