"""One case over three years with everything on the way: each mail, timer event and letter where it belongs.

Supplement, extension, pause, return, objection, a New Year whose calendar is announced late, three years of support.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.mail.letters import letters_of
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import Mail, Timeline
from commands.calendar.loading import start_move
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.acts.defects import Defect
from domain.case.record.events import MAILED
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.roles import Role
from domain.case.time.clock import StopKind
from domain.case.time.terms import ESCALATION_AFTER, WHOLE_CASE
from domain.case.user_tasks import Term, UserTask
from domain.departments import APPLICANT
from tests.adapters.letters.offices import letter_office
from tests.workflows.announcing import YEAR, announced, finished, followed, load
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

REPORT = Defect(item="1.2-1", problem="未加盖公章。", name="投运证明")
CONTRACT = Defect(item="1.2-2", problem="缺少附件。", name="运营合同")

PAID = ["funds_awaited", "payment_ordered", "paid"]
PROCEDURE = [
    *("submitted", "supplement_requested", "term_extended", "supplemented", "accepted"),
    *("term_extended", "clock_paused", "still_in_progress", "clock_resumed", "returned", "supplemented"),
    *("approved", "terms_moved", "signed_off", "notice_published", "objection_raised", "objection_dismissed"),
    *("instalment_awaited", "instalment_opened", "instalment_claimed", "payee_asked", *PAID),
    *("instalment_opened", "instalment_claimed", "still_in_progress", "office_reminded", "escalated", *PAID),
    *("instalment_opened", "instalment_claimed", *PAID),
]
YEARLY = ["奖补资金核定通知书", "奖补资金拨付通知书"]
LETTERS = [
    *("补正通知书", "延期通知书", "受理通知书", "延期通知书", "审核补正通知书"),
    *(*YEARLY, *YEARLY, *YEARLY),
]


SIGNER = "gxj@example.com"


def open_desk(office: Office) -> None:
    """Somebody of a department that signs reads mail."""
    roles, department = (Role.OFFICIAL.value,), "industry_and_information"
    account = Account(username="gxj", password_hash="x", roles=roles, department=department, email=SIGNER)
    save_account(office.engine, account)


def events(case: WalkedCase) -> list[str]:
    """The timeline in the order in which it was written."""
    with open_session(case.office.engine) as session:
        asked = select(Timeline).where(Timeline.case_number == case.plan.case_number)
        return [row.event for row in session.exec(asked.order_by(col(Timeline.seq)))]


def mailed(case: WalkedCase) -> list[Mail]:
    with open_session(case.office.engine) as session:
        asked = select(Mail).where(Mail.case_number == case.plan.case_number)
        return list(session.exec(asked.order_by(col(Mail.seq))))


def term_of(task: UserTask) -> Term:
    assert task.term is not None
    return task.term


def whole(progress: Progress) -> Term:
    return next(term_of(clock) for clock in progress.clocks if term_of(clock).name == WHOLE_CASE)


async def pass_days(case: WalkedCase, days: int) -> None:
    await case.skip_to(await case.now() + timedelta(days=days))


async def intake(case: WalkedCase) -> None:
    """Checked, supplemented with more time than at first, accepted."""
    await case.act("check_completeness", decision="supplement", defects=(REPORT,))
    before = term_of((await case.progress()).tasks[0])
    given = await case.act("extend_term", APPLICANT, whose=APPLICANT, working_days=5, reason="公章外借")
    assert term_of(given.tasks[0]).due_on > before.due_on
    again = await case.refused("extend_term", whose=APPLICANT, working_days=5, reason="再延")
    assert again.what == "期限只能延长一次。"
    await case.act("supplement", APPLICANT)
    await case.act("check_completeness", decision="accept")


async def review(case: WalkedCase) -> None:
    """Extended, paused and resumed, returned on the way, approved."""
    lead = case.plan.lead
    extended = await case.act("extend_term", whose=lead, working_days=10, reason="核对批复")
    await pass_days(case, 2)
    paused = await case.act("pause_clock", working_days=30, reason="委托审计")
    (task,) = paused.tasks
    assert task.stop is not None
    assert whole(paused).stop is not None
    assert "中止计时" in await case.details()
    await pass_days(case, 21)
    resumed = await case.act("resume_clock", reason="审计报告已收到")
    assert term_of(resumed.tasks[0]).due_on > term_of(extended.tasks[0]).due_on
    clock = term_of(resumed.tasks[0]).clock
    assert clock is not None
    await case.act("review", decision="return", defects=(CONTRACT,), reason="请补正")
    await pass_days(case, 3)
    back = await case.act("supplement", APPLICANT)
    kept = term_of(back.tasks[0]).clock
    assert kept is not None
    assert kept.starts_on == clock.starts_on  # the term went on; it did not begin anew
    assert len(kept.stops) == len(clock.stops) + 1
    await case.act("review", decision="approve")


async def announcement(case: WalkedCase) -> None:
    """The New Year is announced while the departments sign: their terms follow, and nobody reads 暂定 any more."""
    before = await case.progress()
    assert all(term_of(task).provisional for task in before.tasks)
    assert "（暂定）" in await case.details()
    kept = load(case.office, announced())
    await start_move(case.office.client, case.office.task_queue, kept.move)
    after = await followed(case)
    for was, now in zip(before.tasks, after.tasks, strict=True):
        assert term_of(now).due_on > term_of(was).due_on
        assert not term_of(now).provisional
    assert "（暂定）" not in await case.details()
    assert (await finished(case.office, kept)).told == 0
    due = day_text(term_of(after.tasks[0]).due_on)
    (mail,) = (mail for mail in mailed(case) if mail.event == "terms_moved")
    assert f"改为{due}" in MailFacts.model_validate(mail.facts).reason
    with open_session(case.office.engine) as session:
        told = session.exec(select(Mail).where(Mail.recipient == SIGNER)).all()
    assert [(mail.event, due in str(mail.facts)) for mail in told] == [("calendar_moved", True)]


async def notice(case: WalkedCase) -> None:
    """On public notice, with an objection that is dismissed."""
    await case.walk(Stage.PUBLIC_NOTICE)
    await case.act("raise_objection", "public", objection="objection-1")
    await case.act("find_on_objection", decision="dismiss", objection="objection-1", reason="查无实据")
    await case.walk(Stage.INSTALMENTS)


async def late_year(case: WalkedCase) -> None:
    """The second year's claim lies with the lead until it was reminded and reported, each at the end of its day."""
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.ring()
    claimed = await case.grant((await case.progress()).tasks[0])
    due = term_of(claimed.tasks[0]).due_on
    assert (await case.ring()).overdue
    assert (await case.ring()).overdue
    late = WorkingCalendar().add_working_days(due, ESCALATION_AFTER).on
    assert (day_of(case, "office_reminded"), day_of(case, "escalated")) == (due, late)


