"""People, keys, settings, warehouses and registrations in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from omnistock.domain.identity.operations import create_api_key, revoke_api_key
from omnistock.domain.warehouses.models import Location, Registration, Warehouse
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.models import ApiKey, Invitation, Membership, Organization
from tests import make
from tests.make import Company
from tests.personas import ANIL, ARUN, ASHA, MAYA, OTTO, RAVI, VIDYA, Persona
from tests.support.pages import markup

pytestmark = pytest.mark.django_db

PLACES = {"name": "Pune", "code": "PUNE", "country": "IN", "city": "Pune", "postal_code": "411001"}


@pytest.fixture
def asha(pharma: Company) -> Client:
    return pharma.client(ASHA)


def ids(pharma: Company) -> dict[str, Any]:
    """What the pages of an untouched workspace are about."""
    with pharma.acting(ASHA):
        main = make.main_warehouse()
        return {
            "warehouse": main.pk,
            "location": Location.objects.get(warehouse=main, code="MAIN").pk,
            "registration": Registration.objects.get().pk,
            "member": Membership.objects.get(role="owner").pk,
        }


PAGES = [
    ("/app/people", "people:read"),
    ("/app/people/invitations/new", "people:write"),
    ("/app/people/{member}", "people:read"),
    ("/app/api-keys", "settings:write"),
    ("/app/api-keys/new", "settings:write"),
    ("/app/settings", "settings:write"),
    ("/app/warehouses", "warehouses:read"),
    ("/app/warehouses/new", "warehouses:write"),
    ("/app/warehouses/{warehouse}", "warehouses:read"),
    ("/app/warehouses/{warehouse}/edit", "warehouses:write"),
    ("/app/warehouses/{warehouse}/locations/{location}", "warehouses:write"),
    ("/app/registrations", "settings:write"),
    ("/app/registrations/new", "settings:write"),
    ("/app/registrations/{registration}", "settings:write"),
]


class TestEveryPage:
    """All of them are asked in one workspace: looking changes nothing."""

    @pytest.mark.parametrize("persona", [ASHA, MAYA, RAVI, VIDYA, ARUN], ids=lambda persona: persona.role)
    def test_it_is_shown_to_whom_it_is_for(self, pharma: Company, persona: Persona) -> None:
        client, known = pharma.client(persona), ids(pharma)
        with pharma.acting(persona) as actor:
            expected = {path: 200 if actor.may(permission) else 403 for path, permission in PAGES}
        assert {path: client.get(path.format(**known)).status_code for path in expected} == expected

    def test_another_organization_finds_nothing_of_ours(self, pharma: Company) -> None:
        otto, known = make.organization(owner=OTTO, name="Other", gstin="").client(OTTO), ids(pharma)
        paths = [path for path, _permission in PAGES if "{" in path]
        assert {path: otto.get(path.format(**known)).status_code for path in paths} == dict.fromkeys(paths, 404)

    def test_a_stranger_is_asked_to_sign_in(self, pharma: Company) -> None:
        known = ids(pharma)
        for path, _permission in PAGES:
            answer = Client().get(path.format(**known))
            assert answer.headers["Location"].startswith("/accounts/login/"), path


class TestPeople:
    def test_an_invitation_from_the_form_to_the_workspace(self, pharma: Company, asha: Client) -> None:
        sent = asha.post(
            "/app/people/invitations/new",
            {"role": "warehouse", "email": RAVI.email, "is_limited": "on", "warehouse_ids": [ids(pharma)["warehouse"]]},
        )
        assert sent.status_code == 303
        page = asha.get("/app/people").content.decode()
        link = re.search(re.escape(settings.BASE_URL) + r"(/invitations/\S+?)\"", page)
        assert link
        assert link.group(1) not in asha.get("/app/people").content.decode()
        ravi = Client()
        assert "/accounts/login/" in ravi.get(link.group(1)).headers["Location"]
        ravi.force_login(make.person(RAVI))
        assert "Demo Pharma" in ravi.get(link.group(1)).content.decode()
        assert ravi.post(link.group(1)).headers["Location"] == "/app/"
        assert ravi.session[SESSION_ORGANIZATION] == str(pharma.id)
        again = ravi.get(link.group(1))
        assert (again.status_code, b"used already" in again.content) == (409, True)

    def test_what_is_wrong_stands_beside_its_field(self, asha: Client, pharma: Company) -> None:
        sent = {"role": "king", "email": "nobody", "is_limited": "on"}
        answer = asha.post("/app/people/invitations/new", sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        for control in ("id_role_error", "id_email_error", "id_warehouse_ids"):
            assert control in page
        assert 'value="nobody"' in page
        with pharma.acting(ASHA):
            assert not Invitation.objects.exists()

    def test_withdrawing(self, asha: Client, pharma: Company) -> None:
        asha.post("/app/people/invitations/new", {"role": "viewer"})
        with pharma.acting(ASHA):
            made = Invitation.objects.get()
        assert asha.post(f"/app/people/invitations/{made.pk}/withdrawal").status_code == 303
        assert asha.post(f"/app/people/invitations/{made.pk}/withdrawal").status_code == 404

    def test_a_member_is_changed_and_taken_out(self, asha: Client, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA):
            ravi = Membership.objects.get(role="warehouse")
        path = f"/app/people/{ravi.pk}"
        assert asha.post(path, {"role": "manager", "sees_costs": "yes", "version": "1"}).status_code == 303
        assert asha.post(path, {"role": "viewer", "version": "1"}).status_code == 412
        assert asha.post(f"{path}/end").status_code == 303
        assert b"no member any more" in asha.get(path).content

    def test_keys_of_who_leaves_are_not_forgotten(self, asha: Client, pharma: Company) -> None:
        with pharma.acting(ANIL) as anil:
            made = [create_api_key(actor=anil, name=name, scopes=["stock:read"]).api_key for name in ("Shop", "Till")]
            revoke_api_key(actor=anil, api_key_id=made[0].pk)
            own = anil.membership_id
        told = "1 API key that they made still works"
        assert told in asha.post(f"/app/people/{own}", {"role": "viewer", "version": "1"}, follow=True).content.decode()
        answer = asha.post(f"/app/people/{own}/end", follow=True).content.decode()
        assert "1 API key that they made still works" in answer

    def test_the_last_owner_is_told_why_not(self, asha: Client, pharma: Company) -> None:
        path = f"/app/people/{ids(pharma)['member']}"
        assert "only owner" in asha.post(path, {"role": "viewer"}).content.decode()
        assert asha.post(f"{path}/end").status_code == 409

    def test_an_admin_touches_no_owner(self, pharma: Company) -> None:
        anil = pharma.client(ANIL)
        assert anil.post(f"/app/people/{ids(pharma)['member']}", {"role": "viewer"}).status_code == 403

    @pytest.mark.parametrize("token", ["x", "a_b", f"{'0' * 32}_{'0' * 48}", "%00_%00"])
    def test_an_invitation_that_never_was(self, asha: Client, token: str) -> None:
        answer = asha.get(f"/invitations/{token}")
        assert answer.status_code == 404
        assert b"no such invitation" in answer.content


class TestSwitching:
    def test_one_works_in_another_workspace(self, pharma: Company, asha: Client) -> None:
        other = make.organization(owner=OTTO, name="Alpha Trading", gstin="")
        other.join(ASHA)
        assert b"Alpha Trading" in asha.get("/app/workspaces").content
        asha.post("/app/workspaces/choice", {"organization_id": str(other.id)})
        assert asha.session[SESSION_ORGANIZATION] == str(other.id)

    @pytest.mark.parametrize("chosen", ["", "x", "{pharma}"])
    def test_not_in_one_of_somebody_else(self, pharma: Company, chosen: str) -> None:
        otto = make.organization(owner=OTTO, name="Other", gstin="").client(OTTO)
        answer = otto.post("/app/workspaces/choice", {"organization_id": chosen.format(pharma=pharma.id)})
        assert answer.status_code == 404

    def test_who_was_taken_out_is_out_at_once(self, pharma: Company, asha: Client) -> None:
        ravi = pharma.client(RAVI)
        with pharma.acting(ASHA):
            member = Membership.objects.get(role="warehouse").pk
        asha.post(f"/app/people/{member}/end")
        assert ravi.get("/app/warehouses").headers["Location"] == "/app/workspaces"


class TestFirstPage:
    def test_every_fault_stands_beside_its_field_and_nothing_is_made(self, client: Client) -> None:
        client.force_login(make.person(ASHA))
        sent = {"name": " ", "country": "ZZ", "keeps": "secrets", "gstin": "27AAACD", "scheme": "regular"}
        answer = client.post("/app/workspaces/new", sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        for control in ("name", "country", "keeps", "gstin"):
            assert f"id_{control}_error" in page
        assert 'value="27AAACD"' in page


class TestApiKeys:
    def test_the_key_is_seen_once_and_revoked(self, asha: Client, pharma: Company) -> None:
        assert b"No key yet" in asha.get("/app/api-keys").content
        asha.post("/app/api-keys/new", {"name": "Shop", "scopes": ["stock:read", "catalog:read"]})
        text = f"omni_{pharma.id}_"
        assert text in asha.get("/app/api-keys").content.decode()
        assert text not in asha.get("/app/api-keys").content.decode()
        with pharma.acting(ASHA):
            made = ApiKey.objects.get()
        assert asha.post(f"/app/api-keys/{made.pk}/revocation").status_code == 303
        assert b"Revoked" in asha.get("/app/api-keys").content

    def test_what_is_wrong_stands_beside_its_field(self, asha: Client) -> None:
        answer = asha.post("/app/api-keys/new", {"name": "", "scopes": ["everything"]})
        assert answer.status_code == 422
        assert b"id_name_error" in answer.content
        assert "“everything” is not a scope" in answer.content.decode()


class TestSettings:
    def test_they_are_saved(self, asha: Client, pharma: Company) -> None:
        page = asha.get("/app/settings").content.decode()
        assert "Asia/Kolkata" in page
        sent = {
            "name": "Demo Pharma Distributors",
            "time_zone": "Asia/Kolkata",
            "keeps": "medicines",
            "minimum_shelf_life_days": "30",
            "life_watch_days": "200",
            "life_near_days": "100",
            "life_urgent_days": "20",
            "customer_language": "hi",
            "round_off": "on",
            "version": "1",
        }
        assert asha.post("/app/settings", sent).status_code == 303
        with pharma.acting(ASHA) as actor:
            assert actor.organization.life_limits == (200, 100, 20)
            assert actor.organization.round_off

    def test_what_is_wrong_stands_beside_its_field(self, asha: Client, pharma: Company) -> None:
        sent = {"name": "", "time_zone": "Mars", "keeps": "general", "life_watch_days": "x", "upi_id": "no"}
        answer = asha.post("/app/settings", sent)
        assert answer.status_code == 422
        for control in ("name", "time_zone", "life_watch_days", "life_near_days", "upi_id"):
            assert f"id_{control}_error" in answer.content.decode()
        with pharma.acting(ASHA):
            assert Organization.objects.get().version == 1


class TestWarehouses:
    def test_one_is_made_changed_and_put_away(self, asha: Client, pharma: Company) -> None:
        made = asha.post("/app/warehouses/new", PLACES | {"address_lines": "Plot 7\nMIDC"})
        assert made.status_code == 303
        page = asha.get(made.headers["Location"]).content.decode()
        assert "Plot 7" in page
        assert "QTN" in page
        with pharma.acting(ASHA):
            pune = Warehouse.objects.get(code="PUNE")
        path = f"/app/warehouses/{pune.pk}"
        sent = PLACES | {"name": "Pune East", "version": "1"}
        assert asha.post(f"{path}/edit", sent).status_code == 303
        stale = asha.post(f"{path}/edit", sent | {"name": "Pune West"})
        assert stale.status_code == 412
        assert 'value="Pune West"' in stale.content.decode()
        asha.post(f"{path}/archival")
        assert b"Archived" in asha.get("/app/warehouses").content
        asha.post(f"{path}/archival", {"do": "restore"})
        with pharma.acting(ASHA):
            assert Warehouse.objects.get(code="PUNE").archived_at is None

    def test_what_is_wrong_stands_beside_its_field(self, asha: Client, pharma: Company) -> None:
        wrong = {"name": "Main", "code": "", "postal_code": "0", "address_lines": "\n".join("abcde"), "phone": "x"}
        answer = asha.post("/app/warehouses/new", PLACES | wrong)
        assert answer.status_code == 422
        for control in ("name", "code", "postal_code", "address_lines", "phone"):
            assert f"id_{control}_error" in answer.content.decode()
        with pharma.acting(ASHA):
            assert Warehouse.objects.count() == 1

    @pytest.mark.parametrize("wrong", ["x", "\x00", "00000000-0000-0000-0000-000000000000"])
    def test_a_registration_that_is_not_there(self, asha: Client, wrong: str) -> None:
        answer = asha.post("/app/warehouses/new", PLACES | {"registration_id": wrong})
        assert answer.status_code == 422
        assert b"id_registration_id_error" in answer.content

    def test_a_location_is_added_changed_and_put_away(self, asha: Client, pharma: Company) -> None:
        path = f"/app/warehouses/{ids(pharma)['warehouse']}"
        assert asha.post(path, {"code": "A-01", "kind": "storage"}).status_code == 303
        again = asha.post(path, {"code": "a-01", "kind": "storage"})
        assert (again.status_code, b"id_code_error" in again.content) == (422, True)
        with pharma.acting(ASHA):
            made = Location.objects.get(code="A-01")
        assert asha.post(f"{path}/locations/{made.pk}", {"code": "A-02", "kind": "picking"}).status_code == 303
        assert asha.post(f"/app/locations/{made.pk}/archival").status_code == 303
        with pharma.acting(ASHA):
            assert Location.objects.get(pk=made.pk).archived_at is not None

    def test_the_default_location_is_told_why_not(self, asha: Client, pharma: Company) -> None:
        answer = asha.post(f"/app/locations/{ids(pharma)['location']}/archival")
        assert answer.status_code == 409
        assert b"default location" in answer.content


class TestRegistrations:
    def test_one_is_made_locked_and_put_away(self, asha: Client, pharma: Company) -> None:
        sent = {"gstin": make.PHARMA_GSTIN_KARNATAKA, "legal_name": "Demo Pharma", "scheme": "regular"}
        assert asha.post("/app/registrations/new", sent).status_code == 303
        assert b"Karnataka" in asha.get("/app/registrations").content
        with pharma.acting(ASHA):
            made = Registration.objects.get(gstin=make.PHARMA_GSTIN_KARNATAKA).pk
        path = f"/app/registrations/{made}"
        assert asha.post(path, sent | {"trade_name": "DP South", "version": "1"}).status_code == 303
        assert asha.post(f"{path}/tax-lock", {"tax_locked_through": "2026-03-31"}).status_code == 303
        assert b"31 Mar 2026" in asha.get("/app/registrations").content
        assert asha.post(f"{path}/archival").status_code == 303
        assert b"Archived" in asha.get("/app/registrations").content

    def test_its_numbers_begin_as_the_owner_says(self, asha: Client, pharma: Company) -> None:
        """From the next one on; what another kind begins with, and what the law forbids, is refused beside its field."""
        path = f"/app/registrations/{ids(pharma)['registration']}"
        assert "INV/" in markup(asha.get(path))
        named = {"document_kind": "invoice", "prefix": "mum"}
        assert asha.post(f"{path}/number-prefix", named).status_code == 303
        assert re.search(r"Next:<span class=\"mono\">MUM/\d\d-\d\d/000001<", markup(asha.get(path)))
        for wrong in ("BOS", "0A", "ABCDE", ""):
            refused = asha.post(f"{path}/number-prefix", named | {"prefix": wrong})
            assert refused.status_code == 422
            assert 'id="id_prefix-invoice_error"' in markup(refused)
        assert "MUM/" in markup(asha.get(path))
        assert pharma.client(MAYA).post(f"{path}/number-prefix", named).status_code == 403
        others = make.organization(owner=OTTO, name="Other").client(OTTO)
        assert others.post(f"{path}/number-prefix", named).status_code == 404

    def test_a_program_says_what_numbers_begin_with_too(self, pharma: Company) -> None:
        api, here = pharma.api(ASHA), f"/api/v1/registrations/{ids(pharma)['registration']}/number-prefixes"
        put = api.put(f"{here}/credit_note", {"prefix": "RET"})
        assert put.status_code == 200
        found = {each["document_kind"]: each for each in api.get(here).json()["items"]}
        assert found["credit_note"]["prefix"] == "RET"
        assert found["credit_note"]["next_number"].startswith("RET/")
        assert {each["prefix"] for each in found.values()} == {"INV", "BOS", "RET", "DC"}
        assert api.put(f"{here}/dispatch", {"prefix": "A"}).status_code == 422
        assert api.put(f"{here}/invoice", {"prefix": "RET"}).json()["errors"][0]["code"] == "prefix_taken"
        assert make.organization(owner=OTTO).api(OTTO).get(here).status_code == 404

    @pytest.mark.parametrize("day", ["9999-12-31", "not a day", "2026-13-45", "\x00"])
    def test_a_wrong_day_stands_beside_its_field(self, asha: Client, pharma: Company, day: str) -> None:
        path = f"/app/registrations/{ids(pharma)['registration']}/tax-lock"
        answer = asha.post(path, {"tax_locked_through": day})
        assert answer.status_code == 422
        assert b"id_tax_locked_through_error" in answer.content

    def test_what_is_wrong_stands_beside_its_field(self, asha: Client) -> None:
        sent = {"gstin": make.PHARMA_GSTIN, "legal_name": "", "scheme": "other", "valid_from": "x"}
        first = asha.post("/app/registrations/new", sent)
        assert b"id_valid_from_error" in first.content
        answer = asha.post("/app/registrations/new", sent | {"valid_from": ""})
        assert answer.status_code == 422
        for control in ("gstin", "legal_name", "scheme"):
            assert f"id_{control}_error" in answer.content.decode()

    def test_without_one_the_page_says_what_it_is_for(self) -> None:
        otto = make.organization(owner=OTTO, name="Other", gstin="", country="DE").client(OTTO)
        assert b"No tax registration yet" in otto.get("/app/registrations").content
        made = otto.post("/app/registrations/new", {"tax_number": "DE123", "legal_name": "Other", "scheme": "regular"})
        assert made.status_code == 303
