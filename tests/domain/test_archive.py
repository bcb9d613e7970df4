"""The whole workspace in one file, and back: the same comes out again, and what was tampered with does not go in."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import TestCase

from omnistock.domain.attachments.operations import attach_file
from omnistock.domain.audit.operations import erase_values
from omnistock.domain.audit.sealing import seal_all
from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.exchange.archive import kinds as archive_kinds
from omnistock.domain.exchange.archive.kinds import LEFT_OUT, NOT_BROUGHT_BACK, kinds, tenant_models
from omnistock.domain.exchange.archive.reading import ArchiveRefused
from omnistock.domain.exchange.archive.restoring import WorkspaceNotEmpty, restore_archive
from omnistock.domain.exchange.archive.writing import safe_name, write_archive
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.parties.models import Customer
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.kernel.errors import PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import ApiKey, Invitation, Membership
from tests import make
from tests.domain.market import TODAY, Market, came, make_market, sold
from tests.personas import ANIL, ASHA, MAYA, MEENA, OTTO

pytestmark = pytest.mark.django_db

PAPER = b"%PDF-1.7" + bytes(300_000)


@pytest.fixture(scope="module")
def good(django_db_setup: None, django_db_blocker: Any) -> bytes:
    """A whole archive, made once; the workspace that it is of is rolled back."""
    with django_db_blocker.unblock():
        opened = TestCase._enter_atomics()
        try:
            market = make_market()
            trade(market)
            with market.open() as trader:
                return taken(trader.actor)
        finally:
            TestCase._rollback_atomics(opened)


def taken(actor: Actor) -> bytes:
    file = io.BytesIO()
    write_archive(actor=actor, file=file)
    return file.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows(found: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in found[f"tables/{table}.jsonl"].splitlines()]


def trade(market: Market) -> UUID:
    """Bought, sold, dispatched, invoiced, paid, credited, refunded, lost with a paper about it, recalled; the customer's id."""
    with market.open() as trader:
        asha = trader.actor
        product = trader.product("DOLO", tax_rate=Decimal(12), sale_price=Decimal(20), hsn_code="3004")
        trader.receive(came(product, "40"), came(product, "10", "B2"))
        customer = trader.customer("=City Clinic")
        order = trader.sell(sold(product, "5"), customer_id=customer)
        invoice = dispatch_order(actor=asha, sales_order_id=order.pk).invoice
        payment = record_payment(
            actor=asha,
            payment=PaymentInput(customer_id=customer, amount=Decimal(50), method="upi", paid_on=TODAY),
        )
        credit_invoice(actor=asha, invoice_id=invoice.id, reason="return", goods_to="quarantine")
        refund_payment(actor=asha, payment_id=payment.pk, refund=RefundInput(amount=Decimal(20), method="upi"))
        row = stock(actor=asha).items[0]
        line = AdjustmentLineInput(
            product_id=product, batch_id=row.batch_id, location_id=row.location_id, quantity=Decimal(-1)
        )
        lost = post_adjustment(actor=asha, warehouse_id=trader.main, reason="lost", lines=[line])
        attach_file(actor=asha, subject_kind="adjustment", subject_id=lost.pk, name="../broken.pdf", parts=[PAPER])
        open_recall(actor=asha, batch_ids=[row.batch_id], reason="Sour smell", is_drill=True)
        erase_values(actor=asha, subject_id=lost.pk)
        seal_all(actor=asha)
        return customer


class TestWhatIsInIt:
    def test_every_table_is_in_or_left_out_with_a_reason(self) -> None:
        tables = {model._meta.db_table for model in tenant_models()}
        assert {kind.table for kind in kinds()} == tables - set(LEFT_OUT)
        assert set(LEFT_OUT) <= tables
        assert set(NOT_BROUGHT_BACK) <= tables
        assert all([*LEFT_OUT.values(), *NOT_BROUGHT_BACK.values(), *archive_kinds.SECRET_COLUMNS.values()])

    def test_every_room_says_whether_it_is_brought_back(self) -> None:
        rooms = {kind.model._meta.app_label for kind in kinds()}
        known = archive_kinds.ROOMS_BROUGHT_BACK | set(archive_kinds.ROOMS_NOT_BROUGHT_BACK)
        assert rooms - known == set(), "say in archive/kinds.py whether an archive brings these rooms' tables back"

    def test_no_secret_leaves(self) -> None:
        for kind in kinds():
            told = [name for name in kind.columns if "secret_hash" in name or "password" in name]
            assert told == [], kind.table

    def test_it_holds_files_people_and_lists(self, market: Market) -> None:
        trade(market)
        with market.open() as asha:
            found = members(taken(asha.actor))
        (paper,) = [content for name, content in found.items() if name.startswith("files/")]
        assert paper == PAPER
        assert json.loads(found["people.jsonl"])["email"] == ASHA.email
        assert b"'=City Clinic" in found["lists/customers.csv"]
        assert b"'=City Clinic" in found["tables/customer.csv"]
        manifest = json.loads(found["manifest.json"])
        assert manifest["rows"]["movement"] == len(rows(found, "movement")) > 0
        assert manifest["left_out"] == dict(LEFT_OUT)


