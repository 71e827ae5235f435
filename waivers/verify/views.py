"""Anybody may ask whether a PDF is a genuine waiver of ours."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from scc_site.refusals import Refusal
from waivers.doors import open_to_guests
from waivers.verify import judging

PAGE = "waivers/verify.html"


class TooLarge(Refusal):
    """The file is larger than we look at."""

    status = 413


class PdfForm(forms.Form):
    """One file."""

    pdf = forms.FileField(
        label=gettext_lazy("The PDF"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Choose a PDF first."),
            "invalid": gettext_lazy("Choose a PDF first."),
        },
    )


@open_to_guests
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and what a file that was handed in is; nothing of it is kept."""
    if request.method != "POST":
        return render(request, PAGE, {"form": PdfForm()})
    form = PdfForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    return render(request, PAGE, {"form": PdfForm(), "found": judging.judge(_content(form.cleaned_data["pdf"]))})


def _content(file: UploadedFile) -> bytes:
    """The bytes of a file; raises TooLarge before they are read."""
    most = settings.LIMITS["VERIFY_MEGABYTES"]
    if (file.size or 0) > most * 1024 * 1024:
        words = _("This file is larger than {most} MB: ours are not. It was not looked at, and nothing was kept.")
        raise TooLarge(words.format(most=most))
    return bytes(file.read())
