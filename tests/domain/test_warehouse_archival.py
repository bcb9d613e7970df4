"""Warehouses put away and taken up again, and what only the database can hold: no name twice in another case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from omnistock.domain.catalog.models import Category
from omnistock.domain.catalog.vocabulary import create_category
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.operations import cancel_purchase_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import cancel_sales_order
from omnistock.domain.stocktaking.inputs import TransferLineInput
from omnistock.domain.stocktaking.operations import cancel_transfer, create_transfer
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.domain.warehouses.occupancy import WorkIsOpen
from omnistock.domain.warehouses.operations import (
    archive_registration,
    archive_warehouse,
    restore_registration,
    restore_warehouse,
)
from omnistock.domain.warehouses.operations.warehouses import RegistrationIsArchived
from tests import make
from tests.make import Company
from tests.personas import ASHA

pytestmark = pytest.mark.django_db


def test_one_that_documents_wait_for_stays(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        second, product = make.warehouse(actor=asha, name="Second"), make.product(actor=asha)
        wanted = PurchaseOrderLineInput(product_id=product.pk, quantity=Decimal(5))
        coming = make.purchase_order(actor=asha, lines=[wanted], warehouse_id=second.pk)
        sold = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(2))
        waiting = make.sales_order(actor=asha, lines=[sold], warehouse_id=second.pk)
        sent = TransferLineInput(product_id=product.pk, quantity=Decimal(1))
        ends = {"from_warehouse_id": make.main_warehouse().pk, "to_warehouse_id": second.pk}
        draft = create_transfer(actor=asha, lines=[sent], **ends)
        with pytest.raises(WorkIsOpen) as refusal:
            archive_warehouse(actor=asha, warehouse_id=second.pk)
        for number in (coming.number, waiting.number, draft.number):
            assert number in refusal.value.message
        cancel_purchase_order(actor=asha, purchase_order_id=coming.pk)
        cancel_sales_order(actor=asha, sales_order_id=waiting.pk)
        cancel_transfer(actor=asha, transfer_id=draft.pk)
        assert archive_warehouse(actor=asha, warehouse_id=second.pk).archived_at


def test_it_is_taken_up_again_with_its_registration(pharma: Company) -> None:
    """Put away after it, the registration issues no number any more."""
    with pharma.acting(ASHA) as asha:
        karnataka = make.registration(actor=asha)
        there = make.warehouse(actor=asha, name="Bengaluru", registration_id=karnataka.pk)
        archive_warehouse(actor=asha, warehouse_id=there.pk)
        archive_registration(actor=asha, registration_id=karnataka.pk)
        with pytest.raises(RegistrationIsArchived, match="Bengaluru belongs to 29"):
            restore_warehouse(actor=asha, warehouse_id=there.pk)
        restore_registration(actor=asha, registration_id=karnataka.pk)
        assert restore_warehouse(actor=asha, warehouse_id=there.pk).archived_at is None


def test_two_at_the_same_moment_cannot_take_one_name_in_two_cases(pharma: Company) -> None:
    """Each looked before the other had written: the database holds the rule."""
    with pharma.acting(ASHA) as asha:
        main = make.main_warehouse()
        make.location(actor=asha, warehouse=main, code="A-01")
        create_category(actor=asha, name="Dairy")
        twins = (
            Location(organization_id=asha.organization_id, warehouse=main, code="a-01", kind="storage"),
            Warehouse(organization_id=asha.organization_id, code="P", name="MAIN"),
            Warehouse(organization_id=asha.organization_id, code=main.code.lower(), name="Pune"),
            Category(organization_id=asha.organization_id, name="DAIRY"),
        )
        for twin in twins:
            with pytest.raises(IntegrityError, match="_unique"), transaction.atomic():
                twin.save(force_insert=True)
        assert make.product(actor=asha, category="dairy").category.name == "Dairy"
