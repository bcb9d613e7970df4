"""Requests about personal data: their clocks, who may see what, what an answer carries."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from omnistock.domain.consent.queries import consents_of
from omnistock.domain.notifications.notices import choose_notices
from omnistock.domain.privacy.checks import CHECKS
from omnistock.domain.rights import queries
from omnistock.domain.rights.account_bundle import KNOWS_A_PERSON, bundle_of_account
from omnistock.domain.rights.calendar import add_holiday, clocks, is_known
from omnistock.domain.rights.letters import letter
from omnistock.domain.rights.models import PrincipalRequest, RightsMessage, RightsRequest
from omnistock.domain.rights.operations import (
    Filed,
    NewRequest,
    OfficerMissing,
    RequestClosed,
    acknowledge,
    answer_principal_request,
    ask_for_proof,
    close_request,
    delete_requests_before,
    file_request,
    hand_on,
    prove_address,
    record_principal_request,
    reply,
    take_bundle,
    told_late,
)
from omnistock.domain.rights.words import Officer
from omnistock.kernel.business_days import business_day_after
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.tenancy.boundary import tenant_boundary
from tests import make
from tests.personas import ASHA, MAYA, OTTO

OFFICER = Officer("Nobody In Particular", "grievance@example.com", "Demo Operator", "1 Example Road, Pune")
NAMED = {
    "GRIEVANCE_OFFICER_NAME": OFFICER.name,
    "GRIEVANCE_EMAIL": OFFICER.email,
    "PRIVACY_EMAIL": "privacy@example.com",
}

pytestmark = pytest.mark.django_db


def filed(*, now: dt.datetime | None = None, **values: str) -> Filed:
    usual = {"kind": "access", "name": "Tara Sen", "email": "tara@example.com"}
    return file_request(asked=NewRequest(**usual | values), language="en", now=now or timezone.now())


class TestTheClocks:
    def test_seven_business_days_step_over_weekends_and_holidays(self) -> None:
        holidays = {dt.date(2026, 12, 25)}
        assert business_day_after(dt.date(2026, 12, 18), count=7, holidays=holidays) == dt.date(2026, 12, 30)
        assert business_day_after(dt.date(2026, 12, 18), count=7, holidays=()) == dt.date(2026, 12, 29)

    def test_a_request_has_both_by_the_day_in_india(self) -> None:
        late_in_india = dt.datetime(2026, 10, 14, 20, tzinfo=dt.UTC)  # the 15th there; the 20th is Dussehra
        assert clocks(late_in_india) == (dt.date(2026, 10, 27), dt.date(2026, 11, 14))

    def test_a_holiday_that_is_added_moves_later_requests_alone(self) -> None:
        moment = dt.datetime(2027, 4, 5, 6, tzinfo=dt.UTC)
        assert not is_known(2027)
        before = filed(now=moment).request
        add_holiday(day=dt.date(2027, 4, 7), name="Example day", source="a gazette", now=moment)
        assert is_known(2027)
        assert filed(now=moment).request.acknowledge_by == before.acknowledge_by + dt.timedelta(days=1)
        before.refresh_from_db()
        assert before.acknowledge_by == dt.date(2027, 4, 14)

    def test_the_late_ones_are_named_and_break_the_promise(self, settings) -> None:
        settings.OPERATOR = NAMED
        now = timezone.now()
        request = filed(now=now - dt.timedelta(days=15)).request
        assert CHECKS["P16"](now).result == "failed"
        assert any(request.reference in line for line in told_late(now=now))
        acknowledge(request_id=request.pk, by="Staff", officer=OFFICER, now=now)
        assert CHECKS["P16"](now).result == "passed"
        assert queries.queue_row(request_id=request.pk, now=now).is_acknowledged_late, "the breach stays to be seen"
        assert CHECKS["P16"](now + dt.timedelta(days=20)).result == "failed"


class TestFiling:
    def test_every_fault_at_once(self) -> None:
        with pytest.raises(Invalid) as refusal:
            filed(kind="grievance", name="", email="nonsense")
        assert {fault.pointer for fault in refusal.value.faults} == {"name", "email", "text"}
        with pytest.raises(Invalid):
            filed(kind="nomination")
        assert not RightsRequest.objects.exists()

    def test_an_address_with_an_account_gets_what_any_other_gets(self) -> None:
        known = filed(email=make.person(ASHA).email).request
        other = filed(email="nobody@example.com").request
        assert (known.person_reference, known.proof) == (other.person_reference, other.proof) == (None, "none")

    def test_signed_in_it_is_proved_and_in_the_accounts_own_name(self) -> None:
        person = make.person(ASHA)
        asked = NewRequest(kind="correction", name="Forged", email="forged@example.com", text="My name is misspelt")
        made = file_request(asked=asked, language="en", now=timezone.now(), person_id=person.pk).request
        assert (made.name, made.email, made.proof) == (person.name, person.email, "in_app")

    def test_who_filed_it_never_sees_what_the_address_is_told(self) -> None:
        """Somebody files in another's name, the other proves the address: the first link still shows the state alone."""
        made = filed()
        answer = ask_for_proof(request_id=made.request.pk, base_address="https://x/", officer=OFFICER)
        token = answer.text.split("https://x/")[1].split()[0]
        assert answer.to == "tara@example.com"
        for wrong in (made.follow_token, "x", ""):
            with pytest.raises(NotFound):
                prove_address(token=wrong, now=timezone.now())
        assert prove_address(token=token, now=timezone.now()).proof == "link"
        with pytest.raises(NotFound):
            queries.by_proof(token=made.follow_token, now=timezone.now())
        with pytest.raises(NotFound):
            queries.followed(token=token, now=timezone.now())
        with pytest.raises(RequestClosed):
            ask_for_proof(request_id=made.request.pk, base_address="https://x/", officer=OFFICER)


