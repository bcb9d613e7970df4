"""Money on the screen: issuing, cancelling, crediting, being paid, and who owes what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.billing.models import CreditNote, Invoice, Payment
from omnistock.domain.catalog.operations import change_product
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, FARID, MEENA, OTTO, RAVI, VIDYA
from tests.support.pages import statements
from tests.web.test_selling import text_of

pytestmark = pytest.mark.django_db


class Ledger:
    """Demo Pharma, whose City Hospital was sent 10 strips at 100.00 (1,120.00 with tax), as often as asked."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            fields = {"unit": "strip", "units": (), "sale_price": Decimal(100), "tax_rate": Decimal(12)}
            self.product = make.product(actor=asha, sku="DM-1", name="Azithral Demo", hsn_code="3004", **fields)
            self.customer_id = make.customer(actor=asha, name="City Hospital", credit_days=14).pk
            make.received(actor=asha, product=self.product, quantity="1000")

    def sent(self, *, issue: bool = True, days_ago: int = 0) -> Any:
        """The id of the invoice of one more dispatch."""
        with self.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=self.product.pk, quantity=Decimal(10))
            order = make.sales_order(actor=asha, lines=[line], customer_id=self.customer_id)
            invoice = dispatch_order(actor=asha, sales_order_id=order.pk, issue_invoice=issue).invoice
            if days_ago:
                day = asha.today - dt.timedelta(days=days_ago)
                Invoice.objects.filter(pk=invoice.pk).update(due_on=day)
            return invoice.pk

    def invoice(self, invoice_id: Any) -> Invoice:
        with self.company.acting(ASHA):
            return Invoice.objects.get(pk=invoice_id)

    def payment(self) -> Payment:
        with self.company.acting(ASHA):
            return Payment.objects.get()

    def pays(self, invoice_id: Any, amount: str, **changes: str) -> dict[str, str]:
        """What the row in place sends when nothing but the amount was typed."""
        sent = {"customer_id": str(self.customer_id), "invoice_id": str(invoice_id), "amount": amount}
        return sent | {"method": "upi", "reference": "UTR 1"} | changes


@pytest.fixture(scope="module")
def ledger(file_db: None) -> Ledger:
    return Ledger()


def test_the_list_says_what_is_owed_and_since_when(ledger: Ledger) -> None:
    ledger.sent(days_ago=20)
    ledger.sent()
    farid = ledger.company.client(FARID)
    page = text_of(farid.get("/app/invoices"))
    assert "20 days overdue" in page
    assert "in 14 days" in page
    late = text_of(farid.get("/app/invoices?status=overdue"))
    assert "20 days overdue" in late
    assert "in 14 days" not in late
    assert text_of(farid.get("/app/invoices?q=nothing-like-it")).count("City Hospital") == 0


def test_the_list_takes_the_same_statements_for_one_row_and_for_many(ledger: Ledger) -> None:
    ledger.sent()
    farid = ledger.company.client(FARID)
    one = statements(farid, "/app/invoices")
    for _ in range(4):
        ledger.sent()
    assert statements(farid, "/app/invoices") == one


def test_the_order_says_whose_turn_it_is_when_its_goods_have_left(ledger: Ledger) -> None:
    """To issue the draft, then to be paid; who may do neither is offered neither."""
    invoice_id = ledger.sent(issue=False)
    order_page = f"/app/sales-orders/{ledger.invoice(invoice_id).sales_order_id}"
    issuing, paying = f'href="/app/invoices/{invoice_id}" data-variant', f"/app/payments/new?invoice={invoice_id}"
    asha, ravi = ledger.company.client(ASHA), ledger.company.client(RAVI)
    drafted = asha.get(order_page).content.decode()
    assert issuing in drafted
    assert paying not in drafted
    asha.post(f"/app/invoices/{invoice_id}/issuance", {"version": "1", "due_on": "", "notes": ""})
    issued = asha.get(order_page).content.decode()
    assert issuing not in issued
    assert paying in issued
    assert paying not in ravi.get(order_page).content.decode()
    asha.post("/app/payments/new", ledger.pays(invoice_id, "1120"))
    assert paying not in asha.get(order_page).content.decode()


