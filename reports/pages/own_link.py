"""A mail's own link: counted, then sent on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports import hits
from scc_site import clock

PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@login_not_required
@require_safe
def follow(request: HttpRequest, link: str, action: str) -> HttpResponse:
    """302 to the page that it leads to; who is not signed in is asked to there. 410 for no link of ours."""
    agent, is_head = request.headers.get("User-Agent", ""), request.method == "HEAD"
    where = hits.follow(link=link, action=action, agent=agent, is_head=is_head, at=clock.now())
    return HttpResponse(status=302, headers={"Location": where, **PRIVATE})
