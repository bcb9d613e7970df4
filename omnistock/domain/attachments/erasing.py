"""Forgetting the papers of somebody who is erased. Whoever calls has judged that and writes it down."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.attachments.models import Attachment
from omnistock.domain.files.storing import delete_file
from omnistock.domain.parties.kinds import PartyKind
from omnistock.tenancy.actor import Actor


def forget_papers(kind: PartyKind, *, actor: Actor, party_id: UUID) -> int:
    """Take away every paper that was put to a customer or supplier, whoever put it there; answers how many."""
    papers = Attachment.objects.filter(**{f"{kind.noun}_id": party_id})
    files = list(papers.values_list("file_id", flat=True))
    papers.delete()
    for file_id in files:
        delete_file(actor=actor, file_id=file_id)
    return len(files)
