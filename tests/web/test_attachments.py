"""Attachments: put to any document, on its page and through the API, seen by who sees the document, taken away by who may."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from omnistock.domain.attachments.models import SUBJECTS, Attachment
from omnistock.domain.attachments.operations import MOST_FILES, attach_file, detach_file
from omnistock.domain.attachments.queries import attachments, attachments_of
from omnistock.domain.attachments.subjects import KINDS
from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.files.models import FileChunk, StoredFile
from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import batches
from omnistock.interfaces.web.attached import PAPERS
from omnistock.kernel.errors import NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Organization, Person
from tests import make
from tests.domain.market import Market, came, make_market, sold
from tests.gates.filling import fill
from tests.make import Company
from tests.personas import ASHA, FARID, INES, MAYA, MEENA, NOOR, OTTO, RAVI, VIDYA
from tests.support.pictures import jpeg_photo, png

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 Certificate of analysis"


def sent(content: bytes = PDF, name: str = "coa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture(scope="module")
def everything(file_db: None) -> tuple[Company, dict[str, Any]]:
    """Demo Pharma with one row in every table."""
    pharma = make.organization()
    pharma.join(VIDYA)
    pharma.join(INES)
    somebody = Person.objects.create_user("somebody@example.com", name="Somebody")
    with tenant_boundary(pharma.id):
        rows = fill(apps, Organization.objects.get(pk=pharma.id), somebody)
        Attachment.objects.all().delete()
    return pharma, {table: row.pk for table, row in rows.items()}


@pytest.fixture(scope="module")
def market(file_db: None) -> Market:
    return make_market()


@pytest.mark.parametrize("kind", SUBJECTS)
def test_every_document_takes_them(everything: tuple[Company, dict[str, Any]], kind: str) -> None:
    """Page and API alike. That nobody else does is tried for every route by the gates."""
    pharma, ids = everything
    asha, ines = pharma.client(ASHA), pharma.api(INES)
    page = reverse(f"{kind.replace('_', '-')}-attachments", args=[ids[kind]])
    api = f"/api/v1/{KINDS[kind].plural}/{ids[kind]}/attachments"
    assert asha.post(page, {"file": [sent(), sent(png(2, 2), "pack.png")], "paper": "photo"}).status_code == 303
    made = ines.upload(api, sent(name="own.pdf")).json()
    assert (made["paper"], made["subject_kind"], made["subject_id"]) == (KINDS[kind].paper, kind, str(ids[kind]))
    shown = asha.get(page).content.decode()
    assert all(f"{name}</a>" in shown for name in ("coa.pdf", "pack.png", "own.pdf"))
    assert ines.delete(f"{api}/{made['id']}").status_code == 204
    assert [each["name"] for each in ines.get(api).json()["items"]] == ["coa.pdf", "pack.png"]


def test_it_is_taken_along_and_taken_away(market: Market, others: Company) -> None:
    with market.open() as trader:
        receipt = trader.receive(came(trader.product("DOLO"), "1"))
    asha, ines, otto = market.company.client(ASHA), market.company.api(INES), others.client(OTTO)
    page, api = reverse("receipt-attachments", args=[receipt.pk]), f"/api/v1/receipts/{receipt.pk}/attachments"
    made = ines.upload(api, sent()).json()
    assert made["sha256"] == hashlib.sha256(PDF).hexdigest()
    one = reverse("attachment", args=[made["id"]])
    for address, client in ((one, asha), (f"{api}/{made['id']}", ines)):
        answer = client.get(address)
        assert answer.content == PDF
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
        assert answer["Content-Disposition"].startswith("attachment")
    for answer in (otto.get(one), otto.get(page), otto.post(page, {"file": sent()}), others.api(INES).get(api)):
        assert answer.status_code == 404
    assert market.company.client(VIDYA).post(page, {"file": sent()}).status_code == 403
    assert asha.post(f"{one}/removal")["Location"] == reverse("receipt", args=[receipt.pk])
    assert ines.delete(f"{api}/{made['id']}").status_code == 404


class TestOnItsPage:
    def test_documents_show_them_with_their_history(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("DOLO")
            receipt = trader.receive(came(product, "40"))
            order = trader.sell(sold(product, "1"), customer_id=trader.customer())
            batch = batches(actor=trader.actor).items[0].id
            for kind, id in (
                ("receipt", receipt.pk),
                ("sales_order", order.pk),
                ("batch", batch),
                ("product", product),
            ):
                attach_file(actor=trader.actor, subject_kind=kind, subject_id=id, name=f"{kind}.pdf", parts=[PDF])
            row = attachments(actor=trader.actor).items[0]
        asha = market.company.client(ASHA)
        pages = {"receipt": receipt.pk, "sales-order": order.pk, "batch": batch, "product": product}
        for name, id in pages.items():
            text = asha.get(reverse(name, args=[id])).content.decode()
            assert f"{name.replace('-', '_')}.pdf</a>" in text
            assert f"Attached {name.replace('-', '_')}.pdf" in text
        detached = asha.post(reverse("attachment-removal", args=[row.id]), follow=True).content.decode()
        assert "product.pdf removed" in detached
        assert "product.pdf</a>" not in detached
        listed = asha.get(reverse("attachments"), {"q": "BATCH"}).content.decode()
        assert "batch.pdf" in listed
        assert "receipt.pdf" not in listed
        export = b"".join(asha.get(reverse("attachment-export"))).decode()
        assert "receipt.pdf,invoice,receipt," in export

    def test_a_merged_batch_brings_its_certificate(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("DOLO")
            trader.receive(came(product, "1"), came(product, "1", "B1X"))
            first, second = (each.id for each in batches(actor=trader.actor, order="number").items)
            attach_file(actor=trader.actor, subject_kind="batch", subject_id=second, name="coa.pdf", parts=[PDF])
            rename_batch(actor=trader.actor, batch_id=second, number="B1")
            found = attachments_of(actor=trader.actor, subject_kind="batch", subject_id=first)
        assert [each.name for each in found] == ["coa.pdf"]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"<html><script>alert(1)</script>", "neither a PDF nor a PNG"),
            (b"MZ\x90\x00", "neither a PDF nor a PNG"),
            (b"", "neither a PDF nor a PNG"),
            (png(2, 2)[:-20], "broken picture"),
            (b"\xff\xd8\xff\xe0 not really", "broken picture"),
            (png(2, 2, says=(20_000, 20_000)), "400"),
            (b"%PDF-" + b"0" * (10 * 1024 * 1024), "at most 10 MB"),
        ],
        ids=["markup", "program", "empty", "cut", "no-jpeg", "pixels", "large"],
    )
    def test_by_its_content(self, market: Market, content: bytes, said: str) -> None:
        """Nothing of it is kept, and nothing of what was sent with it."""
        with market.open() as trader:
            receipt = trader.receive(came(trader.product("DOLO"), "1"))
        page = reverse("receipt-attachments", args=[receipt.pk])
        answer = market.company.client(ASHA).post(page, {"file": [sent(), sent(content, "photo.png")]})
        assert answer.status_code in (413, 422)
        assert said in answer.content.decode() or "400" in said
        assert market.company.client(ASHA).post(page, {"paper": "x", "file": sent()}).status_code == 422
        api = f"/api/v1/receipts/{receipt.pk}/attachments"
        assert market.company.api(INES).upload(api, sent(content, "photo.png")).status_code in (413, 422)
        with market.open():
            assert [model.objects.count() for model in (Attachment, StoredFile, FileChunk)] == [0, 0, 0]

    def test_more_than_a_document_keeps(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("DOLO")
            for number in range(MOST_FILES):
                attach_file(
                    actor=trader.actor, subject_kind="product", subject_id=product, name=f"{number}", parts=[PDF]
                )
        api = f"/api/v1/products/{product}/attachments"
        answer = market.company.api(INES).upload(api, sent())
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")

    def test_a_paper_of_nothing_or_of_two(self, market: Market) -> None:
        """The database holds that there is one subject, and that it is of this organization."""
        with market.open() as trader:
            product = trader.product("DOLO")
            receipt = trader.receive(came(product, "1"))
            row = attach_file(actor=trader.actor, subject_kind="product", subject_id=product, name="a", parts=[PDF])
            for wrong in ({"product_id": None}, {"receipt_id": receipt.pk}, {"product_id": uuid7()}):
                with pytest.raises(IntegrityError), transaction.atomic():
                    Attachment.objects.filter(pk=row.pk).update(**wrong)


def test_a_photo_tells_nothing_but_its_picture(market: Market) -> None:
    """No place, no camera, nothing behind its end; the right way up, and the same pixels."""
    taken = jpeg_photo(way_up=6, place=b"18.5204N 73.8567E") + b"PK\x03\x04 a second file"
    with market.open() as trader:
        product = trader.product("DOLO")
    ines = market.company.api(INES)
    api = f"/api/v1/products/{product}/attachments"
    made = ines.upload(api, sent(taken, "IMG_1.jpg")).json()
    kept = ines.get(f"{api}/{made['id']}").content
    assert b"18.5204N" not in kept
    assert b"second file" not in kept
    assert b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
    assert kept.endswith(b"the pixels\xff\x00\xff\xd9")
    assert made["sha256"] == hashlib.sha256(kept).hexdigest()
    again = ines.upload(api, sent(png(2, 2, comment=b"18.52 N") + b"more", "a.png")).json()
    assert ines.get(f"{api}/{again['id']}").content == png(2, 2)


class TestWhoSeesWhat:
    def test_papers_with_costs(self, market: Market) -> None:
        """A storekeeper sees no costs: the supplier's invoice is not theirs to read, its certificate is, and so is what
        they put there themselves."""
        market.company.join(RAVI)
        with market.open() as trader:
            receipt = trader.receive(came(trader.product("DOLO"), "1"))
            given: dict[str, Any] = {"subject_kind": "receipt", "subject_id": receipt.pk, "parts": [PDF]}
            bill = attach_file(actor=trader.actor, name="bill.pdf", paper="invoice", **given)
            attach_file(actor=trader.actor, name="coa.pdf", paper="certificate", **given)
        ravi = market.company.client(RAVI)
        page = reverse("receipt-attachments", args=[receipt.pk])
        assert ravi.post(page, {"file": sent(name="own.pdf"), "paper": "invoice"}).status_code == 303
        text = ravi.get(reverse("receipt", args=[receipt.pk])).content.decode()
        assert "coa.pdf</a>" in text
        assert "own.pdf</a>" in text
        assert "bill.pdf</a>" not in text
        assert "are not listed here for you" in text
        assert ravi.get(reverse("attachment", args=[bill.pk])).status_code == 404
        with market.open(RAVI) as ravis:
            assert {each.name for each in attachments(actor=ravis.actor).items} == {"coa.pdf", "own.pdf"}

    def test_of_a_count_who_is_not_told_the_books_sees_only_their_own(
        self, everything: tuple[Company, dict[str, Any]]
    ) -> None:
        pharma, ids = everything
        for persona in (RAVI, NOOR):
            pharma.join(persona)
        given: dict[str, Any] = {"subject_kind": "stock_count", "subject_id": ids["stock_count"], "parts": [PDF]}
        with pharma.acting(ASHA) as asha:
            attach_file(actor=asha, name="books.pdf", **given)
        with pharma.acting(RAVI) as ravi:
            attach_file(actor=ravi, name="sheet.pdf", **given)
            found = attachments_of(actor=ravi, subject_kind="stock_count", subject_id=ids["stock_count"])
            assert [each.name for each in found] == ["sheet.pdf"]
        with pharma.acting(NOOR) as noor, pytest.raises(PermissionMissing):
            attachments(actor=noor)

    def test_of_other_warehouses_and_other_peoples_customers_nothing(self, market: Market) -> None:
        market.company.join(MAYA)
        with market.open() as trader:
            product = trader.product("DOLO")
            receipt = trader.receive(came(product, "10"))
            customer = trader.customer()
            order = trader.sell(sold(product, "1"), customer_id=customer)
            far = make.warehouse(actor=trader.actor, code="FAR").pk
            papers = [
                attach_file(actor=trader.actor, subject_kind=kind, subject_id=id, name=kind, parts=[PDF]).pk
                for kind, id in (("receipt", receipt.pk), ("sales_order", order.pk), ("product", product))
            ]
            attach_file(actor=trader.actor, subject_kind="customer", subject_id=customer, name="licence", parts=[PDF])
        limited: list[dict[str, Any]] = [{"sees_only_own_customers": True}]
        limited += [{"sees_only_own_customers": False, "warehouse_ids": [far]}]
        for limits in limited:
            market.company.limit(MAYA, **limits)
            with market.open(MAYA) as maya:
                seen = {each.name for each in attachments(actor=maya.actor).items}
                assert "product" in seen
                assert "sales_order" not in seen
                assert ("licence" in seen) == ("warehouse_ids" in limits)
                assert ("receipt" in seen) == ("warehouse_ids" not in limits)
                for kind, id in (("sales_order", order.pk),):
                    with pytest.raises(NotFound):
                        attach_file(actor=maya.actor, subject_kind=kind, subject_id=id, name="a", parts=[PDF])
                with pytest.raises(NotFound):
                    detach_file(actor=maya.actor, attachment_id=papers[1])

    def test_removing_what_others_added_needs_more(self, market: Market) -> None:
        for persona in (RAVI, FARID, MAYA, MEENA):
            market.company.join(persona)
        with market.open() as trader:
            product = trader.product("DOLO")
        given: dict[str, Any] = {"subject_kind": "product", "subject_id": product, "name": "a.pdf", "parts": [PDF]}
        with market.open(RAVI) as ravi:
            first, second = (attach_file(actor=ravi.actor, **given).pk for _ in range(2))
            detach_file(actor=ravi.actor, attachment_id=first)
        meena = market.company.client(MEENA)
        assert "Remove for good" not in meena.get(reverse("product", args=[product])).content.decode()
        assert meena.post(reverse("attachment-removal", args=[second])).status_code == 403
        with market.open(MAYA) as maya:
            detach_file(actor=maya.actor, attachment_id=second)
            assert not FileChunk.objects.exists()
            told = AuditEvent.objects.filter(operation__startswith="attachments.").order_by("id")
            assert [each.operation.rpartition(".")[2] for each in told] == ["attach_file"] * 2 + ["detach_file"] * 2
            last = told.last()
            assert last is not None
            assert last.before["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_a_program_sends_it_twice_and_it_is_there_once(market: Market) -> None:
    with market.open() as trader:
        product = trader.product("DOLO", sale_price=Decimal(1))
    ines, api = market.company.api(INES), f"/api/v1/products/{product}/attachments"
    first, second = (ines.upload(api, sent(), **{"Idempotency-Key": "one"}) for _ in range(2))
    assert (first.status_code, second.json()["id"]) == (201, first.json()["id"])
    assert ines.upload(api, sent(png(1, 1)), **{"Idempotency-Key": "one"}).json()["code"] == "idempotency_key_reused"
    reader = market.company.api(replace(INES, email="reader@example.com"), scopes=["attachments:read"])
    assert reader.get(api).status_code == 403
    assert reader.get("/api/v1/attachments").json()["items"] == []
    assert ines.get("/api/v1/attachments", {"paper": "nonsense"}).status_code == 422


def test_every_paper_has_its_word() -> None:
    from omnistock.domain.attachments.models import PAPERS as CHOICES
    from omnistock.interfaces.web.attached import SUBJECTS as WORDS

    assert set(PAPERS) == set(CHOICES)
    assert set(WORDS) == set(SUBJECTS) == set(KINDS)
