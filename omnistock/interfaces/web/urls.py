"""Every page. Nouns in paths; a view's permission stands on its `@tenant_view`."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
