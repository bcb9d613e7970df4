"""The blog and its feed."""

from __future__ import annotations

import datetime as dt

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from omnistock.interfaces.web.posts import Post, all_posts, post_named
from omnistock.interfaces.web.site_page import address_of_page, site_page


def blog(request: HttpRequest) -> HttpResponse:
    words = _("How it is built, and why it is built so.")
    return site_page(request, "site/blog.html", _("Blog"), words, posts=all_posts())


def post(request: HttpRequest, slug: str) -> HttpResponse:
    found = post_named(slug)
    if found is None:
        raise Http404
    crumbs = [(_("Home"), "/"), (_("Blog"), reverse("blog"))]
    return site_page(request, "site/post.html", found.title, found.summary, post=found, crumbs=crumbs)


class PostFeed(Feed):
    """Atom, whole texts."""

    feed_type = Atom1Feed
    title = "OmniStock"

    def link(self) -> str:
        return address_of_page(reverse("blog"))

    def feed_url(self) -> str:
        return address_of_page(reverse("blog-feed"))

    def items(self) -> tuple[Post, ...]:
        return all_posts()

    def item_title(self, item: Post) -> str:
        return item.title

    def item_description(self, item: Post) -> str:
        return item.html

    def item_link(self, item: Post) -> str:
        return address_of_page(reverse("blog-post", args=[item.slug]))

    def item_pubdate(self, item: Post) -> dt.datetime:
        return dt.datetime.combine(item.published_on, dt.time(9), dt.UTC)


urlpatterns: list[URLPattern] = [
    path("blog", blog, name="blog"),
    path("blog/feed", PostFeed(), name="blog-feed"),
    path("blog/<slug:slug>", post, name="blog-post"),
]
