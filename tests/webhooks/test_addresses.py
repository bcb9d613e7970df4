"""Where a webhook may point: a public address, or one that the operator allows."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from typing import Any

import pytest

from omnistock.domain.webhooks import operations, sending
from omnistock.domain.webhooks.addresses import is_allowed
from omnistock.domain.webhooks.models import Webhook
from omnistock.kernel.addresses import networks_of
from omnistock.kernel.errors import Invalid
from tests import make
from tests.personas import ASHA
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db


class TestWhereItMayPoint:
    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
            *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1"),
            *("64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1", "64:ff9b:1::a00:1", "::a00:1", "fec0::1"),
        ],
    )
    def test_to_no_private_address_however_it_is_written(self, address: str) -> None:
        assert not is_allowed(ipaddress.ip_address(address), ())

    def test_to_public_ones_and_to_what_the_operator_allows(self) -> None:
        for address in ("93.184.216.34", "2606:2800:220:1::1"):
            assert is_allowed(ipaddress.ip_address(address), ())
        assert is_allowed(ipaddress.ip_address("10.1.2.3"), networks_of("10.1.0.0/16"))
        assert not is_allowed(ipaddress.ip_address("10.2.2.3"), networks_of("10.1.0.0/16"))

    def test_a_name_that_lies_at_a_private_address_is_not_connected_to(self, receiver: Receiver, settings: Any) -> None:
        settings.WEBHOOK_NETWORKS = ()
        answer = sending.post(url=f"http://localhost:{receiver.port}/", body=b"{}", headers={})
        assert answer.status is None
        assert "private address" in answer.error
        assert receiver.got == []

    def test_an_answer_that_comes_a_byte_at_a_time_is_cut_off(
        self, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each byte begins the wait anew: without an end of the whole, one receiver would hold a worker for days."""
        monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
        with socket.create_server(("127.0.0.1", 0)) as slow:
            over = threading.Event()

            def drip() -> None:
                line, _address = slow.accept()
                with line, contextlib.suppress(OSError):
                    line.sendall(b"HTTP/1.1 204 No Content\r\nX-Slow: ")
                    while not over.wait(0.05):
                        line.sendall(b"x")

            thread = threading.Thread(target=drip, daemon=True)
            thread.start()
            answer = sending.post(url=f"http://127.0.0.1:{slow.getsockname()[1]}/", body=b"{}", headers={})
            over.set()
            thread.join()
        assert (answer.status, answer.is_taken) == (None, False)
        assert "timed out" in answer.error

    @pytest.mark.parametrize(
        "url",
        [
            *("", "x", "ftp://example.com/", "http://example.com/", "https://", "https://user:pw@example.com/"),
            *(
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://10.0.0.1:8443/x",
                "https://localhost/",
                "https://a.b/#x",
            ),
            *("https://exa mple.com/", "https://example.com:99999/", "https://[", "https://x.com/\u0000", "/relative"),
            "https://example.com/" + "x" * 500,
        ],
    )
    def test_a_wrong_address_is_refused_beside_it(self, pharma: make.Company, url: str) -> None:
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refused:
                operations.create_webhook(actor=asha, url=url, event_types=["nothing.*"])
            assert {fault.pointer for fault in refused.value.faults} == {"url", "event_types/0"}
            assert Webhook.objects.count() == 0
