"""A form that keeps itself: what is typed is kept on the server at each change, and stands there again when its page is
opened next, with a notice that says so and a button that forgets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from omnistock.domain.drafts.keeping import Draft, draft_of, drop_draft
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, lines_again
from omnistock.interfaces.web.form_state import FormState
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor

if TYPE_CHECKING:
    from omnistock.interfaces.web.boundary import TenantRequest

# The forms that keep themselves, and what who fills one in may do.
FORMS: Final = MappingProxyType(
    {
        "receipt-new": "stock:write",
        "sales-order": "sales:write",
        "purchase-order": "purchasing:write",
        "transfer-new": "stock:write",
        "adjustment-new": "stock:write",
    }
)
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


def require_form(actor: Actor, page: str) -> None:
    """Raises `PermissionMissing` for who may not fill the form in, and for who may fill in none; `Invalid` for a form
    that there is not."""
    if page in FORMS:
        actor.require(FORMS[page])
    elif not any(actor.may(permission) for permission in FORMS.values()):
        actor.require("stock:write")
    else:
        raise Invalid.at("page", _("No form of this name keeps itself."), "unknown_choice")


def forget_form(request: TenantRequest, page: str, document: str = "") -> None:
    """The form was sent and is done."""
    drop_draft(actor=request.actor, page=page, document=document)


def typed_fields(sent: QueryDict) -> list[tuple[str, str]]:
    """What is worth keeping of a form."""
    return [(name, str(value)) for name, values in sent.lists() if name not in _NOT_TYPED for value in values]
