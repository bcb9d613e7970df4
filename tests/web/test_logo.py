"""The logo: chosen on the settings page or through the API, printed on papers, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.files.logo import logo_of
from omnistock.domain.files.models import FileChunk, StoredFile
from omnistock.kernel.pictures import Size, size_of
from tests.personas import ASHA, INES, MEENA, OTTO, RAVI
from tests.support.pictures import png

if TYPE_CHECKING:
    from tests.make import Company

pytestmark = pytest.mark.django_db
PAGE, API = "/app/settings/logo", "/api/v1/organizations/current/logo"


def sent(content: bytes, name: str = "mark.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_it_is_kept_shown_replaced_and_taken_away(pharma: Company) -> None:
    asha = pharma.client(ASHA)
    assert asha.get("/app/logo").status_code == 404
    for width in (300, 500):
        assert asha.post(PAGE, {"file": sent(png(width, 100, comment=b"18.52 N"))})["Location"] == "/app/settings"
    shown = pharma.client(MEENA).get("/app/logo")
    assert size_of(shown.content) == Size(500, 100)
    assert b"18.52" not in shown.content
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert 'src="/app/logo?' in asha.get("/app/settings").content.decode()
    with pharma.acting(ASHA) as actor:
        assert StoredFile.objects.filter(subject_kind="logo").count() == 1
        assert logo_of(actor=actor) == shown.content
    assert asha.post(f"{PAGE}/removal")["Location"] == "/app/settings"
    with pharma.acting(ASHA):
        assert not FileChunk.objects.exists()
        told = list(AuditEvent.objects.filter(operation__contains="logo").order_by("id"))
        assert [each.operation for each in told] == [*["identity.change_logo"] * 2, "identity.remove_logo"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no PNG or JPEG picture"),
        (png(2, 2, says=(50000, 50000)), "50000 x 50000 pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), "at most 2 MB"),
        (b"", "no PNG or JPEG"),
        (None, "Choose a PNG or JPEG picture"),
    ],
    ids=["markup", "pixels", "bytes", "empty", "none"],
)
def test_anything_else_is_refused_in_words_and_nothing_changes(pharma: Company, content: bytes, said: str) -> None:
    data = {} if content is None else {"file": sent(content)}
    answer = pharma.client(ASHA).post(PAGE, data)
    assert answer.status_code in (413, 422)
    assert said in answer.content.decode()
    with pharma.acting(ASHA):
        assert not StoredFile.objects.exists()


def test_only_who_may_change_the_settings_and_only_in_their_own_workspace(pharma: Company, others: Company) -> None:
    assert pharma.client(RAVI).post(PAGE, {"file": sent(png(20, 20))}).status_code == 403
    assert pharma.client(RAVI).post(f"{PAGE}/removal").status_code == 403
    assert pharma.client(ASHA).post(PAGE, {"file": sent(png(20, 20))}).status_code == 303
    assert others.client(OTTO).get("/app/logo").status_code == 404
    assert others.api(INES).get(API).status_code == 404


def test_the_api_has_it_too(pharma: Company) -> None:
    ines: Any = pharma.api(INES)
    made = ines.upload(API, sent(png(40, 20)))
    assert (made.status_code, made.json()["media_type"]) == (200, "image/png")
    assert size_of(ines.get(API).content) == Size(40, 20)
    assert ines.upload(API, sent(b"GIF89a")).json()["errors"][0]["pointer"] == "/file"
    assert pharma.api(MEENA, ["catalog:read"]).upload(API, sent(png(9, 9))).json()["code"] == "scope_missing"
    assert ines.delete(API).status_code == 204
    assert ines.get(API).status_code == 404
