"""A morning's round on a real store: who is late hears of it once a week, and an empty desk raises its alarm once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.store.engine import transaction
from adapters.store.people.absences import add_absence
from adapters.store.people.accounts import Account, account_by_username, save_account
from adapters.store.people.recusals import RecusalRecord, add_recusal
from adapters.store.schema import Mail
from domain.calendar import SHANGHAI, shanghai_date, shanghai_midnight
from domain.case.record.events import Event
from domain.case.record.narrative import status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.roles import Role
from domain.case.time.clock import Stop, StopKind
from domain.case.user_tasks import UserTask
from domain.case.verbs import ENTER_STAGE
from domain.desk_round import MAKE_ROUND, Round, RoundReport, next_opening
from domain.office_mail import OfficeMailFacts, OfficeMailKind
from domain.people.absence import Absence
from tests.activities.casework import AT, Casework, lead_task, plain_plan, step

NUMBER, OTHER = "LF2026-0101-00001", "LF2026-0101-00002"
LEAD = "development_and_reform"
MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=SHANGHAI)
"""Of the week after the term of AT's fifteen working days, which ends on 23 March."""
NEXT_MONDAY = datetime(2026, 4, 7, 8, 30, tzinfo=SHANGHAI)
"""A Tuesday: the Monday before it is a holiday (清明节)."""
LATE = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


def file(casework: Casework, number: str, *tasks: UserTask) -> None:
    """A case that stands where these tasks are open since AT."""
    plan = plain_plan(number)
    casework.file(number, plan.code, LATE, plan=plan.model_dump(mode="json"))
    casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.ACCEPTED, tasks=tasks))


def employ(casework: Casework, username: str, department: str | None, *roles: Role, email: str = "") -> str:
    save_account(
        casework.engine,
        Account(
            username=username,
            password_hash="-",
            email=f"{username}@example.com" if email == "" else None,
            roles=roles,
            department=department,
        ),
    )
    found = account_by_username(casework.engine, username)
    assert found is not None
    return found.id


def leave(casework: Casework, username: str, number: str) -> None:
    """Somebody declares an interest in a case."""
    account = account_by_username(casework.engine, username)
    assert account is not None
    recusal = RecusalRecord(
        case_number=number, account=account.id, party=LEAD, reason="近亲属任职", at=MONDAY
    )
    with transaction(casework.engine) as session:
        add_recusal(session, recusal)


def make_round(casework: Casework, at: datetime, week: str = "") -> RoundReport:
    return casework.do(MAKE_ROUND, Round(at=at, digest_week=week))


def written(casework: Casework, kind: OfficeMailKind) -> list[tuple[str, OfficeMailFacts]]:
    rows = [row for row in casework.rows(Mail) if row.event == kind.value]
    assert all(row.case_number is None for row in rows)
    found = [(row.recipient, OfficeMailFacts.model_validate(row.facts)) for row in rows]
    return sorted(found, key=lambda mail: (mail[0], mail[1].at))


@pytest.fixture
def late(casework: Casework) -> Casework:
    """Two cases late at one desk, one in time at another, and people at both."""
    employ(casework, "zhao", LEAD, Role.OFFICIAL)
    employ(casework, "qian", LEAD, Role.SUPERVISOR)
    employ(casework, "sun", LEAD, Role.OFFICIAL, email="none")
    employ(casework, "li", "taxation", Role.OFFICIAL)
    employ(casework, "zhou", None, Role.ADMINISTRATOR)
    file(casework, OTHER, lead_task("review"))
    file(casework, NUMBER, lead_task("review"), UserTask(party="taxation", acts=("sign_off",)))
    casework.announced.mails.clear()
    return casework


def test_each_person_of_a_late_desk_gets_one_mail_with_all_its_cases(late: Casework) -> None:
    report = make_round(late, MONDAY)
    assert report == RoundReport(is_working_day=True, digest_week="2026-W14", overdue=2, digests=2)
    digests = written(late, OfficeMailKind.WEEKLY_DIGEST)
    assert [recipient for recipient, _ in digests] == ["qian@example.com", "zhao@example.com"]
    assert late.announced.mails == ["mail"]
    facts = digests[0][1]
    assert (facts.department, facts.at) == ("市发改委", MONDAY)
    assert [line.case_number for line in facts.cases] == [NUMBER, OTHER]
    progress = Progress.model_validate(late.case(NUMBER).progress)
    line = facts.cases[0]
    assert line.sentence == status_sentence(progress)
    assert (line.due, line.days_overdue) == ("2026年3月23日", 5)
    assert line.link == f"https://duixian.example.com/v1/applications/{NUMBER}"
    assert "云枢" not in facts.model_dump_json()


