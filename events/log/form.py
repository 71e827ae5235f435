"""How the history page is asked for, as it stands in the address."""

from __future__ import annotations

from django import forms

from events.log.logbook import WHAT

MOST_PAGES = 100_000


class LogForm(forms.Form):
    """What of the history, and which page of it: the first is the newest."""

    what = forms.ChoiceField(required=False, choices=WHAT)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
