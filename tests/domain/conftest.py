"""What several files of the domain's tests begin with, made once a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # conftest files are read before Django is ready
    from tests.domain.counting import Shelves
    from tests.domain.market import Market
    from tests.domain.shop import Shop
    from tests.make import Company


@pytest.fixture(scope="module")
def shelves(pharma: Company) -> Shelves:
    from tests.domain.counting import Shelves

    return Shelves(pharma)


@pytest.fixture(scope="module")
def market(file_db: None) -> Market:
    from tests.domain.market import make_market

    return make_market()


@pytest.fixture(scope="module")
def shop(file_db: None) -> Shop:
    from tests.domain.shop import make_shop

    return make_shop()
