"""A practice workspace is made, filled by the worker, begun anew and thrown away; a real one is not."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.verification import verify
from omnistock.domain.practice import stories
from omnistock.domain.practice.operations import NotForPractice, reset_practice
from omnistock.interfaces.cli.demo import grocery
from omnistock.interfaces.cli.demo.own_copy import player
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Membership, Organization
from tests.gates.filling import tenant_models
from tests.make import Company
from tests.personas import ASHA, VIDYA
from tests.support.queue import run_waiting
from tests.web.test_products import TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grocery is told in a second."""
    monkeypatch.setattr(
        stories, "_STORIES", {grocery.WORKSPACE.name: stories.Story(grocery.WORKSPACE, player(grocery.play))}
    )


@pytest.fixture
def asha(pharma: Company) -> Client:
    """Asha's browser, who left her own workspace for one to practise in."""
    client = pharma.client(ASHA)
    assert client.post("/app/practice/start").headers["Location"] == "/app/practice"
    return client


def chosen(client: Client) -> UUID:
    return UUID(client.session[SESSION_ORGANIZATION])


def rows(organization_id: UUID) -> dict[str, int]:
    with tenant_boundary(organization_id):
        return {model._meta.db_table: model.objects.count() for model in tenant_models(apps)}  # type: ignore[attr-defined]


def test_it_is_filled_by_the_worker_for_one_person(asha: Client, pharma: Company) -> None:
    assert "Its story is being told" in asha.get("/app/practice").content.decode()
    run_waiting()
    assert "It is ready" in asha.get("/app/practice").content.decode()
    assert "nothing here is real" in asha.get("/app/").content.decode()
    own = chosen(asha)
    assert own != pharma.id
    with tenant_boundary(own):
        assert Product.objects.count() == 13
        assert Membership.objects.count() == 1
        assert verify(actor=system_actor(organization_id=own, door="job", now=timezone.now())) == []
    asha.post("/app/practice/start")
    assert chosen(asha) == own, "there is one for each person"


def test_begun_anew_it_is_as_it_was_told(asha: Client) -> None:
    run_waiting()
    own = chosen(asha)
    told = rows(own)
    assert asha.post("/app/products/new", TYPED | {"sku": "MINE"}).status_code == 303
    with tenant_boundary(own):
        Organization.objects.filter(pk=own).update(adjustment_approval_over=1, name="My own name")
    assert asha.post("/app/practice/reset").status_code == 303
    assert "Its story is being told" in asha.get("/app/practice").content.decode()
    run_waiting()
    stays = {"audit_event": 0, "audit_link": 0, "audit_erasure": 0}
    assert rows(own) | stays == told | stays
    with tenant_boundary(own):
        assert Organization.objects.get(pk=own).name == "My own name"
        assert not Product.objects.filter(sku="MINE").exists()
        assert AuditEvent.objects.filter(operation="practice.reset_practice").count() == 1
        assert verify(actor=system_actor(organization_id=own, door="job", now=timezone.now())) == []


def test_deleted_it_is_gone_and_nothing_else(asha: Client, pharma: Company) -> None:
    run_waiting()
    own, others = chosen(asha), rows(pharma.id)
    answer = asha.post("/app/practice/deletion")
    assert answer.headers["Location"] == "/app/workspaces"
    assert set(rows(own).values()) == {0}
    assert rows(pharma.id) == others
    with tenant_boundary(own):
        assert not Organization.objects.filter(pk=own).exists()
    assert asha.get("/app/").headers["Location"] == "/app/workspaces"
    assert "Practice workspace deleted" in asha.get(reverse("activity")).content.decode()
    asha.post("/app/practice/start")
    assert chosen(asha) != own


def test_a_real_workspace_is_never_thrown_away(pharma: Company) -> None:
    before, client = rows(pharma.id), pharma.client(ASHA)
    for step in ("reset", "deletion"):
        assert client.post(f"/app/practice/{step}").status_code == 409
    with pharma.acting(ASHA) as asha, pytest.raises(NotForPractice):
        reset_practice(actor=asha)
    refused = pytest.raises(DatabaseError, match="not for practice")
    with tenant_boundary(pharma.id), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT clear_practice(true)")
    assert rows(pharma.id) == before


def test_only_its_owner_may(pharma: Company) -> None:
    with tenant_boundary(pharma.id):
        Organization.objects.filter(pk=pharma.id).update(is_practice=True)
    pharma.join(VIDYA)
    before, vidya = rows(pharma.id), pharma.client(VIDYA)
    for step in ("reset", "deletion"):
        assert vidya.post(f"/app/practice/{step}").status_code == 403
    assert "Who owns it may" in vidya.get("/app/practice").content.decode()
    assert rows(pharma.id) == before
