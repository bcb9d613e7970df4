"""What every answer says to the browser, whoever gives it: a page, a file, the API, a refusal."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.personas import ASHA

pytestmark = pytest.mark.django_db
ANSWERS = (
    *("/", "/app/", "/accounts/login/", "/nowhere", "/healthz", "/static/built/app.css"),
    *("/api/v1/products", "/api/v1/openapi.json", "/api/docs", "/.well-known/security.txt"),
)


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_is_bounded_in_the_browser(address: str, settings: Any) -> None:
    settings.IS_SECURE = True
    with closing(Client().get(address)) as answer:  # a file of ours is one that is open
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
        "object-src 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Access-Control-Allow-Origin" not in headers


def test_without_https_nobody_is_told_to_use_it() -> None:
    assert "Strict-Transport-Security" not in Client().get("/").headers


def test_what_is_one_persons_is_kept_by_no_cache() -> None:
    client = make.organization().client(ASHA)
    for address in ("/app/", "/app/stock", "/app/profile", "/accounts-deleted", "/app/workspaces", "/app/search?q=x"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_no_strange_method_is_answered(method: str) -> None:
    client = make.organization().client(ASHA)
    for address in ("/", "/app/", "/accounts/login/", "/healthz", "/api/v1/products"):
        answer = client.generic(method, address, HTTP_X_SECRET="canary")
        assert answer.status_code in (401, 403, 404, 405), (address, answer.status_code)
        assert b"canary" not in answer.content


def test_no_foreign_page_leads_away() -> None:
    """`next` is followed within our own pages alone."""
    client = make.organization().client(ASHA)
    for there in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ):
        for address in ("/accounts/login/", "/accounts/reauthenticate/", "/accounts/logout/"):
            answer = client.post(f"{address}?next={there}", {"next": there, "password": "x"})
            assert "evil" not in answer.headers.get("Location", ""), (address, there)
            assert not answer.headers.get("Location", "").startswith("javascript")
            client = make.organization(name=make.unique("Next")).client(ASHA)
