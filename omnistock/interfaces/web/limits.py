"""Rate limits of pages: which address counts for which rule, as data."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from omnistock.domain.security.later import LATER
from omnistock.domain.security.operations import of_account
from omnistock.interfaces.web.errors import refused
from omnistock.kernel.errors import RateLimited
from omnistock.tenancy.limits import address_of, place_of, rules, take

# By url name: what is posted there, and what is asked there.
POSTED: Final = MappingProxyType(
    {
        "account_login": "sign_in",
        "account_signup": "sign_up",
        "account_reset_password": "password_reset",
        "account_reauthenticate": "sign_in",
        "account_change_password": "sign_in",
        "mfa_authenticate": "sign_in",
        "mfa_reauthenticate": "sign_in",
        "mfa_reauthenticate_webauthn": "sign_in",
        "mfa_login_webauthn": "sign_in",
        "import-new": "import",
        "demo-request": "demo",
        "ticket-new": "ticket",
        "ticket": "ticket",
        "rights-request-new": "rights",
        "rights-proof": "rights",
        "my-data": "rights",
        "account-deletion": "rights",
        "rights-account": "rights",
        "workspace-restore": "import",
        "workspace-archives": "export",
    }
)
ASKED: Final = MappingProxyType(
    {
        "search": "search",
        "scan": "search",
        "export-file": "export",
        "export-book": "export",
        "workspace-archive-file": "export",
    }
)
_EXPORT: Final = "-export"
# Where an email is typed by who is not signed in, and under which name.
TYPED_EMAIL: Final = MappingProxyType({"account_login": "login", "account_reset_password": "email"})


class RateLimits:
    """Counts before a page is asked for anything, and refuses with 429 where it is too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        rule = rule_of(request)
        if rule is None:
            return None
        try:
            take(rule, _subject(request, rule))
            if (account := _account(request)) is not None:
                take("account", account)
        except RateLimited as error:
            _note(request, rule)
            return refused(request, error)
        return None


def rule_of(request: HttpRequest) -> str | None:
    """The rule that a request counts for."""
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    if request.method == "POST":
        return POSTED.get(name)
    return "export" if name.endswith(_EXPORT) else ASKED.get(name)


def _subject(request: Any, rule: str) -> str:
    """Whom the rule counts for, as far as the request says who it is."""
    whom = rules()[rule].whom
    if whom == "organization":
        found = request.session.get("organization_id")
    else:
        found = request.user.pk if whom == "person" and request.user.is_authenticated else None
    return str(found or place_of(request.META))


def _account(request: Any) -> str | None:
    """The account that somebody tries to get into: counted before anything is looked up or hashed, whether there is one or
    not."""
    name = TYPED_EMAIL.get(request.resolver_match.url_name) if request.method == "POST" else None
    return request.POST.get(name, "").strip().lower() if name else None


def _note(request: Any, rule: str) -> None:
    chosen = request.session.get("organization_id") if request.user.is_authenticated else None
    event = of_account(
        kind="rate_limit",
        outcome="refused",
        now=timezone.now(),
        address=address_of(request.META),
        person_id=request.user.pk,
        organization_id=UUID(chosen) if chosen else None,
        facts={"rule": rule},
    )
    LATER.add(event)
