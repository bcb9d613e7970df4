"""Second factors, confirming who one is, sessions; and attacks on each of them."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from omnistock.domain.identity import factors
from omnistock.domain.identity.factors import seal, unseal
from omnistock.domain.security.queries import own_activity
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.posted import Posted
from omnistock.interfaces.web.views import people
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.models import ApiKey, Invitation, Membership, Organization
from tests import make
from tests.make import Company
from tests.personas import ASHA, PASSWORD, RAVI, VIDYA, Persona
from tests.support.pages import is_asked_to_confirm

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
APP = "/accounts/2fa/app/"
CODE = "/accounts/2fa/authenticate/"
AGAIN = "/accounts/2fa/reauthenticate/"
CONFIRM = "/accounts/reauthenticate/"
SECURITY = "/app/profile/security"
PERIOD_SECONDS = 10**9
"""For so long one code is shown: of two requests, neither comes half a minute later than a test thinks."""


def code_of(secret: str, away: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_SECONDS + away))


def sign_in(persona: Persona = ASHA) -> Client:
    client = Client()
    client.post(LOGIN, {"login": persona.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """An authenticator app; answers its secret. Its first code that signs in is that of the next half minute."""
    page = client.get(APP).content.decode()
    secret = re.search(r'<code class="font-mono break-all">(\w+)</code>', page)
    assert secret, page
    answer = client.post(APP, {"code": code_of(secret[1])})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/", answer.content
    return secret[1]


def own(persona: Persona = ASHA) -> list[str]:
    person_id = make.person(persona).pk
    with person_boundary(person_id):
        return [row.kind for row in own_activity(person_id=person_id).items]


def grown_stale(client: Client) -> Client:
    """An hour later."""
    session = client.session
    for record in session.get("account_authentication_methods", []):
        record["at"] -= 3600
    session["account_authentication_methods"] = session.get("account_authentication_methods", [])
    session.save()
    return client


@pytest.fixture(autouse=True)
def long_shown(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MFA_TOTP_PERIOD = PERIOD_SECONDS
    monkeypatch.setattr(factors, "PERIOD_SECONDS", PERIOD_SECONDS)


@pytest.fixture(autouse=True)
def told_at_once(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction never commits: what waits for that is done at once."""
    from django.db import transaction

    monkeypatch.setattr(transaction, "on_commit", lambda do, *args, **kwargs: do())


@pytest.fixture
def protected(pharma: Company) -> tuple[Client, str]:
    """Asha, signed in, with an authenticator app."""
    client = sign_in()
    return client, set_up(client)


