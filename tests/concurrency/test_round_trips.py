"""What a single issue sends to the database, from BEGIN to COMMIT."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.idempotency import claim
from tests.domain.shop import make_shop
from tests.personas import INES

pytestmark = pytest.mark.usefixtures("live_db")


def test_a_single_issue_with_a_key_is_at_most_eight_round_trips() -> None:
    shop = make_shop()
    shop.company.join(INES)
    with shop.open() as asha:
        nuts, main = asha.product("NUT", tracking="none"), asha.main()
        asha.receive(nuts, "10")
    line = AdjustmentLineInput(product_id=nuts, quantity=Decimal(-1))
    for _first_use_then_the_rule in range(2):
        with CaptureQueriesContext(connection) as sent, shop.company.acting(INES) as ines:
            claim(actor=ines, key=str(uuid7()), body={}, object_id=uuid7())
            post_adjustment(actor=ines, warehouse_id=main, reason="lost", lines=[line])
    said = [query["sql"].strip().split(None, 2)[:2] for query in sent]
    assert (said[0][0], said[-1][0]) == ("BEGIN", "COMMIT")
    assert len(sent) <= 8, said
