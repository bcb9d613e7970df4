"""What a web process makes ready once, before it says that it is up: nobody waits for it at the first look of the day."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

_TEMPLATES: Final = Path(__file__).parent / "templates"
# What every page is made of, and the first page of the day. Another page's own template is compiled in some 10 ms.
_FIRST: Final = ("layouts/*.html", "cotton/*.html", "pages/today/*.html")


def warm() -> None:
    """Import every route, read the words of every language, compile what every page needs: two seconds of processor time
    that the first request would pay."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("today")  # fills the table of routes, which Django keeps by language
    for pattern in _FIRST:
        for file in sorted(_TEMPLATES.glob(pattern)):
            get_template(str(file.relative_to(_TEMPLATES)))
