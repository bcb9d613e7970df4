"""The security log: what is written, who reads it, that nobody changes it, and that its time ends."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from omnistock.domain.identity.operations import change_member, end_membership, revoke_api_key
from omnistock.domain.notifications.queries import notices
from omnistock.domain.security.later import A_MINUTE_AT_MOST, LATER, network_of
from omnistock.domain.security.models import SecurityEvent
from omnistock.domain.security.operations import delete_expired_events, record, record_of_account
from omnistock.domain.security.queries import own_activity, security_log
from omnistock.kernel.devices import device_of
from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.models import ApiKey, Membership
from tests import make
from tests.make import Company
from tests.personas import ARUN, ASHA, INES, MAYA, OTTO, PASSWORD, RAVI, VIDYA, Persona

pytestmark = pytest.mark.django_db

URL = "/app/security-events"
HERE = "203.0.113.7"


def kinds(company: Company, persona: Persona = ASHA, **asked: Any) -> list[str]:
    """What stands in the workspace's log, the newest first."""
    with company.acting(persona) as actor:
        return [row.kind for row in security_log(actor=actor, **asked).items]


def own(persona: Persona) -> list[str]:
    person_id = make.person(persona).pk
    with person_boundary(person_id):
        return [row.kind for row in own_activity(person_id=person_id).items]


