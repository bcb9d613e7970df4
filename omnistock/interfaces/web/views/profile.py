"""One's own profile. It belongs to the person, so it needs no workspace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from omnistock.domain.identity.operations import change_profile
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form

THEMES = [
    ("system", gettext_lazy("As the system does")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
]


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: Any) -> HttpResponse:
    def write(posted: Posted) -> str:
        changes = {
            "name": posted.text("name"),
            "theme": posted.text("theme"),
            "language": posted.text("language"),
            "single_keys": posted.is_on("single_keys"),
        }
        with transaction.atomic():
            change_profile(person_id=request.user.pk, changes=changes)
        messages.success(request, _("Your profile is saved."))
        return reverse("profile")

    def show(form: FormState, status: int) -> HttpResponse:
        data = {"form": form, "themes": THEMES, "languages_offered": settings.LANGUAGES}
        return render(request, "account/profile.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    person = request.user
    names = ("name", "theme", "language", "single_keys")
    return show(FormState(values={name: getattr(person, name) for name in names}), 200)


urlpatterns: list[URLPattern] = [path("app/profile", profile, name="profile")]
