"""The sentence of a case: waiting for whom, since when, until when, what stands against it, what next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.calendar import WorkingCalendar
from domain.case.record.narrative import status_sentence
from domain.case.record.next_step import next_step
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, StopInForce
from domain.case.time.clock import Stop, StopKind
from domain.case.time.terms import WHOLE_CASE, with_terms
from domain.case.user_tasks import TermAsked, UserTask
from domain.catalogue.schema import Procedure
from domain.departments import APPLICANT, CALENDAR, FINANCE_BUREAU, PUBLIC

LEAD = "development_and_reform"
A_YEAR_AGO, ENTERED, TODAY = (
    datetime(*day, 2, tzinfo=UTC) for day in ((2025, 3, 3), (2026, 3, 2), (2026, 3, 5))
)
CALENDAR_OF_2026 = WorkingCalendar()


def asked(label: str, working_days: int = 0, *, until: date | None = None, name: str = "some") -> TermAsked:
    return TermAsked(name=name, label=label, working_days=working_days, until=until)


def opened(task: UserTask, at: datetime = ENTERED) -> UserTask:
    """A task that began then."""
    (found,) = with_terms((task,), at, CALENDAR_OF_2026)
    return found


def reckoned(task: UserTask) -> UserTask:
    (found,) = with_terms((task,), TODAY, CALENDAR_OF_2026)
    return found


def sentence(stage: Stage, *tasks: UserTask, **given: Any) -> str:
    """The sentence of a case that entered its stage a year ago."""
    known = {"case_number": "LF2026-0101-00001", "seq": 1, "since": A_YEAR_AGO, "at": TODAY}
    return status_sentence(Progress(stage=stage, tasks=tasks, **{**known, **given}))


REVIEW = opened(UserTask(party=LEAD, acts=("review",), asked=asked("牵头审核", 15)))
NOTICE = opened(UserTask(party=PUBLIC, acts=("raise_objection",), standing=True, asked=asked("公示", 5)))
FINDING = opened(UserTask(party=LEAD, acts=("find_on_objection",), asked=asked("异议核查", 15)), TODAY)
CLAIM = opened(UserTask(party=APPLICANT, acts=("claim_instalment",), asked=asked("申请年度兑现", 30)))
YEAR = opened(UserTask(party=CALENDAR, asked=asked("第1个补助年度期满", until=date(2026, 12, 31))))
EVENT = opened(UserTask(party="science_and_technology", acts=("record_acceptance",)))
TICKET = opened(UserTask(party="taxation", acts=("review",), asked=asked("转办答复", 15)))
SIGNERS = tuple(
    opened(UserTask(party=party, acts=("sign_off",), asked=asked("部门会签", 5)))
    for party in ("kfq", "taxation")
)
UNIT = opened(UserTask(party=APPLICANT, asked=asked("退回款项", 2)))
BUREAU = opened(UserTask(party=FINANCE_BUREAU, acts=("record_repayment",), asked=asked("退回款项", 30)))
UNDO = UserTask(party=LEAD, acts=("reverse_recovery",), standing=True)


@pytest.mark.parametrize(
    ("stage", "tasks", "said"),
    [
        (Stage.LEAD_REVIEW, (REVIEW,), "自2026年3月2日起等待：市发改委牵头审核，2026年3月23日前"),
        (
            Stage.SIGN_OFF,
            SIGNERS,
            "自2026年3月2日起等待：廊坊开发区会签，2026年3月9日前；市税务局会签，2026年3月9日前",
        ),
        (
            Stage.OBJECTION_FINDING,
            (NOTICE, FINDING),
            "自2026年3月2日起等待：公示（2026年3月9日）；自2026年3月5日起等待：市发改委异议核查，2026年3月26日前",
        ),
        (Stage.INSTALMENTS, (YEAR,), "自2026年3月2日起等待：第1个补助年度期满（2026年12月31日）"),
        (Stage.INSTALMENTS, (CLAIM,), "自2026年3月2日起等待：申请单位申请年度兑现，2026年4月14日前"),
        (
            Stage.AWAITING_ACCEPTANCE,
            (EVENT,),
            "自2026年3月2日起等待：市科技局登记验收（或约定事项）结果，无固定期限",
        ),
        (Stage.LEAD_REVIEW, (TICKET,), "自2026年3月2日起等待：市税务局转办答复，2026年3月23日前"),
        (
            Stage.RECOVERY,
            (UNIT.gone_by(), BUREAU, UNDO),
            "自2026年3月2日起等待：申请单位退回款项，2026年3月4日前（已逾期）；市财政局登记退回款项，2026年4月14日前",
        ),
        (Stage.QUEUED_FOR_QUOTA, (), "自2025年3月3日起系统处理中"),
    ],
)
def test_it_says_whom_it_waits_for_since_their_task_began_and_until_when(
    stage: Stage, tasks: tuple[UserTask, ...], said: str
) -> None:
    assert sentence(stage, *tasks) == f"{stage.value}，{said}。"


def test_a_pause_says_how_long_it_lasts_at_most() -> None:
    assert REVIEW.term is not None
    assert REVIEW.term.clock is not None
    stop = Stop(on=date(2026, 3, 4), kind=StopKind.EXPERT, reason="审计", working_days=5)
    paused = reckoned(REVIEW.with_clock(REVIEW.term.clock.stopped(stop)))
    assert "市发改委牵头审核，自2026年3月4日起中止计时，最长至2026年3月11日。" in sentence(
        Stage.LEAD_REVIEW, paused
    )


def test_whoever_is_late_is_said_to_be_late_and_nobody_else() -> None:
    late = opened(UserTask(party=LEAD, acts=("review",), asked=asked("牵头审核", 1)))
    in_time = SIGNERS[0]
    said = sentence(Stage.SIGN_OFF, late, in_time, overdue=True)
    assert "市发改委牵头审核，2026年3月3日前（已逾期）；廊坊开发区会签，2026年3月9日前。" in said
    whole = opened(UserTask(party=LEAD, standing=True, asked=asked("全程办理", 2, name=WHOLE_CASE)))
    assert sentence(Stage.LEAD_REVIEW, REVIEW, clocks=(whole,), overdue=True).startswith(
        "牵头审核中（全程办理已逾期），自"
    )


def test_a_case_that_is_late_in_what_no_task_tells_is_said_to_be_late() -> None:
    assert sentence(Stage.LEAD_REVIEW, REVIEW, overdue=True).startswith("牵头审核中（已逾期），自")


def test_a_stop_of_payment_is_said_with_its_department_and_its_reach() -> None:
    stops = tuple(
        StopInForce(scope=scope, party=LEAD, since=ENTERED + timedelta(days=place))
        for place, scope in enumerate(("case", "unit"))
    )
    said = sentence(Stage.LEAD_REVIEW, REVIEW, stops=stops, next_step="审核通过后进入部门会签")
    assert said.endswith(
        "3月23日前；市发改委自2026年3月2日起停止拨付（本案），恢复前不核准、不下达资金；"
        "市发改委自2026年3月3日起停止拨付（本单位全部案件），恢复前不核准、不下达资金；下一步：审核通过后进入部门会签。"
    )


def test_an_ended_case_waits_for_nobody() -> None:
    assert sentence(Stage.CLOSED, final=True) == "已办结，案件已结束。"


@pytest.mark.parametrize(
    ("procedure", "stage", "task", "said"),
    [
        (Procedure.MULTI_YEAR, Stage.INSTALMENTS, YEAR, "期满"),
        (Procedure.MULTI_YEAR, Stage.INSTALMENTS, CLAIM, "申请后由牵头部门审核"),
        (Procedure.ONE_OFF, Stage.SIGN_OFF, SIGNERS[0], "会签完成后公示"),
        (Procedure.ONE_OFF, Stage.SIGN_OFF, UserTask(party=LEAD, acts=("settle",)), "处理后"),
    ],
)
def test_what_comes_next_follows_from_what_is_awaited(
    procedure: Procedure, stage: Stage, task: UserTask, said: str
) -> None:
    named = task.model_copy(update={"asked": asked("x", until=date(2026, 12, 31), name="instalment_year")})
    assert next_step(procedure, stage, (named if task is YEAR else task,)).startswith(said)
