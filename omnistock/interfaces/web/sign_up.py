"""Making an account: who may (`SIGN_UP`), and what nobody is told by it.

An address that has an account already takes as long, and is answered the same, as a new one.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.views import SignupView
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from omnistock.domain.identity.queries import is_anybody_here
from omnistock.interfaces.web.invited import invitation_of
from omnistock.tenancy.models import Person


class SignupForm(forms.SignupForm):
    def clean_email(self) -> str:
        value = str(super().clean_email())
        invitation = invitation_of(context.request)
        if invitation is not None and invitation.email and invitation.email != value.lower():
            message = _("This invitation is for {email}: make the account with that address.")
            raise ValidationError(message.format(email=invitation.email))
        return value

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            Person().set_password(self.cleaned_data["password1"])  # hashed and thrown away
        return super().try_save(request)


class SignUp(SignupView):
    def get_initial(self) -> dict[str, Any]:
        invitation = invitation_of(self.request)
        return super().get_initial() | ({"email": invitation.email} if invitation else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"invitation": invitation_of(self.request)}

    def closed(self) -> HttpResponse:
        """Nobody is led into a wall: it says who may, and where the first account of all comes from."""
        data = {"is_empty": not is_anybody_here()}
        return self.response_class(self.request, self.template_name_signup_closed, data, status=403)


sign_up = SignUp.as_view()
