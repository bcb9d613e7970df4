"""Rate limits: who works meets none, who hammers is told when to come again, and all processes count together."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from omnistock.kernel.limits import RULES, Counter, Rule, Window, rules_with
from omnistock.launch.environment import VARIABLES
from omnistock.tenancy import limits
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import ApiKey
from tests import make
from tests.personas import ASHA, INES, MEENA

RULE = Rule(3, 60, "key")


class TestCounter:
    def test_so_many_and_no_more_until_the_window_ends(self) -> None:
        counter = Counter()
        left = [counter.take("api_key", RULE, "a", now=120 + at) for at in range(4)]
        assert [(each.left, each.is_over) for each in left] == [(2, False), (1, False), (0, False), (0, True)]
        assert left[0].resets_in == 60
        assert not counter.take("api_key", RULE, "b", now=123).is_over
        assert not counter.take("api_key", RULE, "a", now=180).is_over

    def test_processes_count_together(self) -> None:
        shared: dict[Window, int] = {}

        def add(fresh: Mapping[Window, int]) -> Iterable[tuple[Window, int]]:
            for window, count in fresh.items():
                shared[window] = shared.get(window, 0) + count
            return [(window, shared[window]) for window in fresh]

        one, two = Counter(), Counter()
        for counter in (one, two):
            counter.take("api_key", RULE, "a", now=120)
        for counter in (one, two, one):
            counter.share(add, lengths={"api_key": RULE}, now=121)
        assert not two.take("api_key", RULE, "a", now=122).is_over
        assert two.take("api_key", RULE, "a", now=122).is_over

    def test_what_was_not_shared_is_shared_later(self) -> None:
        def away(fresh: Mapping[Window, int]) -> Iterable[tuple[Window, int]]:
            raise OperationalError

        counter, sent = Counter(), []
        counter.take("api_key", RULE, "a", now=120)
        with pytest.raises(OperationalError):
            counter.share(away, lengths=RULES, now=121)
        counter.share(lambda fresh: sent.append(dict(fresh)) or (), lengths=RULES, now=122)
        assert sent == [{Window("api_key", "a", 120): 1}]

    def test_threads_lose_no_count(self) -> None:
        counter = Counter()

        def hammer() -> None:
            for _ in range(500):
                counter.take("api_key", Rule(10_000, 60, "key"), "a", now=120)

        threads = [threading.Thread(target=hammer) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counter.take("api_key", Rule(10_000, 60, "key"), "a", now=120).left == 10_000 - 4_001


class TestRules:
    def test_an_operator_sets_own_numbers(self) -> None:
        found = rules_with("sign_in=5/10, export=1/60")
        assert (found["sign_in"], found["export"].most, found["search"]) == (Rule(5, 10, "address"), 1, RULES["search"])

    @pytest.mark.parametrize("text", ["sign_in", "sign_in=5", "sign_in=0/60", "nothing=5/60", "sign_in=a/b", "=;"])
    def test_what_is_no_rule_stops_the_start_with_one_line(self, text: str) -> None:
        with pytest.raises(ValueError, match="RULE=MOST/SECONDS"):
            VARIABLES["RATE_LIMITS"](text)


@pytest.fixture
def tight(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two of each, on a clock that stands: a window that ended meanwhile would let a third through."""
    moment = time.time()
    standing = SimpleNamespace(**{**vars(time), "time": lambda: moment})
    monkeypatch.setattr(limits, "time", standing)
    settings.RATE_LIMITS = ", ".join(f"{name}=2/600" for name in RULES)
    limits.rules.cache_clear()
    yield
    limits.rules.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("tight")