def test_a_draft_is_looked_at_as_it_prints_and_issued(ledger: Ledger) -> None:
    invoice_id = ledger.sent(issue=False)
    farid = ledger.company.client(FARID)
    here = f"/app/invoices/{invoice_id}"
    page = text_of(farid.get(here))
    assert "Before it is issued" in page
    assert "Azithral Demo" in page
    assert "Taxable value" in page
    assert "Unregistered" in page
    assert "GSTIN Unregistered" not in page
    answer = farid.post(f"{here}/issuance", {"version": "1", "due_on": "", "notes": "With thanks"})
    assert (answer.status_code, answer["Location"]) == (303, here)
    issued = ledger.invoice(invoice_id)
    assert (issued.status, issued.notes) == ("issued", "With thanks")
    page = text_of(farid.get(here))
    assert issued.number in page
    assert "Record payment" in page


def test_what_stops_an_invoice_is_said_in_words_and_nothing_changes(ledger: Ledger) -> None:
    with ledger.company.acting(ASHA) as asha:
        change_product(actor=asha, product_id=ledger.product.pk, changes={"tax_rate": None})
    invoice_id = ledger.sent(issue=False)
    farid = ledger.company.client(FARID)
    answer = farid.post(f"/app/invoices/{invoice_id}/issuance", {"notes": "Typed"})
    assert answer.status_code == 422
    assert "Azithral Demo" in text_of(answer)
    assert ">Typed</textarea>" in answer.content.decode()
    assert ledger.invoice(invoice_id).status == "draft"
    future = farid.post(f"/app/invoices/{invoice_id}/issuance", {"issued_on": "2190-01-01"})
    assert future.status_code == 422
    assert 'id="id_issued_on_error"' in future.content.decode()