class TestAnAuthenticatorApp:
    def test_it_is_asked_for_from_then_on(self, protected: tuple[Client, str]) -> None:
        _client, secret = protected
        thief = sign_in()
        assert thief.get(SECURITY).status_code == 302
        page = thief.get(CODE).content.decode()
        assert " autofocus" in page
        assert "One more step" in page
        assert "Use a passkey" not in page, "she has none"
        assert thief.post(CODE, {"code": "000000"}).status_code == 200
        answer = thief.post(CODE, {"code": code_of(secret, 1)})
        assert answer.headers["Location"] == "/app/"
        assert own()[:3] == ["sign_in", "sign_in_failed", "recovery_codes_made"]

    def test_a_code_is_taken_once_and_no_older_one_after_it(self, protected: tuple[Client, str]) -> None:
        _client, secret = protected
        assert sign_in().post(CODE, {"code": code_of(secret)}).status_code == 200, "it proved the app"
        used = code_of(secret, 1)
        assert sign_in().post(CODE, {"code": used}).status_code == 302
        for code in (used, code_of(secret), code_of(secret, -1)):
            assert sign_in().post(CODE, {"code": code}).status_code == 200, code

    def test_attempts_are_counted_for_the_person_whatever_browser(self, protected: tuple[Client, str]) -> None:
        _client, secret = protected
        for _ in range(10):
            sign_in().post(CODE, {"code": "000000"})
        answer = sign_in().post(CODE, {"code": code_of(secret, 1)})
        assert "Too many" in answer.content.decode()

    def test_its_secret_is_sealed(self, protected: tuple[Client, str], settings: Any) -> None:
        _client, secret = protected
        kept = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in kept
        assert unseal(kept) == secret
        assert seal("x") != seal("x")
        settings.SECRET_KEY = "another" * 10
        with pytest.raises(ValueError, match="SECRET_KEY"):
            unseal(kept)

    def test_a_recovery_code_once(self, protected: tuple[Client, str]) -> None:
        client, _secret = protected
        page = client.get("/accounts/2fa/recovery-codes/").content.decode()
        codes = re.findall(r"\b\d{10}\b", page)
        assert len(codes) == 10
        assert not re.findall(r"\b\d{10}\b", client.get("/accounts/2fa/recovery-codes/").content.decode())
        assert sign_in().post(CODE, {"code": codes[3]}).status_code == 302
        assert sign_in().post(CODE, {"code": codes[3]}).status_code == 200
        assert "recovery_code_used" in own()
        assert "9 codes are left" in client.get(SECURITY).content.decode()

    def test_a_password_reset_does_not_go_round_it(self, protected: tuple[Client, str]) -> None:
        from tests.web.test_accounts import newest_link

        client = Client()
        client.post("/accounts/password/reset/", {"email": ASHA.email})
        there = client.get(newest_link(), follow=True).redirect_chain[-1][0]
        new = "another long sentence nobody guesses"
        client.post(there, {"password1": new, "password2": new})
        assert client.get(SECURITY).status_code == 302, "nobody is signed in by a reset"
        client.post(LOGIN, {"login": ASHA.email, "password": new})
        assert client.get(SECURITY).status_code == 302


class TestStolenSession:
    def test_it_removes_no_factor_even_with_the_password(self, protected: tuple[Client, str]) -> None:
        client, secret = protected
        stolen = grown_stale(client)
        answer = stolen.post("/accounts/2fa/app/removal/")
        assert answer.headers["Location"].startswith(AGAIN)
        # The password page is not for who has a factor.
        assert stolen.get("/accounts/reauthenticate/").headers["Location"].startswith(AGAIN)
        stolen.post("/accounts/reauthenticate/", {"password": PASSWORD})
        stolen.post("/accounts/2fa/app/removal/")
        assert Authenticator.objects.filter(type="totp").exists()
        stolen.post(AGAIN, {"code": code_of(secret, 1)})
        assert stolen.post("/accounts/2fa/app/removal/").status_code == 302
        assert not Authenticator.objects.exists()
        assert "factor_removed" in own()

    def test_it_adds_none_either(self, pharma: Company) -> None:
        stolen = grown_stale(sign_in())
        for address in (APP, "/accounts/2fa/passkeys/new/"):
            assert stolen.get(address).headers["Location"].startswith("/accounts/reauthenticate/")

    def test_other_sessions_end_when_a_factor_is_added(self, pharma: Company) -> None:
        stolen, owner = sign_in(), sign_in()
        assert stolen.get(SECURITY).status_code == 200
        set_up(owner)
        assert stolen.get(SECURITY).status_code == 302
        assert owner.get(SECURITY).status_code == 200
        assert "session_ended" in own()

    def test_one_ends_ones_own_sessions_and_nobody_elses(self, pharma: Company) -> None:
        pharma.join(RAVI)
        other, mine, ravis = sign_in(), sign_in(), sign_in(RAVI)
        ids = re.findall(r"/app/profile/sessions/(\d+)/end", mine.get(SECURITY).content.decode())
        assert len(ids) == 1
        ravis.post(f"/app/profile/sessions/{ids[0]}/end")
        assert other.get(SECURITY).status_code == 200
        mine.post(f"/app/profile/sessions/{ids[0]}/end")
        assert other.get(SECURITY).status_code == 302
        assert grown_stale(mine).post("/app/profile/sessions/end").headers["Location"].startswith("/accounts/reauth")

    def test_the_key_of_a_session_changes_at_sign_in_and_is_shown_nowhere(self, pharma: Company) -> None:
        client = Client()
        client.get(LOGIN)
        session = client.session
        session["planted"] = True
        session.save()
        before = session.session_key
        client.cookies["authjs.session-token"] = before
        client.post(LOGIN, {"login": ASHA.email, "password": PASSWORD})
        now = client.session.session_key
        assert now != before
        assert now not in client.get(SECURITY).content.decode()

    def test_it_ends_a_fortnight_after_the_sign_in_however_busy(self, pharma: Company) -> None:
        client = sign_in()
        for days, status in ((13, 200), (15, 302)):
            session = client.session
            session["signed_in_at"] = int(time.time()) - days * 86_400
            session.save()  # as every message and every choice saves it
            if status == 200:
                left = Session.objects.get(pk=session.session_key).expire_date - timezone.now()
                assert left <= dt.timedelta(days=14 - days), left
            assert client.get(SECURITY).status_code == status

    def test_it_ends_after_three_days_in_which_nothing_was_done(self, pharma: Company) -> None:
        client = sign_in()

        def ends_in() -> dt.timedelta:
            return Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()

        assert dt.timedelta(days=2, hours=23) < ends_in() <= dt.timedelta(days=3)
        Session.objects.update(expire_date=timezone.now() + dt.timedelta(days=1))
        session = client.session
        session["seen_at"] = int(time.time()) - 2 * 3600
        session.save()
        Session.objects.update(expire_date=timezone.now() + dt.timedelta(days=1))
        assert client.get(SECURITY).status_code == 200
        assert ends_in() > dt.timedelta(days=2), "who uses it is seen, once an hour"
        Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
        assert client.get(SECURITY).status_code == 302

    def test_no_factor_is_changed_by_a_forged_form(self, protected: tuple[Client, str]) -> None:
        client, _secret = protected
        forger = Client(enforce_csrf_checks=True)
        forger.cookies = client.cookies
        assert forger.post("/accounts/2fa/app/removal/").status_code == 403
        assert forger.post("/app/profile/sessions/end").status_code == 403


