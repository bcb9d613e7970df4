"""The doors that answer HTTP."""

from __future__ import annotations

from django.urls import include, path

from omnistock.interfaces.api.urls import api
from omnistock.interfaces.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.account.urls")),
    path("", include("omnistock.interfaces.web.urls")),
]
