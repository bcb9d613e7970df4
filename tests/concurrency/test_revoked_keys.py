"""A process that still believes a key commits nothing by it, whichever way its request commits: with what is read next, along
with the answer, or while the answer is put together. By real commits, which a test's own transaction would hide."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from omnistock.domain.catalog.models import Product
from omnistock.domain.purchasing.models import Receipt
from omnistock.domain.stocktaking.models import Adjustment
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import ApiKey
from tests import make
from tests.personas import INES

API = "/api/v1"


@pytest.mark.parametrize(("kind", "table"), [("products", Product), ("adjustments", Adjustment), ("receipts", Receipt)])
def test_a_revoked_key_commits_nothing(live_db: None, kind: str, table: type[Model]) -> None:
    company = make.organization()
    ines = company.api(INES)
    product = {"sku": "S", "name": "Stapler"}
    line = {"product_id": ines.post(f"{API}/products", product).json()["id"], "quantity": "10", "unit_cost": "1"}
    goods = {"warehouse_id": ines.get(f"{API}/warehouses").json()["items"][0]["id"], "lines": [line]}
    sent: dict[str, Any] = {
        "products": {**product, "sku": "T"},
        "adjustments": {**goods, "reason": "found"},
        "receipts": goods,
    }
    with tenant_boundary(company.id):
        ApiKey.objects.update(revoked_at=timezone.now())
        before = table._default_manager.count()
    assert ines.post(f"{API}/{kind}", sent[kind]).status_code == 401
    with tenant_boundary(company.id):
        assert table._default_manager.count() == before
        ApiKey.objects.update(revoked_at=None)
    assert ines.post(f"{API}/{kind}", sent[kind]).status_code == 201, "there was nothing else to refuse"