def day_of(case: WalkedCase, event: str) -> date:
    """The day at whose end something rang."""
    with open_session(case.office.engine) as session:
        asked = select(Timeline).where(Timeline.case_number == case.plan.case_number, Timeline.event == event)
        return shanghai_date(session.exec(asked).one().at) - timedelta(days=1)


async def test_three_years_with_everything_on_the_way(office: Office, tmp_path: Path) -> None:
    open_desk(office)
    case = await office.file("compute_centre_operation")
    await case.skip_to(datetime(YEAR - 1, 12, 1, tzinfo=UTC))
    await intake(case)
    await review(case)
    await announcement(case)
    await notice(case)
    await late_year(case)
    assert (await case.end()).stage is Stage.CLOSED
    happened = events(case)
    assert happened == PROCEDURE
    assert [mail.event for mail in mailed(case)] == [event for event in happened if event in MAILED]
    assert letter_titles(case, tmp_path) == LETTERS
    check_the_clocks(await case.progress())


def letter_titles(case: WalkedCase, folder: Path) -> list[str]:
    """The letters of the case, made from its mails."""
    office = letter_office(case.office.engine, folder)
    office.enclosures_of([mail.message_id for mail in mailed(case)])
    return [letter.title for letter in letters_of(case.office.engine, case.plan.case_number)]


def check_the_clocks(ended: Progress) -> None:
    """The promise was made anew for the third year, and has ended with the case."""
    clock = next(clock for clock in ended.clocks if term_of(clock).name == WHOLE_CASE)
    assert clock.subject == "3"
    assert clock.stop is not None
    assert clock.stop.kind is StopKind.ENDED
