"""A step and a timer event are recorded once, however often they are told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.store.schema import ActRow, Mail, Timeline, UserTaskRow
from domain.case.record.events import Event
from domain.case.record.mail_facts import MailFacts
from domain.case.record.stages import Stage
from domain.case.record.steps import Ring
from domain.case.user_tasks import TimerEventKind
from domain.case.user_tasks import UserTask as OpenTask
from domain.case.verbs import ENTER_STAGE, RING
from domain.errors import NotFound
from tests.activities.casework import AT, Casework, act, lead_task, step

NUMBER = "LF2026-0101-00001"
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


@pytest.fixture
def number(casework: Casework) -> str:
    return casework.file(NUMBER, "compute_centre_construction", FACTS)


def test_a_step_told_twice_is_recorded_once(casework: Casework, number: str) -> None:
    told = step(
        number,
        1,
        Stage.COMPLETENESS_CHECK,
        Event.SUBMITTED,
        acts=(act("act-1", "file"),),
        tasks=(lead_task("check_completeness"),),
    )
    first, second = casework.do(ENTER_STAGE, told), casework.do(ENTER_STAGE, told)
    assert first == second
    assert [row.event for row in casework.rows(Timeline)] == ["submitted"]
    assert [row.progress for row in casework.rows(ActRow)] == [first.model_dump(mode="json")]
    assert [row.party for row in casework.rows(UserTaskRow)] == ["development_and_reform"]
    assert len(casework.rows(Mail)) == 1
    assert len(casework.announced.mails) == 2


def test_a_step_computes_its_terms_and_stands_in_the_file(casework: Casework, number: str) -> None:
    told = step(number, 1, Stage.LEAD_REVIEW, Event.ACCEPTED, tasks=(lead_task("review"),))
    progress = casework.do(ENTER_STAGE, told)
    term = progress.tasks[0].term
    assert term is not None
    assert term.due_on == date(2026, 3, 23)
    case = casework.case(number)
    assert (case.stage, case.seq, case.complete_at) == ("牵头审核中", 1, AT)
    assert case.due_at == datetime(2026, 3, 23, 16, tzinfo=UTC)
    assert case.progress == progress.model_dump(mode="json")
    line = casework.rows(UserTaskRow)[0]
    assert (line.due_on, line.due_at, line.label, line.acts) == (
        term.due_on,
        case.due_at,
        "牵头审核",
        ["review"],
    )


def test_the_mail_of_a_step_has_an_identifier_of_its_own_and_no_bank_data(
    casework: Casework, number: str
) -> None:
    casework.do(ENTER_STAGE, step(number, 1, Stage.REJECTED, Event.REJECTED, reason="不符合", final=True))
    mail = casework.rows(Mail)[0]
    assert mail.message_id == f"<{number}.1.rejected@langfang.example.com>"
    assert (mail.recipient, mail.sent_at, mail.attempts) == ("yunshu@example.com", None, 0)
    facts = MailFacts.model_validate(mail.facts)
    assert (facts.reason, facts.clause) == ("不符合", "第1条")
    assert facts.url == f"https://duixian.example.com/v1/applications/{number}"
    assert "案件已结束" in facts.sentence


def test_an_internal_step_writes_no_mail(casework: Casework, number: str) -> None:
    casework.do(ENTER_STAGE, step(number, 1, Stage.SIGN_OFF, Event.SIGNED_OFF))
    assert casework.rows(Mail) == []
    assert casework.announced.mails == []


def test_a_stage_that_goes_on_keeps_its_beginning(casework: Casework, number: str) -> None:
    later = AT + timedelta(days=1)
    casework.do(ENTER_STAGE, step(number, 1, Stage.SIGN_OFF, Event.APPROVED))
    progress = casework.do(ENTER_STAGE, step(number, 2, Stage.SIGN_OFF, Event.SIGNED_OFF, at=later))
    assert progress.since == AT
    progress = casework.do(
        ENTER_STAGE, step(number, 3, Stage.PUBLIC_NOTICE, Event.NOTICE_PUBLISHED, at=later)
    )
    assert progress.since == later


def test_supplemented_figures_replace_declared_and_verified_ones(casework: Casework) -> None:
    number = casework.file(
        NUMBER, "compute_centre_construction", FACTS, verified_facts={"audited_investment": "1.00"}
    )
    given = act("act-2", "supplement", facts={"audited_investment": "5.00"})
    casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.SUPPLEMENTED, acts=(given,)))
    case = casework.case(number)
    assert case.declared_facts == {**FACTS, "audited_investment": "5.00"}
    assert case.verified_facts is None


def test_figures_that_a_supplement_only_repeats_leave_verified_ones_standing(casework: Casework) -> None:
    verified = {"audited_investment": "90000000.00"}
    number = casework.file(NUMBER, "compute_centre_construction", FACTS, verified_facts=verified)
    repeated = {"audited_investment": "123000000", "commissioned_on": "2026-03-02"}
    given = act("act-2", "supplement", facts=repeated)
    casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.SUPPLEMENTED, acts=(given,)))
    case = casework.case(number)
    assert (case.declared_facts, case.verified_facts) == (repeated, verified)


def test_a_claim_of_another_year_is_verified_anew_though_its_figure_is_the_same(casework: Casework) -> None:
    number = casework.file(
        NUMBER,
        "compute_centre_operation",
        {"commissioned_on": "2026-03-01", "operating_cost": "9860000.00"},
        verified_facts={"commissioned_on": "2026-03-02", "operating_cost": "9000000.00"},
    )
    claim = act("act-2", "claim_instalment", instalment=2, facts={"operating_cost": "9860000.00"})
    casework.do(ENTER_STAGE, step(number, 1, Stage.INSTALMENTS, Event.INSTALMENT_CLAIMED, acts=(claim,)))
    assert casework.case(number).verified_facts == {"commissioned_on": "2026-03-02"}


def _ring(number: str, kind: TimerEventKind, task: OpenTask) -> Ring:
    fired = task.model_copy(update={"timer_events_fired": task.timer_events_fired + 1})
    return Ring(
        case_number=number,
        seq=2,
        at=AT + timedelta(days=22),
        kind=kind,
        task=task,
        stage=Stage.LEAD_REVIEW,
        tasks=(fired,),
    )


def test_an_office_that_is_late_is_overdue_and_the_applicant_hears_nothing(
    casework: Casework, number: str
) -> None:
    entered = casework.do(
        ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.SCORED, tasks=(lead_task("review"),))
    )
    ring = _ring(number, TimerEventKind.REMIND, entered.tasks[0])
    assert casework.do(RING, ring) == casework.do(RING, ring)
    case = casework.case(number)
    assert case.overdue
    assert casework.rows(UserTaskRow)[0].overdue
    assert [row.event for row in casework.rows(Timeline)] == ["scored", "office_reminded"]
    assert casework.rows(Mail) == []


def test_an_applicant_is_reminded_by_one_mail_and_is_not_overdue(casework: Casework, number: str) -> None:
    task = lead_task("supplement").model_copy(update={"party": "applicant"})
    entered = casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.SCORED, tasks=(task,)))
    due = _ring(number, TimerEventKind.REMIND, entered.tasks[0])
    ring = due.model_copy(update={"at": due.at - timedelta(days=5)})
    casework.do(RING, ring)
    assert not casework.do(RING, ring).overdue
    mails = casework.rows(Mail)
    assert [mail.event for mail in mails] == ["applicant_reminded"]
    assert mails[0].facts["act_label"] == "提交补正材料"
    assert mails[0].facts["due"] == "2026年3月23日"
    assert len(casework.announced.mails) == 2


def test_an_applicant_is_not_reminded_of_a_day_that_is_over(casework: Casework, number: str) -> None:
    task = lead_task("supplement").model_copy(update={"party": "applicant"})
    entered = casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.SCORED, tasks=(task,)))
    rung = casework.do(RING, _ring(number, TimerEventKind.REMIND, entered.tasks[0]))
    assert rung.tasks[0].timer_events_fired == 1
    assert casework.rows(Mail) == []
    assert [row.event for row in casework.rows(Timeline)] == [Event.SCORED.value]


def test_a_step_of_no_case_records_nothing(casework: Casework) -> None:
    with pytest.raises(NotFound):
        casework.do(ENTER_STAGE, step("LF2026-0101-99999", 1, Stage.REJECTED, Event.REJECTED))
