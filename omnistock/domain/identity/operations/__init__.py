"""Every write over people and workspaces, by use case."""

from omnistock.domain.identity.operations.api_keys import create_api_key, revoke_api_key
from omnistock.domain.identity.operations.invitations import accept_invitation, invite, withdraw_invitation
from omnistock.domain.identity.operations.logo import change_logo, remove_logo
from omnistock.domain.identity.operations.members import change_member, end_membership
from omnistock.domain.identity.operations.people import register_person
from omnistock.domain.identity.operations.profile import change_profile
from omnistock.domain.identity.operations.workspaces import change_workspace, create_workspace

__all__ = [
    "accept_invitation",
    "change_logo",
    "change_member",
    "change_profile",
    "change_workspace",
    "create_api_key",
    "create_workspace",
    "end_membership",
    "invite",
    "register_person",
    "remove_logo",
    "revoke_api_key",
    "withdraw_invitation",
]
