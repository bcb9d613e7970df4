"""One person is erased from a workspace's records: what goes, what a law keeps, and that the trail still holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from omnistock.domain.attachments.models import Attachment
from omnistock.domain.attachments.operations import attach_file
from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.sealing import broken_links, seal_all
from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.parties.inputs import ContactInput
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.parties.operations import change_customer
from omnistock.domain.parties.queries import customer as read_customer
from omnistock.domain.rights.candidates import candidates_of_party, candidates_of_request
from omnistock.domain.rights.holdings import kept_until
from omnistock.domain.rights.mentions import BESIDES, WRITTEN
from omnistock.domain.rights.operations import DealingsOpen, Subjects, erase_person, record_principal_request
from omnistock.domain.support.operations import open_ticket
from omnistock.interfaces.web.erasure_words import answer_of
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests import make
from tests.domain.market import TODAY, Market, came, make_market, sold
from tests.personas import MAYA, OTTO
from tests.support.pictures import png

pytestmark = pytest.mark.django_db
CANARY = "Quillfeather"
REACH = {"email": "nila@quillfeather.example", "phone": "+91 98765 43210", "notes": "Nila Quillfeather is in by nine."}


def tables_with(text: str) -> set[str]:
    """Every table of the live catalog with a row of this workspace that holds the text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'omnistock'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition AND has_table_privilege(oid, 'SELECT') AND EXISTS (SELECT FROM pg_attribute a"
            " WHERE a.attrelid = c.oid AND a.attname = 'organization_id')"
        )
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.add(table)
        return found


def sold_to(market: Market, *, pays: bool) -> UUID:
    """A customer who is a person and was sold something, dispatched with its invoice; paid, it was too much and went back."""
    with market.open() as trader:
        product = trader.product("DOLO", tax_rate=Decimal(12), sale_price=Decimal(20), hsn_code="3004")
        trader.receive(came(product, "40"))
        customer = trader.customer(f"Nila {CANARY}", code="QUILLFEATHER", **REACH)
        order = trader.sell(sold(product, "5"), customer_id=customer)
        invoice = dispatch_order(actor=trader.actor, sales_order_id=order.pk).invoice
        if pays:
            paid = PaymentInput(customer_id=customer, amount=invoice.total + 5, method="upi", paid_on=TODAY)
            payment = record_payment(actor=trader.actor, payment=paid)
            back = RefundInput(amount=Decimal(5), method="upi")
            refund_payment(actor=trader.actor, payment_id=payment.pk, refund=back)
        seal_all(actor=trader.actor)
    return customer


