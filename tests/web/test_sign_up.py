"""Who may make an account where the operator lets in nobody but the invited (`SIGN_UP=invited`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from omnistock.domain.identity.operations import invite
from omnistock.domain.identity.operations.invitations import withdraw_invitation
from omnistock.interfaces.web.views.site import LISTED
from omnistock.tenancy.models import Invitation, Membership, Person
from tests.make import Company
from tests.personas import ASHA, PASSWORD
from tests.support.pages import markup
from tests.web.test_accounts import newest_link

pytestmark = pytest.mark.django_db
FORM = reverse("account_signup")
NEW = {"name": "Nila Roy", "email": "nila@example.com", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def by_invitation(settings: Any) -> None:
    settings.SIGN_UP = "invited"


def link(pharma: Company, **values: Any) -> tuple[Invitation, str]:
    """An invitation, and the path of its link."""
    with pharma.acting(ASHA) as actor:
        made = invite(actor=actor, role="warehouse", **values)
    return made.invitation, reverse("invitation", args=[made.token])


def form_of(path: str) -> str:
    return f"{FORM}?next={quote(path)}"


class TestStrangers:
    def test_are_told_that_accounts_are_made_by_invitation(self, client: Client, pharma: Company) -> None:
        shown, sent = client.get(FORM), client.post(FORM, NEW)
        assert (shown.status_code, sent.status_code) == (403, 403)
        assert "By invitation" in shown.content.decode()
        assert "organization create" not in shown.content.decode()
        assert not Person.objects.filter(email=NEW["email"]).exists()

    @pytest.mark.parametrize("name", ["home", "features", "pricing", "audience", "demo-request"])
    def test_are_led_to_no_form_that_is_closed(self, client: Client, settings: Any, name: str) -> None:
        assert name in LISTED
        settings.OPERATOR = {}
        assert FORM not in client.get(reverse(name)).content.decode()
        settings.SIGN_UP = "open"
        assert FORM in client.get(reverse(name)).content.decode()

    def test_are_told_the_same_at_the_short_address(self, client: Client, pharma: Company) -> None:
        assert client.get("/start", follow=True).status_code == 403

    def test_are_not_let_in_by_what_only_looks_like_a_link(self, client: Client, pharma: Company) -> None:
        for path in ("/app/", "/invitations/nonsense", f"/invitations/{pharma.id.hex}_nonsense", "//elsewhere.example"):
            assert client.get(form_of(path)).status_code == 403, path

    def test_of_an_empty_installation_read_how_the_first_account_is_made(self, client: Client) -> None:
        assert ("organization create" in client.get(FORM).content.decode()) is not Person.objects.exists()


class TestTheInvited:
    def test_make_an_account_and_join(self, client: Client, pharma: Company) -> None:
        invitation, path = link(pharma, email="nila@example.com")
        asked = client.get(path)
        way = markup(client.get(asked.headers["Location"]))
        assert quote(path) in way
        assert "Make your account" in way
        assert "Make your account" not in markup(client.get(reverse("account_login")))
        assert 'value="nila@example.com"' in client.get(form_of(path)).content.decode()
        assert client.post(FORM, NEW | {"next": path}).headers["Location"] == "/accounts/confirm-email/"
        assert client.post(newest_link()).headers["Location"] == path
        assert client.post(path).headers["Location"] == "/app/"
        with pharma.acting(ASHA):
            assert Membership.objects.get(person__email="nila@example.com").role == "warehouse"
            assert Invitation.objects.get(pk=invitation.pk).accepted_at
        assert client.get(reverse("stock")).status_code == 200
        assert Client().get(form_of(path)).status_code == 403  # each link works once

    def test_use_the_address_that_was_invited(self, client: Client, pharma: Company) -> None:
        _invitation, path = link(pharma, email="om@example.com")
        refused = client.post(FORM, NEW | {"next": path})
        assert refused.status_code == 200
        assert "This invitation is for om@example.com" in refused.content.decode()
        assert not Person.objects.filter(email=NEW["email"]).exists()

    def test_may_use_any_where_the_invitation_names_none(self, client: Client, pharma: Company) -> None:
        _invitation, path = link(pharma)
        assert client.post(FORM, NEW | {"next": path}).status_code == 302
        assert Person.objects.filter(email=NEW["email"]).exists()

    def test_no_more_once_it_is_withdrawn(self, client: Client, pharma: Company) -> None:
        invitation, path = link(pharma)
        assert client.get(form_of(path)).status_code == 200
        with pharma.acting(ASHA) as actor:
            withdraw_invitation(actor=actor, invitation_id=invitation.pk)
        assert client.get(form_of(path)).status_code == 403
