"""The probes of whoever watches over the house: /healthz (alive) and /readyz (all is well), open to anyone.

They are answered before everything else: without a session, whatever the Host header says, slash or no slash.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse

from scc_site import clock, readiness
from scc_site.middleware import GetResponse


class ProbeMiddleware:
    """Answers the two probes and passes everything else on."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, or pass the request on."""
        probe = {"/healthz": healthz, "/readyz": readyz}.get(request.path_info.removesuffix("/"))
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = probe(request)
        response["Content-Length"] = str(len(response.content))
        response["Cache-Control"] = "no-store"
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive; never asks the database."""
    return _answer(request, True, {})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503; JSON for those who ask for it, else a line per reading."""
    found = readiness.readings(at=clock.now())
    lines = {reading.name: {"well": reading.well, "detail": reading.detail} for reading in found}
    return _answer(request, all(reading.well for reading in found), lines)


def _answer(request: HttpRequest, well: bool, lines: dict[str, dict[str, object]]) -> HttpResponse:
    """The same facts as JSON or as plain text."""
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"well": well, "readings": lines}, status=status)
    words = ["ok" if well else "not well"]
    words += [f"{name}: {'ok' if line['well'] else 'NOT WELL'}, {line['detail']}" for name, line in lines.items()]
    return HttpResponse("\n".join(words) + "\n", status=status, content_type="text/plain; charset=utf-8")
