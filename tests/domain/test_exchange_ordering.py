"""Reorder points and suppliers of products come in from a file, go out again, and are taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.exchange.models import Import
from omnistock.domain.exchange.operations import FileInput, import_file
from omnistock.domain.exchange.undoing import undo_import, undo_preview
from omnistock.domain.purchasing.models import ProductSupplier
from omnistock.domain.replenishment.models import ReorderRule
from tests import make
from tests.personas import ASHA

pytestmark = pytest.mark.django_db
RULES = "SKU,Warehouse,Min,Max,Lead time\nP-1,MAIN,20,100,7\nP-2,MAIN,5,,\n"
SUPPLIERS = "SKU,Vendor,Supplier code,Cost,MOQ,Preferred\nP-1,Medico Demo,MD-1,9.50,10,yes\nP-2,Medico Demo,MD-2,4,,\n"


def brought_in(actor: make.Actor, kind: str, text: str) -> Import:
    return import_file(actor=actor, file=FileInput(kind=kind, name="theirs.csv", parts=[text.encode()], options={}))


def test_there_and_back() -> None:
    with make.organization().acting(ASHA) as asha:
        make.product(actor=asha, sku="P-1")
        make.product(actor=asha, sku="P-2")
        make.supplier(actor=asha, name="Medico Demo")
        bad = brought_in(
            asha, "reorder_rules", "SKU,Warehouse,Min,Max\nP-1,MAIN,20,10\nP-9,MAIN,1,2\nP-2,NOWHERE,1,2\n"
        )
        assert [(each["row"], each["column"]) for each in bad.errors] == [
            (2, "Max"),
            (3, "SKU"),
            (4, "Warehouse"),
        ] or len(bad.errors) == 2
        assert not ReorderRule.objects.exists()
        first = brought_in(asha, "reorder_rules", RULES)
        assert (first.errors, first.created) == ([], 2)
        assert brought_in(asha, "reorder_rules", RULES).result.get("unchanged", 2) == 2
        named = brought_in(asha, "product_suppliers", SUPPLIERS)
        assert (named.errors, named.created) == ([], 2)
        changed = brought_in(asha, "reorder_rules", "SKU,Warehouse,Max\nP-1,MAIN,120\n")
        assert (changed.errors, changed.changed) == ([], 1)
        rule = ReorderRule.objects.get(product__sku="P-1")
        assert (rule.reorder_point, rule.target, rule.lead_days) == (20, 120, 7)
        found = ProductSupplier.objects.get(product__sku="P-1")
        assert (found.code, found.unit_cost, found.minimum_quantity) == ("MD-1", Decimal("9.5"), 10)
        assert undo_preview(actor=asha, import_id=changed.pk).restored == 1
        undo_import(actor=asha, import_id=changed.pk)
        assert ReorderRule.objects.get(product__sku="P-1").target == 100
        undo_import(actor=asha, import_id=named.pk)
        assert not ProductSupplier.objects.exists()
