"""The test recipe itself: what it promises to every other test."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from django.db import connection, transaction

from tests.support.network import NetworkUsed


@pytest.mark.django_db
def test_a_durable_boundary_opens_inside_a_test() -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        assert cursor.fetchone() == ("app", "omnistock")


def test_live_access_commits(live_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        assert connection.get_autocommit()


def test_the_site_answers(site: str) -> None:
    with urllib.request.urlopen(f"{site}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com"])
def test_the_network_is_off(host: str) -> None:
    with pytest.raises(NetworkUsed, match="loopback"):
        socket.create_connection((host, 80), timeout=1)
