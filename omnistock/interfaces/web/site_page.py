"""One page for strangers: what all of them have in their head, foot and headers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _

from omnistock.domain.privacy.operator import operator
from omnistock.interfaces.web.analytics import allow, analytics_for
from omnistock.interfaces.web.templatetags.screen import asset

Text = str | Lazy


def site_page(
    request: HttpRequest, template: str, here: Text, description: Text, *, status: int = 200, **values: Any
) -> HttpResponse:
    """Draw `template` with its title, the sentence that search engines and cards show, and its own address."""
    analytics = analytics_for(request)
    common = {
        "here": here,
        "description": description,
        "crumbs": [(_("Home"), "/")],
        "operator": operator(),
        "analytics": analytics,
        "canonical": request.build_absolute_uri(request.path),
        "social_card": request.build_absolute_uri(asset("pictures/card.png")),
    }
    return allow(render(request, template, {**common, **values}, status=status), analytics)
