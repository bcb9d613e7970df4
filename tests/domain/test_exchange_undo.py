"""An import taken back: whole, as if it had not been, or not at all and with every reason named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.models import Barcode, Product, ProductUnit
from omnistock.domain.catalog.operations import change_product
from omnistock.domain.catalog.queries import product, products
from omnistock.domain.exchange.annotating import annotated_file
from omnistock.domain.exchange.errors import ImportClosed, UndoBlocked
from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.operations import FileInput, cancel_import, check_import, import_file
from omnistock.domain.exchange.queries import import_view, imports
from omnistock.domain.exchange.undoing import undo_import, undo_preview
from omnistock.domain.ledger.queries.stock import stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.parties.models import Customer
from omnistock.domain.parties.queries import customers
from omnistock.domain.search.models import SearchToken
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.kernel.errors import NotFound, PermissionMissing, VersionConflict
from tests import make
from tests.personas import ASHA, MAYA, OTTO, RAVI

pytestmark = pytest.mark.django_db

PRODUCTS = (
    "SKU,Name,MRP,Barcode,Category,Pack unit,Pack size,Description,Active\n"
    "OLD,Renamed,99.5,8901234567890,Pain,box,12,New words,no\n"
    "NEW,Made,1,HOUSE 7,Pain,box,10,,\n"
)


def brought_in(actor: make.Actor, kind: str, text: str, **more: Any) -> Import:
    done = import_file(actor=actor, file=FileInput(kind=kind, name="file.csv", parts=[text.encode()], **more))
    assert (done.status, done.errors) == ("done", [])
    return done


def undone(actor: make.Actor, row: Import) -> Import:
    assert undo_preview(actor=actor, import_id=row.id).obstacles == ()
    return undo_import(actor=actor, import_id=row.id, expected_version=row.version)


class TestProducts:
    def test_what_it_made_goes_and_what_it_changed_is_as_before(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            old = make.plain_product(
                actor=asha, sku="OLD", name="Old", mrp=Decimal("12.5"), tax_rate=Decimal(5), custom_fields={"Rack": "A"}
            )
            before = product(actor=asha, product_id=old.id)
            done = brought_in(asha, "products", PRODUCTS)
            assert product(actor=asha, product_id=old.id).name == "Renamed"
            preview = undo_preview(actor=asha, import_id=done.id)
            assert (preview.removed, preview.restored, preview.documents) == (1, 1, ())
            assert undone(asha, done).status == "undone"
            after = product(actor=asha, product_id=old.id)
            passing = {"version", "updated_at"}
            assert {name: getattr(after, name) for name in after.__slots__ if name not in passing} == {
                name: getattr(before, name) for name in before.__slots__ if name not in passing
            }
            assert [each.sku for each in products(actor=asha, archived=None).items] == ["OLD"]
            assert (Barcode.objects.count(), ProductUnit.objects.count()) == (0, 0)
            assert set(SearchToken.objects.filter(kind="product").values_list("object_id", flat=True)) == {old.id}
            assert AuditEvent.objects.filter(operation="catalog.remove_product", subject_name="Made").count() == 1

    def test_the_file_may_come_again_and_undoing_is_done_once(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            first = brought_in(asha, "products", PRODUCTS)
            undone(asha, first)
            assert brought_in(asha, "products", PRODUCTS).created == 2
            with pytest.raises(ImportClosed):
                undo_import(actor=asha, import_id=first.id)

    def test_what_was_changed_since_stands_in_the_way_and_all_stays(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            done = brought_in(asha, "products", PRODUCTS)
            made = Product.objects.get(sku="NEW")
            later = asha.at(asha.now.replace(year=asha.now.year + 1))
            change_product(actor=later, product_id=made.id, changes={"name": "Mine now"})
            with pytest.raises(UndoBlocked) as refused:
                undo_import(actor=later, import_id=done.id)
            assert [fault.message for fault in refused.value.faults] == ["Mine now was changed since, by Asha Rao."]
            assert Product.objects.count() == 2

    def test_what_documents_use_stands_in_the_way(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            done = brought_in(asha, "products", "SKU,Name,Tracking\nNEW,Made,none\n")
            line = AdjustmentLineInput(product_id=Product.objects.get().id, quantity=Decimal(3), unit_cost=Decimal(1))
            post_adjustment(actor=asha, warehouse_id=make.main_warehouse().id, reason="found", lines=[line])
            (obstacle,) = undo_preview(actor=asha, import_id=done.id).obstacles
            assert obstacle == "Made cannot go: documents use it."
            with pytest.raises(UndoBlocked):
                undo_import(actor=asha, import_id=done.id)


class TestParties:
    def test_customers_go_and_are_as_before(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            kept = make.customer(actor=asha, name="Kept", code="K", credit_limit=Decimal(500))
            (before,) = customers(actor=asha).items
            text = "Name,Code,City,Postal code,Credit limit,Contact name,Active\nOther,K,Pune,411001,9,Sunil,no\nNew,N,,,,,\n"
            done = brought_in(asha, "customers", text)
            assert (done.created, done.changed) == (1, 1)
            undone(asha, done)
            (after,) = customers(actor=asha).items
            assert after.id == kept.id
            for name in ("name", "code", "credit_limit", "addresses", "contacts", "archived_at"):
                assert getattr(after, name) == getattr(before, name), name
            assert Customer.objects.count() == 1


class TestOpeningStock:
    def test_it_is_reversed_and_may_come_again(self, pharma: make.Company) -> None:
        text = "SKU,Batch,Expiry,Quantity,Unit cost\nDOLO,B1,03/27,10,2\n"
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="DOLO")
            done = brought_in(asha, "opening_stock", text)
            undone(asha, done)
            assert [each for each in stock(actor=asha).items if each.on_hand] == []
            assert brought_in(asha, "opening_stock", text).created == 1
            assert [each.on_hand for each in stock(actor=asha).items if each.on_hand] == [10]
            assert verify(actor=asha) == []

    def test_what_has_left_stands_in_the_way(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha, sku="DOLO")
            done = brought_in(asha, "opening_stock", "SKU,Batch,Expiry,Quantity,Unit cost\nDOLO,B1,03/27,10,2\n")
            (item,) = stock(actor=asha).items
            lost = AdjustmentLineInput(product_id=made.id, quantity=Decimal(-4), batch_id=item.batch_id)
            post_adjustment(actor=asha, warehouse_id=item.warehouse_id, reason="lost", lines=[lost])
            (obstacle,) = undo_preview(actor=asha, import_id=done.id).obstacles
            assert "B1" in obstacle
            with pytest.raises(UndoBlocked):
                undo_import(actor=asha, import_id=done.id)
            assert [each.on_hand for each in stock(actor=asha).items] == [6]


class TestRefusals:
    @pytest.mark.parametrize(
        "limit", [{"sees_costs": False}, {"warehouse_ids": frozenset()}, {"sees_only_own_customers": True}]
    )
    def test_who_has_limits_has_their_own_files_alone(self, pharma: make.Company, limit: dict[str, Any]) -> None:
        """A file holds costs, and rows of every warehouse and customer."""
        with pharma.acting(ASHA) as asha:
            others = brought_in(asha, "customers", "Name\nCity Clinic\n")
        with pharma.acting(MAYA) as maya:
            assert [each.id for each in imports(actor=maya).items] == [others.id]
            limited = replace(maya, **limit)
            own = brought_in(limited, "customers", "Name\nHill Clinic\n")
            assert [each.id for each in imports(actor=limited).items] == [own.id]
            for do in (import_view, annotated_file, undo_preview, undo_import, cancel_import):
                with pytest.raises(NotFound):
                    do(actor=limited, import_id=others.id)
            assert import_view(actor=limited, import_id=own.id).created == 1
            assert undone(limited, own).status == "undone"

    def test_only_what_is_done_and_yours_and_allowed(self, pharma: make.Company) -> None:
        others = make.organization(owner=OTTO, name="Otto", gstin="")
        with pharma.acting(ASHA) as asha:
            done = brought_in(asha, "products", PRODUCTS)
            checked = check_import(actor=asha, file=FileInput(kind="products", name="f.csv", parts=[PRODUCTS.encode()]))
            with pytest.raises(ImportClosed):
                undo_preview(actor=asha, import_id=checked.id)
            with pytest.raises(VersionConflict):
                undo_import(actor=asha, import_id=done.id, expected_version=9)
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            undo_import(actor=ravi, import_id=done.id)
        with others.acting(OTTO) as otto, pytest.raises(NotFound):
            undo_import(actor=otto, import_id=done.id)