class TestConfirming:
    ASKED = ("/app/api-keys/new", "/app/people/invitations/new")

    def test_it_is_asked_before_what_does_harm_and_leads_back(self, pharma: Company) -> None:
        client = grown_stale(pharma.client(ASHA))
        for address in self.ASKED:
            there = client.get(address).headers["Location"]
            assert there == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}"
        assert client.post(there, {"password": "wrong wrong wrong"}).status_code == 200
        assert client.post(there, {"password": PASSWORD}).headers["Location"] == self.ASKED[-1]
        assert client.get(self.ASKED[0]).status_code == 200
        assert own()[:2] == ["reauthenticated", "sign_in_failed"]

    def test_nothing_is_done_and_what_was_typed_stays(self, pharma: Company) -> None:
        pharma.join(RAVI)
        client = grown_stale(pharma.client(ASHA))
        ravi = Membership.objects
        with pharma.acting(ASHA):
            member, main = ravi.get(person=make.person(RAVI)), make.main_warehouse()
        page = f"/app/people/{member.pk}"
        typed = {"role": "admin", "sees_costs": "yes", "version": str(member.version)}
        typed |= {"is_limited": "on", "warehouse_ids": str(main.pk)}
        for address, sent in ((page, typed), ("/app/api-keys/new", {"name": "Till 4", "scopes": "stock:read"})):
            answer = client.post(address, sent)
            assert is_asked_to_confirm(answer, address)
            assert {name: answer.context["form"].value(name) for name in sent} == sent
        ticks = client.post(page, typed).context["warehouses"]
        assert ticks == [(main.pk, main.name, True)], "as they were typed, not as they are"
        with pharma.acting(ASHA):
            assert Membership.objects.get(pk=member.pk).role == "warehouse"
            assert not ApiKey.objects.filter(name="Till 4").exists()
        client.post(f"{CONFIRM}?next={page}", {"password": PASSWORD})
        assert client.post(page, typed).status_code == 303

    def test_a_view_that_does_not_ask_does_nothing(self, pharma: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            people, "answer_form", lambda request, *, write, show: SeeOther(write(Posted(request.POST)))
        )
        client = grown_stale(pharma.client(ASHA))
        with pytest.raises(RuntimeError, match="is no form that answer_form answers"):
            client.post("/app/people/invitations/new", {"role": "admin", "email": "thief@example.com"})
        with pharma.acting(ASHA):
            assert not Invitation.objects.exists()

    def test_the_way_back_is_ours(self, pharma: Company) -> None:
        client = grown_stale(pharma.client(ASHA))
        there = "/accounts/reauthenticate/?next=https://evil.example.com/"
        assert "evil" not in client.post(there, {"password": PASSWORD}).headers["Location"]
        sent = grown_stale(client).post("/app/profile/sessions/end", headers={"Referer": "https://evil.example.com/x"})
        assert sent.headers["Location"].endswith("next=%2Fapp%2F")

    def test_who_may_not_is_told_so_and_not_asked(self, pharma: Company) -> None:
        assert grown_stale(pharma.client(VIDYA)).get("/app/api-keys/new").status_code == 403

    def test_another_persons_proof_is_none(self, pharma: Company) -> None:
        client = pharma.client(ASHA)
        session = client.session
        session["account_authentication_methods_user"] = str(make.person(RAVI).pk)
        session.save()
        assert client.get("/app/api-keys/new").status_code == 303


