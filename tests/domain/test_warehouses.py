"""Places and registrations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.warehouses import occupancy
from omnistock.domain.warehouses.models import Location, Registration, Warehouse
from omnistock.domain.warehouses.occupancy import PlaceInUse
from omnistock.domain.warehouses.operations import (
    archive_location,
    archive_registration,
    archive_warehouse,
    change_location,
    change_registration,
    change_warehouse,
    create_location,
    create_registration,
    create_warehouse,
    restore_warehouse,
    set_tax_lock,
)
from omnistock.domain.warehouses.operations.locations import LocationNeeded
from omnistock.domain.warehouses.operations.registrations import RegistrationInUse
from omnistock.domain.warehouses.operations.warehouses import LastWarehouse
from omnistock.domain.warehouses.queries import (
    location_facts,
    warehouse_facts,
    warehouse_page,
    warehouses,
    warehouses_facts,
)
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.statements import send
from tests import make
from tests.make import Company
from tests.personas import ASHA, MAYA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def other(file_db: None) -> Company:
    return make.organization(owner=OTTO, name="Other", gstin="")


def pointers(error: Invalid) -> list[str]:
    return [fault.pointer for fault in error.faults]


@pytest.fixture
def everything_occupied(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if stock lay everywhere; the ledger's own answer is tested with the ledger."""
    monkeypatch.setattr(occupancy, "OCCUPANCY_CHECKS", [lambda actor, ids: set(ids)])


