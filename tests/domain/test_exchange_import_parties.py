"""Importing customers and suppliers; who may import, and when an import is closed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.exchange import queries
from omnistock.domain.exchange.errors import ImportClosed
from omnistock.domain.exchange.operations import (
    FileInput,
    cancel_import,
    check_import,
    recheck_import,
    run_import,
    start_import,
)
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.queries import customers
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests import make
from tests.domain.importing import errors, send
from tests.personas import ASHA, FARID, OTTO, RAVI

pytestmark = pytest.mark.django_db


class TestParties:
    def test_customers_are_made_found_and_changed(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, name="Old Chemists", code="C1", addresses=(AddressInput(city="Pune"),), notes="x")
            done = send(
                asha,
                "customers",
                "Code,Name,GSTIN,City,State,Pin Code,Credit Limit,GST Treatment\n"
                f'C1,New Chemists,{make.PHARMA_GSTIN},Thane,Maharashtra,400 601,"1,00,000",business_gst\n'
                ",Walk-in,,Panaji,30-Goa,,,consumer\n",
            )
            assert (done.errors, done.created, done.changed) == ([], 1, 1)
            changed, made = customers(actor=asha).items
        assert (changed.name, changed.notes, changed.gst_treatment, changed.credit_limit) == (
            "New Chemists",
            "x",
            "registered",
            Decimal(100_000),
        )
        assert [(each.city, each.state_code, each.postal_code) for each in changed.addresses] == [
            ("Thane", "27", "400601")
        ]
        assert (made.gst_treatment, made.addresses[0].state_code) == ("consumer", "30")

    def test_every_error_is_told_at_once(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            refused = send(
                asha,
                "customers",
                "Code,Name,GSTIN,State,Email,PIN\n"
                "C1,One,27AAACD0000A1ZW,,x,\n"
                f"C2,Two,{make.PHARMA_GSTIN},,,999\n"
                "C2,Three,,Atlantis,,\n"
                "C4,,,,,\n",
            )
            assert customers(actor=asha).items == []
        assert sorted(errors(refused)) == [
            (2, "Email"),
            (2, "GSTIN"),
            (3, "PIN"),
            (4, "Code"),
            (4, "State"),
            (5, "Name"),
        ]

    def test_branches_under_one_gstin_are_told_apart_by_their_names(self, pharma: make.Company) -> None:
        """A round trip of export and import changes nothing, for them too."""
        with pharma.acting(ASHA) as asha:
            for name in ("Azad, Andheri", "Azad, Bandra"):
                make.customer(actor=asha, name=name, gstin=make.PHARMA_GSTIN)
            rows = f'Name,GSTIN\n"Azad, Andheri",{make.PHARMA_GSTIN}\n"Azad, Bandra",{make.PHARMA_GSTIN}\n'
            done = send(asha, "customers", rows)
            assert (done.errors, done.unchanged) == ([], 2)
            unclear = send(asha, "customers", f"Name,GSTIN\nAzad,{make.PHARMA_GSTIN}\n")
            assert errors(unclear) == [(2, "GSTIN")]

    def test_a_new_branch_is_not_the_one_that_is_there(self, pharma: make.Company) -> None:
        """Which would be called as the new one. One that no row names is called anew, by one row."""
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, name="Azad, Andheri", gstin=make.PHARMA_GSTIN, code="A1")
            rows = [f'"Azad, {place}",{make.PHARMA_GSTIN}' for place in ("Andheri", "Bandra")]
            done = send(asha, "customers", "\n".join(["Name,GSTIN", *rows]))
            assert (done.errors, done.unchanged, done.created) == ([], 1, 1)
            done = send(asha, "customers", f'Name,GSTIN,Code\n"Azad, Thane",{make.PHARMA_GSTIN},A3\n')
            assert {each.name: each.code for each in customers(actor=asha).items} == {
                "Azad, Andheri": "A1",
                "Azad, Thane": "A3",
            }
            twice = send(asha, "customers", f"Name,GSTIN\nX,{make.PHARMA_GSTIN}\nY,{make.PHARMA_GSTIN}\n")
            assert errors(twice) == [(2, "GSTIN"), (3, "GSTIN")]
            gone = send(
                asha,
                "customers",
                f'Name,GSTIN\n"Azad, Thane",{make.PHARMA_GSTIN}\nX,{make.PHARMA_GSTIN}\nY,{make.PHARMA_GSTIN}\n',
            )
            assert errors(gone) == [(4, "Name")]


class TestWhoAndWhen:
    def test_it_needs_both_permissions(self, pharma: make.Company) -> None:
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            send(ravi, "opening_stock", "SKU,Quantity\nA,1\n")
        with pharma.acting(FARID) as farid, pytest.raises(PermissionMissing):
            send(farid, "products", "SKU,Name\nA,One\n")

    def test_another_organization_finds_nothing(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = check_import(actor=asha, file=FileInput(kind="products", name="f.csv", parts=[b"SKU,Name\nA,One\n"]))
        with make.organization(owner=OTTO, name="Klein", gstin="").acting(OTTO) as otto:
            for act in (run_import, start_import, cancel_import, recheck_import, queries.import_view):
                with pytest.raises(NotFound):
                    act(actor=otto, import_id=row.id)

    def test_a_refused_one_can_be_checked_again_but_not_started(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = check_import(
                actor=asha, file=FileInput(kind="products", name="f.csv", parts=[b"Code,Title,Notes\nA,One,x\n,,y\n"])
            )
            assert row.status == "refused"
            with pytest.raises(ImportClosed):
                start_import(actor=asha, import_id=row.id)
            again = recheck_import(actor=asha, import_id=row.id, mapping={"Notes": "sku", "Code": ""})
            assert errors(again) == [(3, "Title")]
            cancel_import(actor=asha, import_id=row.id)
            with pytest.raises(ImportClosed):
                run_import(actor=asha, import_id=row.id)

    def test_a_started_one_waits_for_the_worker(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            row = check_import(actor=asha, file=FileInput(kind="products", name="f.csv", parts=[b"SKU,Name\nA,One\n"]))
            assert start_import(actor=asha, import_id=row.id).status == "waiting"
            assert run_import(actor=asha, import_id=row.id).status == "done"
            shown = queries.import_view(actor=asha, import_id=row.id)
            assert [each.id for each in queries.imports(actor=asha).items] == [row.id]
        assert (shown.created, shown.heading_row, shown.sample) == (1, 1, [["A", "One"]])

    def test_options_that_there_are_not_are_refused(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            for options in ({"colour": "red"}, {"date_order": "sideways"}, {"again": "perhaps"}, {"warehouse": "\x00"}):
                with pytest.raises(Invalid):
                    send(asha, "opening_stock", "SKU,Quantity\nA,1\n", options=options)
            with pytest.raises(Invalid):
                send(asha, "passwords", "SKU\nA\n")
