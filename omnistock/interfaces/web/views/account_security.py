"""What keeps one's account one's own: password, second factors, passkeys, recovery codes, and where one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.identity.factors import factors_of
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.interfaces.web.sessions import end_one, end_others, sessions_of


@login_required
@require_safe
def account_security(request: Any) -> HttpResponse:
    """`needed`: the workspace that one came from lets nobody in without a second factor."""
    factors = factors_of(person_id=request.user.pk)
    codes = next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    data = {
        "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": sessions_of(request),
        "needed": request.GET.get("needed") == "1",
    }
    return render(request, "account/security.html", data)


@login_required
@require_POST
@reauthenticated
def session_end(request: Any, session_number: int) -> HttpResponse:
    end_one(request, session_number)
    messages.success(request, _("That session is over."))
    return SeeOther(reverse("account-security"))


@login_required
@require_POST
@reauthenticated
def sessions_end(request: Any) -> HttpResponse:
    count = end_others(request, why="asked")
    text = ngettext("{count} session is over.", "{count} sessions are over.", count)
    messages.success(request, text.format(count=count))
    return SeeOther(reverse("account-security"))


urlpatterns: list[URLPattern] = [
    path("app/profile/security", account_security, name="account-security"),
    path("app/profile/sessions/end", sessions_end, name="sessions-end"),
    path("app/profile/sessions/<int:session_number>/end", session_end, name="session-end"),
]
