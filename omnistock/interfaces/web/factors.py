"""How allauth's second factors meet OmniStock: secrets sealed, codes taken once, attempts counted, our name on passkeys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from omnistock.domain.identity.factors import begin_after, factors_of, seal, unseal, use_code
from omnistock.interfaces.web.account_events import tell
from omnistock.interfaces.web.sessions import end_others
from omnistock.kernel.errors import RateLimited
from omnistock.tenancy.limits import take

RULE = "second_factor"


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks about factors."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "OmniStock"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Passkey")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail of a kind that the policy does not name: it stands in the account's activity."""


class _TakesCodeOnce(forms.Form):
    """A code of the app, or one of the recovery codes. Attempts are counted for the person before anything is compared."""

    user: Any

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"].widget.attrs["autofocus"] = True  # nothing else is asked on its page

    def clean_code(self) -> str:
        try:
            take(RULE, self.user.pk)
        except RateLimited as error:
            raise forms.ValidationError(error.message) from None
        code = str(self.cleaned_data["code"])
        for factor in factors_of(person_id=self.user.pk):
            if _takes(factor, code):
                factor.user = self.user
                self.authenticator = factor
                return code
        self._tell_failure()
        raise forms.ValidationError(_("This code is not right, or was used already. Wait for the next one."))

    def _tell_failure(self) -> None:
        tell(context.request, "sign_in_failed", person_id=self.user.pk, outcome="refused", by="code")


class CodeForm(_TakesCodeOnce, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_TakesCodeOnce, ReauthenticateForm):
    """Confirming who one is, with a factor."""

    def _tell_failure(self) -> None:
        tell(context.request, "reauthentication_failed", person_id=self.user.pk, outcome="refused", by="code")


def _takes(factor: Authenticator, code: str) -> bool:
    if factor.type == Authenticator.Type.TOTP:
        return use_code(authenticator=factor, code=code, now=timezone.now())
    return factor.type == Authenticator.Type.RECOVERY_CODES and bool(factor.wrap().validate_code(code))


def _added(request: HttpRequest, user: Any, authenticator: Authenticator, **_signal: Any) -> None:
    """Whoever was signed in elsewhere without the factor is signed out: they may be who it shall keep out."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        tell(request, "recovery_codes_made", person_id=user.pk)
        return
    if authenticator.type == Authenticator.Type.TOTP:
        begin_after(authenticator=authenticator, now=timezone.now())
    # Whoever set it up has it: they need not prove it once more.
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    tell(request, "factor_added", person_id=user.pk, factor=authenticator.type)
    end_others(request, why="factor_added")


def _removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        tell(request, "factor_removed", person_id=user.pk, factor=authenticator.type)
        end_others(request, why="factor_removed")


def _reset(request: HttpRequest, user: Any, **_signal: Any) -> None:
    tell(request, "recovery_codes_made", person_id=user.pk)


def _used(request: HttpRequest, user: Any, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        left = len(authenticator.wrap().get_unused_codes())
        tell(request, "recovery_code_used", person_id=UUID(str(user.pk)), left=left)


def _failed(request: HttpRequest, user: Any, **_signal: Any) -> None:
    tell(request, "sign_in_failed", person_id=user.pk, outcome="refused", by="passkey")


def connect() -> None:
    """Called once, when the application is ready."""
    signals.authenticator_added.connect(_added)
    signals.authenticator_removed.connect(_removed)
    signals.authenticator_reset.connect(_reset)
    signals.authenticator_used.connect(_used)
    signals.authentication_failed.connect(_failed)
