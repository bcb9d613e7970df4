"""Who may enter, and what they may do there."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.identity.operations import (
    accept_invitation,
    change_member,
    change_profile,
    end_membership,
    invite,
    withdraw_invitation,
)
from omnistock.domain.identity.operations.invitations import AlreadyMember, InvitationNotUsable, parse_invitation
from omnistock.domain.identity.operations.members import LastOwner
from omnistock.domain.identity.queries import member, members, open_invitations, workspaces_of
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actors import actor_for_person
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Invitation, Membership
from tests import make
from tests.make import Company
from tests.personas import ANIL, ARUN, ASHA, INES, MAYA, MEENA, OTTO, RAVI, VIDYA, Persona

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def membership_of(persona: Persona) -> Membership:
    return Membership.objects.get(person__email=persona.email)


def accept(token: str, persona: Persona, *, at: dt.datetime | None = None) -> Membership:
    organization_id, secret = parse_invitation(token)
    with tenant_boundary(organization_id):
        return accept_invitation(
            person_id=make.person(persona).pk, email=persona.email, secret=secret, now=at or timezone.now()
        )


class TestInvitations:
    def test_whoever_has_the_link_joins_with_its_role(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = invite(actor=asha, role="warehouse", warehouse_ids=[make.main_warehouse().pk])
        accept(made.token, RAVI)
        with pharma.acting(ASHA):
            ravi = pharma.actor(RAVI)
            assert (ravi.role, ravi.sees_costs, ravi.warehouse_ids) == (
                "warehouse",
                False,
                frozenset({make.main_warehouse().pk}),
            )
            accepted = AuditEvent.objects.get(operation="identity.accept_invitation")
            assert accepted.actor_name == RAVI.name

    def test_the_secret_is_kept_as_a_digest_only(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = invite(actor=asha, role="viewer")
            secret = parse_invitation(made.token)[1]
            assert secret.encode() not in bytes(Invitation.objects.get().secret_hash)
            assert secret not in str(list(AuditEvent.objects.values()))

    def test_it_works_once(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            token = invite(actor=asha, role="viewer").token
        accept(token, VIDYA)
        with pytest.raises(InvitationNotUsable, match="used already"):
            accept(token, ARUN)

    def test_it_is_over_after_seven_days(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            token = invite(actor=asha, role="viewer").token
        with pytest.raises(InvitationNotUsable, match="seven days"):
            accept(token, VIDYA, at=timezone.now() + WEEK)
        with pharma.acting(ASHA, at=timezone.now() + WEEK) as asha:
            assert open_invitations(actor=asha) == []

    def test_it_can_be_withdrawn(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = invite(actor=asha, role="viewer")
            assert open_invitations(actor=asha) == [made.invitation]
            withdraw_invitation(actor=asha, invitation_id=made.invitation.pk)
            with pytest.raises(NotFound):
                withdraw_invitation(actor=asha, invitation_id=made.invitation.pk)
        with pytest.raises(InvitationNotUsable, match="withdrawn"):
            accept(made.token, VIDYA)

    @pytest.mark.parametrize("what", ["ended", "demoted"])
    def test_its_maker_takes_no_way_back_along(self, pharma: Company, what: str) -> None:
        with pharma.acting(ANIL) as anil:
            token = invite(actor=anil, role="admin").token
            own = membership_of(ANIL).pk
        with pharma.acting(ASHA) as asha:
            owners = invite(actor=asha, role="owner").token
            assert len(open_invitations(actor=asha)) == 2
            if what == "ended":
                end_membership(actor=asha, membership_id=own)
            else:
                change_member(actor=asha, membership_id=own, changes={"role": "manager"})
            assert [each.role for each in open_invitations(actor=asha)] == ["owner"]
        with pytest.raises(InvitationNotUsable, match="withdrawn"):
            accept(token, ANIL if what == "ended" else VIDYA)
        pharma.limit(VIDYA, role="owner")
        with pharma.acting(VIDYA) as vidya:
            change_member(actor=vidya, membership_id=membership_of(ASHA).pk, changes={"role": "admin"})
        with pytest.raises(InvitationNotUsable, match="withdrawn"):  # an admin makes no owner, by no old link either
            accept(owners, OTTO)

    def test_one_for_an_address_is_for_nobody_else(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            token = invite(actor=asha, role="viewer", email="Vidya@Example.com").token
        with pytest.raises(InvitationNotUsable, match="for vidya@"):
            accept(token, OTTO)
        assert accept(token, VIDYA).role == "viewer"

    @pytest.mark.parametrize("token", ["", "x", "_", "no-uuid_secret", f"{UUID(int=7).hex}_{'0' * 48}", "\x00_\x00"])
    def test_a_link_that_never_was(self, pharma: Company, token: str) -> None:
        with pytest.raises(NotFound):
            accept(token, VIDYA)

    def test_a_link_of_another_organization_opens_nothing_here(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        with other.acting(OTTO) as otto:
            secret = parse_invitation(invite(actor=otto, role="owner").token)[1]
        with pytest.raises(NotFound):
            accept(f"{pharma.id.hex}_{secret}", VIDYA)

    def test_who_is_a_member_stays_as_they_are(self, pharma: Company) -> None:
        pharma.join(VIDYA)
        with pharma.acting(ASHA) as asha:
            token = invite(actor=asha, role="admin").token
        with pytest.raises(AlreadyMember):
            accept(token, VIDYA)

    def test_who_left_comes_back_by_a_new_invitation(self, pharma: Company) -> None:
        pharma.join(VIDYA)
        with pharma.acting(ASHA) as asha:
            end_membership(actor=asha, membership_id=membership_of(VIDYA).pk)
            token = invite(actor=asha, role="sales").token
        assert accept(token, VIDYA).role == "sales"

    def test_wrong_input_is_told_at_once(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                invite(actor=asha, role="king", email="nobody", warehouse_ids=[uuid7()])
            assert [fault.pointer for fault in refusal.value.faults] == ["role", "email", "warehouse_ids"]

    def test_it_needs_the_permission(self, pharma: Company) -> None:
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            invite(actor=maya, role="viewer")

    def test_an_admin_makes_no_owner(self, pharma: Company) -> None:
        with pharma.acting(ANIL) as anil, pytest.raises(PermissionMissing, match="owner"):
            invite(actor=anil, role="owner")

    def test_a_key_invites_nobody(self, pharma: Company) -> None:
        with pharma.acting(INES) as ines, pytest.raises(PermissionMissing, match="Only a person"):
            invite(actor=ines, role="viewer")


class TestMembers:
    def test_role_switches_and_warehouses_change_as_one(self, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha:
            main, ravi = make.main_warehouse().pk, membership_of(RAVI)
            changes: dict[str, Any] = {"role": "manager", "sees_costs": True, "warehouse_ids": [main]}
            changed = change_member(actor=asha, membership_id=ravi.pk, changes=changes, expected_version=1)
            assert (changed.role, changed.version) == ("manager", 2)
            assert pharma.actor(RAVI).warehouse_ids == frozenset({main})
            event = AuditEvent.objects.get(operation="identity.change_member")
            assert event.before == {"role": "warehouse", "sees_costs": False, "warehouse_ids": None}
            assert event.after == {"role": "manager", "sees_costs": True, "warehouse_ids": [str(main)]}
            change_member(actor=asha, membership_id=ravi.pk, changes={"warehouse_ids": None})
            assert pharma.actor(RAVI).warehouse_ids is None

    def test_a_limit_to_other_warehouses_is_a_change_too(self, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha:
            main, second = make.main_warehouse().pk, make.warehouse(actor=asha).pk
            ravi = membership_of(RAVI).pk
            change_member(actor=asha, membership_id=ravi, changes={"warehouse_ids": [main]})
            changed = change_member(actor=asha, membership_id=ravi, changes={"warehouse_ids": [second]})
            assert changed.version == 3
            assert member(actor=asha, membership_id=ravi).warehouses == ((second, f"Warehouse {second_code(second)}"),)

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"role": "king"}, "role"),
            ({"warehouse_ids": []}, "warehouse_ids"),
            ({"warehouse_ids": [uuid7()]}, "warehouse_ids"),
            ({"name": "x"}, "name"),
        ],
    )
    def test_it_names_what_is_wrong(self, pharma: Company, changes: dict[str, Any], pointer: str) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha:
            with pytest.raises(Invalid) as refusal:
                change_member(actor=asha, membership_id=membership_of(RAVI).pk, changes=changes)
            assert [fault.pointer for fault in refusal.value.faults] == [pointer]

    def test_a_warehouse_of_another_organization_is_not_there(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        with other.acting(OTTO):
            theirs = make.main_warehouse().pk
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha, pytest.raises(Invalid):
            change_member(actor=asha, membership_id=membership_of(RAVI).pk, changes={"warehouse_ids": [theirs]})

    def test_a_member_of_another_organization_is_not_there(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        with other.acting(OTTO):
            otto = membership_of(OTTO).pk
        with pharma.acting(ASHA) as asha, pytest.raises(NotFound):
            end_membership(actor=asha, membership_id=otto)

    def test_the_last_owner_stays(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            own = membership_of(ASHA).pk
            with pytest.raises(LastOwner):
                end_membership(actor=asha, membership_id=own)
            with pytest.raises(LastOwner):
                change_member(actor=asha, membership_id=own, changes={"role": "viewer"})

    def test_one_of_two_owners_may_go(self, pharma: Company) -> None:
        pharma.limit(ANIL, role="owner")
        with pharma.acting(ANIL) as anil:
            end_membership(actor=anil, membership_id=membership_of(ASHA).pk)
            assert [row.name for row in members(actor=anil)] == [ANIL.name]
            assert [row.name for row in members(actor=anil, ended=True)] == [ASHA.name]

    def test_who_left_has_no_actor(self, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha:
            end_membership(actor=asha, membership_id=membership_of(RAVI).pk)
            left = actor_for_person(
                organization_id=pharma.id, person_id=make.person(RAVI).pk, door="web", now=timezone.now()
            )
            assert left is None

    @pytest.mark.parametrize("changes", [{"role": "viewer"}, {"sees_costs": False}])
    def test_an_admin_touches_no_owner(self, pharma: Company, changes: dict[str, Any]) -> None:
        with pharma.acting(ANIL) as anil:
            own, asha = membership_of(ANIL).pk, membership_of(ASHA).pk
            with pytest.raises(PermissionMissing, match="owner"):
                change_member(actor=anil, membership_id=asha, changes=changes)
            with pytest.raises(PermissionMissing, match="owner"):
                change_member(actor=anil, membership_id=own, changes={"role": "owner"})
            with pytest.raises(PermissionMissing, match="owner"):
                end_membership(actor=anil, membership_id=asha)

    @pytest.mark.parametrize(
        ("limit", "wider"),
        [
            ({"sees_costs": False}, {"sees_costs": True}),
            ({"sees_only_own_customers": True}, {"sees_only_own_customers": False}),
            ({"warehouse_ids": ["main"]}, {"warehouse_ids": None}),
            ({"warehouse_ids": ["main"]}, {"warehouse_ids": ["second"]}),
        ],
    )
    def test_who_has_limits_lifts_nobody_over_them(
        self, pharma: Company, limit: dict[str, Any], wider: dict[str, Any]
    ) -> None:
        pharma.join(RAVI)
        pharma.join(ANIL)
        with pharma.acting(ASHA) as asha:
            places = {"main": make.main_warehouse().pk, "second": make.warehouse(actor=asha).pk}
            limit, wider = (
                {name: [places[each] for each in value] if isinstance(value, list) else value for name, value in of}
                for of in (limit.items(), wider.items())
            )
            for persona in (ANIL, RAVI):
                change_member(actor=asha, membership_id=membership_of(persona).pk, changes=limit)
        with pharma.acting(ANIL) as anil:
            own, ravi = membership_of(ANIL).pk, membership_of(RAVI).pk
            (name,) = wider
            for ask in (
                lambda: change_member(actor=anil, membership_id=own, changes=wider),
                lambda: change_member(actor=anil, membership_id=ravi, changes=wider),
                lambda: invite(actor=anil, role="viewer", **limit | wider),
            ):
                with pytest.raises(Invalid) as refusal:
                    ask()
                assert [(each.pointer, each.code) for each in refusal.value.faults] == [(name, "beyond_own_sight")]
            change_member(actor=anil, membership_id=ravi, changes={"role": "sales", **limit})
            assert invite(actor=anil, role="viewer", **limit)

    def test_what_lies_beyond_whoever_saves_a_member_stays_theirs(self, pharma: Company) -> None:
        for persona in (RAVI, ANIL):
            pharma.join(persona)
        with pharma.acting(ASHA) as asha:
            main, near, far = make.main_warehouse().pk, make.warehouse(actor=asha).pk, make.warehouse(actor=asha).pk
            ravi = membership_of(RAVI).pk
            change_member(actor=asha, membership_id=ravi, changes={"warehouse_ids": [near, far]})
            change_member(actor=asha, membership_id=membership_of(ANIL).pk, changes={"warehouse_ids": [main, near]})
        with pharma.acting(ANIL) as anil:
            seen = member(actor=anil, membership_id=ravi)
            assert ([each for each, _name in seen.warehouses or ()], seen.beyond) == ([near], 1)
            change_member(actor=anil, membership_id=ravi, changes={"warehouse_ids": [main]})
            assert pharma.actor(RAVI).warehouse_ids == {main, far}
            change_member(actor=anil, membership_id=ravi, changes={"warehouse_ids": []})
            assert pharma.actor(RAVI).warehouse_ids == {far}

    def test_it_refuses_an_old_version(self, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha, pytest.raises(VersionConflict):
            end_membership(actor=asha, membership_id=membership_of(RAVI).pk, expected_version=9)

    def test_the_list_takes_the_same_statements_for_more_people(
        self, pharma: Company, django_assert_num_queries: Any
    ) -> None:
        with pharma.acting(ASHA) as asha, django_assert_num_queries(3):
            assert len(members(actor=asha)) == 1
        for persona in (RAVI, MEENA, VIDYA):
            pharma.join(persona)
        with pharma.acting(ASHA) as asha, django_assert_num_queries(3):
            assert len(members(actor=asha)) == 4


def second_code(warehouse_id: Any) -> str:
    from omnistock.domain.warehouses.models import Warehouse

    return Warehouse.objects.get(pk=warehouse_id).code


class TestWorkspaces:
    def test_a_person_sees_their_own_before_one_is_chosen(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Alpha Trading", gstin="")
        other.join(ASHA)
        asha = make.person(ASHA).pk
        with person_boundary(asha):
            assert [(row.id, row.role) for row in workspaces_of(person_id=asha)] == [
                (other.id, "owner"),
                (pharma.id, "owner"),
            ]

    def test_another_persons_are_not_seen(self, pharma: Company) -> None:
        with person_boundary(make.person(OTTO).pk):
            assert workspaces_of(person_id=make.person(ASHA).pk) == []

    def test_those_that_one_left_are_not_shown(self, pharma: Company) -> None:
        pharma.join(RAVI)
        with pharma.acting(ASHA) as asha:
            end_membership(actor=asha, membership_id=membership_of(RAVI).pk)
        ravi = make.person(RAVI).pk
        with person_boundary(ravi):
            assert workspaces_of(person_id=ravi) == []


class TestProfile:
    def test_it_changes_what_is_sent(self) -> None:
        asha = make.person(ASHA)
        changed = change_profile(person_id=asha.pk, changes={"theme": "dark", "language": "hi", "single_keys": False})
        assert (changed.theme, changed.language, changed.single_keys, changed.name) == ("dark", "hi", False, ASHA.name)

    @pytest.mark.parametrize("changes", [{"name": ""}, {"theme": "pink"}, {"language": "xx"}, {"email": "x@y.zz"}])
    def test_it_names_what_is_wrong(self, changes: dict[str, Any]) -> None:
        with pytest.raises(Invalid) as refusal:
            change_profile(person_id=make.person(ASHA).pk, changes=changes)
        assert [fault.pointer for fault in refusal.value.faults] == list(changes)
