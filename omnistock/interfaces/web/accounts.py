"""How allauth meets OmniStock: the name at sign-up, and mail through our own gateway, with links of our own making."""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from omnistock.domain.consent.notices import ACCOUNT, account_text
from omnistock.domain.consent.operations import record_consent
from omnistock.domain.identity.factors import has_second_factor
from omnistock.domain.identity.operations.profile import NAME_LONGEST
from omnistock.domain.identity.queries import person_id_of
from omnistock.domain.notifications.letters import told_name
from omnistock.domain.notifications.operations import send_mail
from omnistock.interfaces.web.account_events import tell, tell_failed_sign_in
from omnistock.interfaces.web.invited import invitation_of
from omnistock.interfaces.web.reauthentication import GRACE_SECONDS, is_fresh
from omnistock.tenancy.actors import staff_name
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.limits import address_of, digest
from omnistock.tenancy.models import Person

log = logging.getLogger("omnistock.accounts")

# What allauth wants to mail, by its template, and the kind that it is with us. It sends nothing else.
_MAILS: Final = {
    "account/email/email_confirmation_signup": "signup_verification",
    "account/email/email_confirmation": "signup_verification",
    "account/email/account_already_exists": "signup_verification",
    "account/email/password_reset_key": "password_reset",
}
_NOBODY: Final = "account/email/unknown_account"
_RESET: Final = "account/email/password_reset_key"


class NameForm(forms.Form):
    """The field that allauth does not ask."""

    name = forms.CharField(label=_("Your name"), max_length=NAME_LONGEST)
    field_order = ("name", "email", "password1")

    def clean_name(self) -> str:
        check = Checker()
        return _unless_faulty(check, check.text("name", self.cleaned_data["name"], longest=NAME_LONGEST, required=True))

    @property
    def notice(self) -> str:
        """What stands beside the button: pressing it is the act that agrees to it."""
        return account_text()

    def signup(self, request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.language = get_language() or settings.LANGUAGE_CODE
        person.save(update_fields=["name", "language"])
        record_consent(person_id=person.pk, purpose=ACCOUNT, action="given", text=account_text(), now=timezone.now())


class AccountAdapter(DefaultAccountAdapter):
    """Links in mails are made of BASE_URL, never of the Host header that somebody sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP == "open" or invitation_of(request) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff are let into no workspace: their page is the console."""
        if staff_name(person_id=request.user.pk) is not None:  # type: ignore[arg-type]
            return reverse("console")
        return str(super().get_login_redirect_url(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == _NOBODY:
            self._send_to_nobody(email)
            return
        kind = _MAILS.get(template_prefix)
        if kind is None:
            log.warning("the mail %s is not one that we send", template_prefix)
            return
        person = context.get("user")
        said = {**context, "email": email, "base_url": settings.BASE_URL}
        said["told_name"] = told_name(person.name) if person else ""
        with translation.override(person.language if person else get_language()):
            made = self.render_mail(template_prefix, email, said)
            send_mail(kind=kind, recipient=email, subject=made.subject, text=str(made.body))

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        tell(self.request, "password_reset_asked", person_id=user.pk)
        super().send_password_reset_mail(user, email, context)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail of a kind that the policy does not name: it stands in the account's activity."""

    def _send_to_nobody(self, email: str) -> None:
        """The work of a mail to somebody, undone: how long the answer takes does not say whether there is an account."""
        tell(self.request, "password_reset_asked", person_id=None, unknown_account=digest(email.lower())[:12])
        url = self.get_reset_password_from_key_url(default_token_generator.make_token(Person(email=email)))
        with transaction.atomic():
            self.send_mail(_RESET, email, {"password_reset_url": url, "user": Person(email=email)})
            transaction.set_rollback(True)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """For allauth's own pages: the same rule as `@reauthenticated`."""
        return not is_fresh(context.request, grace_seconds=GRACE_SECONDS)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor confirms with one: a password alone is what a thief may have."""
        methods = super().get_reauthentication_methods(user)
        factors = [each for each in methods if each["id"] != "reauthenticate"]
        return factors if user.is_authenticated and has_second_factor(person_id=user.pk) else methods

    def clean_email(self, email: str) -> str:
        """Checked as every address is; by itself allauth would cut a longer one short."""
        check = Checker()
        return _unless_faulty(check, check.email("email", email))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The same statements whether somebody has that address or nobody does."""
        email = str(credentials.get("email") or "")
        tell_failed_sign_in(request, person_id=person_id_of(email=email), email=email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind the operator's own proxies, as everywhere; by itself allauth would believe others, or none."""
        return address_of(request.META) or "0.0.0.0"

    def format_email_subject(self, subject: Any) -> str:
        return str(subject)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return settings.BASE_URL + path


def _unless_faulty(check: Checker, value: str) -> str:
    if check.faults:
        raise forms.ValidationError([fault.message for fault in check.faults])
    return value
