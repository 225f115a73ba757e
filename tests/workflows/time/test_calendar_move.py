"""A loaded year reaches running cases: their terms move, the applicant and the office are told, and it ends by itself."""

from datetime import date, timedelta

import pytest
from sqlmodel import select
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from adapters.store.calendar.moves import unfinished_moves
from adapters.store.calendar.releases import keep_release
from adapters.store.calendar.years import read_years
from adapters.store.engine import open_session
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import CalendarNotice, Mail
from commands.calendar.loading import follow_calendar, start_left_moves, start_move
from domain.calendar import WorkingCalendar, shanghai_midnight
from domain.calendar_years.move import calendar_move_id
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress
from domain.case.roles import Role
from domain.case.user_tasks import Term
from tests.workflows.announcing import YEAR, announced, case_in_december, finished, followed, load, move_of
from tests.workflows.office import Office
from workflows.registry import WORKFLOWS, runner


def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter)


def term_of(progress: Progress) -> Term:
    term = progress.tasks[0].term
    assert term is not None
    return term


async def test_a_term_that_ran_into_the_new_year_follows_its_announcement(office: Office) -> None:
    save_account(
        office.engine,
        Account(
            username="fgw",
            password_hash="x",
            roles=(Role.OFFICIAL.value,),
            department="development_and_reform",
            email="fgw@example.com",
        ),
    )
    case = await case_in_december(office)
    untouched = await office.file("compute_centre_construction")
    before = term_of(await case.progress())
    assert (before.due_on.year, before.provisional) == (YEAR, True)
    kept = load(office, announced())
    await start_move(office.client, office.task_queue, kept.move)
    after = term_of(await followed(case))
    assert (after.due_on > before.due_on, after.provisional) == (True, False)
    assert after.timer_events[0].at == shanghai_midnight(after.due_on + timedelta(days=1))
    ended = await finished(office, kept)
    assert (ended.round, ended.told, ended.mails) == (2, 0, 1)
    assert "terms_moved" not in untouched.timeline()
    with open_session(office.engine) as session:
        mails = session.exec(select(Mail)).all()
        told = [mail for mail in mails if mail.event == "terms_moved"]
        offices = [mail for mail in mails if mail.event == "calendar_moved"]
    assert [mail.recipient for mail in told] == ["yunshu@example.com"]
    text = f"{after.due_on.year}年{after.due_on.month}月{after.due_on.day}日"
    assert text in MailFacts.model_validate(told[0].facts).reason
    assert [mail.recipient for mail in offices] == ["fgw@example.com"]
    assert text in str(offices[0].facts)
    assert text in await case.details()
    for told_workflow in (case.handle, move_of(office, kept)):
        await replayer().replay_workflow(await told_workflow.fetch_history())


async def test_no_reminder_is_lost_or_timer_event_twice_when_the_day_moves(office: Office) -> None:
    case = await case_in_december(office)
    kept = load(office, announced())
    await start_move(office.client, office.task_queue, kept.move)
    await followed(case)
    before = case.timeline()
    while (task := (await case.progress()).tasks[0]).next_timer_event:
        await case.ring()
    assert task.term
    assert (task.timer_events_fired, len(task.term.timer_events)) == (2, 2)
    timer_event = case.timeline()[len(before) :]
    assert (timer_event.count("office_reminded"), timer_event.count("escalated")) == (1, 1)
    await finished(office, kept)


async def test_a_correction_moves_the_term_again_and_a_worker_takes_up_what_nobody_started(
    office: Office,
) -> None:
    case = await case_in_december(office)
    first = load(office, announced())
    await start_left_moves(office.client, office.task_queue, office.engine)
    once = term_of(await followed(case))
    await finished(office, first)
    second = load(office, announced(date(YEAR, 1, 11), date(YEAR, 1, 12)), "原装载漏列两天")
    await start_left_moves(office.client, office.task_queue, office.engine)
    twice = term_of(await followed(case, times=2))
    assert twice.due_on > once.due_on
    assert (await finished(office, second)).told == 0
    with open_session(office.engine) as session:
        assert len(session.exec(select(CalendarNotice)).all()) == 2


async def test_a_case_that_ends_while_it_is_told_is_let_go_and_may_be_told_again(office: Office) -> None:
    case = await case_in_december(office)
    await case.handle.terminate("an operator's doing: the store still takes it for open")
    kept = load(office, announced())
    await start_move(office.client, office.task_queue, kept.move)
    ended = await finished(office, kept)
    assert (ended.round, ended.told) == (10, 1)
    (load_of_the_year,) = read_years(office.engine)
    assert (load_of_the_year.left, load_of_the_year.has_reached_all) == (1, False)
    move = move_of(office, kept)
    before = (await move.describe()).run_id
    await start_move(office.client, office.task_queue, kept.move)
    assert (await move.describe()).run_id != before
    await move.terminate("the rest is as before")


async def test_a_load_that_is_asked_for_again_goes_on_as_it_is(office: Office) -> None:
    kept = load(office, announced())
    await start_move(office.client, office.task_queue, kept.move)
    run = (await move_of(office, kept).describe()).run_id
    await start_move(office.client, office.task_queue, kept.move)
    assert (await move_of(office, kept).describe()).run_id == run
    assert (await finished(office, kept)).round == 2


async def test_a_build_with_a_newer_calendar_moves_the_open_terms_when_its_worker_starts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.count_by(WorkingCalendar(range(2004, YEAR)))
    case = await case_in_december(office)
    before = term_of(await case.progress())
    assert before.provisional
    assert not keep_release(office.engine, "the older table", YEAR - 1, await case.now())
    monkeypatch.setattr("domain.calendar._is_workday", announced_week_off)
    office.count_by(WorkingCalendar(range(2004, YEAR + 1)))
    await follow_calendar(office.client, office.task_queue, office.engine)
    after = term_of(await followed(case))
    assert (after.due_on > before.due_on, after.provisional) == (True, False)
    (move,) = unfinished_moves(office.engine)
    assert "随软件更新的工作日历" in move.occasion
    await follow_calendar(office.client, office.task_queue, office.engine)  # the next worker of this build
    assert unfinished_moves(office.engine) == [move]
    handle = office.client.get_workflow_handle(calendar_move_id(move.version))
    await handle.terminate("its rounds are tested above")


def announced_week_off(day: date) -> bool:
    """A library that knows the year: its second week is off."""
    return day.weekday() < 5 and not date(YEAR, 1, 4) <= day <= date(YEAR, 1, 10)
