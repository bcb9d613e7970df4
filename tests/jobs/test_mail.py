"""Mail leaves through one gateway, once the write it tells of has happened."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from omnistock.domain.notifications.models import Mail
from omnistock.domain.notifications.operations import MailNotListed, send_mail
from tests.support.queue import run_waiting, waiting

pytestmark = pytest.mark.django_db


def put(**fields: Any) -> Mail:
    return send_mail(
        **{
            "kind": "password_reset",
            "recipient": "asha@example.com",
            "subject": "A new password",
            "text": "the link",
            **fields,
        }
    )


def test_row_and_job_come_together() -> None:
    made = put()
    assert made.status == "waiting"
    assert waiting() == [("send_mail", {"mail_id": str(made.pk)})]


def test_what_is_taken_back_is_not_sent() -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert waiting() == []
    assert Mail.objects.count() == 0


def test_a_kind_that_is_not_listed_is_not_sent() -> None:
    with pytest.raises(MailNotListed):
        put(kind="newsletter")


def test_without_a_provider_it_is_kept_to_be_read(caplog: pytest.LogCaptureFixture) -> None:
    put()
    with caplog.at_level("INFO", "omnistock.mail"):
        run_waiting()
    assert (Mail.objects.get().status, Mail.objects.get().text) == ("kept", "the link")
    assert "the link" in caplog.text
    assert django_mail.outbox == []


class Provider(EmailBackend):
    """As the provider answers: with the message's id, or with a failure of the network."""

    broken = False

    def send_messages(self, messages: Any) -> int:
        if self.broken:
            raise ConnectionError("no route to the provider")
        for message in messages:
            message.anymail_status = type("Status", (), {"message_id": "provider-1"})()
        return super().send_messages(messages)


class TestWithProvider:
    @pytest.fixture(autouse=True)
    def provider(self, settings: Any) -> None:
        settings.RESEND_API_KEY = "re_test"
        settings.EMAIL_BACKEND = f"{__name__}.Provider"

    def test_it_is_sent_and_its_text_forgotten(self) -> None:
        put(html="<p>the link</p>")
        run_waiting()
        sent, kept = django_mail.outbox[0], Mail.objects.get()
        assert (sent.to, sent.subject, sent.body) == (["asha@example.com"], "A new password", "the link")
        assert (kept.status, kept.provider_id, kept.text, kept.html) == ("sent", "provider-1", "", "")

    def test_a_failure_is_kept_and_raised_for_the_next_attempt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = put()
        monkeypatch.setattr(Provider, "broken", True)
        with pytest.raises(ConnectionError):
            run_waiting()
        made.refresh_from_db()
        assert (made.status, made.error) == ("failed", "ConnectionError: no route to the provider")

    def test_it_is_not_sent_twice(self) -> None:
        made = put()
        run_waiting()
        from omnistock.interfaces.jobs.tasks import send_mail as job

        job.func(mail_id=str(made.pk))
        assert len(django_mail.outbox) == 1
