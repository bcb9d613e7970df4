"""The doors that answer HTTP."""

from __future__ import annotations

from django.urls import include, path

from omnistock.interfaces.api.reference import reference
from omnistock.interfaces.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("omnistock.interfaces.api.urls")),
    path("api/docs", reference, name="api-reference"),
    path("accounts/", include("omnistock.interfaces.web.account_urls")),
    path("", include("omnistock.interfaces.web.urls")),
]

handler400 = "omnistock.interfaces.web.errors.unreadable"
handler404 = "omnistock.interfaces.web.errors.not_found"
handler500 = "omnistock.interfaces.web.errors.broken"
