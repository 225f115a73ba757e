"""Who reaches the engine, and not the keys, can act as nobody: what did not come from the door changes nothing in a case."""

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from temporalio.client import WorkflowUpdateFailedError

from adapters.store.alarms import open_alarms
from adapters.store.audit.chain import entries_of
from adapters.store.cases.ended_cases import steps_done
from adapters.store.engine import open_session
from commands.cases.retracing import retrace
from domain.alarms import Alarm, AlarmKind
from domain.audit.entry import HOUSE, AuditEntry
from domain.case.acts.act import Act
from domain.case.authenticity.acts import certified
from domain.case.authenticity.authenticator import Keyring
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from tests.activities.casework import KEYRING
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

ONE_OFF = "compute_centre_construction"
NEW_KEY, GUESSED = b"the key that came after, 32 bytes", b"a key that a stranger has made up"
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def forged_in(office: Office) -> list[AuditEntry]:
    return [each for each in entries_of(office.engine, HOUSE) if each.action == "act:forged"]


def alarmed(office: Office) -> dict[str, Alarm]:
    with open_session(office.engine) as session:
        return open_alarms(session, AlarmKind.FORGED_ACT)


async def refusal_of(case: WalkedCase, act: Act) -> str:
    """Send an act over plain gRPC, as it is; what is said."""
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await case.handle.execute_update(act.kind, act, id=uuid.uuid4().hex, result_type=Progress)
    return str(failed.value.cause)


async def test_what_did_not_come_from_the_door_changes_nothing_is_recorded_once_and_the_case_goes_on(
    office: Office,
) -> None:
    case, other = await office.file(ONE_OFF), await office.file(ONE_OFF, 2)
    before, mails = await case.progress(), len(office.mails)
    accept = case.make("check_completeness", decision="accept")
    bearing = case.certified(accept)
    invented = accept.by.model_copy(update={"account": "0" * 32})
    number = case.plan.case_number
    forged = [
        accept.model_copy(update={"id": "1", "by": invented}),
        bearing.model_copy(update={"id": "2"}),
        bearing.model_copy(update={"id": "3", "by": invented}),
        other.certified(accept.model_copy(update={"id": "4"})),
        certified(Keyring((GUESSED,)), number, accept.model_copy(update={"id": "5"}), NOW),
        certified(
            KEYRING, number, case.make("withdraw", "applicant", id="6", reason="计划调整"), NOW
        ).model_copy(update={"reason": "另有安排"}),
    ]
    for act in forged:
        assert "未通过真实性校验" in await refusal_of(case, act)
    assert (await case.progress()) == before
    assert "未通过真实性校验" in await refusal_of(case, forged[0])
    recorded = forged_in(office)
    assert list(alarmed(office)) == [number]
    assert len(office.mails) == mails + 1
    assert [(each.subject.partition("/")[0], each.account) for each in recorded] == [
        (number, "system")
    ] * len(forged)
    assert "0" * 32 not in "".join(each.model_dump_json() for each in recorded)

    office.case_office = replace(office.case_office, keyring=Keyring((NEW_KEY, *KEYRING.keys)))
    answer = await case.handle.execute_update(
        "check_completeness", bearing, id=bearing.id, result_type=Progress
    )
    assert answer.stage is Stage.LEAD_REVIEW  # sent with the key before

    office.case_office = replace(office.case_office, keyring=Keyring((NEW_KEY,)))
    review = case.make("review", decision="approve")
    removed = certified(KEYRING, number, review, NOW)
    assert "未通过真实性校验" in await refusal_of(case, removed.model_copy(update={"id": "7"}))
    assert (await case.send(review)).stage is Stage.SIGN_OFF
    assert len(forged_in(office)) == len(forged) + 1
    again = await asyncio.to_thread(
        retrace, number, await asyncio.to_thread(steps_done, office.engine, number)
    )
    assert again.given.state.progress == await case.progress()
    assert again.unanswered == ()
