"""The pages of sign-in. Nothing changes on GET."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from scc_site import addresses, clock
from scc_site.auth import access, codes, cookies, sessions, sign_in
from scc_site.auth.forms import AddressForm, CodeForm
from scc_site.models import AuthSession, LoginCode

page = require_http_methods(["GET", "HEAD", "POST"])
act = require_http_methods(["POST"])


def see_other(address: str) -> HttpResponse:
    """303: the answer to a form is another page."""
    return HttpResponse(status=303, headers={"Location": address})


@login_not_required
@page
def magic_link(request: HttpRequest) -> HttpResponse:
    """Ask for a letter."""
    if request.method == "POST":
        return _ask(request)
    if "HX-Request" in request.headers:  # a fragment was asked for by somebody whose session is over
        return HttpResponse(headers={"HX-Redirect": reverse("auth:magic_link")})
    response = render(request, "auth/magic_link.html", {"form": AddressForm()})
    cookies.give_way(response, request.GET.get("next", ""))
    return response


def _ask(request: HttpRequest) -> HttpResponse:
    """The same answer for every address."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "auth/magic_link.html", {"form": form}, status=422)
    flow = sign_in.request(
        address=form.cleaned_data["email"],
        way_back=cookies.way_of(request),
        ip=cookies.ip_of(request),
        at=clock.now(),
    )
    return _to_code_page(flow)


def _to_code_page(flow: str) -> HttpResponse:
    """303 to where the code is typed, in this browser alone."""
    response = see_other(reverse("auth:code"))
    cookies.give_flow(response, flow)
    return response


@login_not_required
@page
def code(request: HttpRequest) -> HttpResponse:
    """Type the code, in the browser that asked for it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            welcome = sign_in.redeem_code(
                typed=form.cleaned_data["code"],
                flow=cookies.flow_of(request),
                browser=cookies.browser_of(request),
                at=clock.now(),
            )
        except sign_in.WrongCode as refused:
            form.add_error("code", refused.sentence)
        else:
            return _enter(request, welcome)
    flow = cookies.flow_of(request)
    context = {"form": form, "sent_to": sign_in.address_of_flow(flow=flow), "may_repeat": codes.knows_address(flow)}
    return render(request, "auth/code.html", context, status=422 if form.is_bound else 200)


@login_not_required
@page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show who a link signs in, and one button; the button signs in."""
    try:
        row = sign_in.standing_link(token=token, at=clock.now())
        if request.method != "POST":
            return _link_page(request, row, token)
        welcome = sign_in.redeem_link(
            token=token,
            browser=cookies.browser_of(request),
            at=clock.now(),
            switch=request.POST.get("switch") == "1",
        )
    except sign_in.SignedInAsAnother:
        return _link_page(request, row, token, status=409)
    except sign_in.DeadLink:
        return _dead(request, token)
    return _enter(request, welcome)


def _link_page(request: HttpRequest, row: LoginCode, token: str, status: int = 200) -> HttpResponse:
    """Whom, as what, to which sail; and whether somebody else must leave first."""
    here = getattr(request.user, "auth_session", None)
    context = {
        "masked": addresses.masked(row.email_canonical),
        "offer": f"{row.role} of {row.event_id}" if row.role else "",
        "event_id": row.event_id,
        "token_path": reverse("auth:link", args=[token]),
        "switching": str(request.user) if here and here.person_id != row.person_id else "",
    }
    return render(request, "auth/link.html", context, status=status)


def _dead(request: HttpRequest, token: str) -> HttpResponse:
    """410, the same for every reason."""
    return render(request, "auth/dead_link.html", {"token_path": reverse("auth:link", args=[token])}, status=410)


@login_not_required
@act
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Make a link worthless that its reader did not ask for."""
    try:
        sign_in.revoke(token=token, by=_name_of(request), why="not you", at=clock.now())
    except sign_in.DeadLink:
        return _dead(request, token)
    messages.success(request, "That link and its code no longer work. Nobody was signed in.")
    return see_other(reverse("auth:magic_link"))


def _name_of(request: HttpRequest) -> str:
    """Who asks, in words: somebody signed in, or the holder of a link somewhere."""
    if request.user.is_authenticated:
        return str(request.user.email_canonical)
    return f"holder of the link, at {cookies.ip_of(request)}"


@login_not_required
@act
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new letter to where an old link went; the sign-in form when no letter had it."""
    flow = sign_in.again(token=token, ip=cookies.ip_of(request), at=clock.now())
    return _to_code_page(flow) if flow else see_other(reverse("auth:magic_link"))


@page
def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for the letter that opens the office."""
    if access.acts_as_admin(request.user) and request.method != "POST":
        return see_other("/admin/")
    if request.method != "POST":
        if not access.may_step_up(request.user):
            raise Http404
        return render(request, "auth/step_up.html", {"masked": addresses.masked(request.user.email_canonical)})  # type: ignore[union-attr]
    flow = sign_in.step_up(
        person=request.user,  # type: ignore[arg-type]
        way_back=cookies.way_of(request),
        ip=cookies.ip_of(request),
        at=clock.now(),
    )
    return _to_code_page(flow)


@login_not_required
@page
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; a GET only asks, or says that nobody is signed in."""
    if request.method != "POST":
        signed_in = request.user.is_authenticated
        return render(request, "auth/sign_out.html" if signed_in else "auth/signed_out.html")
    if request.user.is_authenticated:
        sessions.end(session_id=_here(request).pk, by=request.user, at=clock.now())
    response = see_other(reverse("auth:sign_out"))
    cookies.forget_session(response)
    return response


@page
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and an end to any of it."""
    at, here = clock.now(), _here(request)
    if request.method != "POST":
        listed = sessions.listed(person=request.user, at=at)  # type: ignore[arg-type]
        rows = [sessions.shown(session, here=here) for session in listed]
        return render(request, "auth/sessions.html", {"sessions": rows})
    if request.POST.get("session") == "all":
        sessions.end_all_of(person=request.user, by=request.user, at=at)  # type: ignore[arg-type]
    else:
        sessions.end(session_id=_sid(request), by=request.user, at=at)  # type: ignore[arg-type]
    return see_other(reverse("auth:sessions"))


def _here(request: HttpRequest) -> AuthSession:
    """The session of this request."""
    return request.user.auth_session  # type: ignore[union-attr,return-value]


def _sid(request: HttpRequest) -> UUID:
    """The session a form names; 404 when it can be none."""
    try:
        return UUID(request.POST.get("session", ""))
    except ValueError:
        raise Http404 from None


def _enter(request: HttpRequest, welcome: sign_in.Welcome) -> HttpResponse:
    """303 home, with the new session's cookie and a new form token: nothing planted before lives on."""
    response = see_other(welcome.home)
    cookies.forget_asking(response)
    if welcome.is_new:
        rotate_token(request)
        cookies.give_session(response, welcome.session)
    return response
