"""A workspace is made whole, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.models import Unit
from omnistock.domain.identity.operations import change_workspace, create_workspace
from omnistock.domain.identity.operations.workspaces import NewWorkspace
from omnistock.domain.warehouses.models import INSIDE_KINDS, OUTSIDE_KINDS, Location, Registration
from omnistock.domain.warehouses.queries import warehouse_facts
from omnistock.kernel.errors import Invalid, PermissionMissing, VersionConflict
from omnistock.tenancy.models import Membership, Organization
from tests import make
from tests.personas import ASHA, MAYA, OTTO

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def pointers(error: Invalid) -> list[str]:
    return [fault.pointer for fault in error.faults]


def organizations() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organization_directory()")
        return int(cursor.fetchone()[0])


class TestCreating:
    def test_it_has_all_that_a_first_day_needs(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            warehouse = make.main_warehouse()
            registration = Registration.objects.get()
            assert (asha.role, asha.organization.keeps, asha.organization.currency) == ("owner", "medicines", "INR")
            assert Unit.objects.filter(code="pcs").exists()
            outside = Location.objects.filter(warehouse=None).values_list("kind", flat=True)
            assert sorted(outside) == sorted(OUTSIDE_KINDS)
            inside = Location.objects.filter(warehouse=warehouse).values_list("kind", flat=True)
            assert set(inside) == set(INSIDE_KINDS) - {"picking"}
            assert registration.state_code == warehouse.state_code == "27"
            facts = warehouse_facts(actor=asha, id=warehouse.pk)
            assert facts.registration_id == registration.pk
            assert None not in (facts.default_location_id, facts.dispatch_location_id, facts.transit_location_id)
            made = AuditEvent.objects.get(operation="identity.create_workspace")
            assert (made.actor_name, made.after["name"]) == ("Asha Rao", "Demo Pharma")

    def test_country_gives_currency_and_time_zone(self) -> None:
        otto = make.organization(owner=OTTO, name="Klein Handel", gstin="", country="DE", keeps="general")
        with otto.acting(OTTO) as actor:
            assert (actor.organization.currency, actor.organization.time_zone) == ("EUR", "Europe/Berlin")
            assert make.main_warehouse().registration_id is None

    @pytest.mark.parametrize(
        ("wrong", "pointer"),
        [
            ({"name": "  "}, "name"),
            ({"name": "x" * 10_000}, "name"),
            ({"name": "nul\x00"}, "name"),
            ({"country": "ZZ"}, "country"),
            ({"currency": "XXX"}, "currency"),
            ({"time_zone": "../etc/passwd"}, "time_zone"),
            ({"keeps": "secrets"}, "keeps"),
            ({"scheme": "none"}, "scheme"),
            ({"gstin": "27AAACD0000A1ZX"}, "gstin"),
            ({"country": "DE", "gstin": make.PHARMA_GSTIN}, "gstin"),
        ],
    )
    def test_it_names_what_is_wrong_and_makes_nothing(self, wrong: dict[str, str], pointer: str) -> None:
        before = organizations()
        with pytest.raises(Invalid) as refusal:
            create_workspace(
                person_id=make.person(ASHA).pk, workspace=NewWorkspace(**{"name": "Shop", **wrong}), now=NOW
            )
        assert pointers(refusal.value) == [pointer]
        assert organizations() == before

    def test_every_fault_is_told_at_once(self) -> None:
        with pytest.raises(Invalid) as refusal:
            create_workspace(
                person_id=make.person(ASHA).pk, workspace=NewWorkspace(name="", country="ZZ", keeps=""), now=NOW
            )
        assert sorted(pointers(refusal.value)) == ["country", "keeps", "name"]


class TestSettings:
    def test_it_changes_and_records_only_what_differs(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            changes = {"round_off": True, "upi_id": "pharma@bank", "name": "Demo Pharma"}
            changed = change_workspace(actor=asha, changes=changes, expected_version=1)
            assert (changed.version, changed.round_off) == (2, True)
            event = AuditEvent.objects.get(operation="identity.change_workspace")
            assert event.after == {"round_off": True, "upi_id": "pharma@bank"}

    def test_nothing_changed_is_no_new_version(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            assert change_workspace(actor=asha, changes={"name": "Demo Pharma"}).version == 1

    def test_it_refuses_an_old_version(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha, pytest.raises(VersionConflict):
            change_workspace(actor=asha, changes={"name": "New"}, expected_version=7)

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"life_near_days": 300}, "life_near_days"),
            ({"life_urgent_days": None}, "life_urgent_days"),
            ({"minimum_shelf_life_days": -1}, "minimum_shelf_life_days"),
            ({"upi_id": "not an id"}, "upi_id"),
            ({"bank_details": "x" * 401}, "bank_details"),
            ({"currency": "USD"}, "currency"),
            ({"email": "nobody"}, "email"),
        ],
    )
    def test_it_names_what_is_wrong(self, changes: dict[str, object], pointer: str) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                change_workspace(actor=asha, changes=changes)
            assert pointer in pointers(refusal.value)
            assert Organization.objects.get().version == 1

    def test_it_needs_the_permission(self) -> None:
        pharma = make.organization()
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            change_workspace(actor=maya, changes={"name": "Mine"})


def test_an_organization_sees_its_own_members_only() -> None:
    pharma, other = make.organization(), make.organization(owner=OTTO, name="Other", gstin="")
    with pharma.acting(ASHA):
        assert Membership.objects.count() == 1
    with other.acting(OTTO) as otto:
        assert Membership.objects.get().person_id == otto.person_id
        assert timezone.now() >= otto.now
