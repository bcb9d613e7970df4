"""How a person likes the screen, and the style guide that shows all of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import make
from tests.personas import ASHA
from tests.support.environment import ROOT

pytestmark = pytest.mark.django_db
TEMPLATES = ROOT / "omnistock/interfaces/web/templates"


@pytest.fixture
def asha(client: Client) -> Client:
    client.force_login(make.person(ASHA))
    return client


def test_it_changes_the_theme_and_goes_back(asha: Client) -> None:
    answer = asha.post(
        "/app/appearance", {"theme": "dark", "language": "hi", "single_keys": "off", "next": "/app/products?q=a"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/app/products?q=a")
    person = make.person(ASHA)
    assert (person.theme, person.language, person.single_keys) == ("dark", "hi", False)


def test_it_never_leads_to_another_site(asha: Client) -> None:
    assert asha.post("/app/appearance", {"theme": "dark", "next": "https://example.org/"})["Location"] == "/app/"


def test_it_refuses_a_theme_that_there_is_not(asha: Client) -> None:
    answer = asha.post("/app/appearance", {"theme": "mauve\x00"})
    assert answer.status_code == 422
    assert "theme" in answer.content.decode()
    assert make.person(ASHA).theme == "system"


def test_it_needs_a_person(client: Client) -> None:
    assert client.post("/app/appearance", {"theme": "dark"})["Location"].startswith("/accounts/login/")


def test_the_style_guide_is_there_in_debug_only(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEBUG = False  # type: ignore[attr-defined]
    assert client.get("/app/styleguide").status_code == 404
    settings.DEBUG = True  # type: ignore[attr-defined]
    page = client.get("/app/styleguide?theme=dark").content.decode()
    assert '<html lang="en" class="dark"' in page
    assert not re.search(r"<script(?! src=)|\sstyle=|\son[a-z]+=", page)


def test_the_style_guide_shows_every_component() -> None:
    """Those of the public pages and of the side panel are on their own pages; a part of another one is shown with it."""
    apart = {"feature", "named", "peek", "promise", "shot"}
    found = {path.stem.replace("_", "-"): path.read_text() for path in (TEMPLATES / "cotton").glob("*.html")}
    shown, new = set(apart), [(TEMPLATES / name).read_text() for name in ("pages/styleguide.html", "layouts/app.html")]
    while new:
        named = set(re.findall(r"<c-([a-z-]+)", new.pop())) & found.keys() - shown
        shown |= named
        new += [found[name] for name in named]
    assert found.keys() - shown == set()
