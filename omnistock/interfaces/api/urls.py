"""The API: one document, one door, one module for each kind of resource."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from omnistock.interfaces.api import problems
from omnistock.interfaces.api.document import Api, ExactJson, QuickJson
from omnistock.interfaces.api.door import ApiKeyScheme, inside_tenant
from omnistock.interfaces.api.resources import ROUTERS

DESCRIPTION = (
    "Quantities and money are strings of exact decimals, moments are RFC 3339 in UTC, days are YYYY-MM-DD, "
    "ids are UUIDs. "
    "Refusals are application/problem+json (RFC 9457) with everything that is wrong at once."
)

api = Api(
    title="OmniStock",
    version="1",
    description=DESCRIPTION,
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
    auth=ApiKeyScheme(),
    parser=ExactJson(),
    renderer=QuickJson(),
)
problems.install(api)
api.add_decorator(inside_tenant, mode="view")
for router in ROUTERS:
    api.add_router("", router)


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """django-ninja answers a method that an address does not take with a page; here it is a problem like any other."""

    @wraps(view)
    def answer(request: HttpRequest, **values: Any) -> HttpResponse:
        response = view(request, **values)
        return problems.not_allowed(response.headers["Allow"]) if response.status_code == 405 else response

    return answer


def _patterns() -> list[URLPattern]:
    patterns: list[URLPattern] = []
    for pattern in api.urls[0]:
        assert isinstance(pattern, URLPattern)
        if pattern.name != "api-root":  # an empty page of django-ninja's
            pattern.callback = _answering(pattern.callback)
            patterns.append(pattern)
    nothing_here = csrf_exempt(problems.nothing_here)
    return [*patterns, re_path(r"^[\s\S]*$", nothing_here)]


app_name = "api"
urlpatterns = _patterns()