class TestAnswering:
    def test_every_answer_carries_the_contact_and_the_last_one_the_way_to_the_board(self) -> None:
        request, now = filed().request, timezone.now()
        first = acknowledge(request_id=request.pk, by="Staff", officer=OFFICER, now=now)
        again = acknowledge(request_id=request.pk, by="Staff", officer=OFFICER, now=now)
        assert first.text == again.text
        said = reply(request_id=request.pk, text="We look for it.", by="Staff", officer=OFFICER, now=now)
        last = close_request(
            request_id=request.pk, outcome="met", text="Here it is.", by="Staff", officer=OFFICER, now=now
        )
        assert all(OFFICER.email in each.text and OFFICER.name in each.text for each in (first, said, last))
        assert "Data Protection Board" in last.text
        assert [each.kind for each in queries.messages_of(request_id=request.pk)] == [
            "received",
            "acknowledgement",
            "reply",
            "closing",
        ]
        with pytest.raises(RequestClosed):
            reply(request_id=request.pk, text="More", by="Staff", officer=OFFICER, now=now)
        row = queries.queue_row(request_id=request.pk, now=now)
        (closing,) = RightsMessage.objects.filter(request_id=request.pk, kind="closing")
        made = letter(request=row, message=closing, officer=OFFICER)
        assert made.startswith(b"%PDF")
        assert made == letter(request=row, message=closing, officer=OFFICER)

    def test_without_a_contact_nothing_is_answered(self) -> None:
        request = filed().request
        nobody = Officer("", "", "", "")
        with pytest.raises(OfficerMissing):
            acknowledge(request_id=request.pk, by="Staff", officer=nobody, now=timezone.now())
        assert queries.queue_row(request_id=request.pk, now=timezone.now()).status == "open"

    def test_it_is_handed_on_to_the_workspace_that_keeps_the_data(self) -> None:
        pharma = make.organization()
        request = filed(workspace_name="Demo Pharma", text="What do you have of me?").request
        answer = hand_on(
            request_id=request.pk, organization_id=pharma.id, by="Staff", officer=OFFICER, now=timezone.now()
        )
        assert "Demo Pharma" in answer.text
        with pharma.acting(ASHA) as asha:
            (row,) = queries.principal_requests(actor=asha).items
            assert (row.reference, row.name, row.email) == (request.reference, "Tara Sen", "tara@example.com")

    def test_what_was_answered_is_forgotten_after_its_time(self) -> None:
        request, now = filed().request, timezone.now()
        assert delete_requests_before(moment=now + dt.timedelta(days=1)) == 0, "it is open"
        close_request(request_id=request.pk, outcome="refused", text="No.", by="Staff", officer=OFFICER, now=now)
        assert delete_requests_before(moment=now) == 0
        assert delete_requests_before(moment=now + dt.timedelta(days=1)) == 1
        assert not RightsMessage.objects.exists()


