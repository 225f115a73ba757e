"""The round of the desks in skipped time: every morning at half past eight, and a digest a week to whoever is late."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlmodel import col, select
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowHandle
from temporalio.testing import ActivityEnvironment, TimeSkipper, WorkflowEnvironment
from temporalio.worker import Worker

from activities.mail.post_office import OutboxRelay
from activities.people.desk_rounds import make_round, tell_of_what_was_left
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.alarms import open_alarms, raise_alarm
from adapters.store.engine import open_session, transaction
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import Mail
from adapters.temporal.connect import SKIP_ON_DEMAND
from adapters.temporal.starting import open_desk_round
from domain.alarms import AlarmKind
from domain.calendar import SHANGHAI, WorkingCalendar
from domain.case.record.narrative import status_sentence
from domain.case.record.stages import Stage
from domain.desk_round import DESK_ROUND_ID, LEFT_TO_TOMORROW, LOOK_AFTER_CASES, DeskRoundState
from domain.office_mail import OfficeMailFacts, OfficeMailKind, week_key
from domain.post_office import SendRequest
from tests.adapters.letters.offices import letter_office
from tests.fixtures.mail import CaughtMails
from tests.workflows.mornings import morning_activities
from tests.workflows.office import Office
from tests.workflows.time.test_urging import employ
from workflows.office.desk_round import DeskRound
from workflows.registry import runner

CODE = "compute_centre_construction"
LETTERHEAD = Letterhead(public_url="https://duixian.example.com", mail_domain="langfang.example.com")

BROKEN = "cannot look after the cases"
"""In ``office.mails`` for as long as it is so."""

Handle = WorkflowHandle[DeskRound, None]


@pytest_asyncio.fixture
async def rounds(temporal: WorkflowEnvironment, task_queue: str, office: Office) -> AsyncIterator[str]:
    """A worker that makes rounds on the office's store, and its queue; the round ends with the test."""

    async def file_left() -> int:
        office.mails.append("confirmed")
        return 0

    async def look_after() -> int:
        if BROKEN in office.mails:
            raise RuntimeError(BROKEN)
        office.mails.append("looked after")
        return 0

    with ThreadPoolExecutor(2) as threads:
        worker = Worker(
            temporal.client,
            task_queue=task_queue,
            workflows=[DeskRound],
            activities=[
                make_round.at(office.case_office),
                tell_of_what_was_left.at(office.case_office),
                *morning_activities(file_left, look_after),
            ],
            activity_executor=threads,
            workflow_runner=runner(),
        )
        async with worker:
            yield task_queue
            await round_of(temporal).terminate("the test is over")


def round_of(temporal: WorkflowEnvironment) -> Handle:
    return temporal.client.get_workflow_handle_for(DeskRound.run, DESK_ROUND_ID)


async def let_pass(temporal: WorkflowEnvironment, days: int) -> None:
    """Let the round's clock run."""
    await temporal.fast_forward(round_of(temporal), timedelta(days=days))


async def now(temporal: WorkflowEnvironment) -> datetime:
    """The round's own time."""
    return await TimeSkipper(temporal.client, config=SKIP_ON_DEMAND).get_current_time(round_of(temporal))


async def details(temporal: WorkflowEnvironment) -> str:
    """What the Temporal UI shows on the round's page."""
    shown = await round_of(temporal).query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return str(shown.current_details)


def digests(office: Office) -> list[tuple[str, OfficeMailFacts]]:
    """Address and content of every digest, in order."""
    asked = select(Mail).where(Mail.event == OfficeMailKind.WEEKLY_DIGEST.value)
    with open_session(office.engine) as session:
        rows = session.exec(asked.order_by(col(Mail.created_at), col(Mail.recipient))).all()
    return [(row.recipient, OfficeMailFacts.model_validate(row.facts)) for row in rows]


async def until_digests(office: Office, number: int) -> list[tuple[str, OfficeMailFacts]]:
    async with asyncio.timeout(30):
        while len(found := digests(office)) < number:
            await asyncio.sleep(0.05)
    return found


def opening_of(day: date) -> datetime:
    """Half past eight: before that the round of a day is still ahead."""
    return datetime.combine(day, time(8, 30), tzinfo=SHANGHAI)


@pytest.mark.long
async def test_a_late_desk_hears_of_it_on_the_first_working_morning_of_each_week_and_nobody_else_does(
    temporal: WorkflowEnvironment, rounds: str, office: Office
) -> None:
    employ(office, "zhao", "development_and_reform")
    employ(office, "li", "taxation")
    case = await office.file(CODE)
    await case.walk(Stage.LEAD_REVIEW)
    progress = await case.progress()
    await open_desk_round(temporal.client, rounds)
    await open_desk_round(temporal.client, rounds)  # a second worker starts
    began = await now(temporal)
    await let_pass(temporal, 70)
    term = progress.tasks[0].term
    assert term is not None
    calendar = WorkingCalendar()
    ended = await now(temporal)
    days = [began.astimezone(SHANGHAI).date() + timedelta(days=ahead) for ahead in range(1, 71)]
    worked = [day for day in days if calendar.is_working_day(day) and opening_of(day) <= ended]
    first_of_week = {week_key(day): day for day in reversed(worked)}
    expected = sorted(day for day in first_of_week.values() if day > term.due_on)
    assert len(expected) >= 5
    found = await until_digests(office, len(expected))
    assert [facts.at.astimezone(SHANGHAI).date() for _, facts in found] == expected
    assert {recipient for recipient, _ in found} == {"zhao@example.com"}
    assert {facts.at.astimezone(SHANGHAI).time().replace(second=0, microsecond=0) for _, facts in found} == {
        time(8, 30)
    }
    for (_, facts), day in zip(found, expected, strict=True):
        (line,) = facts.cases
        assert line.sentence == status_sentence(progress)
        assert line.days_overdue == calendar.working_days_between(term.due_on, day)


