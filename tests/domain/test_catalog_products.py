"""Products: created, changed, archived, refused."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog import queries
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.operations import (
    archive_product,
    change_product,
    create_product,
    put_product,
    restore_product,
)
from omnistock.domain.catalog.units import mark_units_used, product_facts, to_base
from omnistock.domain.catalog.vocabulary import change_category, change_unit, create_category, create_unit
from omnistock.kernel.errors import Fault, Invalid, NotFound, PermissionMissing, VersionConflict
from tests import make
from tests.personas import ASHA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db

GTIN = "8901234567890"
CASE_GTIN = "18901234567897"


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


class TestCreate:
    def test_it_keeps_everything(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            strip = PackUnitInput(code="Strip", factor=Decimal(15), barcodes=(CASE_GTIN,))
            made = make.product(
                actor=asha, sku=" dolo-650 ", category="Pain", units=(strip,), barcodes=(GTIN,), mrp=Decimal("2.25")
            )
            shown = queries.product(actor=asha, product_id=made.id)
        assert (shown.sku, shown.category, shown.unit, shown.mrp) == ("dolo-650", "Pain", "tablet", Decimal("2.25"))
        assert shown.barcodes == ("0" + GTIN,)
        assert [(pack.code, pack.factor, pack.barcodes) for pack in shown.units] == [("strip", 15, (CASE_GTIN,))]

    def test_it_leaves_an_audit_event(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            event = AuditEvent.objects.get(subject_id=made.id)
        assert (event.operation, event.actor_name, event.after["unit"]) == (
            "catalog.create_product",
            ASHA.name,
            "tablet",
        )

    def test_it_says_every_fault_at_once(self, pharma: make.Company) -> None:
        bad = {
            "sku": "",
            "name": "x" * 10_000,
            "unit": "furlong",
            "hsn_code": "12a",
            "tax_rate": Decimal(101),
            "mrp": Decimal(-1),
            "tracking": "sometimes",
            "external_id": "a\x00b",
            "barcodes": ("8.90E+12", "8901234567891", ""),
            "units": (PackUnitInput(code="box", factor=Decimal("0.5")),),
            "colour": "red",
        }
        with pharma.acting(ASHA) as asha, pytest.raises(Invalid) as refusal:
            create_product(actor=asha, values=bad)
        assert codes(refusal) == {
            ("sku", "missing"),
            ("name", "too_long"),
            ("unit", "unknown_unit"),
            ("hsn_code", "hsn"),
            ("tax_rate", "too_large"),
            ("mrp", "negative"),
            ("tracking", "unknown_choice"),
            ("external_id", "unprintable"),
            ("barcodes/0", "lost_digits"),
            ("barcodes/1", "check_digit"),
            ("barcodes/2", "missing"),
            ("units/0/factor", "factor_below_one"),
            ("colour", "unknown_field"),
        }

    def test_a_sku_differs_by_more_than_case(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="ABC")
            with pytest.raises(Invalid) as refusal:
                make.product(actor=asha, sku="abc")
            assert len(queries.products(actor=asha).items) == 1
        assert codes(refusal) == {("sku", "taken")}

    def test_one_code_may_stand_on_two_products(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            own = {make.product(actor=asha, barcodes=(GTIN,)).pk for _each in range(2)}
            assert {each.id for each in queries.products(actor=asha, search=GTIN).items} == own

    def test_what_expires_is_tracked(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(Invalid) as refusal:
            make.plain_product(actor=asha, expires=True)
        assert codes(refusal) == {("expires", "expiry_untracked")}

    def test_it_needs_permission(self, pharma: make.Company) -> None:
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            make.product(actor=ravi)


class TestChange:
    def test_it_changes_what_is_sent(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha, mrp=Decimal(9))
            changed = change_product(actor=asha, product_id=made.id, changes={"name": "Dolo", "mrp": None})
            shown = queries.product(actor=asha, product_id=made.id)
            event = AuditEvent.objects.filter(subject_id=made.id).latest("id")
        assert (changed.version, shown.name, shown.mrp, len(shown.units)) == (2, "Dolo", None, 2)
        assert set(event.before) == {"name", "mrp"}

    def test_the_same_again_changes_nothing(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            again = change_product(
                actor=asha, product_id=made.id, changes={"name": made.name, "units": _packs(10, 100)}
            )
            assert AuditEvent.objects.filter(subject_id=made.id).count() == 1
        assert again.version == 1

    def test_an_old_version_is_refused(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            change_product(actor=asha, product_id=made.id, changes={"name": "One"}, expected_version=1)
            with pytest.raises(VersionConflict):
                change_product(actor=asha, product_id=made.id, changes={"name": "Two"}, expected_version=1)

    def test_what_documents_used_stays(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            _use(asha, made, "strip")
            with pytest.raises(Invalid) as refusal:
                change_product(
                    actor=asha,
                    product_id=made.id,
                    changes={"unit": "pcs", "tracking": "none", "units": _packs(12, 100)},
                )
            change_product(actor=asha, product_id=made.id, changes={"units": _packs(10, 120)})
            assert [pack.factor for pack in queries.product(actor=asha, product_id=made.id).units] == [10, 120]
        assert codes(refusal) == {("unit", "unit_in_use"), ("tracking", "tracking_in_use"), ("units", "unit_in_use")}

    def test_others_do_not_find_it(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
        with make.organization(owner=OTTO, name="Klein", gstin="").acting(OTTO) as otto:
            for change in (change_product, archive_product, restore_product):
                extra = {"changes": {"name": "Mine"}} if change is change_product else {}
                with pytest.raises(NotFound):
                    change(actor=otto, product_id=made.id, **extra)
            with pytest.raises(NotFound):
                queries.product(actor=otto, product_id=made.id)
            assert queries.products(actor=otto).items == []

    def test_put_creates_then_changes(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            first = put_product(actor=asha, external_id="ERP-1", values={"sku": "A", "name": "One"})
            second = put_product(actor=asha, external_id="ERP-1", values={"name": "Two"})
            shown = queries.product_by_external_id(actor=asha, external_id="ERP-1")
            with pytest.raises(Invalid):
                put_product(actor=asha, external_id="a\x00", values={})
            with pytest.raises(NotFound):
                queries.product_by_external_id(actor=asha, external_id="a\x00")
        assert (first.was_created, second.was_created, shown.sku, shown.name) == (True, False, "A", "Two")

    def test_archived_ones_leave_the_list(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            archive_product(actor=asha, product_id=made.id)
            archive_product(actor=asha, product_id=made.id)
            assert queries.products(actor=asha).items == []
            assert len(queries.products(actor=asha, archived=True).items) == 1
            assert restore_product(actor=asha, product_id=made.id).version == 3


class TestList:
    def test_it_searches_by_beginnings_in_any_order(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, sku="PARA-500", name="Paracétamol 500 mg", brand="Dolo")
            make.product(actor=asha, name="Amoxicillin 500 mg")

            def names(text: str) -> list[str]:
                return [each.name for each in queries.products(actor=asha, search=text).items]

            assert names("500 parac") == ["Paracétamol 500 mg"]
            assert names("para500") == names("DOLO") == names("PARA-500") == ["Paracétamol 500 mg"]
            assert len(names("500")) == 2
            assert names("acetamol") == names("%") == names("\x00") == []

    def test_it_pages_without_loss(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            for name in "BABAC":
                make.product(actor=asha, name=name)
            seen, cursor = [], None
            while True:
                page = queries.products(actor=asha, limit=2, cursor=cursor, sort="-name")
                seen += [each.name for each in page.items]
                if (cursor := page.next_cursor) is None:
                    break
            other = queries.products(actor=asha, limit=1, sort="sku").next_cursor
            for bad in ("zz", "AAAA", "W10", other):
                with pytest.raises(Invalid):
                    queries.products(actor=asha, cursor=bad, sort="-name")
            with pytest.raises(Invalid):
                queries.products(actor=asha, limit=501)
        assert seen == ["C", "B", "B", "A", "A"]

    @pytest.mark.parametrize(("search", "most"), [("", 3), ("paracetamol", 4)])
    def test_it_takes_a_few_statements(self, pharma: make.Company, search: str, most: int) -> None:
        with pharma.acting(ASHA) as asha:
            for count in (1, 10):
                while len(queries.products(actor=asha).items) < count:
                    make.product(actor=asha, barcodes=(GTIN,), category="Pain")
                with CaptureQueriesContext(connection) as statements:
                    queries.products(actor=asha, search=search)
                assert len(statements) == most

    def test_costs_are_hidden_from_who_may_not_see_them(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, purchase_price=Decimal(5))
        with pharma.acting(VIDYA) as vidya:
            shown = queries.products(actor=vidya).items[0].purchase_price
            assert shown == (Decimal(5) if vidya.sees_costs else None)
        pharma.limit(VIDYA, sees_costs=False)
        with pharma.acting(VIDYA) as vidya:
            assert queries.products(actor=vidya).items[0].purchase_price is None


class TestUnits:
    def test_a_quantity_becomes_base_units(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            facts = product_facts(actor=asha, ids=[made.id, uuid4()])[made.id]
        faults: list[Fault] = []
        box = to_base(facts, "BOX", Decimal("2.5"), pointer="lines/0/quantity", faults=faults)
        assert box is not None
        assert (box.unit_code, box.quantity_base, faults) == ("box", 250, [])

    @pytest.mark.parametrize(
        ("unit", "quantity", "fault"),
        [
            ("crate", "1", ("lines/0/unit", "unknown_unit")),
            (None, "1.5", ("lines/0/quantity", "too_precise")),
            ("strip", "0.25", ("lines/0/quantity", "too_precise")),
            (None, "0", ("lines/0/quantity", "zero")),
            (None, "-1", ("lines/0/quantity", "negative")),
            ("box", "99999999999999", ("lines/0/quantity", "too_large")),
        ],
    )
    def test_it_refuses(self, pharma: make.Company, unit: str | None, quantity: str, fault: tuple[str, str]) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha)
            facts = product_facts(actor=asha, ids=[made.id])[made.id]
        faults: list[Fault] = []
        assert to_base(facts, unit, Decimal(quantity), pointer="lines/0/quantity", faults=faults) is None
        assert [(each.pointer, each.code) for each in faults] == [fault]

    def test_units_and_categories(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            unit = create_unit(actor=asha, code="Ream", uqc_code="pac")
            assert (unit.code, unit.name, unit.uqc_code) == ("ream", "Ream", "PAC")
            assert change_unit(actor=asha, unit_id=unit.id, changes={"decimals": 2}).decimals == 2
            with pytest.raises(Invalid) as fewer:
                change_unit(actor=asha, unit_id=unit.id, changes={"decimals": 0, "uqc_code": "ZZZ"})
            with pytest.raises(Invalid) as twice:
                create_unit(actor=asha, code="REAM")
            category = create_category(actor=asha, name="Pain")
            assert change_category(actor=asha, category_id=category.id, name="Relief").version == 2
            with pytest.raises(Invalid):
                create_category(actor=asha, name="Relief")
        assert codes(fewer) == {("decimals", "decimals_in_use"), ("uqc_code", "unit_quantity_code")}
        assert codes(twice) == {("code", "taken")}


def _packs(*factors: int) -> tuple[PackUnitInput, ...]:
    return tuple(
        PackUnitInput(code=code, factor=Decimal(factor)) for code, factor in zip(("strip", "box"), factors, strict=True)
    )


def _use(actor: make.Actor, made: make.Product, unit: str) -> None:
    facts = product_facts(actor=actor, ids=[made.id])[made.id]
    converted = to_base(facts, unit, Decimal(1), pointer="", faults=[])
    assert converted is not None
    mark_units_used(actor=actor, converted=[converted])
