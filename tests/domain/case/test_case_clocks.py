"""The clocks of a case as a whole: what the office promised, and when the applicant is told that work goes on."""

from datetime import date, datetime, timedelta

import pytest

from domain.calendar import SHANGHAI, WorkingCalendar
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.time.case_clocks import WITH_EXPERTS, CaseStanding, case_clocks
from domain.case.time.clock import Stop, StopKind
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE, with_terms
from domain.case.user_tasks import TermAsked, UserTask
from domain.departments import APPLICANT, PUBLIC

LEAD = "commerce"
AT = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
CALENDAR = WorkingCalendar()
PROMISED = {
    WHOLE_CASE: TermAsked(name=WHOLE_CASE, label="全程办理", working_days=60),
    PROGRESS_NOTICE: TermAsked(name=PROGRESS_NOTICE, label="办理进展告知", working_days=10),
}


def task_of(party: str, term: str = "lead_review") -> UserTask:
    asked = TermAsked(name=term, label="期限", working_days=15)
    (task,) = with_terms((UserTask(party=party, acts=("review",), asked=asked),), AT, CALENDAR)
    return task


def paused(task: UserTask) -> UserTask:
    assert task.term is not None
    assert task.term.clock is not None
    return task.with_clock(task.term.clock.stopped(Stop(on=AT.date(), kind=StopKind.EXPERT, reason="审计")))


def clocks_of(
    *tasks: UserTask, before: tuple[UserTask, ...] = (), days: int = 0, **now: object
) -> dict[str, UserTask]:
    standing = CaseStanding.model_validate({"lead": LEAD, "stage": Stage.LEAD_REVIEW, "tasks": tasks, **now})
    found = case_clocks(before, standing, PROMISED, AT + timedelta(days=days), CALENDAR)
    return {clock.term.name: clock for clock in found if clock.term}


@pytest.mark.parametrize(
    ("tasks", "promise", "notice"),
    [
        ((task_of(LEAD),), None, None),
        ((task_of(PUBLIC),), None, None),
        ((task_of(APPLICANT),), StopKind.APPLICANT, StopKind.APPLICANT),
        ((paused(task_of(LEAD)),), StopKind.EXPERT, None),
        ((task_of(LEAD, WITH_EXPERTS),), StopKind.EXPERT, None),
        ((paused(task_of(LEAD)), task_of("taxation")), None, None),
        ((UserTask(party=LEAD, acts=("record_acceptance",)),), StopKind.AWAITED, StopKind.AWAITED),
    ],
)
def test_the_promise_stands_still_while_nobody_in_the_office_holds_the_case_and_the_applicant_hears_of_experts(
    tasks: tuple[UserTask, ...], promise: StopKind | None, notice: StopKind | None
) -> None:
    found = clocks_of(*tasks)
    stops = {name: clock.stop.kind if clock.stop else None for name, clock in found.items()}
    assert stops == {WHOLE_CASE: promise, PROGRESS_NOTICE: notice}


def test_a_pause_that_ended_by_itself_is_over_for_the_promise_on_the_same_day_however_late_it_is_recorded() -> (
    None
):
    before = tuple(clocks_of(paused(task_of(LEAD))).values())
    after = clocks_of(
        task_of(LEAD), before=before, days=20, event=Event.CLOCK_RESUMED, went_on=date(2026, 3, 9)
    )
    term = after[WHOLE_CASE].term
    assert term is not None
    assert term.clock is not None
    assert [(stop.on, stop.until) for stop in term.clock.stops] == [(AT.date(), date(2026, 3, 9))]


def test_the_applicant_is_told_again_only_so_many_working_days_after_the_last_mail() -> None:
    before = tuple(clocks_of(task_of(LEAD)).values())
    unseen = clocks_of(task_of(LEAD), before=before, days=7, event=Event.OFFICE_REMINDED)
    mailed = clocks_of(task_of(LEAD), before=before, days=7, event=Event.TERM_EXTENDED)
    days = [found[PROGRESS_NOTICE].next_timer_event for found in (unseen, mailed)]
    assert [timer_event.ends for timer_event in days if timer_event] == [date(2026, 3, 16), date(2026, 3, 23)]


def test_the_clocks_of_a_case_that_had_ended_stay_ended_while_money_is_recovered() -> None:
    ended = tuple(clocks_of(before=(), final=True, stage=Stage.CLOSED).values())
    kept = clocks_of(task_of(APPLICANT), before=ended, days=30, stage=Stage.RECOVERY)
    assert {clock.stop.kind for clock in kept.values() if clock.stop} == {StopKind.ENDED}
