"""A loaded year reaches running verbs at once, finds the cases whose terms move, and tells their offices once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.store.calendar.moves import unfinished_moves
from adapters.store.calendar.years import KeptYear, YearLoading
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import CalendarMoveRow as MoveRow
from adapters.store.schema import CalendarNotice, Mail
from adapters.store.schema import UserTaskRow as UserTaskRow
from commands.calendar.loading import load_year
from domain.calendar_years.move import (
    FIND_MOVED_CASES,
    FINISH_CALENDAR_MOVE,
    MAIL_MOVED_TERMS,
    CalendarMove,
    MovedAsked,
)
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Reckoning
from domain.case.roles import Role
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE
from domain.case.user_tasks import UserTask
from domain.case.verbs import ENTER_STAGE, RECKON_TERMS
from domain.office_mail import OfficeMailFacts, OfficeMailKind
from tests.activities.casework import Casework, lead_task, plain_plan, step
from tests.fixtures.announcements import MADE_UP_2027, year_2027

CODE = "compute_centre_construction"
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
LEAD = "development_and_reform"
FILED = datetime(2027, 1, 18, 2, tzinfo=UTC)
"""A Monday; fifteen working days on is 2027-02-10 as computed, and 2027-02-15 as announced: more off, one day made up."""

LOADED = datetime(2027, 1, 19, 2, tzinfo=UTC)


def open_case(casework: Casework, number: str, at: datetime = FILED, *tasks: UserTask) -> Progress:
    plan = plain_plan(number)
    casework.file(number, CODE, FACTS, plan=plan.model_dump(mode="json"))
    asked = tasks or (lead_task("review"),)
    return casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.ACCEPTED, at=at, tasks=asked))


def load(casework: Casework, reason: str = "", **changes: Any) -> KeptYear:
    asked = YearLoading(announced=year_2027(**changes), reason=reason, account="a0", at=LOADED)
    return load_year(casework.engine, asked, LOADED.date())


def asked(version: int = 1, **progress: Any) -> MovedAsked:
    return MovedAsked(move=CalendarMove(version=version, occasion="测试〔2026〕1号", **progress), at=LOADED)


def people(casework: Casework) -> None:
    for username, department, email in (
        ("fgw", LEAD, "fgw@example.com"),
        ("fgw2", LEAD, "fgw2@example.com"),
        ("silent", LEAD, None),
        ("gxj", "industry_and_information", "gxj@example.com"),
    ):
        roles = (Role.OFFICIAL.value,)
        save_account(
            casework.engine,
            Account(username=username, password_hash="x", roles=roles, department=department, email=email),
        )


def due_of(progress: Progress) -> tuple[date, bool]:
    term = progress.tasks[0].term
    assert term is not None
    return term.due_on, term.provisional


def test_verbs_count_by_a_year_from_the_transaction_after_its_load(casework: Casework) -> None:
    assert due_of(open_case(casework, "LF2026-0101-00001")) == (date(2027, 2, 10), True)
    load(casework)
    assert due_of(open_case(casework, "LF2026-0101-00002")) == (date(2027, 2, 15), False)
    worked = ("2027-01-30", *(day.isoformat() for day in MADE_UP_2027[1:]))
    load(casework, "原装载日期有误", make_up_days=tuple(date.fromisoformat(day) for day in worked))
    assert due_of(open_case(casework, "LF2026-0101-00003")) == (date(2027, 2, 15), False)
    saturday = open_case(casework, "LF2026-0101-00004", datetime(2027, 1, 29, 2, tzinfo=UTC), lead_of(1))
    assert due_of(saturday) == (date(2027, 1, 30), False)


def lead_of(working_days: int) -> UserTask:
    task = lead_task("review")
    assert task.asked is not None
    return task.model_copy(update={"asked": task.asked.model_copy(update={"working_days": working_days})})


def test_the_cases_whose_terms_come_out_differently_are_found_and_the_others_left_alone(
    casework: Casework,
) -> None:
    open_case(casework, "LF2026-0101-00001")
    open_case(casework, "LF2026-0101-00002")
    ended = step("LF2026-0101-00002", 2, Stage.WITHDRAWN, Event.WITHDRAWN, at=FILED, final=True)
    casework.do(ENTER_STAGE, ended)
    casework.file("LF2026-0101-00003", CODE, FACTS)
    load(casework)
    found = casework.do(FIND_MOVED_CASES, asked())
    assert (found.cases, found.after) == (("LF2026-0101-00001",), None)
    assert casework.do(FIND_MOVED_CASES, asked()) == found
    assert [row.case_number for row in casework.rows(CalendarNotice)] == ["LF2026-0101-00001"]


def test_a_case_that_has_followed_is_found_no_more(casework: Casework) -> None:
    before = open_case(casework, "LF2026-0101-00001")
    load(casework)
    assert casework.do(FIND_MOVED_CASES, asked()).cases
    message = Reckoning(
        case_number=before.case_number, seq=2, at=LOADED, stage=before.stage, tasks=before.tasks
    )
    followed = casework.do(RECKON_TERMS, message)
    assert due_of(followed) == (date(2027, 2, 15), False)
    assert casework.rows(UserTaskRow)[0].due_on == date(2027, 2, 15)
    assert casework.do(FIND_MOVED_CASES, asked(round=2)).cases == ()


def test_a_page_goes_on_behind_the_last_case_that_was_looked_at(
    casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.calendar.years.PAGE", 2)
    for running in range(1, 6):
        open_case(casework, f"LF2026-0101-{running:05}")
    load(casework)
    pages, after = [], ""
    while True:
        page = casework.do(FIND_MOVED_CASES, asked(after=after))
        pages.append(len(page.cases))
        if page.after is None:
            break
        after = page.after
    assert pages == [2, 2, 1]


def test_each_official_of_a_desk_gets_one_mail_with_all_its_moved_cases(casework: Casework) -> None:
    people(casework)
    for running in (1, 2):
        open_case(casework, f"LF2026-0101-{running:05}")
    load(casework)
    casework.do(FIND_MOVED_CASES, asked())
    assert casework.do(MAIL_MOVED_TERMS, asked()).mails == 2
    assert casework.do(MAIL_MOVED_TERMS, asked()).mails == 0
    mails = [row for row in casework.rows(Mail) if row.event == OfficeMailKind.CALENDAR_MOVED.value]
    assert sorted(row.recipient for row in mails) == ["fgw2@example.com", "fgw@example.com"]
    facts = OfficeMailFacts.model_validate(mails[0].facts)
    assert [(line.due_before, line.due) for line in facts.cases] == [
        ("2027年2月10日（暂定）", "2027年2月15日"),
        ("2027年2月10日（暂定）", "2027年2月15日"),
    ]
    assert "测试〔2026〕1号" in facts.calendar
    assert "2027年2月15日" in facts.cases[0].sentence


def test_the_end_of_a_move_is_written_down_once(casework: Casework) -> None:
    load(casework)
    assert [move.version for move in unfinished_moves(casework.engine)] == [1]
    casework.do(FINISH_CALENDAR_MOVE, asked(mails=3))
    casework.do(FINISH_CALENDAR_MOVE, asked(mails=9))
    assert unfinished_moves(casework.engine) == []
    assert [(row.mails, row.left, row.finished_at) for row in casework.rows(MoveRow)] == [(3, 0, LOADED)]


def test_the_clock_of_the_whole_case_moves_too(casework: Casework) -> None:
    before = open_case(casework, "LF2026-0101-00001")
    load(casework)
    message = Reckoning(
        case_number=before.case_number, seq=2, at=LOADED, stage=before.stage, tasks=before.tasks
    )
    after = casework.do(RECKON_TERMS, message)
    clocks = {clock.term.name: clock.term for clock in before.clocks if clock.term}
    moved = {clock.term.name: clock.term for clock in after.clocks if clock.term}
    assert clocks[WHOLE_CASE].due_on < moved[WHOLE_CASE].due_on
    assert clocks.keys() == moved.keys() == {WHOLE_CASE, PROGRESS_NOTICE}
