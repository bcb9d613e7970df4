"""The organization's own mark, as every paper prints it: one PNG, drawn anew when it came (`kernel.pictures`)."""

from __future__ import annotations

from typing import Final

from omnistock.domain.files.models import StoredFile
from omnistock.domain.files.storing import read_file
from omnistock.tenancy.actor import Actor

LOGO: Final = "logo"


def logo_file(*, actor: Actor) -> StoredFile | None:
    """The file's row, without its bytes; None where there is no logo."""
    return StoredFile.objects.filter(subject_kind=LOGO, subject_id=actor.organization_id).order_by("-id").first()


def logo_of(*, actor: Actor) -> bytes:
    """The PNG; empty where there is none. In two or three statements, for whoever may see a paper."""
    file = logo_file(actor=actor)
    return read_file(actor=actor, file_id=file.pk) if file else b""
