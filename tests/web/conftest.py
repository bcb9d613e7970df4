"""Pages are visited as people: `pharma.client(MEENA)` is Meena's browser, signed in, with Demo Pharma chosen.

The pattern of a page's tests: it shows, it posts, it refuses another tenant (404), it needs permission (403), bad input
keeps what was typed and changes nothing; a list takes the same number of statements for 1 row and for 50
(`tests.support.pages.statements`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.personas import OTTO

if TYPE_CHECKING:  # this file is read before Django is ready, and `make` needs its models
    from tests.make import Company


@pytest.fixture(scope="module")
def others(file_db: None) -> Company:
    """Another organization, of Otto: nothing in it may ever be seen from Demo Pharma, nor the other way round."""
    from tests import make

    return make.organization(owner=OTTO, name="Otto Trading", gstin="")
