"""The house's own pages: probes, and the answers to what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: 403, in words."""
    return render(request, "403_csrf.html", status=403)