def test_a_digest_is_written_once_a_week_however_often_the_round_is_made(late: Casework) -> None:
    first = make_round(late, MONDAY)
    assert make_round(late, MONDAY) == first.model_copy(update={"digests": 0})
    tuesday = make_round(late, MONDAY + timedelta(days=1), first.digest_week)
    assert (tuesday.digest_week, tuesday.overdue, tuesday.digests) == ("2026-W14", 0, 0)
    assert len(written(late, OfficeMailKind.WEEKLY_DIGEST)) == 2
    next_week = make_round(late, NEXT_MONDAY, tuesday.digest_week)
    assert (next_week.digest_week, next_week.digests) == ("2026-W15", 2)
    assert written(late, OfficeMailKind.WEEKLY_DIGEST)[1][1].cases[0].days_overdue == 10


def test_a_digest_says_nothing_of_a_case_that_its_reader_left(late: Casework) -> None:
    leave(late, "zhao", NUMBER)
    leave(late, "qian", NUMBER)
    leave(late, "qian", OTHER)
    assert make_round(late, MONDAY).digests == 1
    ((recipient, facts),) = written(late, OfficeMailKind.WEEKLY_DIGEST)
    assert (recipient, [line.case_number for line in facts.cases]) == ("zhao@example.com", [OTHER])


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 4, 6)])
def test_nothing_is_done_on_a_day_off(late: Casework, day: date) -> None:
    at = shanghai_midnight(day) + timedelta(hours=8, minutes=30)
    assert make_round(late, at, "2026-W12") == RoundReport(is_working_day=False, digest_week="2026-W12")
    assert written(late, OfficeMailKind.WEEKLY_DIGEST) == []
    assert late.announced.mails == []


@pytest.mark.parametrize("at", [AT, datetime(2026, 3, 23, 0, 30, tzinfo=UTC)])
def test_who_is_in_time_gets_no_mail(late: Casework, at: datetime) -> None:
    """Also on the last day itself."""
    report = make_round(late, at)
    assert (report.is_working_day, report.overdue, report.digests) == (True, 0, 0)
    assert written(late, OfficeMailKind.WEEKLY_DIGEST) == []


def test_what_stands_still_or_has_ended_is_not_late(late: Casework) -> None:
    late.do(ENTER_STAGE, step(OTHER, 2, Stage.REJECTED, Event.TERMINATED, final=True))
    task = Progress.model_validate(late.case(NUMBER).progress).tasks[0]
    assert task.term is not None
    assert task.term.clock is not None
    pause = Stop(on=date(2026, 3, 20), kind=StopKind.EXPERT, reason="专家评审", working_days=30)
    paused = task.with_clock(task.term.clock.stopped(pause))
    late.do(ENTER_STAGE, step(NUMBER, 2, Stage.LEAD_REVIEW, Event.CLOCK_PAUSED, tasks=(paused,)))
    assert make_round(late, MONDAY).overdue == 0


def test_a_desk_whose_people_are_away_from_today_raises_one_alarm(late: Casework) -> None:
    today = shanghai_date(MONDAY)
    with transaction(late.engine) as session:
        for username in ("zhao", "sun"):
            account = account_by_username(late.engine, username)
            assert account is not None
            absence = Absence(
                id=username,
                person=account.id,
                department=LEAD,
                from_on=today,
                until_on=today + timedelta(days=2),
            )
            add_absence(session, absence, "休假", account.id, AT)
    make_round(late, MONDAY - timedelta(days=3))
    assert written(late, OfficeMailKind.EMPTY_DESK) == []
    make_round(late, MONDAY)
    make_round(late, MONDAY + timedelta(days=1))
    ((recipient, facts),) = written(late, OfficeMailKind.EMPTY_DESK)
    assert recipient == "qian@example.com"
    assert {line.case_number for line in facts.cases} == {NUMBER, OTHER}
    assert "2 人缺勤" in facts.cases[0].reason


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (datetime(2026, 3, 30, 0, 29, tzinfo=UTC), MONDAY),
        (datetime(2026, 3, 30, 0, 30, tzinfo=UTC), MONDAY + timedelta(days=1)),
        (datetime(2026, 3, 29, 16, 30, tzinfo=UTC), MONDAY),  # half past midnight in Langfang
    ],
)
def test_the_next_opening_is_the_next_half_past_eight_in_the_city(at: datetime, opens: datetime) -> None:
    assert next_opening(at) == opens
