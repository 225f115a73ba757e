"""Officials are told of their turns: bundled by the half hour, once a day, or never; and before a last day."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlmodel import col, select
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.people.desk_rounds import make_round, tell_of_what_was_left
from activities.people.turns import write_turns
from adapters.store.engine import open_session, transaction
from adapters.store.people.turns import choose
from adapters.store.schema import AccountRow, Mail
from adapters.temporal.starting import open_desk_round
from domain.desk_round import DESK_ROUND_ID, TURN_OPENED
from domain.office_mail import OfficeMailFacts, OfficeMailKind
from domain.people.notifications import NotificationChoice, Pace
from tests.workflows.mornings import morning_activities
from tests.workflows.office import Office
from tests.workflows.time.test_urging import employ
from workflows.office.desk_round import DeskRound
from workflows.registry import runner

CODE = "compute_centre_construction"
TURNS = (OfficeMailKind.TURN_OPENED, OfficeMailKind.LAST_DAY, OfficeMailKind.DAILY_TURNS)


@pytest_asyncio.fixture
async def rounds(temporal: WorkflowEnvironment, task_queue: str, office: Office) -> AsyncIterator[None]:
    """The round of the desks, on the office's store; it ends with the test."""
    doing = [verb.at(office.case_office) for verb in (make_round, tell_of_what_was_left, write_turns)]
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            temporal.client,
            task_queue=task_queue,
            workflows=[DeskRound],
            activities=[*doing, *morning_activities()],
            activity_executor=threads,
            workflow_runner=runner(),
        ):
            await open_desk_round(temporal.client, task_queue)
            yield
            await temporal.client.get_workflow_handle(DESK_ROUND_ID).terminate("the test is over")


async def pass_time(temporal: WorkflowEnvironment, lasts: timedelta) -> None:
    handle = temporal.client.get_workflow_handle(DESK_ROUND_ID)
    await handle.signal(TURN_OPENED)
    await temporal.fast_forward(handle, lasts)


def told(office: Office) -> list[tuple[OfficeMailKind, str, OfficeMailFacts]]:
    asked = select(Mail).where(col(Mail.event).in_(TURNS)).order_by(col(Mail.created_at), col(Mail.recipient))
    with open_session(office.engine) as session:
        rows = session.exec(asked).all()
    return [
        (OfficeMailKind(row.event), row.recipient, OfficeMailFacts.model_validate(row.facts)) for row in rows
    ]


async def until_told(office: Office, number: int) -> list[tuple[OfficeMailKind, str, OfficeMailFacts]]:
    async with asyncio.timeout(30):
        while len(found := told(office)) < number:
            await asyncio.sleep(0.05)
    return found


def chosen(office: Office, username: str, **choice: Pace) -> None:
    with transaction(office.engine) as session:
        account = session.exec(select(AccountRow.id).where(AccountRow.username == username)).one()
        choose(session, account, NotificationChoice(**choice))


async def test_turns_of_half_an_hour_are_one_mail_to_each_person_and_name_no_applicant(
    temporal: WorkflowEnvironment, rounds: None, office: Office
) -> None:
    employ(office, "zhao", "development_and_reform")
    employ(office, "qian", "development_and_reform")
    employ(office, "li", "taxation")
    cases = [await office.file(CODE) for _ in range(3)]
    await pass_time(temporal, timedelta(hours=1))
    mails = await until_told(office, 2)
    assert [(kind, to) for kind, to, _ in mails] == [
        (OfficeMailKind.TURN_OPENED, "qian@example.com"),
        (OfficeMailKind.TURN_OPENED, "zhao@example.com"),
    ]
    for _, _, facts in mails:
        assert {line.case_number for line in facts.cases} == {case.plan.case_number for case in cases}
        assert "云枢" not in str(facts)
    await pass_time(temporal, timedelta(hours=1))
    assert len(told(office)) == 2


async def test_a_turn_that_is_over_before_its_mail_is_not_told(
    temporal: WorkflowEnvironment, rounds: None, office: Office
) -> None:
    employ(office, "zhao", "development_and_reform")
    gone, stays = await office.file(CODE), await office.file(CODE)
    await gone.act(
        "check_completeness", "development_and_reform", decision="refuse", reason="不属于支持范围。"
    )
    await pass_time(temporal, timedelta(hours=1))
    ((_, _, facts),) = await until_told(office, 1)
    assert [line.case_number for line in facts.cases] == [stays.plan.case_number]


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (Pace.AT_ONCE, OfficeMailKind.TURN_OPENED),
        (Pace.DAILY, OfficeMailKind.DAILY_TURNS),
        (Pace.NEVER, None),
    ],
)
async def test_each_hears_of_turns_as_chosen(
    temporal: WorkflowEnvironment, rounds: None, office: Office, turn: Pace, expected: OfficeMailKind | None
) -> None:
    employ(office, "zhao", "development_and_reform")
    chosen(office, "zhao", turn=turn, last_day=Pace.NEVER)
    await office.file(CODE)
    await pass_time(temporal, timedelta(days=8))
    mails = await until_told(office, 1 if expected else 0)
    assert [kind for kind, _, _ in mails] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (Pace.AT_ONCE, OfficeMailKind.LAST_DAY),
        (Pace.DAILY, OfficeMailKind.DAILY_TURNS),
        (Pace.NEVER, None),
    ],
)
async def test_the_morning_before_a_last_day_is_told_once(
    temporal: WorkflowEnvironment,
    rounds: None,
    office: Office,
    last_day: Pace,
    expected: OfficeMailKind | None,
) -> None:
    employ(office, "zhao", "development_and_reform")
    chosen(office, "zhao", turn=Pace.NEVER, last_day=last_day)
    case = await office.file(CODE)
    term = (await case.progress()).tasks[0].term
    assert term is not None
    await pass_time(temporal, timedelta(days=20))
    mails = await until_told(office, 1 if expected else 0)
    assert [kind for kind, _, _ in mails] == ([expected] if expected else [])
    assert all(facts.cases[0].due for _, _, facts in mails)
    assert all(facts.at.date() < term.due_on for _, _, facts in mails)
