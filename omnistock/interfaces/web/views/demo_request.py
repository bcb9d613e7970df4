"""Schedule a demo: a form with a time, a mail to the team, and the time as a calendar file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.notifications.demo_requests import ask_for_demo, calendar_entry, demo_slots
from omnistock.domain.privacy.operator import operator
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.site_page import site_page

ZONE: Final = ZoneInfo("Asia/Kolkata")
_SALT: Final = "demo"


@require_http_methods(["GET", "POST"])
def demo_request(request: HttpRequest) -> HttpResponse:
    """The form, and what was booked when the address says so."""

    def write(posted: Posted) -> str:
        moment = ask_for_demo(
            team_email=operator().contact_email,
            name=posted.text("name"),
            email=posted.text("email"),
            company=posted.text("company"),
            message=posted.text("message"),
            slot=posted.text("slot"),
            now=timezone.now(),
            zone=ZONE,
        )
        return reverse("demo-booked", args=[signing.dumps(moment.isoformat(), salt=_SALT)])

    def show(form: FormState, status: int) -> HttpResponse:
        slots = _by_day(demo_slots(now=timezone.now(), zone=ZONE))
        return _page(request, status=status, form=form, slots=slots, chosen=str(form.value("slot")))

    if request.method == "POST":
        if not operator().contact_email:
            raise Http404
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


def demo_booked(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, booked={"at": _in_words(_moment(token)), "ics": reverse("demo-calendar", args=[token])})


def demo_calendar(request: HttpRequest, token: str) -> HttpResponse:
    text = calendar_entry(at=_moment(token), base_url=settings.BASE_URL)
    headers = {"Content-Disposition": 'attachment; filename="omnistock-demo.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _moment(token: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None


def _in_words(moment: dt.datetime) -> str:
    return f"{date_format(moment.date(), 'l j F Y')}, {moment:%H:%M}"


def _by_day(moments: Iterable[dt.datetime]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (date_format(day, "D j M"), [(moment.isoformat(), f"{moment:%H:%M}") for moment in of_day])
        for day, of_day in groupby(moments, key=dt.datetime.date)
    ]


def _page(request: HttpRequest, *, status: int = 200, **values: Any) -> HttpResponse:
    words = _("Half an hour with somebody who knows warehouses, on your own questions.")
    return site_page(
        request, "site/demo.html", _("Schedule demo"), words, status=status, zone=_("Indian time, UTC+5:30"), **values
    )


urlpatterns: list[URLPattern] = [
    path("demo", demo_request, name="demo-request"),
    path("demo/<str:token>", demo_booked, name="demo-booked"),
    path("demo/<str:token>/calendar.ics", demo_calendar, name="demo-calendar"),
]
