"""From nobody to an owner: sign up, verify, first workspace; signing in and out; a forgotten password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from omnistock.domain.identity.queries import workspaces_of
from omnistock.domain.notifications.models import Mail
from omnistock.interfaces.web.boundary import SESSION_ORGANIZATION
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.models import Person
from tests import make
from tests.personas import ASHA, PASSWORD
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db
NEW = {"name": "Nila Roy", "email": "nila@example.com", "password1": PASSWORD}


def newest_link() -> str:
    """The link of the newest mail, as a path."""
    run_waiting()
    text = Mail.objects.order_by("-id")[0].text
    found = re.search(re.escape(settings.BASE_URL) + r"(/\S+)", text)
    assert found, text
    return found.group(1)


def verified(client: Client) -> Client:
    client.post("/accounts/signup/", NEW)
    client.post(newest_link())
    return client


class TestSigningUp:
    def test_the_whole_way_to_the_first_workspace(self, client: Client) -> None:
        assert client.get("/accounts/signup/").status_code == 200
        sent = client.post("/accounts/signup/", NEW)
        assert sent.headers["Location"] == "/accounts/confirm-email/"
        assert client.get("/app/workspaces").status_code == 302
        link = newest_link()
        assert b"nila@example.com" in client.get(link).content
        assert client.post(link).status_code == 302
        assert client.get("/app/workspaces").headers["Location"] == "/app/workspaces/new"
        assert client.get("/app/workspaces/new").status_code == 200
        made = client.post(
            "/app/workspaces/new",
            {"name": "Roy Traders", "country": "IN", "keeps": "food", "gstin": make.PHARMA_GSTIN, "scheme": "regular"},
        )
        assert (made.status_code, made.headers["Location"]) == (303, "/app/")
        person = Person.objects.get(email="nila@example.com")
        assert person.name == "Nila Roy"
        with person_boundary(person.pk):
            assert [(row.name, row.role) for row in workspaces_of(person_id=person.pk)] == [("Roy Traders", "owner")]
        assert client.get("/app/warehouses").status_code == 200

    def test_two_cookies_and_no_third(self, client: Client) -> None:
        verified(client).get("/app/workspaces/new")
        assert set(client.cookies) == {"authjs.session-token", "csrftoken"}

    def test_the_password_is_kept_as_bcrypt_only(self, client: Client) -> None:
        client.post("/accounts/signup/", NEW)
        kept = Person.objects.get(email="nila@example.com").password
        assert kept.startswith("bcrypt_sha256$$2b$")
        assert PASSWORD not in kept

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 10_000}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"name": "a\x07b"}, "name"),
            ({"email": "nobody"}, "email"),
            ({"email": "x" * 300 + "@example.com"}, "email"),
            ({"password1": "short"}, "password1"),
            ({"password1": "password1234"}, "password1"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field(self, client: Client, wrong: dict[str, str], field: str) -> None:
        before = Person.objects.count()
        answer = client.post("/accounts/signup/", NEW | wrong)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert Person.objects.count() == before

    def test_an_address_that_is_taken_is_not_told_to_a_stranger(self, client: Client) -> None:
        make.person(ASHA)
        answer = client.post("/accounts/signup/", NEW | {"email": ASHA.email})
        assert answer.headers["Location"] == "/accounts/confirm-email/"
        run_waiting()
        assert Mail.objects.get().subject == "You have an OmniStock account already"

    def test_links_are_of_our_own_address_whatever_host_was_sent(self, client: Client) -> None:
        client.post("/accounts/signup/", NEW, headers={"Host": "localhost"})
        run_waiting()
        assert f"{settings.BASE_URL}/accounts/confirm-email/" in Mail.objects.get().text

    def test_a_link_that_is_over_says_so(self, client: Client) -> None:
        answer = client.get("/accounts/confirm-email/nonsense/")
        assert b"This link is over" in answer.content


class TestSigningIn:
    @pytest.fixture(autouse=True)
    def asha(self, db: None) -> None:
        make.organization()

    def test_in_to_the_only_workspace_and_out(self, client: Client) -> None:
        answer = client.post("/accounts/login/", {"login": ASHA.email, "password": PASSWORD})
        assert answer.headers["Location"] == "/app/"
        assert client.get("/app/workspaces").status_code == 303
        assert client.session[SESSION_ORGANIZATION]
        client.post("/accounts/logout/")
        assert client.get("/app/workspaces").headers["Location"].startswith("/accounts/login/")

    def test_a_wrong_password_says_no_more_than_that(self, client: Client) -> None:
        for login in (ASHA.email, "nobody@example.com"):
            answer = client.post("/accounts/login/", {"login": login, "password": "wrong wrong wrong"})
            assert b"not correct" in answer.content

    def test_a_forgotten_password(self, client: Client) -> None:
        client.post("/accounts/password/reset/", {"email": ASHA.email})
        link = newest_link()
        page = client.get(link, follow=True)
        there = page.redirect_chain[-1][0]
        new = "another long sentence nobody guesses"
        assert client.post(there, {"password1": new, "password2": new}).status_code == 302
        assert client.login(email=ASHA.email, password=new)

    def test_a_stranger_asking_for_a_password_gets_the_same_page_and_no_mail(self, client: Client) -> None:
        answer = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
        assert not Mail.objects.exists()

    def test_changing_it(self, client: Client) -> None:
        client.force_login(make.person(ASHA))
        new = "another long sentence nobody guesses"
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.get("/accounts/password/change/").status_code == 200
        assert client.post("/accounts/password/change/", sent).status_code == 302
        assert Client().login(email=ASHA.email, password=new)


class TestOutbox:
    def test_it_shows_the_kept_mail_with_its_link(self, client: Client) -> None:
        client.post("/accounts/signup/", NEW)
        run_waiting()
        assert b"/app/outbox" in client.get("/accounts/confirm-email/").content
        assert b"/accounts/confirm-email/" in client.get("/app/outbox").content

    @pytest.mark.parametrize(
        "circumstance",
        [
            {"RESEND_API_KEY": "re_x"},
            {"BASE_URL": "https://stock.example.com"},
            {"REMOTE_ADDR": "192.0.2.7"},
            {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
            {"HTTP_VIA": "1.1 proxy"},
        ],
    )
    def test_it_is_not_there_for_anybody_else(self, client: Client, settings: Any, circumstance: Any) -> None:
        extra = {}
        for name, value in circumstance.items():
            if name.startswith(("REMOTE_", "HTTP_")):
                extra[name] = value
            else:
                setattr(settings, name, value)
        assert client.get("/app/outbox", **extra).status_code == 404


class TestProfile:
    def test_it_is_changed(self, client: Client) -> None:
        client.force_login(make.person(ASHA))
        assert b"Asha Rao" in client.get("/app/profile").content
        sent = {"name": "Asha R.", "theme": "dark", "language": "hi", "single_keys": "on"}
        assert client.post("/app/profile", sent).status_code == 303
        page = client.get("/app/profile").content.decode()
        assert 'class="dark"' in page
        assert 'lang="hi"' in page

    def test_what_is_wrong_stands_beside_its_field(self, client: Client) -> None:
        client.force_login(make.person(ASHA))
        answer = client.post("/app/profile", {"name": "", "theme": "pink", "language": "en"})
        assert answer.status_code == 422
        assert b'id="id_name_error"' in answer.content
        assert Person.objects.get(email=ASHA.email).name == ASHA.name
