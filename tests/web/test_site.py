"""The pages for strangers: everyone may see them, they say what is true, and a demo can be asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from omnistock.domain.notifications.models import Mail
from omnistock.interfaces.web.posts import all_posts
from omnistock.interfaces.web.views.site import LISTED
from tests.make import Company
from tests.personas import ASHA
from tests.support.environment import ROOT

OURS = "https://stock.example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(settings: Any) -> Client:
    settings.BASE_URL = OURS  # a proxy in front speaks https; what reaches us is plain
    return Client()


class TestPages:
    @pytest.mark.parametrize("name", LISTED)
    def test_each_is_open_to_everyone(self, stranger: Client, name: str) -> None:
        assert stranger.get(reverse(name)).status_code == 200

    def test_each_picture_is_there_for_wide_and_narrow_windows(self, stranger: Client) -> None:
        shown = re.findall(r'(?:src|srcset)="/static/built/pictures/([^"]+)"', stranger.get("/").content.decode())
        named = {name.split(".")[0] for name in shown}
        assert named == {kept.stem for kept in (ROOT / "frontend" / "pictures").glob("*.webp")}
        assert len([name for name in named if name.endswith("-phone")]) * 2 == len(named)

    def test_the_short_address_of_signing_up(self, stranger: Client) -> None:
        assert stranger.get("/start")["Location"] == "/accounts/signup/"

    def test_the_icon_of_a_page_that_names_none(self, stranger: Client) -> None:
        assert stranger.get("/favicon.ico")["Location"].startswith("/static/built/favicon.svg?v=")

    def test_the_sitemap_names_them_and_every_post(self, stranger: Client) -> None:
        found = stranger.get("/sitemap.xml").content.decode()
        posts = [reverse("blog-post", args=[post.slug]) for post in all_posts()]
        assert len(posts) >= 2
        for path in [reverse(name) for name in LISTED] + posts:
            assert f"<loc>{OURS}{path}</loc>" in found
        assert f"Sitemap: {OURS}/sitemap.xml" in stranger.get("/robots.txt").content.decode()

    def test_a_post_is_whole_in_page_and_feed(self, stranger: Client) -> None:
        post = all_posts()[0]
        assert post.title in stranger.get(reverse("blog-post", args=[post.slug])).content.decode()
        assert post.title in stranger.get("/blog/feed").content.decode()
        assert f'href="{OURS}/blog/{post.slug}"' in stranger.get("/blog/feed").content.decode()
        assert "http://testserver" not in stranger.get("/blog/feed").content.decode()
        assert stranger.get("/blog/no-such-post").status_code == 404

    def test_an_address_typed_with_a_slash_too_many_or_too_few_leads_there(self, stranger: Client) -> None:
        for typed, meant in (
            ("/features/?a=1", "/features?a=1"),
            ("/app", "/app/"),
            ("/accounts/login", "/accounts/login/"),
        ):
            answer = stranger.get(typed)
            assert (answer.status_code, answer.headers["Location"]) == (301, meant)
        assert stranger.post("/features/").status_code == 404
        assert stranger.get("/made-up/").status_code == 404

    def test_a_card_and_the_own_address_are_as_others_reach_them(self, stranger: Client) -> None:
        for page in ("/features", "/privacy"):
            shown = stranger.get(page).content.decode()
            assert f'<link rel="canonical" href="{OURS}{page}">' in shown
            assert f'<meta property="og:image" content="{OURS}/static/' in shown

    def test_until_prices_are_set_it_is_free(self, stranger: Client) -> None:
        shown = stranger.get("/pricing").content.decode()
        assert "Free, with all features, and without a card." in shown
        assert "no limit" in shown

    def test_the_status_says_when_no_worker_is_heard_of(self, stranger: Client) -> None:
        assert "not heard of for a minute" in stranger.get("/status").content.decode()


class TestDemo:
    TYPED = {"name": "Kavya <b>", "email": "kavya@example.com", "company": "Shelf & Sons", "message": "Batches\nplease"}

    @pytest.fixture(autouse=True)
    def team(self, settings) -> None:
        settings.OPERATOR = {"CONTACT_EMAIL": "team@example.com"}

    def slot(self, stranger: Client) -> str:
        found = re.search(r'name="slot" value="([^"]+)"', stranger.get("/demo").content.decode())
        assert found
        return found.group(1)

    def test_the_team_is_told_and_the_time_goes_into_a_calendar(self, stranger: Client) -> None:
        answer = stranger.post("/demo", {**self.TYPED, "slot": self.slot(stranger)})
        assert answer.status_code == 303
        mail = Mail.objects.get(kind="demo_request")
        assert mail.recipient == "team@example.com"
        assert "kavya@example.com" in mail.text
        assert "Batches\nplease" in mail.text
        booked = stranger.get(answer["Location"])
        assert b"Your demo is asked for" in booked.content
        calendar = stranger.get(f"{answer['Location']}/calendar.ics")
        assert calendar["Content-Disposition"] == 'attachment; filename="omnistock-demo.ics"'
        assert b"BEGIN:VEVENT\r\n" in calendar.content
        assert b"kavya" not in calendar.content
        assert stranger.get("/demo/made-up").status_code == 404

    def test_what_is_wrong_is_named_and_what_was_typed_stays(self, stranger: Client) -> None:
        answer = stranger.post("/demo", {**self.TYPED, "email": "not-an-address", "slot": "1900-01-01T00:00:00+00:00"})
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "Choose one of the times below." in shown
        assert "Shelf &amp; Sons" in shown
        assert "Kavya &lt;b&gt;" in shown
        assert not Mail.objects.filter(kind="demo_request").exists()

    def test_a_header_cannot_be_smuggled_in(self, stranger: Client) -> None:
        sent = {**self.TYPED, "company": "A\r\nBcc: x@example.com", "slot": self.slot(stranger)}
        assert stranger.post("/demo", sent).status_code == 303
        assert Mail.objects.get(kind="demo_request").subject == "Demo asked for: A Bcc: x@example.com"

    def test_without_an_address_nobody_is_promised_anything(self, stranger: Client, settings) -> None:
        slot = self.slot(stranger)
        settings.OPERATOR = {}
        assert b"This installation has no address for demos." in stranger.get("/demo").content
        assert stranger.post("/demo", {**self.TYPED, "slot": slot}).status_code == 404


class TestAnalytics:
    @pytest.fixture
    def key(self, settings) -> None:
        settings.POSTHOG_KEY = "phc_practice"

    def test_nothing_without_a_key(self, stranger: Client) -> None:
        answer = stranger.get("/")
        assert b"analytics.js" not in answer.content
        assert "connect-src 'self';" in answer["Content-Security-Policy"]

    def test_our_own_script_and_the_european_host_with_one(self, stranger: Client, key: None) -> None:
        answer = stranger.get("/pricing")
        assert b'src="/static/built/analytics.js' in answer.content
        assert "connect-src 'self' https://eu.i.posthog.com;" in answer["Content-Security-Policy"]
        assert "script-src 'self';" in answer["Content-Security-Policy"]

    @pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}])
    def test_not_for_who_asks_not_to_be_followed(self, headers: dict[str, str], key: None) -> None:
        answer = Client(headers=headers).get("/")
        assert b"analytics.js" not in answer.content
        assert "posthog" not in answer["Content-Security-Policy"]

    def test_not_for_who_is_signed_in_and_not_in_the_product(self, pharma: Company, key: None) -> None:
        client = pharma.client(ASHA)
        for path in ("/", "/pricing", "/app/", "/app/products"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert b"analytics.js" not in answer.content
            assert "posthog" not in answer["Content-Security-Policy"]

    @pytest.mark.parametrize("path", ["/privacy", "/trust", "/terms", "/dpa", "/accounts/login/"])
    def test_not_on_pages_of_law_and_of_accounts(self, stranger: Client, key: None, path: str) -> None:
        answer = stranger.get(path)
        assert b"analytics.js" not in answer.content
        assert "posthog" not in answer["Content-Security-Policy"]
