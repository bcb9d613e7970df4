"""Every page. Nouns in paths; a view's permission stands on its `@tenant_view`. A room's URLs stand beside its views."""

from __future__ import annotations

from django.urls import URLPattern, path

from omnistock.interfaces.web.appearance import appearance
from omnistock.interfaces.web.styleguide import styleguide
from omnistock.interfaces.web.views import home, scan, search

urlpatterns: list[URLPattern] = [
    path("app/appearance", appearance, name="appearance"),
    path("app/styleguide", styleguide, name="styleguide"),
    *home.urlpatterns,
    *scan.urlpatterns,
    *search.urlpatterns,
]
