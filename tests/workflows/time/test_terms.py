"""Terms of offices: silence is never consent; it is reminded, escalated and shown."""

from datetime import date, timedelta

from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.acts.defects import Defect
from domain.case.record.narrative import due_text, status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.time.clock import Clock, StopKind
from domain.case.time.terms import WHOLE_CASE
from domain.departments import APPLICANT
from tests.workflows.office import Office
from tests.workflows.recovering import mails


async def test_a_late_office_is_reminded_then_escalated_and_the_case_is_overdue(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    assert not (await case.progress()).overdue
    reminded = await case.ring()
    assert (reminded.stage, reminded.overdue) == (Stage.LEAD_REVIEW, True)
    await case.ring()
    assert case.timeline()[-3:] == ["still_in_progress", "office_reminded", "escalated"]
    details = await case.details()
    assert "已逾期" in details
    on_time = await case.act("review", decision="approve")
    assert not on_time.overdue


async def test_a_mail_tells_until_when_the_office_has_and_what_it_promised(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    progress = await case.walk(Stage.LEAD_REVIEW)
    (mail,) = mails(case, "accepted")
    (promised,) = [
        due_text(clock) for clock in progress.clocks if clock.term and clock.term.label == "全程办理"
    ]
    assert f"审核期限至{due_text(progress.tasks[0])}" in mail
    assert f"【全程办理】承诺至{promised}（含当日）办结" in mail
    assert f"【当前状态】{status_sentence(progress)}" in mail


def clock_of(progress: Progress) -> Clock:
    term = progress.tasks[0].term
    assert term is not None
    assert term.clock is not None
    return term.clock


def promise_of(progress: Progress) -> Clock:
    """The clock of the whole case."""
    terms = (task.term for task in progress.clocks)
    return next(term.clock for term in terms if term and term.clock and term.name == WHOLE_CASE)


async def test_an_office_that_is_late_cannot_hide_it_behind_a_pause(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    await case.ring()
    late = await case.progress()
    term = late.tasks[0].term
    assert term is not None
    await case.skip_to(shanghai_midnight(term.due_on + timedelta(days=2)))
    for kind, content in (("pause_clock", {}), ("extend_term", {"whose": case.plan.lead})):
        refusal = await case.refused(kind, working_days=10, reason="审计", **content)
        assert (refusal.kind, refusal.what[:4]) == ("wrong-stage", "期限已满")


async def test_a_pause_ends_by_itself_on_its_last_day_however_late_anybody_looks(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    paused = await case.act("pause_clock", working_days=5, reason="审计")
    (stop,) = clock_of(paused).stops
    resumed = await case.ring()
    (ended,) = clock_of(resumed).stops
    assert ended.until == WorkingCalendar().add_working_days(stop.on, 5).on
    assert [(stop.on, stop.until) for stop in promise_of(resumed).stops] == [(ended.on, ended.until)]
    assert case.timeline()[-1] == "clock_resumed"


async def test_each_stop_has_its_own_reason_when_a_paused_review_is_sent_back(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("pause_clock", working_days=30, reason="审计")
    await case.act("review", decision="return", defects=(Defect(item="1.1-3", problem="未盖章。"),))
    await case.skip_to(await case.now() + timedelta(days=4))
    back = await case.act("supplement", APPLICANT)
    stops = clock_of(back).stops
    assert [stop.kind for stop in stops] == [StopKind.EXPERT, StopKind.APPLICANT]
    assert stops[1].until == today_of(back) > stops[1].on


def today_of(progress: Progress) -> date:
    since = progress.tasks[0].since
    assert since is not None
    return shanghai_date(since)
