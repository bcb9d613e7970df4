"""Signing up with an address that has an account already takes as long, and answers the same, as with a new one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.http import HttpRequest

from omnistock.tenancy.models import Person


class SignupForm(forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            Person().set_password(self.cleaned_data["password1"])  # hashed and thrown away
        return super().try_save(request)
