"""The sidebar: the day's work at once, what is rare under "More", nothing out of reach."""

from __future__ import annotations

import re

import pytest

from tests.make import Company
from tests.personas import ASHA, NOOR, Persona

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="([^"]+)"')


def sidebar(company: Company, persona: Persona, path: str = "/app/") -> str:
    page = company.client(persona).get(path).content.decode()
    return page[page.index('id="sidebar"') : page.index("</nav>")]


def folds(side: str) -> list[tuple[str, list[str]]]:
    """Whether each "More" is open (its attributes), with where its links lead."""
    return [(found[1], LINK.findall(found[2])) for found in re.finditer(r"(?s)<details( open)?>(.*?)</details>", side)]


def test_what_is_rare_is_folded_and_stays_a_link(pharma: Company) -> None:
    side = sidebar(pharma, ASHA)
    folded = [href for _is_open, links in folds(side) for href in links]
    assert {"/app/movements", "/app/refunds", "/app/audit-events"} <= set(folded)
    at_once = [href for href in LINK.findall(side) if href not in folded]
    assert {"/app/", "/app/sales-orders", "/app/receipts", "/app/stock", "/app/products"} <= set(at_once)
    assert len(at_once) <= 21
    assert "More<span" in side


def test_the_fold_of_the_page_that_one_is_on_is_open(pharma: Company) -> None:
    opened = [links for is_open, links in folds(sidebar(pharma, ASHA, "/app/moves")) if is_open]
    assert len(opened) == 1
    assert "/app/moves" in opened[0]
    assert not [links for is_open, links in folds(sidebar(pharma, ASHA)) if is_open]


def test_one_page_alone_is_not_folded(pharma: Company) -> None:
    """A counter has nothing rare but the export of what they may read."""
    side = sidebar(pharma, NOOR)
    assert folds(side) == []
    assert "/app/exports" in LINK.findall(side)