class TestWarehouses:
    def test_it_comes_with_its_places(self, pharma: Company) -> None:
        with pharma.acting(MAYA) as maya:
            made = create_warehouse(actor=maya, code="PUNE", name="Pune", city="Pune", postal_code="411001")
            places = {row.code: row.kind for row in Location.objects.filter(warehouse=made)}
            assert places == {
                "RCV": "receiving",
                "MAIN": "storage",
                "QTN": "quarantine",
                "DSP": "dispatch",
                "TRANSIT": "transit",
            }
            assert Location.objects.get(pk=made.default_location_id).code == "MAIN"
            assert made.country == "IN"

    def test_the_state_comes_from_the_registration(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            karnataka = make.registration(actor=asha)
            assert make.warehouse(actor=asha, registration_id=karnataka.pk).state_code == "29"

    @pytest.mark.parametrize(
        ("wrong", "at"),
        [
            ({"code": ""}, ["code"]),
            ({"code": "main"}, ["code"]),
            ({"name": "MAIN"}, ["name"]),
            ({"name": "x" * 10_000}, ["name"]),
            ({"name": "a\x00b"}, ["name"]),
            ({"postal_code": "041001"}, ["postal_code"]),
            ({"state_code": "55"}, ["state_code"]),
            ({"country": "India"}, ["country"]),
            ({"phone": "call me"}, ["phone"]),
            ({"address_lines": ["a"] * 5}, ["address_lines"]),
            ({"address_lines": ["x" * 500]}, ["address_lines/0"]),
            ({"registration_id": uuid7()}, ["registration_id"]),
            ({"code": "", "name": "", "country": "1"}, ["code", "name", "country"]),
        ],
    )
    def test_it_names_what_is_wrong(self, pharma: Company, wrong: dict[str, Any], at: list[str]) -> None:
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                create_warehouse(actor=asha, **{"code": "P", "name": "Pune", **wrong})
            assert sorted(pointers(refusal.value)) == sorted(at)
            assert Warehouse.objects.count() == 1

    def test_a_registration_of_another_state_is_refused(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            karnataka = make.registration(actor=asha)
            with pytest.raises(Invalid, match="Karnataka"):
                make.warehouse(actor=asha, registration_id=karnataka.pk, state_code="27")

    def test_a_registration_of_another_organization_is_not_there(self, pharma: Company, other: Company) -> None:
        with pharma.acting(ASHA):
            theirs = Registration.objects.get().pk
        with other.acting(OTTO) as otto, pytest.raises(Invalid, match="no registration"):
            make.warehouse(actor=otto, registration_id=theirs)

    def test_a_change_is_recorded_with_before_and_after(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            main = make.main_warehouse()
            changed = change_warehouse(
                actor=asha, warehouse_id=main.pk, changes={"name": "Mumbai", "city": "Mumbai"}, expected_version=1
            )
            assert (changed.name, changed.version) == ("Mumbai", 2)
            event = AuditEvent.objects.get(operation="warehouses.change_warehouse")
            assert (event.before, event.after) == (
                {"name": "Main", "city": ""},
                {"name": "Mumbai", "city": "Mumbai"},
            )
            with pytest.raises(VersionConflict):
                change_warehouse(actor=asha, warehouse_id=main.pk, changes={"name": "X"}, expected_version=1)

    def test_the_default_location_must_be_of_this_warehouse_and_for_storage(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            main, second = make.main_warehouse(), make.warehouse(actor=asha)
            bin_here, bin_there = (make.location(actor=asha, warehouse=each).pk for each in (main, second))
            quarantine = Location.objects.get(warehouse=main, kind="quarantine").pk
            for wrong in (bin_there, quarantine, None, uuid7()):
                with pytest.raises(Invalid):
                    change_warehouse(actor=asha, warehouse_id=main.pk, changes={"default_location_id": wrong})
            change_warehouse(actor=asha, warehouse_id=main.pk, changes={"default_location_id": bin_here})
            assert warehouse_facts(actor=asha, id=main.pk).default_location_id == bin_here

    def test_an_unknown_field_is_a_fault(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(Invalid) as refusal:
            change_warehouse(actor=asha, warehouse_id=make.main_warehouse().pk, changes={"version": 9})
        assert pointers(refusal.value) == ["version"]

    def test_it_is_put_away_and_taken_up_again(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            second = make.warehouse(actor=asha, name="Second")
            archive_warehouse(actor=asha, warehouse_id=second.pk)
            archive_warehouse(actor=asha, warehouse_id=second.pk)
            assert [row.name for row in warehouses(actor=asha)] == ["Main"]
            assert [row.name for row in warehouses(actor=asha, archived=True)] == ["Second"]
            assert AuditEvent.objects.filter(operation="warehouses.archive_warehouse").count() == 1
            restore_warehouse(actor=asha, warehouse_id=second.pk)
            assert len(warehouses(actor=asha)) == 2

    def test_the_only_one_stays(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(LastWarehouse):
            archive_warehouse(actor=asha, warehouse_id=make.main_warehouse().pk)

    def test_one_with_stock_stays(self, pharma: Company, everything_occupied: None) -> None:
        with pharma.acting(ASHA) as asha:
            second = make.warehouse(actor=asha)
            with pytest.raises(PlaceInUse, match="Stock lies in DSP") as refusal:
                archive_warehouse(actor=asha, warehouse_id=second.pk)
            assert len(refusal.value.faults) == 5

    def test_it_needs_the_permission(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            make.warehouse(actor=ravi)


class TestLimits:
    def test_a_limited_member_finds_only_theirs(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            main, second = make.main_warehouse(), make.warehouse(actor=asha)
            theirs, hidden = (make.location(actor=asha, warehouse=each).pk for each in (main, second))
        pharma.limit(MAYA, warehouse_ids=[main.pk])
        with pharma.acting(MAYA) as maya:
            assert [row.id for row in warehouses(actor=maya)] == [main.pk]
            assert set(warehouses_facts(actor=maya, ids=[main.pk, second.pk])) == {main.pk}
            assert set(location_facts(actor=maya, ids=[theirs, hidden])) == {theirs}
            for refused in (
                lambda: warehouse_facts(actor=maya, id=second.pk),
                lambda: warehouse_page(actor=maya, id=second.pk),
                lambda: change_warehouse(actor=maya, warehouse_id=second.pk, changes={"name": "x"}),
                lambda: create_location(actor=maya, warehouse_id=second.pk, code="B"),
                lambda: archive_location(actor=maya, location_id=hidden),
            ):
                with pytest.raises(NotFound):
                    refused()

    def test_another_organization_finds_nothing(self, pharma: Company, other: Company) -> None:
        with pharma.acting(ASHA):
            main = make.main_warehouse().pk
        with other.acting(OTTO) as otto:
            with pytest.raises(NotFound):
                warehouse_page(actor=otto, id=main)
            with pytest.raises(NotFound):
                warehouse_page(actor=otto, id="../etc")

    def test_reading_takes_a_fixed_number_of_statements(self, pharma: Company, django_assert_num_queries: Any) -> None:
        with pharma.acting(ASHA) as asha:
            main = make.main_warehouse()
            for _each in range(3):
                make.location(actor=asha, warehouse=make.warehouse(actor=asha))
            send()  # what the writes before left waiting
            with django_assert_num_queries(1):
                assert len(warehouses(actor=asha)) == 4
            with django_assert_num_queries(1):
                warehouse_facts(actor=asha, id=main.pk)
            with django_assert_num_queries(2):
                assert warehouse_page(actor=asha, id=main.pk).registration is not None


class TestLocations:
    def test_a_bin_is_made_changed_and_put_away(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            bin_ = make.location(actor=asha, warehouse=make.main_warehouse(), code="A-01")
            change_location(actor=asha, location_id=bin_.pk, changes={"kind": "picking", "name": "Front"})
            archive_location(actor=asha, location_id=bin_.pk)
            events = AuditEvent.objects.filter(subject_id=bin_.pk).order_by("id")
            assert [event.operation for event in events] == [
                "warehouses.create_location",
                "warehouses.change_location",
                "warehouses.archive_location",
            ]

    def test_the_same_code_may_stand_in_two_warehouses(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            main = make.main_warehouse()
            make.location(actor=asha, warehouse=main, code="A-01")
            make.location(actor=asha, warehouse=make.warehouse(actor=asha), code="A-01")
            with pytest.raises(Invalid) as refusal:
                make.location(actor=asha, warehouse=main, code="a-01")
            assert pointers(refusal.value) == ["code"]

    @pytest.mark.parametrize(
        ("wrong", "at"),
        [({"kind": "transit"}, "kind"), ({"kind": "supplier"}, "kind"), ({"code": "x" * 41}, "code")],
    )
    def test_it_names_what_is_wrong(self, pharma: Company, wrong: dict[str, Any], at: str) -> None:
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                create_location(actor=asha, warehouse_id=make.main_warehouse().pk, **{"code": "B", **wrong})
            assert pointers(refusal.value) == [at]

    @pytest.mark.parametrize("code", ["MAIN", "RCV", "QTN", "DSP", "TRANSIT"])
    def test_what_the_warehouse_needs_stays(self, pharma: Company, code: str) -> None:
        with pharma.acting(ASHA) as asha:
            needed = Location.objects.get(warehouse=make.main_warehouse(), code=code)
            with pytest.raises(LocationNeeded):
                archive_location(actor=asha, location_id=needed.pk)

    def test_the_in_transit_place_keeps_its_kind(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            transit = Location.objects.get(kind="transit")
            with pytest.raises(Invalid):
                change_location(actor=asha, location_id=transit.pk, changes={"kind": "storage"})

    def test_one_with_stock_keeps_its_kind_and_stays(self, pharma: Company, everything_occupied: None) -> None:
        with pharma.acting(ASHA) as asha:
            bin_ = make.location(actor=asha, warehouse=make.main_warehouse())
            with pytest.raises(PlaceInUse):
                change_location(actor=asha, location_id=bin_.pk, changes={"kind": "quarantine"})
            with pytest.raises(PlaceInUse):
                archive_location(actor=asha, location_id=bin_.pk)
            change_location(actor=asha, location_id=bin_.pk, changes={"name": "still renamed"})

    def test_an_outside_place_is_nobodys_to_change(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            outside = Location.objects.get(kind="loss")
            with pytest.raises(NotFound):
                change_location(actor=asha, location_id=outside.pk, changes={"name": "x"})

    def test_it_needs_the_permission(self, pharma: Company) -> None:
        with pharma.acting(VIDYA) as vidya, pytest.raises(PermissionMissing):
            make.location(actor=vidya, warehouse=make.main_warehouse())


class TestRegistrations:
    def test_the_gstin_says_the_state(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.registration(actor=asha, gstin=" 29aaacd0000a1zr ")
            assert (made.gstin, made.state_code, made.scheme) == (make.PHARMA_GSTIN_KARNATAKA, "29", "regular")

    @pytest.mark.parametrize(
        ("wrong", "at"),
        [
            ({"gstin": ""}, ["gstin"]),
            ({"gstin": make.PHARMA_GSTIN}, ["gstin"]),
            ({"gstin": "29AAACD0000A1ZX"}, ["gstin"]),
            ({"gstin": "29AAAAA0000A1Z5"}, ["gstin"]),
            ({"state_code": "27"}, ["state_code"]),
            ({"scheme": "other"}, ["scheme"]),
            ({"legal_name": ""}, ["legal_name"]),
            ({"valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2026, 1, 1)}, ["valid_to"]),
            ({"valid_from": dt.date(1, 1, 1)}, ["valid_from"]),
        ],
    )
    def test_it_names_what_is_wrong(self, pharma: Company, wrong: dict[str, Any], at: list[str]) -> None:
        sent = {"gstin": make.PHARMA_GSTIN_KARNATAKA, "legal_name": "Demo Pharma", **wrong}
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                create_registration(actor=asha, **sent)
            assert pointers(refusal.value) == at

    def test_another_firms_pan_is_refused(self, pharma: Company) -> None:
        from omnistock.kernel.india import gstin_check_character

        first = "29AAACX0000A1Z"
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                make.registration(actor=asha, gstin=first + gstin_check_character(first))
            assert [fault.code for fault in refusal.value.faults] == ["pan_differs"]

    def test_it_moves_to_no_other_state_than_its_warehouses(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            ours = Registration.objects.get()
            with pytest.raises(Invalid, match="another State"):
                change_registration(actor=asha, registration_id=ours.pk, changes={"gstin": make.PHARMA_GSTIN_KARNATAKA})

    def test_one_with_warehouses_stays(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            ours, spare = Registration.objects.get(), make.registration(actor=asha)
            with pytest.raises(RegistrationInUse, match="Main"):
                archive_registration(actor=asha, registration_id=ours.pk)
            archive_registration(actor=asha, registration_id=spare.pk)
            with pytest.raises(Invalid):
                make.warehouse(actor=asha, registration_id=spare.pk)

    def test_the_tax_lock(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            ours = Registration.objects.get()
            yesterday = asha.today - dt.timedelta(days=1)
            assert set_tax_lock(actor=asha, registration_id=ours.pk, through=yesterday).tax_locked_through == yesterday
            with pytest.raises(Invalid):
                set_tax_lock(actor=asha, registration_id=ours.pk, through=asha.today + dt.timedelta(days=1))

    def test_it_needs_the_permission(self, pharma: Company) -> None:
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            make.registration(actor=maya)
