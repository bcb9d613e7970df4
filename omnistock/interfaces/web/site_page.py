"""One page for everybody: what all of them have in their head, foot and headers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _

from omnistock.domain.privacy.operator import operator
from omnistock.interfaces.web.analytics import allow, analytics_for
from omnistock.interfaces.web.templatetags.screen import asset

Text = str | Lazy


def address_of_page(path: str) -> str:
    """As others reach it. Behind a proxy a request comes in plain, so it does not know."""
    return f"{settings.BASE_URL}{path}"


def public_page(request: HttpRequest, template: str, here: Text, *, status: int = 200, **values: Any) -> HttpResponse:
    """Draw `template`, a page of the law and the promises, with its title `here`. `values` may name other crumbs."""
    common = {
        "here": here,
        "crumbs": [(_("Home"), "/")],
        "operator": operator(),
        "canonical": address_of_page(request.path),
        "social_card": address_of_page(asset("pictures/card.png")),
    }
    return render(request, template, common | values, status=status)


def site_page(
    request: HttpRequest, template: str, here: Text, description: Text, *, status: int = 200, **values: Any
) -> HttpResponse:
    """The same for who looks before signing up: with the sentence that search engines and cards show, and the analytics
    where there are any."""
    analytics = analytics_for(request)
    head = {"description": description, "analytics": analytics}
    return allow(public_page(request, template, here, status=status, **head, **values), analytics)
