"""What several files of the domain's tests begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # conftest files are read before Django is ready
    from tests.domain.counting import Shelves
    from tests.make import Company


@pytest.fixture
def shelves(pharma: Company) -> Shelves:
    from tests.domain.counting import Shelves

    return Shelves(pharma)
