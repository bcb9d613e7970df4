"""Every test of the API: Demo Pharma, and Ines, who integrates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.personas import INES, OTTO

if TYPE_CHECKING:  # conftest files are read before Django is ready
    from tests.make import ApiClient, Company


@pytest.fixture(scope="module")
def ines(pharma: Company) -> ApiClient:
    """Her key has every scope."""
    return pharma.api(INES)


@pytest.fixture(scope="module")
def otto(file_db: None) -> ApiClient:
    """A key of another organization."""
    from tests import make

    return make.organization(owner=OTTO, name="Otto Trading", gstin="").api(INES)
