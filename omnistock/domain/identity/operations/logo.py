"""The organization's logo, which stands on its papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.files.logo import LOGO, logo_file
from omnistock.domain.files.models import StoredFile
from omnistock.domain.files.storing import delete_file, refuse_large, store_file
from omnistock.domain.identity.policies import POLICIES
from omnistock.kernel.errors import Invalid
from omnistock.kernel.pictures import MOST_PIXELS, NotAPicture, TooManyPixels, drawn_anew
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization
from omnistock.tenancy.operation import operation

MOST_BYTES: Final = 2 * 1024 * 1024
# On paper a logo is at most 52 x 13 mm: this is 300 dots an inch, twice over for a screen.
_WIDTH, _HEIGHT = 1200, 320


@operation(POLICIES)
def change_logo(*, actor: Actor, parts: Iterable[bytes]) -> StoredFile:
    """Keep a PNG or JPEG of at most 2 MB and 12 million pixels as the logo, in place of the one before.

    Only a picture of it drawn anew is kept. Raises `FileTooLarge`, and `Invalid` for any other content.
    """
    picture = _drawn(_read(parts))
    organization = find_for_change(Organization.objects.all(), actor.organization_id, kind="workspace")
    before = logo_file(actor=actor)
    if before is not None:
        delete_file(actor=actor, file_id=before.pk)
    stored = store_file(
        actor=actor,
        name="logo.png",
        media_type="image/png",
        parts=[picture],
        subject_kind=LOGO,
        subject_id=organization.pk,
    )
    _tell(actor, organization, operation="identity.change_logo", before=before, after=stored)
    return stored


@operation(POLICIES)
def remove_logo(*, actor: Actor) -> None:
    """Papers carry the name alone again; nothing where there is no logo."""
    organization = find_for_change(Organization.objects.all(), actor.organization_id, kind="workspace")
    before = logo_file(actor=actor)
    if before is None:
        return
    delete_file(actor=actor, file_id=before.pk)
    _tell(actor, organization, operation="identity.remove_logo", before=before, after=None)


def _tell(
    actor: Actor, organization: Organization, *, operation: str, before: StoredFile | None, after: StoredFile | None
) -> None:
    record(
        actor=actor,
        operation=operation,
        subject_kind="organization",
        subject_id=organization.pk,
        subject_name=organization.name,
        before={"logo_bytes": before.size_bytes} if before else None,
        after={"logo_bytes": after.size_bytes} if after else None,
    )


def _read(parts: Iterable[bytes]) -> bytes:
    content = bytearray()
    for part in parts:
        content += part
        refuse_large(len(content), most_bytes=MOST_BYTES)
    return bytes(content)


def _drawn(content: bytes) -> bytes:
    try:
        return drawn_anew(content, most_width=_WIDTH, most_height=_HEIGHT)
    except NotAPicture as error:
        message = _("This is no PNG or JPEG picture that can be printed; choose one that opens in a picture viewer.")
        raise Invalid.at("file", message, "file_kind") from error
    except TooManyPixels as error:
        message = _("The picture has {width} x {height} pixels; at most {most} million are taken. Save a smaller one.")
        said = message.format(width=error.size.width, height=error.size.height, most=MOST_PIXELS // 1_000_000)
        raise Invalid.at("file", said, "too_many_pixels") from error