class TestAWorkspacesOwn:
    def test_it_answers_with_what_it_holds(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, name="Tara Sen", email="tara@example.com", phone="+91 98765 43210")
            make.customer(actor=asha, name="Somebody Else", email="else@example.com")
            values = {"kind": "access", "name": "Tara Sen", "phone": "098765-43210"}
            row = record_principal_request(actor=asha, values=values)
            bundle = take_bundle(actor=asha, principal_request_id=row.pk)
            data = json.loads(bundle.as_json())["sections"]
            assert [each["found_by"] for each in data["customers"]["records"]] == ["phone"]
            assert data["customer_addresses"]["records"][0]["postal_code"] == "400050"
            assert b"else@example.com" not in bundle.as_json()
            done = answer_principal_request(
                actor=asha, principal_request_id=row.pk, outcome="met", answer="Sent by post."
            )
            assert done.answered_at == asha.now

    def test_it_needs_the_permission_and_the_workspace(self) -> None:
        pharma, others = make.organization(), make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with pharma.acting(ASHA) as asha:
            row = record_principal_request(
                actor=asha, values={"kind": "erasure", "name": "Tara", "email": "t@example.com"}
            )
        with pharma.acting(MAYA) as maya, pytest.raises(PermissionMissing):
            queries.principal_request(actor=maya, principal_request_id=row.pk)
        with others.acting(OTTO) as otto, pytest.raises(NotFound):
            take_bundle(actor=otto, principal_request_id=row.pk)
        with tenant_boundary(pharma.id):
            assert PrincipalRequest.objects.get().answered_at is None


class TestConsent:
    def test_an_opt_in_is_proved_with_its_words_and_taken_back(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            for kinds in (["stock_count_completed"], ["stock_count_completed"], []):
                choose_notices(actor=asha, mail=kinds)
        found = consents_of(person_id=make.person(ASHA).pk)
        assert [(each.purpose, each.action) for each in found] == [
            ("notice:stock_count_completed", "given"),
            ("notice:stock_count_completed", "withdrawn"),
        ]
        assert all(each.notice_version and "A stock count was approved" in each.text for each in found)

    @pytest.mark.parametrize("change", ["UPDATE consent_event SET text = 'x'", "DELETE FROM consent_event"])
    def test_nothing_of_it_can_be_changed(self, change: str) -> None:
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


class TestTheBundle:
    def test_it_holds_what_every_table_says_of_the_person(self) -> None:
        pharma = make.organization()
        person = make.person(ASHA)
        with pharma.acting(ASHA) as asha:
            choose_notices(actor=asha, mail=["stock_count_completed"])
        asked = NewRequest(kind="grievance", text="It is slow")
        file_request(asked=asked, language="en", now=timezone.now(), person_id=person.pk)
        bundle = bundle_of_account(person_id=person.pk, now=timezone.now())
        data = json.loads(bundle.as_json())["sections"]
        assert data["account"]["records"][0]["email"] == ASHA.email
        assert data["memberships"]["records"][0]["workspace"] == "Demo Pharma"
        assert data["messages"]["records"][0]["text"] == "It is slow"
        assert {"notices", "done", "consents", "requests"} <= {name for name, each in data.items() if each["records"]}
        assert person.password not in bundle.as_json().decode()

    def test_no_table_of_the_installation_is_left_out(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                "WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
                "AND a.attname IN ('email', 'recipient', 'person_id', 'person_reference', 'user_id') AND NOT EXISTS ("
                "SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organization_id' AND NOT o.attisdropped)"
            )
            found = {row[0] for row in cursor.fetchall()}
        assert found - set(KNOWS_A_PERSON) - {"organization"} == set(), "show it in the bundle of an account"
