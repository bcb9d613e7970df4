"""Webhooks: told of what was done and committed, signed, tried again, and pointing to no private place."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.sealing import seal
from omnistock.domain.webhooks import delivering, operations, queries, sending
from omnistock.domain.webhooks.models import Webhook, WebhookDelivery
from omnistock.interfaces.jobs.tasks import NotTaken, deliver_webhook
from omnistock.kernel.errors import NotFound, PermissionMissing, VersionConflict
from tests import make
from tests.api.test_day import API, done
from tests.api.test_frame import problem
from tests.personas import ASHA, INES, MAYA, OTTO
from tests.support.queue import run_waiting, waiting
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/omnistock"


def hooked(company: make.Company, url: str, *types: str) -> operations.NewSecret:
    with company.acting(ASHA) as asha:
        seal(actor=asha)
        return operations.create_webhook(actor=asha, url=url, event_types=types or ["*"])


def told(company: make.Company) -> int:
    """What the worker does every ten seconds; answers how many deliveries it made."""
    with company.acting(ASHA) as asha:
        seal(actor=asha)
        return delivering.announce(actor=asha)


def product(company: make.Company, sku: str = "A") -> None:
    with company.acting(ASHA) as asha:
        make.plain_product(actor=asha, sku=sku, name=f"Product {sku}")


class TestTelling:
    def test_it_is_told_signed_and_once(self, pharma: make.Company, receiver: Receiver) -> None:
        made = hooked(pharma, receiver.url, "catalog.*")
        product(pharma)
        assert told(pharma) == 1
        assert told(pharma) == 0
        run_waiting()
        ((headers, body),) = receiver.got
        said = json.loads(body)
        with pharma.acting(ASHA) as asha:
            event = AuditEvent.objects.get(operation="catalog.create_product")
            (delivery,) = queries.deliveries(actor=asha, webhook_id=made.webhook.id).items
        assert (said["type"], said["data"]["subject_id"]) == ("catalog.create_product", str(event.subject_id))
        assert said["data"]["organization_id"] == str(pharma.id)
        assert "before" not in body.decode()
        assert (delivery.status, delivery.answer_status, delivery.attempts) == ("delivered", 204, 1)
        assert headers["webhook-id"] == f"msg_{delivery.id}"
        assert headers["host"] == f"127.0.0.1:{receiver.port}"
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(made.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{wanted}"

    def test_only_what_was_asked_for_and_only_since_then(self, pharma: make.Company, receiver: Receiver) -> None:
        product(pharma, "BEFORE")
        hooked(pharma, receiver.url, "parties.create_customer")
        product(pharma, "AFTER")
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, name="Told")
        assert told(pharma) == 1

    def test_another_organization_hears_nothing_of_it(self, pharma: make.Company, receiver: Receiver) -> None:
        others = make.organization(owner=OTTO, name="Otto", gstin="")
        with others.acting(OTTO) as otto:
            seal(actor=otto)
            theirs = operations.create_webhook(actor=otto, url=receiver.url, event_types=["catalog.*"]).webhook
        product(pharma)
        with others.acting(OTTO) as otto:
            seal(actor=otto)
            assert delivering.announce(actor=otto) == 0
        with pharma.acting(ASHA) as asha, pytest.raises(NotFound):
            queries.deliveries(actor=asha, webhook_id=theirs.id)

    def test_a_rotated_secret_and_the_one_before_both_sign_for_a_day(
        self, pharma: make.Company, receiver: Receiver
    ) -> None:
        first = hooked(pharma, receiver.url, "catalog.*")
        with pharma.acting(ASHA) as asha:
            second = operations.rotate_secret(actor=asha, webhook_id=first.webhook.id)
        assert first.secret != second.secret
        product(pharma)
        told(pharma)
        run_waiting()
        assert len(receiver.got[0][0]["webhook-signature"].split()) == 2


class TestFailing:
    def attempt(self, company: make.Company, delivery: WebhookDelivery) -> None:
        deliver_webhook.func(organization_id=str(company.id), delivery_id=str(delivery.id))

    def one(self, company: make.Company) -> WebhookDelivery:
        with company.acting(ASHA):
            return WebhookDelivery.objects.get()

    def test_it_is_tried_again_until_it_is_taken(self, pharma: make.Company, receiver: Receiver) -> None:
        receiver.status = 503
        made = hooked(pharma, receiver.url, "catalog.*")
        product(pharma)
        told(pharma)
        delivery = self.one(pharma)
        with pytest.raises(NotTaken):
            self.attempt(pharma, delivery)
        delivery = self.one(pharma)
        assert (delivery.status, delivery.attempts, delivery.error) == ("waiting", 1, "HTTP 503 Service Unavailable")
        with pharma.acting(ASHA) as asha:
            assert queries.webhook(actor=asha, webhook_id=made.webhook.id).failing_since is not None
        receiver.status = 200
        self.attempt(pharma, delivery)
        assert self.one(pharma).status == "delivered"
        self.attempt(pharma, delivery)  # a worker that died after the commit
        assert len(receiver.got) == 2
        assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]
        with pharma.acting(ASHA) as asha:
            assert queries.webhook(actor=asha, webhook_id=made.webhook.id).failing_since is None

    def test_after_the_last_attempt_it_failed_and_may_be_sent_again_by_hand(
        self, pharma: make.Company, receiver: Receiver
    ) -> None:
        receiver.status = 500
        made = hooked(pharma, receiver.url, "catalog.*")
        product(pharma)
        told(pharma)
        delivery = self.one(pharma)
        for _ in range(delivering.MOST_ATTEMPTS - 1):
            with pytest.raises(NotTaken):
                self.attempt(pharma, delivery)
        self.attempt(pharma, delivery)
        assert self.one(pharma).status == "failed"
        receiver.status = 200
        while run_waiting():
            pass
        with pharma.acting(ASHA) as asha:
            operations.retry_delivery(actor=asha, webhook_id=made.webhook.id, delivery_id=delivery.id)
        run_waiting()
        assert self.one(pharma).status == "delivered"

    def test_gone_switches_it_off_and_no_redirect_is_followed(self, pharma: make.Company, receiver: Receiver) -> None:
        made = hooked(pharma, receiver.url, "catalog.*")
        receiver.status = 302
        product(pharma)
        told(pharma)
        with pytest.raises(NotTaken):
            self.attempt(pharma, self.one(pharma))
        assert len(receiver.got) == 1
        receiver.status = 410
        self.attempt(pharma, self.one(pharma))
        assert self.one(pharma).status == "failed"
        with pharma.acting(ASHA) as asha:
            hook = queries.webhook(actor=asha, webhook_id=made.webhook.id)
            assert hook.disabled_reason == "It says that it is gone."
            assert AuditEvent.objects.filter(operation="webhooks.change_webhook", actor_name="OmniStock").exists()
        product(pharma, "B")
        assert told(pharma) == 0

    def test_days_of_nothing_switch_it_off(self, pharma: make.Company, receiver: Receiver) -> None:
        receiver.status = 500
        made = hooked(pharma, receiver.url, "catalog.*")
        product(pharma)
        told(pharma)
        with pharma.acting(ASHA):
            Webhook.objects.update(failing_since=timezone.now() - dt.timedelta(days=6))
            WebhookDelivery.objects.update(attempts=delivering.MOST_ATTEMPTS - 1)
        self.attempt(pharma, self.one(pharma))
        with pharma.acting(ASHA) as asha:
            assert queries.webhook(actor=asha, webhook_id=made.webhook.id).disabled_at is not None

    def test_nobody_there_is_an_answer_too(self, pharma: make.Company, receiver: Receiver) -> None:
        receiver.stop()
        answer = sending.post(url=receiver.url, body=b"{}", headers={})
        assert answer.status is None
        assert "ConnectionRefusedError" in answer.error
        receiver.__init__()  # type: ignore[misc]  # so that the fixture has something to stop


class TestApi:
    def test_made_read_changed_rotated_and_deleted(self, pharma: make.Company) -> None:
        ines = pharma.api(INES)
        sent = {"url": URL, "event_types": ["sales.*"], "description": "Shop", "external_id": "H1"}
        key = {"Idempotency-Key": "hook"}
        made = done(ines.post(f"{API}/webhooks", sent, **key), 201)
        assert made["secret"].startswith("whsec_")
        again = done(ines.post(f"{API}/webhooks", sent, **key), 201)
        assert (again["id"], again["secret"]) == (made["id"], None)
        url = f"{API}/webhooks/{made['id']}"
        assert "secret" not in done(ines.get(url), 200)
        changed = done(ines.patch(url, {"is_active": False, "description": None}), 200)
        assert (changed["is_active"], changed["description"]) == (False, "")
        rotated = done(ines.post(f"{url}/secret", {}), 200)
        assert rotated["secret"] not in (None, made["secret"])
        assert done(ines.get(f"{url}/deliveries"), 200) == {"items": [], "next_cursor": None}
        assert ines.post(f"{url}/deletion", {}).status_code == 204
        problem(ines.get(url), 404, "not_found")

    def test_refusals(self, pharma: make.Company) -> None:
        ines = pharma.api(INES)
        otto = make.organization(owner=OTTO, name="Otto", gstin="").api(OTTO)
        made = done(ines.post(f"{API}/webhooks", {"url": URL, "event_types": ["*"]}), 201)
        url = f"{API}/webhooks/{made['id']}"
        for answer in (otto.get(url), otto.patch(url, {"description": "x"}), otto.get(f"{url}/deliveries")):
            problem(answer, 404, "not_found")
        for noun in ("secret", "deletion", f"deliveries/{made['id']}/retrial"):
            problem(otto.post(f"{url}/{noun}", {}), 404, "not_found")
        reader = make.ApiClient(pharma.key(MAYA, ["audit:read"]))
        problem(reader.get(f"{API}/webhooks"), 403, "scope_missing")
        problem(reader.post(f"{API}/webhooks", {"url": URL, "event_types": ["*"]}), 403, "scope_missing")
        problem(ines.post(f"{API}/webhooks", {"url": "http://10.0.0.1/", "event_types": []}), 422, "invalid")
        problem(ines.patch(url, {"url": None}), 422, "invalid")

    def test_no_more_than_a_hundred(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            for at in range(operations.MOST_WEBHOOKS):
                operations.create_webhook(actor=asha, url=f"{URL}/{at}", event_types=["*"])
            with pytest.raises(operations.TooManyWebhooks):
                operations.create_webhook(actor=asha, url=URL, event_types=["*"])


class TestScreen:
    def test_made_with_its_secret_shown_once(self, pharma: make.Company) -> None:
        client = pharma.client(ASHA)
        assert "No webhook yet." in client.get("/app/webhooks").content.decode()
        sent = {"url": URL, "description": "Shop", "event_types": ["sales.*", "billing.*"]}
        page = client.post("/app/webhooks/new", sent).headers["Location"]
        assert "whsec_" in client.get(page).content.decode()
        assert "whsec_" not in client.get(page).content.decode()
        assert client.post(f"{page}/edit", sent | {"description": "Till", "version": "1"}).status_code == 303
        assert "Till" in client.get("/app/webhooks").content.decode()
        assert client.post(f"{page}/switch", {"active": "no"}).status_code == 303
        assert "switched off" in client.get(page).content.decode()
        assert client.post(f"{page}/edit", sent | {"version": "1"}).status_code == 412
        assert client.post(f"{page}/secret").status_code == 303
        assert client.post(f"{page}/deletion").status_code == 303
        assert client.get(page).status_code == 404

    def test_what_was_typed_stays_with_its_faults(self, pharma: make.Company) -> None:
        sent = {"url": "https://10.0.0.1/", "description": "Typed"}
        answer = pharma.client(ASHA).post("/app/webhooks/new", sent)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "10.0.0.1 is a private address" in text
        assert "Choose at least one" in text
        assert 'value="Typed"' in text

    def test_another_tenant_and_no_permission(self, pharma: make.Company) -> None:
        others = make.organization(owner=OTTO, name="Otto", gstin="")
        made = hooked(pharma, URL)
        page = f"/app/webhooks/{made.webhook.id}"
        assert others.client(OTTO).get(page).status_code == 404
        assert pharma.client(MAYA).get("/app/webhooks").status_code == 403
        for action in ("switch", "secret", "deletion", f"deliveries/{made.webhook.id}/retrial"):
            assert others.client(OTTO).post(f"{page}/{action}").status_code == 404
            assert pharma.client(MAYA).post(f"{page}/{action}").status_code == 403
        with pharma.acting(ASHA) as asha, pytest.raises(VersionConflict):
            operations.delete_webhook(actor=asha, webhook_id=made.webhook.id, expected_version=9)
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            operations.create_webhook(actor=maya, url=URL, event_types=["*"])


def test_old_deliveries_go(pharma: make.Company) -> None:
    hooked(pharma, URL, "catalog.*")
    product(pharma)
    assert told(pharma) == 1
    assert [name for name, _arguments in waiting()].count("deliver_webhook") == 1
    with pharma.acting(ASHA) as asha:
        assert delivering.delete_old_deliveries(actor=asha) == 0
        later = asha.at(asha.now + dt.timedelta(days=31))
        assert delivering.delete_old_deliveries(actor=later) == 1
