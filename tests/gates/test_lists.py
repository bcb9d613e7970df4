"""Every list of the screen can be taken out as CSV (promise P13): its page names its export, or says here why not."""

from __future__ import annotations

import re
from typing import Final

from tests.gates.test_source import PACKAGE

TEMPLATES = PACKAGE / "interfaces" / "web" / "templates"
LIST = re.compile(r"<c-list-page\b[^>]*>")
# May only shrink.
WITHOUT: Final = {
    "pages/styleguide.html": "made of samples",
    "pages/imports/list.html": "each file stays as it was sent, and is taken from its own page",
}


def lists_without_export(text: str) -> list[str]:
    return [found for found in LIST.findall(text) if not re.search(r"\bexport=\"[^\"]", found)]


def test_every_list_can_be_taken_out() -> None:
    found = {
        str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if lists_without_export(path.read_text())
    }
    assert found - set(WITHOUT) == set(), "name the export of these lists"
    assert set(WITHOUT) - found == set(), "take what has its export now off the list"


def test_it_bites() -> None:
    assert lists_without_export('<c-list-page :listing="listing" label="Orders">')
    assert lists_without_export('<c-list-page :listing="listing" export="">')
    assert not lists_without_export('<c-list-page :listing="listing" export="{{ href }}">')
