"""How allauth meets OmniStock: the name at sign-up, and mail through our own gateway."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from omnistock.tenancy.models import Person


class NameForm(forms.Form):
    """The field that allauth does not ask."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])


class AccountAdapter(DefaultAccountAdapter):
    pass
