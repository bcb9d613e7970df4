"""A plan limits people, orders a month and files, and nothing else; the operator gives it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from django.utils import timezone

from omnistock.domain.files.storing import store_file
from omnistock.domain.identity.operations import accept_invitation, end_membership, invite
from omnistock.domain.identity.operations.invitations import parse_invitation
from omnistock.domain.identity.operations.plans import change_plan
from omnistock.domain.plans import limits
from omnistock.domain.plans.catalogue import OFFERED, PLANS
from omnistock.domain.plans.limits import PlanLimitReached
from omnistock.domain.purchasing.models import Receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Membership
from tests import make
from tests.make import Company
from tests.personas import ASHA, RAVI, VIDYA, Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A workspace whose plan has room for two people, one order a month and ten bytes."""
    plans = PLANS | {"starter": replace(PLANS["starter"], people=2, orders=1, storage=10)}
    monkeypatch.setattr(limits, "PLANS", MappingProxyType(plans))
    company = make.organization()
    with company.acting(ASHA) as owner:
        change_plan(actor=owner, plan="starter")
    return company


def order(owner: Actor) -> SalesOrder:
    """A confirmed order for goods that were received before it."""
    product = make.plain_product(actor=owner)
    make.received(actor=owner, product=product)
    return make.sales_order(actor=owner, lines=[SalesOrderLineInput(product_id=product.pk, quantity="1")])


def test_people_who_were_asked_count_too(small: Company) -> None:
    with small.acting(ASHA) as owner:
        invite(actor=owner, role="warehouse", email=RAVI.email)
        with pytest.raises(PlanLimitReached, match="Starter allows 2 people; 2 are used"):
            invite(actor=owner, role="viewer")


def test_two_invitations_for_the_last_place_let_one_in(small: Company) -> None:
    """An owner asks one, the plan becomes smaller, and asks were made before: who comes first has the place."""
    with small.acting(ASHA) as owner:
        change_plan(actor=owner, plan="free")
        tokens = [invite(actor=owner, role="viewer").token for _ in range(2)]
        change_plan(actor=owner, plan="starter")
    assert accepted(tokens[0], RAVI) == "in"
    with pytest.raises(PlanLimitReached, match="Starter allows 2 people; 2 are used"):
        accepted(tokens[1], VIDYA)
    assert accepted_again_after_leaving(small, tokens[1]) == "in"


def accepted(token: str, persona: Persona) -> str:
    organization_id, secret = parse_invitation(token)
    with tenant_boundary(organization_id):
        person = make.person(persona)
        accept_invitation(person_id=person.pk, email=persona.email, secret=secret, now=timezone.now())
    return "in"


def accepted_again_after_leaving(company: Company, token: str) -> str:
    """The refused link stays good: once somebody has left there is a place."""
    with company.acting(ASHA) as owner:
        end_membership(actor=owner, membership_id=Membership.objects.get(person__email=RAVI.email).pk)
    return accepted(token, VIDYA)


def test_the_second_order_of_a_month_is_refused_and_receiving_goes_on(small: Company) -> None:
    with small.acting(ASHA) as owner:
        order(owner)
        with pytest.raises(PlanLimitReached, match="1 orders a month; 1 are used"):
            order(owner)
        assert Receipt.objects.count() == 2


def test_a_full_store_takes_exports_and_nothing_else(small: Company) -> None:
    with small.acting(ASHA) as owner:
        store_file(actor=owner, name="a.txt", media_type="text/plain", parts=[b"0123456789"])
        with pytest.raises(PlanLimitReached):
            store_file(actor=owner, name="b.txt", media_type="text/plain", parts=[b"1"])
        store_file(actor=owner, name="all.zip", media_type="application/zip", parts=[b"1"], is_export=True)


def test_no_limit_is_met_in_the_free_plan(small: Company) -> None:
    with small.acting(ASHA) as owner:
        change_plan(actor=owner, plan="free")
        for _ in range(3):
            invite(actor=owner, role="viewer")
    assert [plan.key for plan in OFFERED] == ["free"]