def sign_in(persona: Persona, password: str = PASSWORD) -> Client:
    client = Client(REMOTE_ADDR=HERE, headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"})
    client.post("/accounts/login/", {"login": persona.email, "password": password})
    return client


class TestWhatIsWritten:
    def test_a_sign_in_is_the_persons_and_coming_in_is_the_workspaces(self, pharma: Company) -> None:
        client = sign_in(ASHA)
        client.get("/app/workspaces")
        assert own(ASHA)[:2] == ["workspace_entered", "sign_in"]
        assert kinds(pharma)[0] == "workspace_entered"
        assert "sign_in" not in kinds(pharma)
        page = client.get("/app/profile/activity").content.decode()
        assert HERE in page
        assert "Firefox, Android" in page
        assert b"workspace_entered" in client.get("/app/profile/activity/export").content

    def test_a_failed_one_is_told_to_the_workspaces_of_its_person_and_to_no_other(
        self, pharma: Company, others: Company
    ) -> None:
        sign_in(ASHA, "wrong wrong wrong")
        assert own(ASHA)[0] == kinds(pharma)[0] == "sign_in_failed"
        assert "sign_in_failed" not in kinds(others, OTTO)

    def test_what_happened_before_somebody_joined_is_not_told(self, pharma: Company) -> None:
        make.person(RAVI)
        yesterday = timezone.now() - dt.timedelta(days=1)
        ravi = make.person(RAVI).pk
        record_of_account(kind="factor_removed", now=yesterday, address=HERE, person_id=ravi)
        pharma.join(RAVI)
        assert "factor_removed" not in kinds(pharma)
        assert "factor_removed" in own(RAVI)

    def test_of_an_unknown_address_nothing_is_kept_that_was_typed(self, client: Client) -> None:
        client.post("/accounts/login/", {"login": "my-password@example.com", "password": "x" * 20})
        with connection.cursor() as cursor:
            cursor.execute("SELECT nullif(current_setting('app.person_id', true), '')")
        assert SecurityEvent.objects.count() == 0, "without a workspace or a person nothing is seen"

    def test_roles_keys_members_exports_and_imports(self, pharma: Company) -> None:
        pharma.limit(RAVI, role="admin")
        pharma.key(INES)
        with pharma.acting(ASHA) as asha:
            revoke_api_key(actor=asha, api_key_id=ApiKey.objects.get().pk)
            change_member(actor=asha, membership_id=_member(RAVI), changes={"sees_costs": True})
            end_membership(actor=asha, membership_id=_member(RAVI))
        pharma.client(ASHA).get("/app/products/export")
        assert kinds(pharma)[:7] == [
            *("export", "member_removed", "role_changed", "api_key_revoked", "api_key_made"),
            *("role_changed", "member_joined"),
        ]
        with pharma.acting(ASHA) as asha:
            rows = security_log(actor=asha, kind="role_changed").items
        assert (rows[1].who, rows[1].about, rows[1].facts) == (
            "Asha Rao",
            "Ravi Patil",
            {"before": "warehouse", "after": "admin"},
        )
        assert "role_changed" in own(RAVI), "it was done to him"

    def test_a_kind_that_is_none_is_a_bug(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha, pytest.raises(KeyError):
            record(actor=asha, kind="looked_out_of_the_window")


class TestANewPlace:
    def test_one_is_told_in_the_app_and_of_a_known_place_not_again(self, pharma: Company) -> None:
        sign_in(ASHA).get("/app/workspaces")
        assert "New sign-in" not in pharma.client(ASHA).get("/app/notices").content.decode()
        stranger = Client(REMOTE_ADDR="198.51.100.77")
        for _ in range(2):
            stranger.post("/accounts/logout/")
            stranger.post("/accounts/login/", {"login": ASHA.email, "password": PASSWORD})
            stranger.get("/app/workspaces")
        with pharma.acting(ASHA) as asha:
            found = [notice for notice in notices(actor=asha).items if notice.kind == "new_sign_in"]
        assert [notice.facts["address"] for notice in found] == ["198.51.100.77"]


class TestRefusals:
    def test_another_workspaces_id_and_what_is_not_allowed(self, pharma: Company, others: Company) -> None:
        with pharma.acting(ASHA) as asha:
            product = make.product(actor=asha)
        assert others.client(OTTO).get(f"/app/products/{product.id}").status_code == 404
        assert pharma.client(VIDYA).get("/app/api-keys").status_code == 403
        assert kinds(others, OTTO)[0] == "not_ours"
        assert kinds(pharma)[0] == "not_allowed"
        api = others.api(INES)
        assert api.get(f"/api/v1/products/{product.id}").status_code == 404
        assert kinds(others, OTTO, kind="not_ours") == ["not_ours"] * 2
        with others.acting(OTTO) as otto:
            assert str(product.id) not in str([row.facts for row in security_log(actor=otto).items])

    def test_a_guessed_key_is_told_to_its_workspace_and_a_made_up_one_to_nobody(self, pharma: Company) -> None:
        for organization_id in (pharma.id, uuid4()):
            client = Client(headers={"Authorization": f"Bearer omni_{organization_id}_guessed"}, REMOTE_ADDR=HERE)
            assert client.get("/api/v1/products").status_code == 401
        assert kinds(pharma)[0] == "api_key_refused"
        assert kinds(pharma, kind="api_key_refused") == ["api_key_refused"]

    def test_a_flood_is_kept_short(self, pharma: Company) -> None:
        vidya = pharma.client(VIDYA)
        for _ in range(A_MINUTE_AT_MOST + 5):
            vidya.get("/app/api-keys")
        # A minute may have ended meanwhile.
        assert A_MINUTE_AT_MOST <= len(kinds(pharma, kind="not_allowed")) <= A_MINUTE_AT_MOST + 5

    def test_too_many_requests(self, pharma: Company, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        from omnistock.tenancy import limits

        settings.RATE_LIMITS = "search=1/86400"
        limits.rules.cache_clear()
        client = pharma.client(ASHA)
        answers = [client.get("/app/search?q=x").status_code for _ in range(3)]
        limits.rules.cache_clear()
        assert 429 in answers
        assert kinds(pharma)[0] == "rate_limit"

    def test_a_key_in_a_new_network_once(self, pharma: Company) -> None:
        key = pharma.key(INES)
        for address in ("198.51.100.4", "198.51.100.9", "203.0.113.4"):
            Client(headers={"Authorization": f"Bearer {key}"}, REMOTE_ADDR=address).get("/api/v1/products")
        assert kinds(pharma, kind="api_key_new_place") == ["api_key_new_place"] * 2
        LATER.forget()  # another process, or a new start: the log remembers
        Client(headers={"Authorization": f"Bearer {key}"}, REMOTE_ADDR="203.0.113.9").get("/api/v1/products")
        assert kinds(pharma, kind="api_key_new_place") == ["api_key_new_place"] * 2
        assert network_of("2001:db8:1:2::7") == "2001:db8:1::/48"


class TestWhoReadsIt:
    @pytest.mark.parametrize(("persona", "status"), [(ASHA, 200), (ARUN, 200), (MAYA, 403), (VIDYA, 403)])
    def test_owner_admin_and_auditor(self, pharma: Company, persona: Persona, status: int) -> None:
        client = pharma.client(persona)
        assert client.get(URL).status_code == client.get(f"{URL}/export").status_code == status

    def test_filtered_and_taken_out(self, pharma: Company) -> None:
        pharma.limit(RAVI, role="admin")
        client = pharma.client(ASHA)
        page = client.get(f"{URL}?kind=role_changed&q=ravi").content.decode()
        assert "Role changed" in page
        assert "before: warehouse; now: admin" in page
        assert "Nothing matches" in client.get(f"{URL}?kind=role_changed&q=192.0.2.1").content.decode()
        assert "before: warehouse; after: admin" in client.get(f"{URL}/export?kind=role_changed").content.decode()

    def test_an_integrator(self, pharma: Company, others: Company) -> None:
        pharma.limit(RAVI, role="admin")
        items = pharma.api(INES).get("/api/v1/security-events?kind=role_changed").json()["items"]
        assert [(each["who"], each["facts"]["after"]) for each in items] == [("Asha Rao", "admin")]
        assert others.api(INES).get("/api/v1/security-events?kind=role_changed").json()["items"] == []
        reader = make.ApiClient(_key(pharma, "products:read"))
        assert reader.get("/api/v1/security-events").status_code == 403

    def test_it_needs_the_permission_below_the_doors_too(self, pharma: Company) -> None:
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            security_log(actor=maya)


class TestTheWalls:
    @pytest.mark.parametrize("sql", ["UPDATE security_event SET kind = 'sign_in'", "DELETE FROM security_event"])
    def test_the_product_cannot_change_it(self, pharma: Company, sql: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)

    def test_nobody_writes_into_another_workspaces_log(self, pharma: Company, others: Company) -> None:
        event = SecurityEvent(at=timezone.now(), kind="export", outcome="done", door="web")
        event.organization_reference = pharma.id
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            others.acting(OTTO),
            transaction.atomic(),
        ):
            event.save(force_insert=True)

    def test_what_is_over_its_time_goes_and_nothing_else(self, pharma: Company) -> None:
        ravi = make.person(RAVI).pk
        now = timezone.now()
        for days in (400, 366, 300, 0):
            record_of_account(kind="sign_in", now=now - dt.timedelta(days=days), address=None, person_id=ravi)
        assert delete_expired_events() == 2
        assert own(RAVI).count("sign_in") == 2


def test_what_a_browser_says_of_itself() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    assert device_of(edge) == "Edge, Windows"
    assert device_of("curl/8") == ""


def _member(persona: Persona) -> UUID:
    return Membership.objects.get(person=make.person(persona)).pk


def _key(company: Company, scope: str) -> str:
    from omnistock.domain.identity.operations import create_api_key

    with company.acting(ASHA) as asha:
        return create_api_key(actor=asha, name="Reader", scopes=["catalog:read"]).text
