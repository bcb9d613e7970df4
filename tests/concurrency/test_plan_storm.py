"""Everybody comes at once, and the plan has one place left: of people, of orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from django.utils import timezone

from omnistock.domain.identity.operations import accept_invitation, invite
from omnistock.domain.identity.operations.invitations import parse_invitation
from omnistock.domain.identity.operations.plans import change_plan
from omnistock.domain.plans import limits
from omnistock.domain.plans.catalogue import PLANS
from omnistock.domain.plans.limits import PlanLimitReached
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import confirm_sales_order
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Membership
from tests import make
from tests.concurrency.test_ledger_storm import at_once
from tests.personas import ANIL, ASHA, MAYA, MEENA, RAVI

COME = (ANIL, MAYA, MEENA, RAVI)


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = PLANS | {"starter": replace(PLANS["starter"], people=2, orders=1)}
    monkeypatch.setattr(limits, "PLANS", MappingProxyType(plans))


@pytest.mark.usefixtures("live_db")
def test_the_last_order_of_a_month_is_confirmed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        product = make.plain_product(actor=asha)
        make.received(actor=asha, product=product)
        line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(1))
        drafts = [make.sales_order(actor=asha, lines=[line], confirm=False).pk for _ in range(4)]
        change_plan(actor=asha, plan="starter")

    def confirm(n: int) -> str:
        try:
            with pharma.acting(ASHA) as asha:
                confirm_sales_order(actor=asha, sales_order_id=drafts[n])
        except PlanLimitReached:
            return "full"
        return "confirmed"

    assert at_once(len(drafts), confirm, threads=len(drafts)) == {"confirmed": 1, "full": 3}


@pytest.mark.usefixtures("live_db")
def test_the_last_place_of_a_plan_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    pharma = make.organization()
    people = [make.person(persona) for persona in COME]
    with pharma.acting(ASHA) as asha:
        tokens = [invite(actor=asha, role="viewer").token for _ in COME]
        change_plan(actor=asha, plan="starter")

    def come(n: int) -> str:
        _organization, secret = parse_invitation(tokens[n])
        try:
            with tenant_boundary(pharma.id):
                accept_invitation(person_id=people[n].pk, email=people[n].email, secret=secret, now=timezone.now())
        except PlanLimitReached:
            return "full"
        return "in"

    assert at_once(len(COME), come, threads=len(COME)) == {"in": 1, "full": 3}
    with pharma.acting(ASHA):
        assert Membership.objects.filter(ended_at=None).count() == 2
