"""A person made by whoever runs the installation; people who come by themselves sign up on screen."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from omnistock.domain.identity.operations.profile import NAME_LONGEST
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Person


def register_person(*, name: str, email: str, password: str) -> UUID:
    """The id of the person with this address, made with it as verified where there is none yet.

    Somebody who is there already keeps name and password; the password must be theirs, so that nobody is made an owner
    by a slip in the address. Raises `Invalid` with every fault.
    """
    check = Checker()
    values = {"name": check.text("name", name, longest=NAME_LONGEST, required=True)}
    address = check.email("email", email).lower()
    if not address and not check.faults:
        check.add("email", _("This is missing."), "missing")
    found = Person.objects.filter(email=address).first() if address else None
    if found is None:
        _check_password(check, password)
    elif not found.check_password(password):
        message = _("{email} has an account already, with another password; write that one.")
        check.add("password", message.format(email=address), "password_differs")
    check.stop()
    if found is not None:
        return found.pk
    with transaction.atomic():
        made = Person.objects.create_user(address, password, **values)
        EmailAddress.objects.create(user=made, email=address, verified=True, primary=True)
    return made.pk


def _check_password(check: Checker, password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        for message in error.messages:
            check.add("password", message, "password")