def test_the_papers_are_pdf_to_print_and_to_keep(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    printed = farid.get(f"/app/invoices/{invoice_id}/invoice.pdf")
    assert printed.content.startswith(b"%PDF")
    assert printed["Content-Disposition"].startswith("inline")
    kept = farid.get(f"/app/invoices/{invoice_id}/invoice.pdf?copy=original&download=yes")
    assert kept["Content-Disposition"].startswith("attachment")
    assert len(kept.content) < len(printed.content)


def test_an_invoice_is_cancelled_with_a_reason_and_its_goods_are_back(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    here = f"/app/invoices/{invoice_id}"
    empty = farid.post(f"{here}/cancellation", {"reason": ""})
    assert empty.status_code == 422
    assert 'id="id_reason_error"' in empty.content.decode()
    assert farid.post(f"{here}/cancellation", {"reason": "Never left the gate"})["Location"] == here
    assert ledger.invoice(invoice_id).status == "cancelled"
    assert "Never left the gate" in text_of(farid.get(here))


def test_what_was_paid_stands_in_the_way_of_cancelling(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    farid.post("/app/payments/new", ledger.pays(invoice_id, "100"))
    page = text_of(farid.get(f"/app/invoices/{invoice_id}/cancellation"))
    assert "It cannot be cancelled as things are." in page
    answer = farid.post(f"/app/invoices/{invoice_id}/cancellation", {"reason": "Anyway"})
    assert answer.status_code == 409
    assert ledger.invoice(invoice_id).status == "issued"


def test_the_row_in_place_stands_ready_with_the_balance(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    part = farid.get(f"/app/payments/new?invoice={invoice_id}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'name="amount"' in part
    assert 'value="1120.00"' in part
    assert "autofocus" in part
    whole = farid.get(f"/app/payments/new?invoice={invoice_id}").content.decode()
    assert "<html" in whole


def test_a_payment_settles_its_invoice_and_the_rest_is_an_advance(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    answer = farid.post("/app/payments/new", ledger.pays(invoice_id, "1,500"))
    assert answer["Location"] == f"/app/invoices/{invoice_id}"
    page = text_of(farid.get(answer["Location"]))
    assert "380.00 more than is allocated stays as an advance." in page
    assert "Paid" in page
    made = ledger.payment()
    assert (made.amount, made.allocated, made.method) == (1500, 1120, "upi")


def test_the_same_form_sent_twice_is_one_payment(ledger: Ledger) -> None:
    """Its allocations are settled by then; who is told of that as a fault would record the money once more."""
    invoice_id = ledger.sent()
    typed = ledger.pays(invoice_id, "1120", id=str(uuid7()), allocated_for="1120")
    typed |= {"allocations-0-invoice_id": str(invoice_id), "allocations-0-amount": "1120"}
    farid = ledger.company.client(FARID)
    for _sending in ("first", "again"):
        answer = farid.post("/app/payments/new", typed)
        assert (answer.status_code, answer["Location"]) == (303, f"/app/invoices/{invoice_id}")
    assert ledger.payment().allocated == 1120


def test_the_proposal_pays_this_invoice_and_then_the_oldest(ledger: Ledger) -> None:
    old, older, this = ledger.sent(days_ago=3), ledger.sent(days_ago=30), ledger.sent()
    farid = ledger.company.client(FARID)
    asked = {"customer_id": ledger.customer_id, "invoice_id": this, "amount": "2000"}
    page = farid.get("/app/payments/proposal", asked).content.decode()
    assert page.index(str(this)) < page.index(str(older)) < page.index(str(old))
    assert 'name="allocations-0-amount" value="1120.00"' in page
    assert 'name="allocations-1-amount" value="880.00"' in page
    assert 'name="allocations-2-amount" value=""' in page


def test_allocations_that_were_edited_count_as_they_stand(ledger: Ledger) -> None:
    first, second = ledger.sent(days_ago=3), ledger.sent()
    farid = ledger.company.client(FARID)
    edited = {
        "allocated_for": "1000",
        "allocations-0-invoice_id": str(first),
        "allocations-0-amount": "",
        "allocations-1-invoice_id": str(second),
        "allocations-1-amount": "900",
    }
    farid.post("/app/payments/new", ledger.pays(second, "1000", **edited))
    assert ledger.invoice(first).paid == 0
    assert ledger.invoice(second).paid == 900
    # They were proposed for another amount than the one sent: made anew.
    farid.post("/app/payments/new", ledger.pays(second, "220", **edited, reference="UTR 2"))
    assert ledger.invoice(second).paid == 1120


def test_a_refused_payment_keeps_what_was_typed(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    typed = ledger.pays(invoice_id, "1120", method="shells", reference="R" * 101, paid_on="2190-01-01")
    typed |= {"allocated_for": "1120", "allocations-0-invoice_id": str(invoice_id), "allocations-0-amount": "5000"}
    answer = farid.post("/app/payments/new", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for control in ("method", "reference", "paid_on", "allocations-0-amount"):
        assert f'id="id_{control}_error"' in page, control
    assert 'value="5000"' in page
    with ledger.company.acting(ASHA):
        assert not Payment.objects.exists()
    assert farid.post("/app/payments/new", {"amount": "a lot"}).status_code == 422


def test_a_payment_moves_and_is_taken_back(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    farid.post("/app/payments/new", ledger.pays(invoice_id, "1120"))
    here = f"/app/payments/{ledger.payment().pk}"
    assert "UTR 1" in text_of(farid.get(here))
    farid.post(f"{here}/unallocation", {"invoice_id": str(invoice_id)})
    assert ledger.invoice(invoice_id).paid == 0
    farid.post(f"{here}/allocation", {})
    assert ledger.invoice(invoice_id).paid == 1120
    assert farid.post(f"{here}/reversal", {"reason": " "}).status_code == 422
    assert farid.post(f"{here}/reversal", {"reason": "The cheque bounced"})["Location"] == here
    assert "The cheque bounced" in text_of(farid.get(here))
    assert ledger.invoice(invoice_id).paid == 0
    assert farid.post(f"{here}/allocation", {}).status_code == 409


def test_a_credit_note_takes_lines_back_with_their_goods(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    form = f"/app/invoices/{invoice_id}/credit-notes/new"
    page = farid.get(form).content.decode()
    line_id = page.split('name="lines-0-invoice_line_id" value="')[1].split('"')[0]
    typed = {"lines-0-invoice_line_id": line_id, "lines-0-quantity": "11", "reason": "", "goods_to": "quarantine"}
    refused = farid.post(form, typed)
    assert refused.status_code == 422
    assert 'id="id_lines-0-quantity_error"' in refused.content.decode()
    assert 'id="id_reason_error"' in refused.content.decode()
    made = farid.post(form, typed | {"lines-0-quantity": "4", "reason": "Four broken"})
    assert made.status_code == 303
    page = text_of(farid.get(made["Location"]))
    assert "Four broken" in page
    assert "448.00" in page
    assert farid.get(f"{made['Location']}/credit-note.pdf").content.startswith(b"%PDF")
    assert ledger.invoice(invoice_id).credited == 448
    assert "448.00" in text_of(farid.get("/app/credit-notes"))


def test_receivable_and_statement_agree_and_go_out_as_csv(ledger: Ledger) -> None:
    ledger.sent(days_ago=45)
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    farid.post("/app/payments/new", ledger.pays(invoice_id, "120"))
    page = text_of(farid.get("/app/receivable"))
    assert "City Hospital" in page
    assert "2,120.00" in page
    statement = f"/app/customers/{ledger.customer_id}/statement"
    page = text_of(farid.get(statement))
    assert "Closing balance" in page
    assert "2,120.00" in page
    assert b"City Hospital" in farid.get("/app/receivable/export").content
    assert b"2120" in farid.get(f"{statement}/export").content
    wrong = farid.get(f"{statement}?first=2026-02-01&last=2026-01-01")
    assert wrong.status_code == 422
    assert farid.get(f"{statement}?first=nonsense").status_code == 422


def test_every_list_goes_out_as_csv(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    farid = ledger.company.client(FARID)
    farid.post("/app/payments/new", ledger.pays(invoice_id, "1120"))
    for address in ("invoices", "payments", "credit-notes"):
        answer = farid.get(f"/app/{address}/export?q=")
        assert answer.status_code == 200, address
        assert "Number" in answer.content.decode("utf-8-sig")


def test_nobody_sees_another_organizations_money(ledger: Ledger, others: make.Company) -> None:
    invoice_id = ledger.sent()
    ledger.company.client(FARID).post("/app/payments/new", ledger.pays(invoice_id, "1120"))
    otto = others.client(OTTO)
    for address in (
        f"invoices/{invoice_id}",
        f"invoices/{invoice_id}/invoice.pdf",
        f"invoices/{invoice_id}/cancellation",
        f"invoices/{invoice_id}/credit-notes/new",
        f"payments/{ledger.payment().pk}",
        f"payments/new?invoice={invoice_id}",
        f"customers/{ledger.customer_id}/statement",
    ):
        assert otto.get(f"/app/{address}").status_code == 404, address
    assert otto.post(f"/app/invoices/{invoice_id}/issuance", {}).status_code == 404
    assert otto.post(f"/app/payments/{ledger.payment().pk}/reversal", {"reason": "x"}).status_code == 404


def test_money_needs_its_permission(ledger: Ledger) -> None:
    invoice_id = ledger.sent()
    meena, ravi, vidya = (ledger.company.client(each) for each in (MEENA, RAVI, VIDYA))
    page = text_of(meena.get(f"/app/invoices/{invoice_id}"))
    assert "Record payment" not in page
    assert "Cancel the invoice" not in page
    assert meena.post("/app/payments/new", ledger.pays(invoice_id, "1")).status_code == 403
    assert vidya.post(f"/app/invoices/{invoice_id}/cancellation", {"reason": "x"}).status_code == 403
    for address in ("invoices", f"invoices/{invoice_id}", "payments", "receivable", "credit-notes"):
        assert ravi.get(f"/app/{address}").status_code == 403, address
    with ledger.company.acting(ASHA):
        assert not CreditNote.objects.exists()
