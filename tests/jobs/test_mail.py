"""Mail leaves through one gateway, once the write it tells of has happened; against a server that speaks Resend's API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail as django_mail
from django.db import transaction

from omnistock.domain.notifications import kinds, sending
from omnistock.domain.notifications.backend import MailNotListed
from omnistock.domain.notifications.letters import html_of, told_name
from omnistock.domain.notifications.models import Mail, StoppedAddress
from omnistock.domain.notifications.operations import send_mail
from omnistock.interfaces.jobs.tasks import send_mail as send_mail_job
from omnistock.kernel import policy
from tests.support import resend
from tests.support.queue import run_waiting, waiting

pytestmark = pytest.mark.django_db
LINK = f"{django_settings.BASE_URL}/accounts/confirm-email/secret/"


def put(**fields: Any) -> Mail:
    return send_mail(
        **{
            "kind": "password_reset",
            "recipient": "asha@example.com",
            "subject": "A new password",
            "text": f"Choose one here:\n\n{LINK}\n\nIf it was not you, there is nothing to do.",
            **fields,
        }
    )


@pytest.fixture
def provider(settings: Any) -> Iterator[resend.Resend]:
    with resend.serve() as state:
        resend.use(settings, state)
        yield state


def test_row_and_job_come_together() -> None:
    made = put()
    assert made.status == "queued"
    assert waiting() == [("send_mail", {"mail_id": str(made.pk)})]


def test_what_is_taken_back_is_not_sent() -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert waiting() == []
    assert Mail.objects.count() == 0


class TestOnlyWhatThePolicyNames:
    def test_a_kind_that_is_not_listed(self) -> None:
        with pytest.raises(MailNotListed):
            put(kind="newsletter")

    def test_a_kind_that_the_published_version_does_not_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waits = put()
        now = policy.published()
        without = policy.PolicyVersion(now.number + 1, now.published_on, now.mail_kinds - {"password_reset"})
        monkeypatch.setattr(policy, "VERSIONS", (*policy.VERSIONS, without))
        assert "password_reset" not in {kind.name for kind in kinds.named_kinds()}
        with pytest.raises(MailNotListed):
            put()
        with pytest.raises(MailNotListed):  # nor what was written under the version before
            send_mail_job.func(mail_id=str(waits.pk))

    def test_a_kind_of_workspaces_is_no_account_mail(self) -> None:
        with pytest.raises(MailNotListed):
            put(kind="order_dispatched")

    @pytest.mark.parametrize("way", ["Resend", "Nowhere"])
    def test_what_a_library_mails_by_itself_is_refused_at_the_last_door(self, settings: Any, way: str) -> None:
        settings.EMAIL_BACKEND = f"omnistock.domain.notifications.backend.{way}"
        with pytest.raises(MailNotListed):
            django_mail.send_mail("Buy now", "text", None, ["asha@example.com"])

    def test_every_kind_is_named_and_every_name_is_a_kind(self) -> None:
        assert policy.published().mail_kinds == set(kinds.MAIL_KINDS)
        assert {kind.name for kind in kinds.ASKED_KINDS} < set(kinds.MAIL_KINDS)


def test_without_a_provider_it_is_kept_to_be_read_and_the_log_says_its_kind_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    put()
    with caplog.at_level("DEBUG"):
        run_waiting()
    kept = Mail.objects.get()
    assert kept.status == "kept"
    assert LINK in kept.text
    assert [each.getMessage() for each in caplog.records if each.name == "omnistock.mail"] == [
        f"mail kept, since no provider is set: {kept.kind}"
    ]
    assert not [text for text in (LINK, kept.recipient, kept.subject) if text in caplog.text]


class TestOverTheWire:
    def test_it_is_sent_and_its_text_forgotten(self, provider: resend.Resend) -> None:
        made = put()
        run_waiting()
        kept = Mail.objects.get()
        assert provider.last["to"] == ["asha@example.com"]
        assert provider.last["subject"] == "A new password"
        assert LINK in provider.last["text"]
        assert (kept.status, kept.text, kept.attempts) == ("sent", "", 1)
        assert kept.provider_id == provider.sent[f"account_{made.pk}"]["id"]
        assert kept.sent_at

    def test_nothing_in_it_tracks(self, provider: resend.Resend) -> None:
        """Resend tracks by domain, never by mail: no field asks for it, no picture is loaded, no link leads elsewhere."""
        put(text=f"See <img src=x> and http://elsewhere.example\n\n{LINK}")
        run_waiting()
        assert set(provider.last) == {"from", "to", "subject", "text", "html", "tags"}
        html = provider.last["html"]
        assert re.findall(r'(?:href|src|background)="([^"]*)"', html) == [LINK]
        assert "<img" not in html
        assert "url(" not in html

    def test_a_second_attempt_is_the_same_mail(self, provider: resend.Resend) -> None:
        made = put()
        run_waiting()
        Mail.objects.update(status="queued")  # as after a worker that died before it wrote down
        send_mail_job.func(mail_id=str(made.pk))
        assert [headers["idempotency-key"] for headers, _body in provider.requests] == [f"account_{made.pk}"] * 2
        assert len(provider.sent) == 1

    def test_it_is_not_sent_twice(self, provider: resend.Resend) -> None:
        made = put()
        run_waiting()
        send_mail_job.func(mail_id=str(made.pk))
        assert len(provider.requests) == 1

    def test_it_is_in_the_language_of_its_reader(self, provider: resend.Resend) -> None:
        from django.utils import translation

        with translation.override("hi"):
            put(subject="नया पासवर्ड")
        run_waiting()
        assert '<html lang="hi">' in provider.last["html"]
        assert provider.last["subject"] == "नया पासवर्ड"


class TestTrouble:
    def test_it_is_tried_again_and_says_what_went_wrong_without_naming_anybody(self, provider: resend.Resend) -> None:
        provider.refusals = [(503, {"name": "application_error", "message": "asha@example.com is not well"})]
        made = put()
        with pytest.raises(sending.MailNotTaken):
            run_waiting()
        made.refresh_from_db()
        assert (made.status, made.error) == ("queued", "the provider answered 503 (application_error)")
        assert made.text
        send_mail_job.func(mail_id=str(made.pk))
        made.refresh_from_db()
        assert (made.status, made.error, made.attempts) == ("sent", "", 2)

    def test_nobody_there(self, provider: resend.Resend, settings: Any) -> None:
        settings.ANYMAIL = {**settings.ANYMAIL, "RESEND_API_URL": "http://127.0.0.1:9/"}
        made = put()
        with pytest.raises(sending.MailNotTaken):
            run_waiting()
        made.refresh_from_db()
        assert (made.status, made.error) == ("queued", "the provider was not reached (ConnectionError)")

    def test_a_refusal_for_good_and_the_last_attempt_end_it(self, provider: resend.Resend) -> None:
        provider.refusals = [(422, {"name": "validation_error", "message": "no"})]
        put()
        run_waiting()
        Mail.objects.filter(status="failed", error="the provider answered 422 (validation_error)", text="").get()
        last = put(recipient="ravi@example.com")
        Mail.objects.filter(pk=last.pk).update(attempts=sending.MOST_ATTEMPTS - 1)
        provider.refusals = [(500, {})]
        run_waiting()
        last.refresh_from_db()
        assert last.status == "failed"

    def test_the_attempts_reach_over_a_day(self) -> None:
        from omnistock.interfaces.jobs.tasks import MAIL_ATTEMPTS

        waits = [MAIL_ATTEMPTS.exponential_wait ** (attempt + 1) for attempt in range(sending.MOST_ATTEMPTS - 1)]
        assert 20 * 3600 < sum(waits) < 28 * 3600


class TestAttacks:
    def test_a_letter_box_is_not_filled_by_a_form_of_ours(self, provider: resend.Resend) -> None:
        for _time in range(9):
            put()
        put(recipient="ravi@example.com")
        run_waiting()
        assert [body["to"] for _headers, body in provider.requests] == [["asha@example.com"]] * 5 + [
            ["ravi@example.com"]
        ]
        assert Mail.objects.filter(status="suppressed", text="").count() == 4

    def test_a_name_breaks_no_header_and_smuggles_no_address(self, provider: resend.Resend) -> None:
        put(subject="You\r\nBcc: all@example.com\u202e " + "x" * 300)
        run_waiting()
        assert provider.last["subject"].startswith("You Bcc: all@example.com x")
        assert len(provider.last["subject"]) <= 200
        assert set(provider.last) == {"from", "to", "subject", "text", "html", "tags"}
        assert told_name("Win at http://evil.example/x now") == "Win at … now"
        assert told_name("Go to evil.com/login or www.evil.in, me@evil.in") == "Go to … or … …"
        assert told_name("Asha Rao & Co. Pvt. Ltd.") == "Asha Rao & Co. Pvt. Ltd."
        assert len(told_name("x" * 500)) == 80

    def test_the_link_that_ends_the_mails_is_never_the_button(self) -> None:
        end = f"{django_settings.BASE_URL}/unsubscribe/token"
        made = html_of(subject="x", text=f"Your goods left.\n\n{end}", language="en")
        assert f'<a href="{end}">End these mails</a>' in made
        assert "Open OmniStock" not in made

    def test_html_in_a_name_stays_text(self) -> None:
        made = html_of(subject="<b>", text='<script>x</script>\n\nhttps://evil.example/" onclick="x', language="en")
        assert "<script" not in made
        assert "href" not in made

    def test_an_address_that_bounced_gets_nothing(self, provider: resend.Resend) -> None:
        from django.utils import timezone

        from omnistock.domain.notifications.stopping import stop

        stop(address="ASHA@example.com", reason="bounced", now=timezone.now())
        put()
        run_waiting()
        assert provider.requests == []
        assert Mail.objects.get().status == "suppressed"
        assert "asha" not in StoppedAddress.objects.get().digest
