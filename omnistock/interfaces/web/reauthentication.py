"""`@reauthenticated`: what does harm in the wrong hands asks once more who one is, unless that was proved within ten minutes.

    @tenant_view("settings:write")
    @reauthenticated
    def api_key_new(request): ...

    @reauthenticated(methods=("POST",))   # looking is free

    @reauthenticated(form=True)   # a form that `answer_form` answers: what was typed stays on the page meanwhile

A password proves it for who has nothing more; who has a second factor proves it with a factor or passkey, so that a stolen
session and a stolen password together remove no factor. It stands below `@tenant_view`, or below `@login_required`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from omnistock.domain.identity.factors import has_second_factor
from omnistock.interfaces.web.answers import SeeOther, own_address, path_of

FRESH_SECONDS: Final = 600
# A form that was opened while it was fresh may be sent a little later, so that nothing typed is lost.
GRACE_SECONDS: Final = 300
WAY: Final = "/accounts/reauthenticate/"
_EVERY: Final = ("GET", "HEAD", "POST")

View = Callable[..., HttpResponseBase]


def is_fresh(request: Any, *, grace_seconds: int = 0) -> bool:
    """Whether this session's person proved who they are within ten minutes (and `grace_seconds`)."""
    since = time.time() - FRESH_SECONDS - grace_seconds
    records = [each for each in get_authentication_records(request, request.user) if each.get("at", 0) > since]
    if not records:
        return False
    if any(each.get("method") == "mfa" for each in records):
        return True
    return not has_second_factor(person_id=request.user.pk)


def reauthenticated(view: View | None = None, *, methods: Collection[str] = _EVERY, form: bool = False) -> Any:
    """Decorate a view of somebody who is signed in: see the module."""

    def decorate(inner: View) -> View:
        @wraps(inner)
        def within(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            grace = GRACE_SECONDS if request.method == "POST" and "GET" in methods else 0
            if request.method not in methods or is_fresh(request, grace_seconds=grace):
                return inner(request, *args, **kwargs)
            if form and request.method == "POST":
                return _shown_again(request, inner(_asking(request), *args, **kwargs))
            return to_confirm(request)

        within.needs_reauthentication = tuple(methods)  # type: ignore[attr-defined]
        return within

    return decorate if view is None else decorate(view)


def _asking(request: Any) -> Any:
    request.confirm_href = way_to_confirm(request.get_full_path())
    return request


def confirmation_asked(request: Any) -> str:
    """Where who sent this form confirms who they are, before anything of it is done; empty where they need not."""
    request.was_confirmation_asked = True
    return getattr(request, "confirm_href", "")


def _shown_again(request: Any, answer: HttpResponseBase) -> HttpResponseBase:
    """A view that did not ask did what it was not to do: the error takes all of it back."""
    if not getattr(request, "was_confirmation_asked", False):
        raise RuntimeError(f"{request.path} is no form that answer_form answers")
    return answer


def to_confirm(request: Any) -> SeeOther:
    """The way to confirming, and back to the page that was asked for; of what was posted nothing is kept or done."""
    if request.method == "POST":
        messages.info(request, _("Nothing is done yet: confirm that it is you, then do it once more."))
    back = request.get_full_path() if request.method != "POST" else _page_before(request)
    return SeeOther(way_to_confirm(back))


def way_to_confirm(back: str) -> str:
    """The address of confirming, which leads on to `back`: for a long form that stays open as it was typed meanwhile."""
    return f"{WAY}?{urlencode({'next': back})}"


def _page_before(request: Any) -> str:
    return path_of(own_address(request, request.headers.get("Referer", "")))