def test_names_of_files_are_no_paths() -> None:
    found = [safe_name(name) for name in ("../../etc/passwd", "a\\b\x00.png", "...", "Bill 7.pdf")]
    assert found == ["_.._etc_passwd", "a_b_.png", "file", "Bill 7.pdf"]


class TestThereAndBack:
    def test_the_same_comes_out_again(self, market: Market) -> None:
        trade(market)
        market.company.join(MEENA)
        with market.open() as asha:
            Customer.objects.update(owner_membership=Membership.objects.get(role="owner"))
            first = taken(asha.actor)
        other = make.organization(name="Elsewhere", gstin="", keeps="food")
        with other.acting(ASHA) as asha:
            restore_archive(actor=asha, file=io.BytesIO(first))
        with other.acting(ASHA) as asha:
            assert verify(actor=asha) == []
            assert asha.organization.name == "Demo Pharma"
            assert [each.person.email for each in Membership.objects.all()] == [ASHA.email], "Meena is not let in"
            second = taken(asha)
        assert_same(members(first), members(second))

    @pytest.mark.parametrize("is_practice", [False, True])
    def test_no_file_makes_a_workspace_one_to_practise_in(self, is_practice: bool) -> None:
        with make_market(is_practice=not is_practice).open() as asha:
            content = taken(asha.actor)
        other = make.organization(name="Elsewhere", gstin="", is_practice=is_practice)
        with other.acting(ASHA) as asha:
            restore_archive(actor=asha, file=io.BytesIO(content))
        with other.acting(ASHA) as asha:
            assert (asha.organization.name, asha.organization.is_practice) == ("Demo Pharma", is_practice)

    def test_only_an_empty_one_takes_it(self, market: Market) -> None:
        with market.open() as asha:
            content = taken(asha.actor)
        trade(market)
        with market.open() as asha, pytest.raises(WorkspaceNotEmpty):
            restore_archive(actor=asha.actor, file=io.BytesIO(content))

    def test_who_may(self, market: Market) -> None:
        for persona in (ANIL, MAYA):
            with market.open(persona) as somebody, pytest.raises(PermissionMissing):
                restore_archive(actor=somebody.actor, file=io.BytesIO())


def assert_same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """But for the organization's id and age, its members, what says who is one, and the trail's chain and its last
    events: what the workspace was made with, and that it was restored."""
    theirs, ours = (json.loads(found["manifest.json"])["organization"]["id"] for found in (first, second))
    for kind in kinds():
        if kind.table in NOT_BROUGHT_BACK:
            continue
        before, after = rows(first, kind.table), rows(second, kind.table)
        if kind.table == "audit_event":
            known = {row["id"] for row in before}
            assert {row["operation"] for row in after if row["id"] not in known} <= {
                "identity.create_workspace",
                "exchange.restore_archive",
                "warehouses.create_warehouse",
                "identity.accept_invitation",
            }
            after = [row for row in after if row["id"] in known]
        for row in after:
            for name, value in row.items():
                row[name] = theirs if value == ours else value
        if kind.table == "customer":
            for row in [*before, *after]:
                row["owner_membership_id"] = row["owner_membership_id"] is not None
        assert after == before, kind.table
    names = {name for name in first if name.startswith(("files/", "tables/"))}
    assert {name for name in second if name.startswith(("files/", "tables/"))} == names
    assert all(first[name] == second[name] for name in names if name.startswith("files/"))


Change = Callable[[dict[str, bytes]], None]


def row_changed(table: str, **values: Any) -> Change:
    def change(found: dict[str, bytes]) -> None:
        first, *others = found[f"tables/{table}.jsonl"].splitlines(keepends=True)
        found[f"tables/{table}.jsonl"] = b"".join([json.dumps(json.loads(first) | values).encode() + b"\n", *others])

    return change


def row_added(table: str, **values: Any) -> Change:
    def change(found: dict[str, bytes]) -> None:
        first = found[f"tables/{table}.jsonl"].splitlines()[0]
        row = json.loads(first) | {"id": str(uuid7())} | values
        found[f"tables/{table}.jsonl"] += json.dumps(row).encode() + b"\n"

    return change


def member_added(name: str, content: bytes = b"x") -> Change:
    return lambda found: found.update({name: content})


def member_left_out(prefix: str) -> Change:
    return lambda found: [found.pop(name) for name in list(found) if name.startswith(prefix)] and None


def manifest_changed(**values: Any) -> Change:
    def change(found: dict[str, bytes]) -> None:
        found["manifest.json"] = json.dumps(json.loads(found["manifest.json"]) | values).encode()

    return change


