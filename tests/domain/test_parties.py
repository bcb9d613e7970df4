"""Customers and suppliers: their tax numbers agree with each other, and only their owner sees a customer who is limited
so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.parties import operations, queries
from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.domain.parties.kinds import CUSTOMER
from omnistock.domain.parties.models import CustomerAddress
from omnistock.domain.parties.queries import PartyFilter
from omnistock.domain.parties.writing import read_values
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.tenancy.statements import send
from tests import make
from tests.personas import ASHA, MEENA, OTTO, RAVI

pytestmark = pytest.mark.django_db

GSTIN = make.PHARMA_GSTIN  # Maharashtra
GSTIN_KARNATAKA = make.PHARMA_GSTIN_KARNATAKA  # the same PAN
OTHER_GSTIN = "27AAPFU0939F1ZV"  # another PAN


def refused(pharma: make.Company, **values: Any) -> set[tuple[str, str]]:
    with pharma.acting(ASHA) as asha, pytest.raises(Invalid) as refusal:
        make.customer(actor=asha, **values)
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


class TestTaxNumbers:
    def test_a_gstin_fills_treatment_pan_and_state(self, pharma: make.Company) -> None:
        addresses = (AddressInput(city="Pune"), AddressInput(city="Bengaluru", gstin=GSTIN_KARNATAKA))
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha, gstin=GSTIN.lower(), addresses=addresses)
            shown = queries.customer(actor=asha, customer_id=made.id)
        assert (shown.gst_treatment, shown.gstin, shown.pan) == ("registered", GSTIN, "AAACD0000A")
        assert [(each.city, each.state_code) for each in shown.addresses] == [("Pune", "27"), ("Bengaluru", "29")]

    def test_what_does_not_agree_is_refused(self, pharma: make.Company) -> None:
        addresses = (
            AddressInput(state_code="29", gstin=GSTIN, postal_code="012"),
            AddressInput(gstin=OTHER_GSTIN),
            AddressInput(kind="holiday", country="India", lines=("x" * 200,)),
        )
        found = refused(
            pharma,
            gstin=GSTIN,
            pan="AAPFU0939F",
            gst_treatment="consumer",
            email="x",
            phone="call me",
            addresses=addresses,
        )
        assert found == {
            ("pan", "pan_differs"),
            ("gst_treatment", "gst_treatment"),
            ("email", "email"),
            ("phone", "phone"),
            ("addresses/0/state_code", "state_differs"),
            ("addresses/0/postal_code", "postal_code"),
            ("addresses/1/gstin", "pan_differs"),
            ("addresses/2/kind", "unknown_choice"),
            ("addresses/2/country", "country"),
            ("addresses/2/lines/0", "too_long"),
        }

    @pytest.mark.parametrize(
        ("gstin", "code"),
        [
            ("27AAACD0000A1ZW", "gstin_check_digit"),
            ("00AAACD0000A1ZV", "gstin_state"),
            ("27AAACD", "gstin_length"),
            ("27AAACD0000A1!V", "gstin_length"),
        ],
    )
    def test_a_wrong_gstin_is_refused(self, pharma: make.Company, gstin: str, code: str) -> None:
        assert ("gstin", code) in refused(pharma, gstin=gstin)

    def test_a_registered_party_has_a_gstin(self, pharma: make.Company) -> None:
        assert refused(pharma, gst_treatment="registered") == {("gstin", "gstin_missing")}

    def test_abroad_is_overseas(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha, addresses=(AddressInput(country="de", postal_code="10115"),))
        assert made.gst_treatment == "overseas"

    def test_a_gstin_that_goes_takes_its_treatment_along(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha, gstin=GSTIN)
            changed = operations.change_customer(actor=asha, customer_id=made.id, changes={"gstin": None})
        assert (changed.gst_treatment, changed.pan) == ("unregistered", "")

    @pytest.mark.parametrize(
        ("values", "fault"),
        [
            ({"credit_limit": Decimal("1.234")}, ("credit_limit", "too_precise")),
            ({"credit_days": -1}, ("credit_days", "negative")),
            ({"credit_days": 10**12}, ("credit_days", "too_large")),
            ({"name": "\x00"}, ("name", "unprintable")),
            ({"name": None}, ("name", "missing")),
            ({"owner_membership_id": uuid4()}, ("owner_membership_id", "not_found")),
            ({"contacts": (ContactInput(name=""),)}, ("contacts/0/name", "missing")),
        ],
    )
    def test_a_bad_value_is_refused(self, pharma: make.Company, values: dict[str, Any], fault: tuple[str, str]) -> None:
        assert refused(pharma, **values) == {fault}


class TestChange:
    def test_an_address_left_out_stays_with_its_documents(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha)
            (first,) = queries.customer(actor=asha, customer_id=made.id).addresses
            kept = AddressInput(id=first.id, city="Thane", state_code="27")
            two = (kept, AddressInput(city="Nashik"))
            operations.change_customer(actor=asha, customer_id=made.id, changes={"addresses": two})
            assert [each.city for each in queries.customer(actor=asha, customer_id=made.id).addresses] == [
                "Thane",
                "Nashik",
            ]
            operations.change_customer(actor=asha, customer_id=made.id, changes={"addresses": (kept,)})
            assert [each.id for each in queries.customer(actor=asha, customer_id=made.id).addresses] == [first.id]
            assert CustomerAddress.objects.filter(customer=made).count() == 2

    def test_another_partys_address_is_refused(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made, other = make.customer(actor=asha), make.customer(actor=asha)
            (theirs,) = queries.customer(actor=asha, customer_id=other.id).addresses
            with pytest.raises(Invalid):
                operations.change_customer(
                    actor=asha, customer_id=made.id, changes={"addresses": (AddressInput(id=theirs.id),)}
                )

    def test_the_same_again_changes_nothing(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha, contacts=(ContactInput(name="Sunil"),))
            values = read_values(CUSTOMER, actor=asha, party_id=made.id)
            assert operations.change_customer(actor=asha, customer_id=made.id, changes=values).version == 1
            assert AuditEvent.objects.filter(subject_id=made.id).count() == 1

    def test_a_code_is_one_partys(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, code="C1")
            make.supplier(actor=asha, code="C1")
            make.customer(actor=asha, code="")
            make.customer(actor=asha, code="")
        assert refused(pharma, code="C1") == {("code", "taken")}

    def test_put_archive_and_restore(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = operations.put_supplier(actor=asha, external_id="S1", values={"name": "Cipla"})
            again = operations.put_supplier(actor=asha, external_id="S1", values={"lead_time_days": 4})
            operations.archive_supplier(actor=asha, supplier_id=made.party.id)
            assert queries.suppliers(actor=asha).items == []
            operations.restore_supplier(actor=asha, supplier_id=made.party.id)
            (shown,) = queries.suppliers(actor=asha).items
        assert (made.was_created, again.was_created, shown.lead_time_days, shown.name) == (True, False, 4, "Cipla")

    def test_it_needs_permission(self, pharma: make.Company) -> None:
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            make.customer(actor=ravi)


class TestWhoSees:
    def test_only_own_customers(self, pharma: make.Company) -> None:
        pharma.limit(MEENA, sees_only_own_customers=True)
        with pharma.acting(ASHA) as asha:
            theirs = make.customer(actor=asha, name="House account")
        with pharma.acting(MEENA) as meena:
            own = make.customer(actor=meena, name="Meena's own")
            assert [each.name for each in queries.customers(actor=meena).items] == ["Meena's own"]
            assert [each.name for each in queries.find_customers(actor=meena, text="")] == ["Meena's own"]
            with pytest.raises(NotFound):
                queries.customer(actor=meena, customer_id=theirs.id)
            with pytest.raises(NotFound):
                operations.change_customer(actor=meena, customer_id=theirs.id, changes={"name": "Mine"})
            with pytest.raises(Invalid):
                operations.change_customer(actor=meena, customer_id=own.id, changes={"owner_membership_id": None})
        with pharma.acting(ASHA) as asha:
            assert len(queries.customers(actor=asha).items) == 2

    def test_another_organization_finds_nothing(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.customer(actor=asha)
        with make.organization(owner=OTTO, name="Klein", gstin="").acting(OTTO) as otto:
            with pytest.raises(NotFound):
                queries.customer(actor=otto, customer_id=made.id)
            with pytest.raises(NotFound):
                operations.change_customer(actor=otto, customer_id=made.id, changes={"name": "Mine"})

    def test_lists_take_three_statements(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            for _ in range(5):
                make.customer(actor=asha, contacts=(ContactInput(name="Sunil"),))
            send()  # what the writes before left waiting
            with CaptureQueriesContext(connection) as statements:
                found = queries.customers(actor=asha, wanted=PartyFilter(search="sunr mumb"))
        assert (len(found.items), len(statements)) == (5, 3)
