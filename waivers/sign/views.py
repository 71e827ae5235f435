"""The waiver by its link: read and typed, reviewed, signed, and the receipt."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scc_site import clock
from scc_site.auth import limits
from scc_site.auth.cookies import ip_of
from scc_site.refusals import Mistyped, Refusal
from waivers import copies, drafts, joining, language, links, places, signing, standing, telling, texts, verdicts, wards
from waivers.doors import guest_at, open_to_guests
from waivers.models import Guest, WaiverText
from waivers.sign import pages
from waivers.sign.forms import WaiverForm

form_page = require_http_methods(["GET", "HEAD", "POST"])
RETRY_SECONDS = 5


@open_to_guests
@form_page
def form(request: HttpRequest, token: str) -> HttpResponse:
    """Read the waiver and fill in its form; who has signed gets the receipt, unless they sign for one more child."""
    guest, at = guest_at(request, token), clock.now()
    if is_signed(guest) and "again" not in (request.GET | request.POST):
        return to("receipt", token)
    places.refuse_shut(guest.event)
    signing.refuse_barred(guest)
    text = signing.current_text(guest.event)
    if request.method == "POST":
        return _typed(request, guest, text, token)
    begun = pages.begins(drafts.of(guest, at=at), guest)
    return _form(request, WaiverForm(guest=guest, initial=begun), text, token)


@open_to_guests
@form_page
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Everything as it will be signed; the last button signs it."""
    guest, at = guest_at(request, token), clock.now()
    if request.method == "POST":
        return _sign(request, guest, token)
    draft = drafts.of(guest, at=at)
    if draft is None:
        return to("receipt" if is_signed(guest) else "form", token)
    return render(request, "waivers/sign/review.html", pages.review_page(draft, guest, token))


@open_to_guests
@form_page
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The boarding pass; its signer has a copy of the waiver sent to any address of theirs."""
    guest, fault = guest_at(request, token), ""
    if guest.record is None:
        return to("form", token)
    if request.method == "POST":
        if guest.record.guest_id != guest.pk:
            raise Http404
        try:
            copies.send(guest=guest, address=request.POST.get("email", ""), at=clock.now())
        except Mistyped:
            fault = _("This is no email address.")
        else:
            messages.success(request, _("Your copy is on its way."))
            return to("receipt", token)
    page = pages.receipt_page(guest, guest.record, token, clock.now())
    more = {"fault": fault, "typed": request.POST.get("email", "")}
    return render(request, "waivers/sign/receipt.html", page | more, status=422 if fault else 200)


@open_to_guests
@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The sealed PDF of what the guest signed; 202 while it is made, 404 for what somebody else signed."""
    guest = guest_at(request, token)
    if guest.record is None or guest.record.guest_id != guest.pk:
        raise Http404
    made = pages.pdf_of(guest.record)
    if made is None:
        if pages.is_erased(guest.record):
            raise Http404
        page = render(request, "waivers/sign/pending.html", {"token": token}, status=202)
        page.headers["Retry-After"] = str(RETRY_SECONDS)
        return page
    name = f'inline; filename="waiver-{guest.record.number}.pdf"'
    return HttpResponse(bytes(made.content), content_type="application/pdf", headers={"Content-Disposition": name})


def is_signed(guest: Guest) -> bool:
    """Whether a signature that still holds covers the guest."""
    return guest.record is not None and standing.is_cleared(verdicts.known_of(guest, clock.now()))


def to(page: str, token: str) -> HttpResponse:
    """303 to one of these pages."""
    return HttpResponse(status=303, headers={"Location": reverse(f"waivers:waiver_{page}", args=[token])})


def _typed(request: HttpRequest, guest: Guest, text: WaiverText, token: str) -> HttpResponse:
    """Keep what was typed for review, or show it again with every fault; a text not shown is never signed."""
    form = WaiverForm(request.POST, guest=guest)
    telling.speak(guest=guest, language=language.current())
    fits = form.is_valid()
    if "somebody_else" in request.POST and form.stranger:
        return _somebody_else(request, guest, form.stranger)
    spoken = {texts.shown(text, one).sha256: one for one in reversed(language.LANGUAGES)}
    seen = request.POST.get("text_version", "")
    if seen and seen not in spoken:
        form.status = 409
        return _form(request, form, text, token, is_changed=True)
    try:
        if fits:
            given = form.given(clock.now())
            wards.refuse_crowd(guest=guest, dependants=given.dependants, at=clock.now())
            drafts.keep(guest=guest, text=text, language=spoken[seen], given=given, at=clock.now())
            return to("review", token)
    except Refusal as refusal:
        form.take(refusal)
    return _form(request, form, text, token)


def _form(request: HttpRequest, form: WaiverForm, text: WaiverText, token: str, **more: bool) -> HttpResponse:
    context = pages.form_page(form, text, language.current(), token, again="again" in (request.GET | request.POST))
    return render(request, "waivers/sign/form.html", context | more, status=form.status)


def _sign(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    """Sign what was reviewed; anything else is reviewed first."""
    sent = set(request.POST.getlist("print"))
    told = {"ip": ip_of(request), "agent": request.headers.get("User-Agent", "")}
    try:
        signing.sign(guest=guest, draft_print=sent.pop() if len(sent) == 1 else "", at=clock.now(), **told)
    except signing.StaleDraft:
        return to("review", token)
    except signing.TextChanged:
        text = signing.current_text(guest.event)
        begun = pages.begins(drafts.of(guest, at=clock.now()), guest)
        form = WaiverForm(guest=guest, initial=begun)
        form.status = 409
        return _form(request, form, text, token, is_changed=True)
    return to("receipt", token)


def _somebody_else(request: HttpRequest, guest: Guest, called: str) -> HttpResponse:
    """A person of their own on the sail's list, as if they came by the dock's link, with a link of their own."""
    sentence = _("Many people were added from here in the last hour. Ask the crew, or wait a little.")
    at, ip = clock.now(), ip_of(request)
    limits.within("JOINS_PER_IP_HOUR", ip=ip, seconds=limits.HOUR, at=at, sentence=sentence)
    hand = request.COOKIES.get(settings.CSRF_COOKIE_NAME) or f"{ip} {request.headers.get('User-Agent', '')}"
    joiner = joining.Joiner(name=called, language=language.current(), hand=hand)
    return to("form", links.guest_token(joining.join(event=guest.event, joiner=joiner, at=at)))