# What a forger changes, and makes the manifest agree with; and a word of the refusal.
FORGED: dict[str, tuple[Change, str]] = {
    "a path out of the archive": (member_added("../../etc/passwd"), "no archive of a workspace"),
    "an absolute path": (member_added("/etc/passwd"), "no archive of a workspace"),
    "a table that is none": (member_added("tables/person.jsonl"), "no archive of a workspace"),
    "a file that nothing speaks of": (member_added(f"files/{uuid7()}/x.png"), "speaks of this file"),
    "a file's bytes": (member_left_out("files/"), "bytes are missing"),
    "a table left out": (member_left_out("tables/movement.jsonl"), "it is missing"),
    "another version": (manifest_changed(schema_version="0" * 16), "another version"),
    "another format": (manifest_changed(format="x"), "cannot be read"),
    "no organization": (manifest_changed(organization={}), "cannot be read"),
    "another's row": (row_changed("product", organization_id=str(uuid7())), "another workspace"),
    "a column too many": (row_changed("product", is_admin=True), "other columns"),
    "an id that is none": (row_changed("product", id="1"), "tables/product.jsonl"),
    "an id twice": (row_changed("batch", id=None), "tables/batch.jsonl"),
    "a number that is none": (row_changed("balance", on_hand="1e9"), "exact decimal"),
    "a choice that is none": (row_changed("stored_file", name="\u0000"), "no text can have"),
    "a moment without a place": (row_changed("product", created_at="2026-01-01T00:00:00"), "offset"),
    "goods from nowhere": (row_changed("balance", on_hand="999.0000"), "database refused|does not add up"),
    "a movement of nothing known": (row_changed("movement", product_id=str(uuid7())), "database refused"),
    "an event that never was": (
        row_added("audit_event", id="01a00000-0000-7000-8000-000000000001"),
        "audit trail|is in no",
    ),
    "an event that was another": (row_changed("audit_event", actor_name="Somebody Else"), "audit trail"),
}


class TestHostile:
    @pytest.mark.parametrize("what", FORGED)
    def test_a_forged_one_changes_nothing(self, good: bytes, what: str) -> None:
        found = members(good)
        change, told = FORGED[what]
        if not what.startswith(("another version", "another format", "no organization")):
            change(found)
            content = packed(found)
        else:
            content = packed(found, change=change)
        assert re.search(told, refusal(content)), refusal(content)

    def test_bytes_that_are_not_what_the_manifest_says(self, good: bytes) -> None:
        found = members(good)
        picture = next(name for name in found if name.startswith("files/"))
        found[picture] = found[picture][:-1] + b"x"
        assert "was changed after" in refusal(packed(found, agreeing=False))
        found[picture] += b"x"
        assert "do not agree" in refusal(packed(found, agreeing=False))

    def test_no_zip_a_cut_one_and_one_that_blows_up(self, good: bytes) -> None:
        assert "ZIP" in refusal(b"PK\x03\x04nothing")
        assert refusal(good[: len(good) // 2])
        found = members(good) | {"README.txt": bytes(80 * 1024 * 1024)}
        assert "hundredfold" in refusal(packed(found))

    def test_people_keys_and_invitations_come_in_with_none(self, good: bytes) -> None:
        """Not even one that is whole and says so: a file lets nobody in."""
        found = members(good)
        mine = json.loads(found["people.jsonl"].splitlines()[0])
        found["people.jsonl"] += json.dumps(mine | {"email": MEENA.email, "role": "owner"}).encode() + b"\n"
        row_added("membership", role="owner", person_id=str(make.person(MEENA).pk))(found)
        found["tables/api_key.jsonl"] = b""
        other = make.organization(owner=OTTO, name="Elsewhere", gstin="")
        with other.acting(OTTO) as otto:
            restore_archive(actor=otto, file=io.BytesIO(packed(found)))
        with other.acting(OTTO):
            assert [each.person.email for each in Membership.objects.all()] == [OTTO.email]
            assert not ApiKey.objects.exists()
            assert not Invitation.objects.exists()


def refusal(content: bytes) -> str:
    """What a new workspace answers to it; nothing of it stays."""
    other = make.organization(owner=OTTO, name="Elsewhere", gstin="")
    with other.acting(OTTO):
        before = digest()
    with other.acting(OTTO) as otto, pytest.raises(ArchiveRefused) as refused, transaction.atomic():
        restore_archive(actor=otto, file=io.BytesIO(content))
    with other.acting(OTTO):
        assert digest() == before
    return refused.value.message


def digest() -> dict[str, Any]:
    return {kind.table: kind.model._default_manager.count() for kind in kinds()}


def packed(found: dict[str, bytes], *, agreeing: bool = True, change: Change | None = None) -> bytes:
    """The members as an archive; `agreeing`: the manifest is made to agree with what was changed, as a forger would."""
    if agreeing:
        manifest = json.loads(found["manifest.json"])
        listed = {name: content for name, content in found.items() if name != "manifest.json"}
        manifest["members"] = {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in listed.items()
        }
        for table in manifest["rows"]:
            manifest["rows"][table] = listed.get(f"tables/{table}.jsonl", b"").count(b"\n")
        found["manifest.json"] = json.dumps(manifest).encode()
    if change is not None:
        change(found)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in found.items():
            made.writestr(name, content)
    return file.getvalue()
