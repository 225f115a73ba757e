"""What is allowed now: every reason against an act at once, whether it came or is only thought of."""

from datetime import date
from decimal import Decimal

import pytest

from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse, Terminate, Withdraw
from domain.case.acts.payment import ConfirmPayment, IssueFundDocument, ReturnPayment
from domain.case.acts.recovery import DecideRecovery, StopPayment
from domain.case.acts.review import Review
from domain.case.acts.signing import SignOff
from domain.case.acts.time import ExtendTerm, PauseClock, Urge
from domain.case.admission import admit, refusals, refusals_to
from domain.case.lapses import Lapsed
from domain.case.record.progress import CaseState
from domain.case.record.situation import Situation
from domain.case.record.stages import Stage
from domain.case.roles import Actor, Role
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.errors import CaseClosed, Refusal
from tools.maps.deeds import deed

LEAD = "commerce"
LEADER = Actor(account="lin", role=Role.OFFICIAL, party=LEAD)
SIGNER = Actor(account="chen", role=Role.OFFICIAL, party="education")
UNIT = Actor(account="unit", role=Role.APPLICANT, party=APPLICANT)
TREASURY = Actor(account="money", role=Role.FINANCE, party=FINANCE_BUREAU)
REVIEWING = UserTask(party=LEAD, acts=("review",))


def now(stage: Stage = Stage.LEAD_REVIEW, *tasks: UserTask, **changes: object) -> Situation:
    state = {name: changes.pop(name) for name in [*changes] if name in CaseState.model_fields}
    standing = {"ahead": (), "closed": False, **changes}
    return Situation(
        lead=LEAD,
        state=CaseState.model_validate(state),
        stage=stage,
        tasks=tasks or (REVIEWING,),
        today=date(2026, 12, 1),
        **standing,  # type: ignore[arg-type]
    )


def kinds(found: tuple[Refusal, ...]) -> list[str]:
    assert all(each.facts.what and (each.facts.why or each.facts.remedy) for each in found)
    return [each.kind for each in found]


def test_what_is_awaited_is_allowed() -> None:
    assert refusals_to(Review, LEADER, now()) == ()


def test_every_reason_is_told_at_once() -> None:
    busy = now(done={"sign_off": ("lin",)}, excluded=("lin",), stage=Stage.SIGN_OFF)
    found = refusals_to(Review, LEADER, busy, "")
    assert kinds(found) == ["conflict-of-roles", "conflict-of-roles"]
    asleep = now(Stage.SIGN_OFF, UserTask(party="education", acts=("sign_off",)), done={"sign_off": ("lin",)})
    found = refusals_to(Review, LEADER, asleep)
    assert kinds(found) == ["conflict-of-roles", "wrong-stage"]
    assert found[1].facts.why == "当前等待的事项：市教育局会签。"


FIRST = {
    Review: Review(id="1", by=LEADER, decision="approve"),
    SignOff: SignOff(id="1", by=SIGNER, decision="agree"),
    ConfirmPayment: ConfirmPayment(id="1", by=TREASURY, payment="P1", paid_on=date(2026, 12, 1)),
}


@pytest.mark.parametrize(
    ("first", "late"),
    [(Review, Review), (SignOff, SignOff), (ConfirmPayment, ConfirmPayment), (ConfirmPayment, ReturnPayment)],
)
def test_the_loser_of_a_race_is_told_what_happened(first: type[Act], late: type[Act]) -> None:
    used = UserTask(party=LEAD, acts=())
    (refusal,) = refusals_to(late, FIRST[first].by, now(Stage.SIGN_OFF, used, ahead=(FIRST[first],)), "P1")
    assert refusal.facts.what == f"案件正在办理刚刚提交的“{first.label}”，“{late.label}”未生效。"


@pytest.mark.parametrize("stage", [Stage.LEAD_REVIEW, Stage.SIGN_OFF, Stage.PAYMENT])
def test_no_refusal_says_that_a_stage_bars_what_it_is_for(stage: Stage) -> None:
    others = UserTask(party="education", acts=("sign_off",))
    (refusal,) = refusals_to(Review, LEADER, now(stage, others))
    assert refusal.facts.what == f"案件目前处于“{stage.value}”，不等待您办理“牵头审核”。"
    assert refusal.facts.why == "当前等待的事项：市教育局会签。"


def test_a_refusal_carries_the_other_reasons() -> None:
    act = Withdraw(id="1", by=UNIT, reason="计划调整")
    paying = now(Stage.PAYMENT, UserTask(party=FINANCE_BUREAU, acts=("confirm_payment",)), recovering="R1")
    with pytest.raises(Refusal) as refused:
        admit(act, paying)
    facts = refused.value.facts
    assert facts.what == "案件正在追回资金，不能撤回申请。"
    assert [each.what for each in facts.further] == ["资金已下达，不能撤回申请。"]


def test_a_case_that_has_ended_takes_nothing_and_says_only_that() -> None:
    ended = now(Stage.CLOSED, closed=True, done={"sign_off": ("lin",)})
    (refusal,) = refusals_to(Review, LEADER, ended)
    assert isinstance(refusal, CaseClosed)
    assert refusal.facts.what == "案件已结束（已办结），不能再办理。"


@pytest.mark.parametrize("kind", [Terminate, StopPayment, DecideRecovery, Urge])
def test_what_is_the_lead_s_is_nobody_else_s(kind: type[Act]) -> None:
    found = refusals_to(kind, SIGNER, now(payments=1))
    assert found[0].facts.what == f"只有牵头部门可以{kind.label}。"