class TestAWorkspaceThatAsksForOne:
    def test_nobody_shuts_themselves_out(self, pharma: Company) -> None:
        answer = _asks(pharma.client(ASHA), pharma)
        assert answer.status_code == 422
        assert "Set up a second factor of your own first" in answer.content.decode()

    def test_a_member_without_is_led_to_setting_it_up_and_finds_nothing_else(
        self, pharma: Company, protected: tuple[Client, str]
    ) -> None:
        owner, _secret = protected
        owner.get("/app/workspaces")
        ravi = pharma.client(RAVI)
        assert _asks(owner, pharma).status_code == 303
        for address in ("/app/", "/app/products", "/app/stock", "/app/products/export", "/app/search?q=x"):
            assert ravi.get(address).headers["Location"] == f"{SECURITY}?needed=1", address
        assert "asks for a second factor" in ravi.get(f"{SECURITY}?needed=1").content.decode()
        set_up(ravi)
        assert ravi.get("/app/products").status_code == 200
        assert owner.get("/app/products").status_code == 200

    def test_the_rule_is_not_taken_back_by_a_stolen_session(
        self, pharma: Company, protected: tuple[Client, str]
    ) -> None:
        owner, _secret = protected
        owner.get("/app/workspaces")
        _asks(owner, pharma)
        answer = grown_stale(owner).post("/app/settings", _settings(pharma) | {"needs_second_factor": ""})
        assert is_asked_to_confirm(answer, "/app/settings")
        with pharma.acting(ASHA):
            assert Organization.objects.get().needs_second_factor

    @pytest.mark.parametrize("change", [{"upi_id": "mine@bank"}, {"bank_details": "A/c 1\r\nExample Bank"}])
    def test_where_customers_pay_is_not_changed_by_one_either(self, pharma: Company, change: dict[str, str]) -> None:
        owner = pharma.client(ASHA)
        stale = grown_stale(pharma.client(ASHA))
        answer = stale.post("/app/settings", _settings(pharma) | change | {"phone": "+91 20 5555 0100"})
        assert is_asked_to_confirm(answer, "/app/settings")
        typed = answer.context["form"]
        assert [typed.value(name) for name in (*change, "phone")] == [*change.values(), "+91 20 5555 0100"]
        assert _settings(pharma)["version"] == 1
        assert owner.post("/app/settings", _settings(pharma) | change).headers["Location"] == "/app/settings"
        same = stale.post("/app/settings", _settings(pharma) | change | {"name": "Demo Pharma and Sons"})
        assert same.headers["Location"] == "/app/settings"


def _settings(company: Company) -> dict[str, Any]:
    with company.acting(ASHA):
        found = Organization.objects.get()
    names = ("name", "time_zone", "keeps", "minimum_shelf_life_days", "life_watch_days", "life_near_days")
    return {name: getattr(found, name) for name in (*names, "life_urgent_days", "customer_language", "version")}


def _asks(client: Client, company: Company) -> Any:
    return client.post("/app/settings", _settings(company) | {"needs_second_factor": "on"})