class TestDoors:
    def test_a_key_is_told_how_much_is_left_and_when_to_come_again(self) -> None:
        ines = make.organization().api(INES)
        first = ines.get("/api/v1/products")
        assert (first.status_code, first["RateLimit-Limit"], first["RateLimit-Remaining"]) == (200, "2", "1")
        assert first["RateLimit-Policy"] == "2;w=600"
        assert ines.get("/api/v1/products").status_code == 200
        refused = ines.get("/api/v1/products")
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused["Retry-After"]) <= 600
        assert refused["RateLimit-Remaining"] == "0"
        assert make.organization(name="Another").api(INES).get("/api/v1/products").status_code == 200

    def test_a_key_that_was_revoked_is_told_so_however_often_it_asks(self) -> None:
        company = make.organization()
        ines = company.api(INES)
        assert [ines.get("/api/v1/products").status_code for _ in range(3)] == [200, 200, 429]
        with tenant_boundary(company.id):
            ApiKey.objects.update(revoked_at=timezone.now())
        assert ines.get("/api/v1/products").status_code == 401

    def test_two_keys_share_their_organization(self) -> None:
        company = make.organization()
        keys = [make.ApiClient(company.key(persona, ["catalog:read"])) for persona in (INES, MEENA)]
        assert [key.get("/api/v1/products").status_code for key in (*keys, keys[0])] == [200, 200, 429]

    def test_a_write_that_is_refused_is_not_done(self) -> None:
        ines = make.organization().api(INES)
        codes = [ines.post("/api/v1/units", {"code": f"u{at}", "name": "Unit"}).status_code for at in range(3)]
        assert codes == [201, 201, 429]

    def test_who_guesses_keys_waits_and_the_keys_owner_does_not(self) -> None:
        company = make.organization()
        guess = Client(headers={"Authorization": f"Bearer omni_{company.id}_guessed"})
        assert [guess.get("/api/v1/products").status_code for _ in range(3)] == [401, 401, 429]
        assert company.api(INES).get("/api/v1/products").status_code == 200

    @pytest.mark.parametrize(
        ("url", "sent"),
        [
            ("/accounts/login/", {"login": "nobody@example.com", "password": "wrong"}),
            ("/accounts/signup/", {"email": "x", "password1": "y"}),
            ("/accounts/password/reset/", {"email": "x"}),
        ],
    )
    def test_the_entrance(self, url: str, sent: dict[str, str]) -> None:
        client = Client()
        codes = [client.post(url, sent).status_code for _ in range(2)]
        refused = client.post(url, sent)
        assert 429 not in codes
        assert refused.status_code == 429
        assert "Retry-After" in refused
        assert client.get(url).status_code == 200
        assert client.post(url, sent, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 429

    def test_who_has_a_whole_network_of_ipv6_is_counted_once(self) -> None:
        guessed = {"Authorization": "Bearer omni_guessed"}
        places = [f"2001:db8:0:1::{n}" for n in range(1, 4)] + ["2001:db8:0:2::1"]
        clients = [Client(REMOTE_ADDR=place, headers=guessed) for place in places]
        sign_ups = [each.post("/accounts/signup/", {"email": "x"}).status_code for each in clients]
        keys = [each.get("/api/v1/products").status_code for each in clients]
        assert (sign_ups, keys) == ([200, 200, 429, 200], [401, 401, 429, 401])

    def test_search_exports_and_imports_of_a_workspace(self) -> None:
        company = make.organization()
        client: Any = company.client(ASHA)
        assert [client.get("/app/search?q=x").status_code for _ in range(3)] == [200, 200, 429]
        urls = ("/app/exports/products.csv", "/app/products/export", "/app/exports/products.xlsx")
        assert [client.get(url).status_code for url in urls] == [200, 200, 429]
        assert company.api(INES).get("/api/v1/exports/products").status_code == 429

        def send() -> int:
            file = SimpleUploadedFile("p.csv", b"SKU,Name\nA,One\n")
            return int(client.post("/app/imports/new", {"kind": "products", "file": file}).status_code)

        assert [send(), send(), send()] == [303, 303, 429]


@pytest.mark.django_db
class TestSharing:
    def test_another_process_is_told_through_the_database(self, settings: Any) -> None:
        for _ in range(3):
            limits.take("sign_in", "203.0.113.7")
        limits.share()
        limits.COUNTER.forget()  # another process
        limits.take("sign_in", "203.0.113.7")
        limits.share()
        assert limits.take("sign_in", "203.0.113.7").left == RULES["sign_in"].most - 5

    def test_nobodys_address_is_kept(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache_entry")  # what servers of other tests have shared
        limits.take("sign_in", "203.0.113.7")
        limits.share()
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM cache_entry WHERE cache_key LIKE %s", ["rate:%"])
            ((key, count),) = cursor.fetchall()
        assert key.startswith("rate:sign_in:")
        assert "203.0.113.7" not in key
        assert count == "1"

    def test_a_request_sends_no_statement_more(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            limits.take("api_key", "anything")
