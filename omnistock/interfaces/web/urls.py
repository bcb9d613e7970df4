"""Every page. Nouns in paths; a view's permission stands on its `@tenant_view`."""

from __future__ import annotations

from django.urls import URLPattern, path

from omnistock.interfaces.web.appearance import appearance
from omnistock.interfaces.web.styleguide import styleguide

urlpatterns: list[URLPattern] = [
    path("app/appearance", appearance, name="appearance"),
    path("app/styleguide", styleguide, name="styleguide"),
]