class TestACustomer:
    def test_is_overwritten_and_stays_on_what_the_tax_law_keeps(self) -> None:
        market = make_market()
        customer = sold_to(market, pays=True)
        with market.open() as trader:
            asha = trader.actor
            attach_file(
                actor=asha, subject_kind="customer", subject_id=customer, name=f"{CANARY}.pdf", parts=[b"%PDF-1.7 x"]
            )
            assert tables_with(CANARY) >= {
                "customer",
                "search_token",
                "audit_event",
                "invoice",
                "dispatch",
                "stored_file",
            }
            asked = record_principal_request(
                actor=asha, values={"kind": "erasure", "name": "Nila Q", "phone": REACH["phone"]}
            )
            (found,) = candidates_of_request(actor=asha, request=asked)
            assert (found.what, found.found_by, list(found.obstacles)) == ("customer", "phone", [])
            made = erase_person(actor=asha, subjects=Subjects(customers=[customer]), principal_request_id=asked.pk)
            assert {each["what"] for each in made.overwritten} == {
                *("customer", "customer_addresses", "customer_papers", "customer_trail"),
            }
            kept = {each["what"]: each for each in made.kept}
            assert set(kept) == {"invoices", "dispatches", "orders", "payments", "refunds", "request"}
            assert kept["invoices"]["until"] == "2033-12-31"
            assert kept["invoices"]["numbers"] == [Invoice.objects.get().number]
            assert tables_with(CANARY) == {"invoice", "dispatch"}
            assert Invoice.objects.get().buyer["name"] == f"Nila {CANARY}"
            assert not tables_with("98765") - {"invoice", "dispatch", "principal_request"}
            seal_all(actor=asha)
            assert list(broken_links(actor=asha)) == []
            row = Customer.objects.get(pk=customer)
            assert (row.name.startswith("Erased customer"), row.archived_at) == (True, asha.now)

    def test_is_named_where_somebody_wrote_of_them(self) -> None:
        """No rule overwrites what people wrote in their own words: whoever erases is told where."""
        market = make_market()
        customer = sold_to(market, pays=True)
        with market.open() as trader:
            asha = trader.actor
            other = trader.customer("Deccan Pharmacy")
            trader.sell(sold(trader.product("PARA"), "1"), customer_id=other, notes=f"for nila {CANARY}'s mother")
            open_ticket(actor=asha, subject="A 100 % wrong sum", text=f"Nila {CANARY} says so.")
            made = erase_person(actor=asha, subjects=Subjects(customers=[customer]))
            (texts,) = [each for each in made.kept if each["what"] == "texts"]
            assert (texts["count"], len(texts["numbers"])) == (2, 1)
            assert "Notes and messages" in answer_of(made.overwritten, made.kept)

    def test_is_not_named_by_what_only_looks_like_a_pattern_of_their_name(self) -> None:
        market = make_market()
        with market.open() as trader:
            named = trader.customer("Nila_Q 100% Pure")
            open_ticket(actor=trader.actor, subject="nila_q 100% pure", text="Wrong sum")
            for other in ("Nila Q 100% Pure", "Nila_Q 100 times Pure"):
                open_ticket(actor=trader.actor, subject=other, text="Wrong sum")
            made = erase_person(actor=trader.actor, subjects=Subjects(customers=[named]))
            assert [each["count"] for each in made.kept if each["what"] == "texts"] == [1]

    def test_every_column_in_which_people_write_is_searched(self) -> None:
        """By what such columns are called; why a webhook is switched off, we write ourselves."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT c.column_name FROM information_schema.columns c JOIN information_schema.columns o "
                "USING (table_schema, table_name) WHERE table_schema = 'omnistock' AND o.column_name = 'organization_id' "
                "AND c.data_type IN ('text', 'character varying') AND c.column_name ~ %s AND table_name <> ALL(%s)",
                ["notes?$|reason|reference$|carrier|subject$|title|text$|content|comment", list(BESIDES)],
            )
            assert {name for (name,) in cursor.fetchall()} - set(WRITTEN) == {"disabled_reason"}

    def test_waits_for_what_is_not_over(self) -> None:
        market = make_market()
        customer = sold_to(market, pays=False)
        with market.open() as trader:
            number = Invoice.objects.get().number
            with pytest.raises(DealingsOpen, match=number):
                erase_person(actor=trader.actor, subjects=Subjects(customers=[customer]))
            assert Customer.objects.get(pk=customer).email == REACH["email"]


class TestASupplier:
    def test_of_whom_goods_came_keeps_who_it_is_and_loses_the_rest(self) -> None:
        market = make_market()
        with market.open() as trader:
            product = trader.product("DOLO")
            theirs = trader.supplier(name=f"Nila {CANARY}", contacts=(ContactInput(name="Kiran Canary"),), **REACH)
            other = trader.supplier(name="Somebody Other")
            trader.receive(came(product, "40"), supplier_id=theirs)
            seal_all(actor=trader.actor)
            made = erase_person(actor=trader.actor, subjects=Subjects(suppliers=[theirs, other]))
            done = {each["what"] for each in made.overwritten}
            assert {"supplier_reach", "supplier_reach_contacts", "supplier"} <= done
            assert [each["what"] for each in made.kept] == ["receipts"]
            row = Supplier.objects.get(pk=theirs)
            assert (row.name, row.email, row.phone, row.notes) == (f"Nila {CANARY}", "", "", "")
            assert Supplier.objects.get(pk=other).name.startswith("Erased supplier")
            assert tables_with("98765") == tables_with("Kiran Canary") == set()
            seal_all(actor=trader.actor)
            assert list(broken_links(actor=trader.actor)) == []


class TestAContact:
    def test_goes_and_the_business_and_the_rest_of_its_trail_stay(self) -> None:
        market = make_market()
        with market.open() as trader:
            asha = trader.actor
            people = (ContactInput(name=f"Nila {CANARY}", email=REACH["email"]), ContactInput(name="Kiran Rao"))
            customer = trader.customer("City Clinic", contacts=people)
            change_customer(actor=asha, customer_id=customer, changes={"credit_days": 30})
            seal_all(actor=asha)
            nila = candidates_of_party(actor=asha, customer_id=customer)[0]
            made = erase_person(actor=asha, subjects=Subjects(customer_contacts=[nila.id]))
            assert (made.overwritten, made.kept) == (
                [{"what": "customer_contacts", "count": 1, "id": str(customer)}],
                [],
            )
            assert tables_with(CANARY) == set()
            assert [each.name for each in read_customer(actor=asha, customer_id=customer).contacts] == ["Kiran Rao"]
            (changed,) = AuditEvent.objects.filter(subject_id=customer, operation="parties.change_customer")
            assert changed.after == {"credit_days": 30}, "what names nobody stays"
            seal_all(actor=asha)
            assert list(broken_links(actor=asha)) == []
            with pytest.raises(NotFound):
                erase_person(actor=asha, subjects=Subjects(customer_contacts=[nila.id]))


class TestFiles:
    def test_go_where_they_were_chosen_and_the_others_are_told(self) -> None:
        market = make_market()
        customer = sold_to(market, pays=True)
        with market.open() as trader:
            asha = trader.actor
            invoice, photo = Invoice.objects.get(), f"{CANARY} passport.png"
            of = {"actor": asha, "subject_kind": "invoice", "subject_id": invoice.pk}
            chosen = attach_file(**of, name=photo, parts=[png(1, 1)])
            attach_file(**of, name="signed.png", parts=[png(1, 2)])
            other = trader.customer("Somebody else")
            with pytest.raises(Invalid, match="not chosen"):
                erase_person(actor=asha, subjects=Subjects(customers=[other], attachments=[chosen.pk]))
            with pytest.raises(NotFound):
                erase_person(actor=asha, subjects=Subjects(customers=[customer], attachments=[uuid7()]))
            made = erase_person(actor=asha, subjects=Subjects(customers=[customer], attachments=[chosen.pk]))
            assert {"what": "attachments", "count": 1, "id": None} in made.overwritten
            assert {"what": "attachments", "count": 1, "numbers": [invoice.number], "until": None} in made.kept
            assert Attachment.objects.get().file.name == "signed.png"
            assert tables_with(CANARY) == {"invoice", "dispatch"}, "the trail names the file no more"
            attached = AuditEvent.objects.filter(operation="attachments.attach_file").order_by("id")
            assert [each.after and each.after["file"] for each in attached] == [None, "signed.png"]
            seal_all(actor=asha)
            assert list(broken_links(actor=asha)) == []

    def test_of_a_business_concern_its_people_too(self) -> None:
        market = make_market()
        with market.open() as trader:
            product = trader.product("DOLO")
            supplier = trader.supplier(name="Acme Labs", contacts=(ContactInput(name=f"Nila {CANARY}"),))
            receipt = trader.receive(came(product, "4"), supplier_id=supplier)
            letter = attach_file(
                actor=trader.actor,
                subject_kind="receipt",
                subject_id=receipt.pk,
                name="letter.png",
                parts=[png(1, 1)],
            )
            nila = candidates_of_party(actor=trader.actor, supplier_id=supplier)[0]
            subjects = Subjects(supplier_contacts=[nila.id], attachments=[letter.pk])
            made = erase_person(actor=trader.actor, subjects=subjects)
            assert ([each["what"] for each in made.overwritten], made.kept) == (
                ["attachments", "supplier_contacts"],
                [],
            )


class TestWhoMay:
    def test_owners_and_admins_of_that_workspace_and_somebody_must_be_chosen(self) -> None:
        market, others = make_market(), make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with market.open() as trader:
            subjects = Subjects(customers=[trader.customer()])
            with pytest.raises(Invalid, match="Choose whom"):
                erase_person(actor=trader.actor, subjects=Subjects())
        with market.open(MAYA) as trader, pytest.raises(PermissionMissing):
            erase_person(actor=trader.actor, subjects=subjects)
        with others.acting(OTTO) as otto, pytest.raises(NotFound):
            erase_person(actor=otto, subjects=subjects)

    def test_how_long_the_tax_law_asks_for_a_document(self) -> None:
        market = make_market()
        with market.open() as trader:
            assert kept_until(trader.actor, dt.date(2026, 3, 31)) == dt.date(2032, 12, 31)
            assert kept_until(trader.actor, dt.date(2026, 4, 1)) == dt.date(2033, 12, 31)