async def test_the_round_goes_on_as_a_new_run_and_tells_no_week_twice(
    temporal: WorkflowEnvironment, rounds: str, office: Office
) -> None:
    employ(office, "zhao", "development_and_reform")
    case = await office.file(CODE)
    await case.walk(Stage.COMPLETENESS_CHECK)
    first = await temporal.client.start_workflow(
        DeskRound.run, DeskRoundState(rounds_a_run=2), id=DESK_ROUND_ID, task_queue=rounds
    )
    await let_pass(temporal, 30)
    description = await round_of(temporal).describe()
    assert description.run_id != first.result_run_id
    assert first.first_execution_run_id == description.raw_description.workflow_execution_info.first_run_id
    found = await until_digests(office, 2)
    weeks = [week_key(facts.at.astimezone(SHANGHAI).date()) for _, facts in found]
    assert len(set(weeks)) == len(weeks)
    for done in ("confirmed", "looked after"):
        assert office.mails.count(done) >= 28, "worked or not, every morning"
    async with asyncio.timeout(30):
        while f"累计 {len(digests(office))} 封" not in await details(temporal):
            await asyncio.sleep(0.05)


async def test_what_fails_again_and_again_holds_no_morning_up_and_is_an_alarm_until_it_goes_well(
    temporal: WorkflowEnvironment, rounds: str, office: Office
) -> None:
    def alarms() -> list[str]:
        with open_session(office.engine) as session:
            return list(open_alarms(session, AlarmKind.ROUND_LEFT))

    office.mails.append(BROKEN)
    await open_desk_round(temporal.client, rounds)
    await let_pass(temporal, 3)
    assert office.mails.count("confirmed") >= 2, "the next mornings came"
    assert alarms() == [LEFT_TO_TOMORROW[LOOK_AFTER_CASES]]
    office.mails.remove(BROKEN)
    await let_pass(temporal, 2)
    assert "looked after" in office.mails
    assert alarms() == []


async def test_a_round_begun_anew_closes_what_the_one_before_left_open(
    temporal: WorkflowEnvironment, rounds: str, office: Office
) -> None:
    words = LEFT_TO_TOMORROW[LOOK_AFTER_CASES]
    with transaction(office.engine) as session:
        raise_alarm(session, LETTERHEAD, AlarmKind.ROUND_LEFT, words, "多次失败。", datetime.now(UTC))
    await open_desk_round(temporal.client, rounds)
    await let_pass(temporal, 2)
    with open_session(office.engine) as session:
        assert open_alarms(session, AlarmKind.ROUND_LEFT) == {}
    asked = [
        event.activity_task_scheduled_event_attributes
        for event in (await round_of(temporal).fetch_history()).events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    patience = {
        each.schedule_to_close_timeout.seconds
        for each in asked
        if each.activity_type.name in LEFT_TO_TOMORROW
    }
    assert patience == {30 * 60}, "however long each try takes"


@pytest.mark.long
async def test_the_digest_arrives_as_it_was_written(
    temporal: WorkflowEnvironment,
    rounds: str,
    office: Office,
    smtp: CaughtMails,
    tmp_path: Path,
) -> None:
    employ(office, "zhao", "development_and_reform")
    case = await office.file(CODE)
    await case.walk(Stage.LEAD_REVIEW)
    await open_desk_round(temporal.client, rounds)
    await let_pass(temporal, 45)
    recipient, facts = (await until_digests(office, 1))[0]
    sending = OutboxRelay(
        office.engine,
        Postbox(Settings(smtp_port=smtp.port)),
        letter_office(office.engine, tmp_path / "files"),
    )
    await ActivityEnvironment().run(sending.send_mails, SendRequest())
    message = next(mail for mail in smtp.messages() if "逾期事项周报" in str(mail["Subject"]))
    assert message["Subject"] == f"[兑现] 逾期事项周报 · {case.plan.case_number}"
    assert message["To"] == recipient == "zhao@example.com"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    for body in (plain.get_content(), html.get_content()):
        assert f"已逾期 {facts.cases[0].days_overdue} 个工作日" in body
        assert status_sentence(await case.progress()) in body
        assert f"https://duixian.example.com/v1/applications/{case.plan.case_number}" in body
        assert "市发改委：" in body
        assert "云枢" not in body
        assert "yunshu@" not in body
