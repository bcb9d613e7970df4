"""Who is told of what: nobody who did not ask, each once, in their own language, and until they end it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.billing.notices import tell_overdue
from omnistock.domain.fulfilment.inputs import Carriage
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.identity.operations import change_workspace, end_membership
from omnistock.domain.notifications import operations
from omnistock.domain.notifications.models import MailRefusal, Notice, NoticeChoice, WorkspaceMail
from omnistock.domain.notifications.notices import About, choose_notices, sentence_of, tell
from omnistock.domain.notifications.unsubscribing import address_link, member_link, read_link
from omnistock.kernel.errors import Invalid, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.models import Membership, Person
from tests import make
from tests.domain.market import NOW, Market, Trader, came, sold
from tests.personas import ASHA, INES, MEENA, OTTO, RAVI, VIDYA, Persona

pytestmark = pytest.mark.django_db
KINDS = ["order_dispatched", "invoice_overdue", "stock_count_completed"]


def asked(market: Market, persona: Persona, **channels: list[str]) -> None:
    with market.company.acting(persona) as actor:
        choose_notices(actor=actor, **channels)


def dispatched(trader: Trader, **customer: Any) -> Any:
    priced = {"tax_rate": Decimal("12"), "hsn_code": "3004", "sale_price": Decimal("10")}
    goods = trader.product(make.unique("SKU"), **priced)
    trader.receive(came(goods, "100"))
    order = trader.sell(sold(goods, "10"), customer_id=trader.customer(make.unique("Clinic"), **customer))
    return dispatch_order(actor=trader.actor, sales_order_id=order.id, carriage=Carriage(carrier="Blue Van"))


def mails() -> list[WorkspaceMail]:
    return list(WorkspaceMail.objects.order_by("created_at", "id"))


class TestAskedFor:
    def test_nobody_is_told_who_did_not_ask(self, market: Market) -> None:
        with market.open() as asha:
            dispatched(asha)
            assert (mails(), Notice.objects.count()) == ([], 0)

    def test_each_way_by_itself(self, market: Market) -> None:
        asked(market, ASHA, mail=["order_dispatched"])
        asked(market, MEENA, app=["order_dispatched"])
        with market.open() as asha:
            left = dispatched(asha)
            (mail,) = mails()
            (shown,) = Notice.objects.filter(is_shown=True)
        assert mail.recipient == ASHA.email
        assert f"/app/dispatches/{left.id}" in mail.text
        assert shown.about_id == left.id
        assert left.number in sentence_of(shown.kind, shown.facts)

    def test_without_the_permission_nothing_is_told(self, market: Market) -> None:
        asked(market, RAVI, mail=KINDS, app=KINDS)
        with market.open() as asha:
            sale = About(uuid7(), {"number": "INV-1", "due_on": "2026-11-01"})
            assert tell(actor=asha.actor, kind="invoice_overdue", abouts=[sale]) == 0

    def test_who_sees_own_customers_only_hears_of_them_only(self, market: Market) -> None:
        market.company.join(MEENA)
        market.company.limit(MEENA, sees_only_own_customers=True)
        asked(market, MEENA, app=["order_dispatched"])
        with market.open() as asha:
            meena = Membership.objects.get(person__email=MEENA.email)
            dispatched(asha, owner_membership_id=asha.actor.membership_id)
            assert Notice.objects.count() == 0
            dispatched(asha, owner_membership_id=meena.id)
            assert Notice.objects.get().membership_id == meena.id

    def test_told_twice_is_told_once(self, market: Market) -> None:
        asked(market, ASHA, mail=["order_dispatched"], app=["order_dispatched"])
        about = About(uuid7(), {"order": "SO-1", "warehouse": "Main", "number": "D-1"})
        for _time in range(2):
            with market.open() as asha:
                tell(actor=asha.actor, kind="order_dispatched", abouts=[about])
        with market.open():
            assert (len(mails()), Notice.objects.count()) == (1, 1)

    def test_in_the_readers_language(self, market: Market) -> None:
        asked(market, VIDYA, mail=["stock_count_completed"])
        Person.objects.filter(email=VIDYA.email).update(language="hi")
        with market.open() as asha:
            about = About(uuid7(), {"number": "CNT-1"})
            tell(actor=asha.actor, kind="stock_count_completed", abouts=[about])
            assert mails()[0].language == "hi"

    def test_only_a_member_may_ask_and_only_for_what_there_is(self, market: Market) -> None:
        market.company.join(INES)
        with pytest.raises(PermissionMissing), market.company.acting(INES) as key:
            choose_notices(actor=key, mail=KINDS)
        with pytest.raises(Invalid), market.company.acting(ASHA) as asha:
            choose_notices(actor=asha, mail=["integrity_difference"])


class TestOverdue:
    def test_each_invoice_once_and_one_mail_a_night(self, market: Market) -> None:
        asked(market, ASHA, mail=["invoice_overdue"], app=["invoice_overdue"])
        with market.open() as asha:
            for _time in range(2):
                dispatched(asha)
        for days, notices, letters in ((0, 0, 0), (1, 2, 1), (1, 2, 1), (2, 2, 1)):
            with market.open(now=NOW + dt.timedelta(days=days)) as asha:
                tell_overdue(actor=asha.actor)
                assert (Notice.objects.count(), len(mails())) == (notices, letters), days
        with market.open():
            assert mails()[0].subject == "2 invoices are overdue"
            assert "was due on" in mails()[0].text

    def test_what_is_long_overdue_is_not_news(self, market: Market) -> None:
        with market.open() as asha:
            dispatched(asha)
        asked(market, ASHA, app=["invoice_overdue"])
        with market.open(now=NOW + dt.timedelta(days=30)) as asha:
            assert tell_overdue(actor=asha.actor) == 0


class TestCustomersAlert:
    def test_off_until_the_workspace_says_so_and_without_goods_or_prices(self, market: Market) -> None:
        with market.open() as asha:
            dispatched(asha, email="clinic@example.com")
            assert mails() == []
            change_workspace(actor=asha.actor, changes={"sends_dispatch_alerts": True})
            dispatched(asha)
            assert mails() == [], "a customer without an address"
            left = dispatched(asha, email="clinic@example.com")
            (mail,) = mails()
        assert (mail.kind, mail.recipient) == ("dispatch_alert", "clinic@example.com")
        assert left.number in mail.text
        assert "Blue Van" in mail.text
        assert "SKU" not in mail.text
        assert "₹" not in mail.text

    @pytest.mark.parametrize(
        ("usual", "own", "language", "said"),
        [
            ("en", "", "en", "left us today"),
            ("en", "hi", "hi", "हमारे यहाँ से"),
            ("hi", "", "hi", "हमारे यहाँ से"),
            ("hi", "en", "en", "left us today"),
        ],
    )
    def test_in_the_customers_language_or_else_the_workspaces(
        self, market: Market, usual: str, own: str, language: str, said: str
    ) -> None:
        with market.open() as asha:
            change_workspace(actor=asha.actor, changes={"sends_dispatch_alerts": True, "customer_language": usual})
            dispatched(asha, email="clinic@example.com", language=own)
            (mail,) = mails()
        assert mail.language == language
        assert said in mail.text

    def test_practice_reaches_nobody_and_a_workspace_not_everybody(
        self, market: Market, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(operations, "MOST_OF_A_WORKSPACE", 2)
        with market.open() as asha:
            change_workspace(actor=asha.actor, changes={"sends_dispatch_alerts": True})
            for at in range(3):
                dispatched(asha, email=f"clinic{at}@example.com")
            assert [mail.status for mail in mails()] == ["queued", "queued", "suppressed"]
            practice = dataclasses.replace(asha.actor.organization, is_practice=True)
            practising = dataclasses.replace(asha.actor, organization=practice)
            dispatched(dataclasses.replace(asha, actor=practising), email="clinic9@example.com")
            assert len(mails()) == 3

    def test_its_recipient_ends_it_and_no_other_mail(self, market: Market) -> None:
        with market.open() as asha:
            change_workspace(actor=asha.actor, changes={"sends_dispatch_alerts": True})
            dispatched(asha, email="clinic@example.com")
            path = re.sub(r"^https?://[^/]+", "", mails()[0].unsubscribe_url)
        assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        with market.open() as asha:
            dispatched(asha, email="Clinic@example.com")
            dispatched(asha, email="other@example.com")
            assert [mail.status for mail in mails()] == ["queued", "suppressed", "queued"]
            assert mails()[1].error == "its recipient asked for no more of these mails"


class TestUnsubscribing:
    def link(self, market: Market, persona: Persona, kind: str = "order_dispatched") -> str:
        with market.company.acting(persona) as actor:
            assert actor.membership_id
            return member_link(actor=actor, membership_id=actor.membership_id, kind=kind)

    def path(self, market: Market, persona: Persona) -> str:
        return re.sub(r"^https?://[^/]+", "", self.link(market, persona))

    def test_a_look_changes_nothing_and_one_click_ends_it_signed_out(self, market: Market) -> None:
        asked(market, ASHA, mail=KINDS, app=KINDS)
        asked(market, MEENA, mail=KINDS)
        path, stranger = self.path(market, ASHA), Client(enforce_csrf_checks=True)
        assert b"End these mails?" in stranger.get(path).content
        with market.open():
            assert NoticeChoice.objects.count() == 9
        answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert b"These mails are ended." in answer.content
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200, "twice is once"
        with market.open():
            assert NoticeChoice.objects.count() == 8, "one kind, by mail, of one member"
            event = AuditEvent.objects.get(operation="notifications.unsubscribe")
            assert event.after == {"order_dispatched": False}
        assert b"End these mails?" in stranger.post(path, {"do": "again"}).content
        with market.open():
            assert NoticeChoice.objects.count() == 9

    def test_nobody_ends_anothers(self, market: Market) -> None:
        asked(market, ASHA, mail=KINDS)
        mine = self.path(market, ASHA)
        token = mine.rpartition("/")[2]
        for wrong in (token[:-1], "x" + token, token[: len(token) // 2], "x" * 5_000, token.replace(":", ".")):
            assert Client().post(f"/unsubscribe/{wrong}").status_code == 404
            assert read_link(wrong) is None
        with market.open():
            assert NoticeChoice.objects.count() == 3

    def test_a_link_of_another_workspace_touches_nothing_here(self, market: Market) -> None:
        asked(market, ASHA, mail=KINDS)
        others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with market.open() as asha:
            theirs = asha.actor.membership_id
        with others.acting(OTTO) as otto:
            assert theirs
            path = re.sub(r"^https?://[^/]+", "", member_link(actor=otto, membership_id=theirs, kind=KINDS[0]))
        Client().post(path)
        assert Client().post(path, {"do": "again"}).status_code == 200
        with market.open():
            assert NoticeChoice.objects.count() == 3

    def test_who_left_is_told_of_nothing_by_an_old_link(self, market: Market) -> None:
        path = self.path(market, MEENA)
        with market.open() as asha:
            meena = Membership.objects.get(person=make.person(MEENA)).pk
            end_membership(actor=asha.actor, membership_id=meena)
        assert Client().post(path, {"do": "again"}).status_code == 200
        with market.open():
            assert not NoticeChoice.objects.exists()

    def test_the_address_is_not_in_the_link(self, market: Market) -> None:
        with market.open() as asha:
            url = address_link(actor=asha.actor, address="clinic@example.com", kind="dispatch_alert")
            assert "clinic" not in url
            assert MailRefusal.objects.count() == 0
        found = read_link(url.rpartition("/")[2])
        assert found is not None
        assert "clinic" not in found.digest
