"""Passwords: what is taken, how old hashes go, and that nobody learns by text, work or statements who has an account."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from omnistock.domain.identity.passwords import Bcrypt12
from omnistock.domain.notifications.models import Mail
from omnistock.tenancy.models import Person
from tests import make
from tests.personas import ASHA, PASSWORD
from tests.support.queue import run_waiting, waiting

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
NOBODY = "nobody@example.com"


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        "password",
        [
            "eleven char",
            "password1234",
            "Password!!!!!!",
            "passwordpassword1!",
            "99sunshine2024",
            "omnistock-2026",
            "asha@example.com",
        ],
    )
    def test_what_is_tried_first_is_refused(self, password: str) -> None:
        with pytest.raises(ValidationError):
            validate_password(password, Person(name="Asha Rao", email="asha@example.com"))

    @pytest.mark.parametrize("long", ["a" + "1" * 60_000 + "b", "a" * 300_000 + "b"], ids=["digits", "letters"])
    def test_a_very_long_one_is_judged_at_once(self, long: str) -> None:
        """Whoever signs up is a stranger: what takes the square of its length would stop the house for an hour."""
        began = time.perf_counter()
        validate_password(long, Person(name="Asha Rao", email="asha@example.com"))
        assert time.perf_counter() - began < 5

    def test_the_page_says_so_in_our_words(self, client: Client) -> None:
        shown = client.get("/accounts/signup/").content.decode()
        assert "At least 12 characters; three or four words are easy to keep in mind." in shown
        refused = client.post("/accounts/signup/", {"name": "Asha", "email": "a@example.com", "password1": "short"})
        assert "This password is too short: take at least 12 characters" in refused.content.decode()

    @pytest.mark.parametrize(
        "password", [PASSWORD, "aaaabbbbccccdddd", "एक लम्बा वाक्य जो कोई नहीं जानता", "x" * 300, "tiger lily 7 lakes"]
    )
    def test_no_rule_says_what_it_is_composed_of(self, password: str) -> None:
        validate_password(password, Person(name="Asha Rao", email="asha@example.com"))


@pytest.mark.django_db
class TestHashes:
    def test_an_old_hash_is_written_anew_at_sign_in(self, client: Client, settings: Any) -> None:
        person = make.person(ASHA)
        old = Bcrypt12()
        old.rounds = 5
        person.password = old.encode(PASSWORD, old.salt())
        person.save()
        assert "$2b$05$" in person.password
        client.post(LOGIN, {"login": ASHA.email, "password": PASSWORD})
        person.refresh_from_db()
        assert "$2b$04$" in person.password, "the cost of the tests' own hasher"

    def test_the_cost_is_written_out(self) -> None:
        assert (Bcrypt12.rounds, Bcrypt12.algorithm) == (12, "bcrypt_sha256")


@pytest.mark.django_db
class TestNobodyLearnsWhoHasAnAccount:
    """The slow part is the hash; the rest is counted in statements, since a clock in a test tells lies."""

    @pytest.fixture(autouse=True)
    def asha(self, db: None) -> None:
        make.person(ASHA)

    @pytest.fixture
    def hashes(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        from tests.support.passwords import CheapBcrypt

        done: list[str] = []
        encode = CheapBcrypt.encode

        def counted(self: CheapBcrypt, password: str, salt: str) -> Any:
            done.append(password)
            return encode(self, password, salt)

        monkeypatch.setattr(CheapBcrypt, "encode", counted)
        return done

    def test_by_signing_in(self, hashes: list[str]) -> None:
        costs = []
        for login in (ASHA.email, NOBODY):
            hashes.clear()
            with CaptureQueriesContext(connection) as sent:
                answer = Client().post(LOGIN, {"login": login, "password": "wrong wrong wrong"})
            costs.append((len(hashes), len(sent), answer.status_code, answer.content.replace(login.encode(), b"")))
        assert costs[0][0] == costs[1][0] == 1
        assert abs(costs[0][1] - costs[1][1]) <= 1
        assert _without_tokens(costs[0][3]) == _without_tokens(costs[1][3])

    def test_by_asking_for_a_new_password(self) -> None:
        costs = []
        for email in (ASHA.email, NOBODY):
            with CaptureQueriesContext(connection) as sent:
                answer = Client().post(RESET, {"email": email})
            costs.append((len(sent), answer.status_code, answer.headers["Location"]))
        assert costs[0][1:] == costs[1][1:]
        assert abs(costs[0][0] - costs[1][0]) <= 3, costs
        assert [name for name, _ids in waiting()] == ["send_mail"], "to Asha alone"
        assert list(Mail.objects.values_list("recipient", flat=True)) == [ASHA.email]

    def test_by_signing_up(self, hashes: list[str]) -> None:
        answers = []
        for email in (ASHA.email, NOBODY):
            hashes.clear()
            sent = {"name": "Nila Roy", "email": email, "password1": PASSWORD}
            answer = Client().post("/accounts/signup/", sent)
            answers.append((len(hashes), answer.status_code, answer.headers["Location"]))
        assert answers[0] == answers[1] == (1, 302, "/accounts/confirm-email/")
        run_waiting()
        assert Mail.objects.count() == 2


@pytest.mark.django_db
class TestGuessing:
    def test_it_is_counted_before_anything_is_hashed_or_looked_up(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make.person(ASHA)
        for number in range(15):
            Client(REMOTE_ADDR=f"198.51.100.{number}").post(LOGIN, {"login": ASHA.email, "password": "x" * 12})
        monkeypatch.setattr(Person, "check_password", lambda *_: pytest.fail("looked"))
        monkeypatch.setattr(Person, "set_password", lambda *_: pytest.fail("hashed"))
        answer = client.post(LOGIN, {"login": ASHA.email.upper(), "password": PASSWORD})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["RateLimit-Limit"] == "15"
        assert answer.headers["RateLimit-Remaining"] == "0"


def _without_tokens(page: bytes) -> bytes:
    import re

    return re.sub(rb'(csrfmiddlewaretoken" value|X-CSRFToken&quot;:|X-CSRFToken":) ?=?"?[^"\'>]+', b"", page)
