"""A form that keeps itself: what is typed is kept on the server at each change, and stands there again when its page is
opened next, with a notice that says so and a button that forgets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from omnistock.domain.drafts.keeping import Draft, draft_of, drop_draft
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, lines_again
from omnistock.interfaces.web.form_state import FormState

if TYPE_CHECKING:
    from omnistock.interfaces.web.boundary import TenantRequest

# Never kept: they belong to the page that was shown, not to what was typed.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """`page` and `document` name the form to the script that keeps it; `draft` is what was found of it."""

    page: str
    document: str = ""
    draft: Draft | None = None

    def again(self, columns: Sequence[EntryColumn]) -> tuple[FormState, list[EntryLine]]:
        """The form and the lines of its grid as they were typed."""
        typed = self._typed()
        return FormState(values=typed), lines_again(typed, columns=columns)

    def _typed(self) -> QueryDict:
        """The kept fields as if they had just been posted."""
        found = QueryDict(mutable=True)
        for name, value in self.draft.fields if self.draft else ():
            found.appendlist(name, value)
        return found


def kept_form(request: TenantRequest, page: str, document: str = "") -> KeptForm:
    """The form of this page, with what the person has kept of it. A POST finds nothing: what it sends is newer."""
    draft = draft_of(actor=request.actor, page=page, document=document) if request.method == "GET" else None
    return KeptForm(page, document, draft)


def forget_form(request: TenantRequest, page: str, document: str = "") -> None:
    """The form was sent and is done."""
    drop_draft(actor=request.actor, page=page, document=document)


def typed_fields(sent: QueryDict) -> list[tuple[str, str]]:
    """What is worth keeping of a form."""
    return [(name, str(value)) for name, values in sent.lists() if name not in _NOT_TYPED for value in values]
