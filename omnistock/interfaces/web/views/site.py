"""The pages for who looks before signing up. Nothing is claimed on them that the product does not do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.generic import RedirectView

from omnistock.domain.plans.catalogue import OFFERED, Plan
from omnistock.interfaces.web.health import parts_of_service
from omnistock.interfaces.web.posts import all_posts
from omnistock.interfaces.web.site_page import address_of_page, public_page, site_page
from omnistock.interfaces.web.site_words import AUDIENCE, FEATURES, SCREEN_SHOTS
from omnistock.interfaces.web.templatetags.screen import asset
from omnistock.interfaces.web.views.public import shown_promises
from omnistock.kernel.numbers import Grouping, grouped

TERMS_UPDATED_ON: Final = dt.date(2026, 11, 27)
# In the order of the sitemap.
LISTED: Final = (
    *("home", "features", "pricing", "audience", "blog", "demo-request", "contact", "status", "terms"),
    *("privacy", "security", "trust", "subprocessors", "retention", "cookies", "dpa", "grievance"),
)


def home(request: HttpRequest) -> HttpResponse:
    return site_page(
        request,
        "site/home.html",
        _("All-in-one inventory management"),
        _("Batch tracked, multi-warehouse, built for how a real warehouse runs."),
        shots=SCREEN_SHOTS,
        promises=shown_promises(),
        plans_in_one_line=_in_one_line(),
    )


def features(request: HttpRequest) -> HttpResponse:
    words = _("Everything that stock needs in one place, and all of it in every plan.")
    return site_page(request, "site/features.html", _("Features"), words, groups=FEATURES)


def pricing(request: HttpRequest) -> HttpResponse:
    return site_page(
        request, "site/pricing.html", _("Pricing"), _in_one_line(), plans=[_plan_in_words(plan) for plan in OFFERED]
    )


def audience(request: HttpRequest) -> HttpResponse:
    words = _("For businesses whose goods have a number, a date and a place.")
    return site_page(request, "site/audience.html", _("Who we serve"), words, groups=AUDIENCE)


def contact(request: HttpRequest) -> HttpResponse:
    return site_page(request, "site/contact.html", _("Contact"), _("How to reach whoever runs this installation."))


def status(request: HttpRequest) -> HttpResponse:
    words = _("How this installation is doing right now.")
    return site_page(request, "site/status.html", _("Status"), words, parts=parts_of_service())


def terms(request: HttpRequest) -> HttpResponse:
    return public_page(request, "site/terms.html", _("Terms of use"), updated_on=TERMS_UPDATED_ON)


def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [reverse(name) for name in LISTED] + [reverse("blog-post", args=[post.slug]) for post in all_posts()]
    addresses = [address_of_page(page) for page in pages]
    return render(request, "site/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    lines = ("User-agent: *", "Disallow: /app/", "Disallow: /api/v1/", "Disallow: /accounts/")
    text = "\n".join((*lines, f"Sitemap: {address_of_page(reverse('sitemap'))}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look whose page names no icon, as a PDF does not."""
    return redirect(asset("favicon.svg"))


def _in_one_line() -> str:
    if any(plan.price is not None for plan in OFFERED):
        return _("Plans differ in people, orders a month and files, and in nothing else.")
    return _("Free, with all features, and without a card.")


def _plan_in_words(plan: Plan) -> dict[str, object]:
    def most(number: int | Decimal | None) -> str:
        return _("no limit") if number is None else grouped(Decimal(number), grouping=Grouping.INDIAN)

    return {
        "key": plan.key,
        "name": plan.name,
        "price": _("₹{price} a month").format(price=most(plan.price or Decimal(0))),
        "people": most(plan.people),
        "orders": most(plan.orders),
        "storage": _("no limit") if plan.storage is None else f"{plan.storage // 1024**3} GB",
    }


urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("features", features, name="features"),
    path("pricing", pricing, name="pricing"),
    path("who-we-serve", audience, name="audience"),
    path("contact", contact, name="contact"),
    path("start", RedirectView.as_view(pattern_name="account_signup"), name="start"),  # as it stands on paper
    path("favicon.ico", favicon, name="favicon"),
    path("status", status, name="status"),
    path("terms", terms, name="terms"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