def test_only_the_applicant_withdraws() -> None:
    assert refusals_to(Withdraw, LEADER, now())[0].facts.what == "只有申请单位可以撤回申请。"
    assert refusals_to(Withdraw, UNIT, now()) == ()


@pytest.mark.parametrize("standing", [now(Stage.PAYMENT), now(Stage.PAYMENT_RETURNED), now(is_owed=True)])
def test_a_case_is_not_ended_while_money_moves(standing: Situation) -> None:
    assert kinds(refusals_to(Terminate, LEADER, standing)) == ["wrong-stage"]
    assert kinds(refusals_to(Withdraw, UNIT, standing)) == ["wrong-stage"]


def test_after_a_payment_the_lead_may_still_terminate_and_the_applicant_not_withdraw() -> None:
    assert refusals_to(Terminate, LEADER, now(payments=1)) == ()
    assert kinds(refusals_to(Withdraw, UNIT, now(payments=1))) == ["wrong-stage"]


def test_money_is_recovered_once_when_there_is_some_and_none_is_under_way() -> None:
    assert refusals_to(DecideRecovery, LEADER, now(payments=1)) == ()
    assert kinds(refusals_to(DecideRecovery, LEADER, now())) == ["wrong-stage"]
    both = refusals_to(DecideRecovery, LEADER, now(Stage.PAYMENT, payments=1, recovering="R1"))
    assert kinds(both) == ["wrong-stage", "wrong-stage"]


def test_of_two_acts_that_task_the_case_one_is_taken() -> None:
    ahead = (Terminate(id="1", by=LEADER, reason="终止"),)
    assert kinds(refusals_to(Withdraw, UNIT, now(ahead=ahead))) == ["wrong-stage"]
    assert refusals_to(StopPayment, LEADER, now(ahead=ahead)) == ()


def test_a_fund_document_on_its_way_counts_as_a_payment() -> None:
    document = IssueFundDocument(
        id="1", by=TREASURY, document_number="1", city_amount=Decimal(1), locality_amount=Decimal(0)
    )
    assert kinds(refusals_to(Terminate, LEADER, now(ahead=(document,)))) == ["wrong-stage"]


def test_a_split_that_does_not_add_up_is_refused_beside_what_else_is_wrong() -> None:
    document = IssueFundDocument(
        id="1", by=TREASURY, document_number="1", city_amount=Decimal(1), locality_amount=Decimal(0)
    )
    asked = UserTask(party=FINANCE_BUREAU, acts=("issue_fund_document",))
    assert refusals(document, now(Stage.FUND_DOCUMENT, asked, amount=Decimal(1))) == ()
    assert kinds(refusals(document, now(Stage.FUND_DOCUMENT, asked, amount=Decimal(2)))) == ["invalid-input"]
    assert kinds(refusals(document, now(amount=Decimal(2)))) == ["wrong-stage", "invalid-input"]


def test_terms_are_changed_where_there_are_some_one_change_after_the_other() -> None:
    assert kinds(refusals_to(PauseClock, SIGNER, now())) == ["wrong-stage"]
    ahead = (PauseClock(id="1", by=LEADER, reason="审计", working_days=3),)
    found = refusals_to(ExtendTerm, LEADER, now(ahead=ahead))
    assert [each.facts.what for each in found] == ["另一项期限变更正在办理。", "没有可以延长的期限。"]


def test_a_case_is_urged_once_a_day_while_it_waits_for_somebody() -> None:
    assert refusals_to(Urge, LEADER, now()) == ()
    assert kinds(refusals_to(Urge, LEADER, now(urge_again_from=date(2026, 12, 2)))) == ["wrong-stage"]
    assert kinds(refusals_to(Urge, LEADER, now(ahead=(Urge(id="1", by=LEADER),)))) == ["wrong-stage"]
    asleep = now(Stage.BATCH_SELECTION, UserTask(party="calendar"))
    assert kinds(refusals_to(SignOff, SIGNER, asleep)) == ["wrong-stage"]


def test_an_approval_of_the_review_does_not_pass_for_the_experts() -> None:
    approval = Review(id="r", by=LEADER, decision="approve")
    (refusal,) = refusals(approval, now(Stage.EXPERT_REVIEW))
    assert "专家评审" in refusal.facts.what
    assert refusals(approval.model_copy(update={"expert_score": 82}), now(Stage.EXPERT_REVIEW)) == ()
    assert refusals(approval, now()) == ()


def test_before_what_takes_it_up_has_come_an_ended_case_is_as_it_had_ended() -> None:
    idle = now(opened_by=DecideRecovery, payments=1)
    assert kinds(refusals_to(ReturnPayment, LEADER, idle)) == ["case-closed"]
    assert "case-closed" not in kinds(refusals_to(DecideRecovery, LEADER, idle))
    begun = now(opened_by=DecideRecovery, payments=1, taken=1)
    assert "case-closed" not in kinds(refusals_to(ReturnPayment, LEADER, begun))


@pytest.mark.parametrize("busy", ["excuse_lapse", "issue_fund_document", "terminate"])
def test_nothing_is_made_good_while_anything_else_is_dealt_with(busy: str) -> None:
    waiting = UserTask(party="calendar")
    lost = (Lapsed(act="claim_instalment", subject="1"),)
    assert refusals_to(ExcuseLapse, LEADER, now(Stage.INSTALMENTS, waiting, lapses=lost)) == ()
    first = deed(busy, LEAD, amount=Decimal("1.00"))
    met = now(Stage.INSTALMENTS, waiting, lapses=lost, ahead=(first,))
    assert kinds(refusals_to(ExcuseLapse, LEADER, met)) == ["wrong-stage"]
