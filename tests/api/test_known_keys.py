"""What a process knows of a key is asked again before anything is committed or answered by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from omnistock.domain.catalog.models import Product
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import ApiKey, Organization
from tests import make
from tests.personas import INES

PRODUCT = {"sku": "PARA-500", "name": "Paracetamol 500 mg"}
READS, WRITES = ["catalog:read"], ["catalog:read", "catalog:write"]


def _revoke(pharma: make.Company) -> None:
    ApiKey.objects.update(revoked_at=timezone.now())


def _delete(pharma: make.Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_key SET secret_hash = '\\x00'")


def _narrow(pharma: make.Company) -> None:
    ApiKey.objects.update(scopes=READS)


def _freeze(pharma: make.Company) -> None:
    Organization.objects.filter(pk=pharma.id).update(frozen_at=timezone.now(), purge_at=timezone.now())


@pytest.mark.parametrize(
    ("change", "status"),
    [(_revoke, 401), (_delete, 401), (_narrow, 403), (_freeze, 403)],
    ids=["revoked", "gone", "narrowed", "its workspace frozen"],
)
def test_what_a_key_may_no_more_is_not_done(
    pharma: make.Company, change: Callable[[make.Company], None], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    ines = pharma.api(INES, scopes=WRITES)
    assert ines.post("/api/v1/products", PRODUCT).status_code == 201
    with tenant_boundary(pharma.id):
        change(pharma)
    assert ines.post("/api/v1/products", {**PRODUCT, "sku": "PARA-650"}).status_code == status
    assert not [entry for entry in caplog.records if entry.levelname == "ERROR"]
    with tenant_boundary(pharma.id):
        assert [product.sku for product in Product.objects.all()] == ["PARA-500"]


def test_what_a_key_may_now_is_done_at_once(pharma: make.Company) -> None:
    ines = pharma.api(INES, scopes=READS)
    assert ines.post("/api/v1/products", PRODUCT).status_code == 403
    with tenant_boundary(pharma.id):
        ApiKey.objects.update(scopes=WRITES)
    assert ines.post("/api/v1/products", PRODUCT).status_code == 201
