"""Shared views by the API: a program keeps what everybody finds in a list; members' own are theirs."""

from __future__ import annotations

import pytest

from omnistock.domain.audit.models import AuditEvent
from tests import make
from tests.api.test_day import API, done
from tests.api.test_frame import problem
from tests.personas import ASHA, VIDYA

pytestmark = pytest.mark.django_db
VIEWS = f"{API}/saved-views"
LATE = {"page": "purchase-orders", "name": "Late", "query": "status=confirmed"}


def test_a_program_shares_changes_and_takes_away(pharma: make.Company, ines: make.ApiClient) -> None:
    asha, menu = pharma.client(ASHA), "/app/saved-views/menu?page=purchase-orders"
    made = done(ines.post(VIEWS, LATE), 201)
    assert done(ines.post(VIEWS, LATE | {"query": "status=draft"}), 201)["id"] == made["id"], "replaced"
    assert "Late" in asha.get(menu).content.decode()
    other = done(ines.post(VIEWS, LATE | {"name": "Other"}), 201)
    problem(ines.patch(f"{VIEWS}/{other['id']}", {"name": "Late"}), 422, "invalid")
    changed = done(ines.patch(f"{VIEWS}/{made['id']}", {"name": "Very late"}), 200)
    assert (changed["name"], changed["query"]) == ("Very late", "status=draft")
    assert [each["name"] for each in ines.get(VIEWS, {"page": "purchase-orders"}).json()["items"]] == [
        *("Very late", "Other")
    ]
    assert ines.delete(f"{VIEWS}/{made['id']}").status_code == 204
    assert ines.get(f"{VIEWS}/{made['id']}").status_code == 404
    with pharma.acting(ASHA):
        told = AuditEvent.objects.filter(operation__startswith="saved_views.").order_by("id")
        assert [each.operation.partition(".")[2] for each in told][-2:] == ["change_shared_view", "remove_shared_view"]


def test_the_same_key_shares_it_once(ines: make.ApiClient) -> None:
    first, second = (done(ines.post(VIEWS, LATE, **{"Idempotency-Key": "v"}), 201) for _ in range(2))
    assert first == second


def test_what_is_refused(pharma: make.Company, otto: make.ApiClient, ines: make.ApiClient) -> None:
    """A page that is none, another organization's, a key without the scope, and what a member keeps for themselves."""
    asha = pharma.client(ASHA)
    asha.post("/app/saved-views/new", {"page": "stock", "query": "q=a", "name": "Mine"})
    assert ines.get(VIEWS).json()["items"] == []
    for page in ("nonsense", "sales-order", "home", "x" * 41, ""):
        assert ines.post(VIEWS, LATE | {"page": page}).status_code == 422, page
    assert ines.post(VIEWS, LATE | {"name": "", "query": "x" * 2001}).json()["code"] == "invalid"
    made = done(ines.post(VIEWS, LATE), 201)
    assert otto.get(f"{VIEWS}/{made['id']}").status_code == 404
    assert otto.delete(f"{VIEWS}/{made['id']}").status_code == 404
    reader = pharma.api(VIDYA, scopes=["sales:read"])
    assert {reader.get(VIEWS).status_code, reader.post(VIEWS, LATE).status_code} == {403}
