"""Money that was paid wrongly comes back: of a case that has ended, or of one that still runs."""

import asyncio
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.case.record.narrative import status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.ledger.accounts import Account
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, DECISION, decide, mails, money, reopen, repay
from tests.workflows.walked_case import WalkedCase

ALL_ACCOUNTS = (Account.PAID, Account.RECEIVABLE, Account.RECOVERED)


async def ended(office: Office) -> WalkedCase:
    """A one-off case of ten million that has ended."""
    case = await office.file("compute_centre_construction")
    assert (await case.end()).stage is Stage.CLOSED
    return case


async def test_a_case_that_has_ended_is_opened_again_and_ends_when_all_is_back(office: Office) -> None:
    case = await ended(office)
    decided = await reopen(case)
    assert (decided.stage, decided.final) == (Stage.RECOVERY, False)
    assert money(case, *ALL_ACCOUNTS) == ("6000000.00", "4000000.00", "0.00")
    letter = mails(case, "recovery_decided")[0]
    told = ("4,000,000.00", DECISION["reason"], DECISION["clause"], DECISION["document_number"], "国库账户")
    for word in (*told, "行政复议", "之前退回款项"):
        assert word in letter
    part = await repay(case, "1500000.00")
    assert (part.stage, part.final) == (Stage.RECOVERY, False)
    assert "尚有 2,500,000.00 元未收回" in mails(case, "repayment_recorded")[0]
    done = await repay(case, "2500000.00")
    assert (done.stage, done.final, done.amount) == (Stage.RECOVERED, True, Decimal("10000000.00"))
    assert (await case.handle.result()).stage is Stage.RECOVERED
    assert money(case, *ALL_ACCOUNTS) == ("6000000.00", "0.00", "4000000.00")
    assert case.timeline()[-4:] == ["paid", "recovery_decided", "repayment_recorded", "recovered"]


async def test_no_more_comes_back_than_is_open(office: Office) -> None:
    case = await ended(office)
    await reopen(case)
    with pytest.raises(WorkflowUpdateFailedError):
        await repay(case, "4000000.01")
    refusal = await case.refused("record_repayment", BUREAU, amount=Decimal("0.00"), received_on="2026-12-01")
    assert [field.path for field in refusal.fields] == ["amount"]
    assert (await repay(case, "4000000.00")).stage is Stage.RECOVERED


async def test_a_wrong_decision_is_reversed_and_the_case_stands_as_it_had_ended(office: Office) -> None:
    case = await ended(office)
    await reopen(case)
    undone = await case.act("reverse_recovery", reason="复核认定投资额属实。")
    assert (undone.stage, undone.final) == (Stage.CLOSED, True)
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert money(case, *ALL_ACCOUNTS) == ("10000000.00", "0.00", "0.00")
    told = mails(case, "recovery_reversed")[0]
    assert [word in told for word in ("复核认定投资额属实。", "本案的办理结果不变。", "重新拨付")] == [
        True,
        True,
        False,
    ]
    assert (await reopen(case, amount=Decimal("1.00"))).stage is Stage.RECOVERY


async def test_what_came_back_under_a_wrong_decision_is_paid_again(office: Office) -> None:
    case = await ended(office)
    await reopen(case)
    await repay(case, "1500000.00")
    undone = await case.act("reverse_recovery", reason="复核认定投资额属实。")
    assert (undone.stage, undone.amount) == (Stage.FUND_DOCUMENT, Decimal("1500000.00"))
    assert (await case.refused("terminate", reason="x")).kind == "wrong-stage"
    assert (await case.refused("decide_recovery", **DECISION)).kind == "wrong-stage"
    await case.walk()
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert money(case, *ALL_ACCOUNTS, Account.PROMISED) == ("10000000.00", "0.00", "0.00", "0.00")
    assert case.timeline()[-3:] == ["recovery_reversed", "payment_ordered", "paid"]


async def test_a_decision_over_more_than_was_paid_leaves_an_ended_case_as_it_is(office: Office) -> None:
    case = await ended(office)
    before = case.timeline()
    with pytest.raises(WorkflowUpdateFailedError):
        await reopen(case, amount=Decimal("10000000.01"))
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline() == before
    assert (await reopen(case)).stage is Stage.RECOVERY


async def test_a_new_run_without_a_decision_that_it_admits_does_not_stay(office: Office) -> None:
    case = await ended(office)
    with pytest.raises(WorkflowUpdateFailedError):  # who confirmed the payment does not decide
        await reopen(case, by="finance_bureau-confirm_payment")
    await case.skip_to((await case.now()).replace(year=2035))
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline()[-1] == "paid"


async def test_who_decides_does_not_confirm_the_money(office: Office) -> None:
    case = await ended(office)
    await reopen(case, by="lin")
    content = {"amount": Decimal("1.00"), "received_on": "2026-12-01"}
    assert (await case.refused("record_repayment", BUREAU, by="lin", **content)).kind == "conflict-of-roles"
    assert (await case.refused("record_repayment", "taxation", **content)).kind == "wrong-stage"
    other = await case.refused("reverse_recovery", "taxation", reason="x")
    assert [each.kind for each in (other, *other.further)] == ["not-allowed", "wrong-stage"]


async def test_the_unit_is_reminded_and_told_that_the_term_is_over_and_the_bureau_is_pressed(
    office: Office,
) -> None:
    case = await ended(office)
    await reopen(case)
    begun = len(case.timeline())
    while not {"recovery_overdue", "escalated"} <= set(case.timeline()):
        await case.ring()
    timer_event = ["applicant_reminded", "office_reminded", "recovery_overdue", "escalated"]
    assert sorted(case.timeline()[begun:]) == sorted(timer_event)
    late = await case.progress()
    assert late.overdue
    assert re.search("等待：申请单位退回款项，[^；]+前（已逾期）；市财政局", status_sentence(late))
    assert "4,000,000.00" in mails(case, "recovery_overdue")[0]
    (reminder,) = mails(case, "applicant_reminded")
    for word in ("尚未退回的金额】4,000,000.00", "“退回款项”", "有关部门将依法处理", "办理期限："):
        assert word in reminder
    assert not any(word in reminder for word in ("10,000,000.00", "计算单", "关闭"))
    assert (await repay(case, "4000000.00")).stage is Stage.RECOVERED


async def test_before_anything_is_paid_nothing_can_be_recovered(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    refusal = await case.refused("decide_recovery", **DECISION)
    assert (refusal.kind, refusal.what) == ("wrong-stage", "本案没有已拨付的资金，不能追回。")
    await case.walk(Stage.PAYMENT)
    assert (await case.refused("decide_recovery", **DECISION)).kind == "wrong-stage"
    assert (await case.refused("decide_recovery", "taxation", **DECISION)).kind == "not-allowed"


async def test_instalments_stop_while_money_is_recovered_and_go_on_when_the_decision_is_reversed(
    office: Office,
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.ring()
    open_claim = (await case.progress()).tasks[0]
    assert open_claim.acts == ("claim_instalment",)
    assert (await decide(case, amount=Decimal("972000.00"))).stage is Stage.RECOVERY
    facts = case.scenario.years[1]
    refusal = await case.refused("claim_instalment", "applicant", instalment=2, facts=facts)
    assert refusal.kind == "wrong-stage"
    await case.skip_to(await case.now() + timedelta(days=14))
    undone = await case.act("reverse_recovery", reason="复核属实")
    assert (undone.stage, undone.tasks[0].acts) == (Stage.INSTALMENTS, open_claim.acts)
    assert undone.tasks[0].since != open_claim.since
    before, after = open_claim.term, undone.tasks[0].term
    assert before
    assert after
    assert after.clock
    (stop,) = after.clock.stops
    assert (after.starts_on, stop.reason) == (before.starts_on, "转入追回，等待追回办结或撤销")
    assert after.due_on > before.due_on
    assert (await case.end()).stage is Stage.CLOSED
    assert case.timeline().count("payment_ordered") == 3


async def test_a_claim_that_comes_together_with_a_decision_is_not_lost(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.ring()
    claim = {"instalment": 2, "facts": case.scenario.years[1]}
    outcomes = await asyncio.gather(
        decide(case, amount=Decimal("972000.00")),
        decide(case, amount=Decimal("1.00")),
        case.act("claim_instalment", "applicant", **claim),
        return_exceptions=True,
    )
    assert isinstance(outcomes[0], Progress) != isinstance(outcomes[1], Progress)
    back = await case.act("reverse_recovery", reason="复核属实")
    assert [task.subject for task in back.tasks] == ["2"]
    assert (await case.end()).stage is Stage.CLOSED
    assert case.timeline().count("payment_ordered") == 3


async def test_a_repayment_that_comes_together_with_the_reversal_does_not_hold_up_the_case(
    office: Office,
) -> None:
    case = await ended(office)
    await reopen(case)
    await asyncio.gather(
        case.act("reverse_recovery", reason="复核属实"), repay(case, "1.00"), return_exceptions=True
    )
    await case.walk()
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert money(case, *ALL_ACCOUNTS) == ("10000000.00", "0.00", "0.00")


async def test_a_running_case_goes_on_when_all_is_back_until_the_lead_ends_it(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.walk(Stage.FUND_DOCUMENT)
    paid, promised = money(case, Account.PAID, Account.PROMISED)
    assert (paid, promised) == ("1972000.00", "3000000.00")
    await decide(case, amount=Decimal(paid))
    done = await repay(case, paid)
    assert (done.stage, done.final, done.tasks[0].acts) == (
        Stage.FUND_DOCUMENT,
        False,
        ("issue_fund_document",),
    )
    told = mails(case, "recovered")[0]
    assert [word in told for word in ("本案继续办理", "本案件已结束")] == [True, False]
    assert money(case, *ALL_ACCOUNTS, Account.PROMISED) == ("0.00", "0.00", paid, promised)
    assert (await case.act("terminate", reason="不再符合条件。")).final
    assert money(case, *ALL_ACCOUNTS, Account.PROMISED) == ("0.00", "0.00", paid, "0.00")


@pytest.mark.long
async def test_a_reversed_decision_in_a_running_case_pays_back_and_goes_on(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await decide(case, amount=Decimal("972000.00"))
    await repay(case, "72000.00")
    assert (await case.act("reverse_recovery", reason="复核属实")).stage is Stage.FUND_DOCUMENT
    back = await case.walk(Stage.INSTALMENTS)
    assert (back.tasks[0].subject, back.amount) == ("2", Decimal("1972000.00"))
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("7972000.00",)


@pytest.mark.parametrize("year", [1, 2], ids=["first_year", "second_year"])
async def test_what_is_recovered_of_one_year_takes_nothing_from_the_others(office: Office, year: int) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, str(year + 1))
    await decide(case, amount=Decimal("100000.00"))
    assert (await repay(case, "40000.00")).stage is Stage.RECOVERY
    back = await repay(case, "60000.00")
    assert (back.stage, back.final, back.tasks[0].subject) == (Stage.INSTALMENTS, False, str(year + 1))
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, *ALL_ACCOUNTS) == ("7872000.00", "0.00", "100000.00")


async def test_a_voucher_of_which_a_redemption_was_recovered_may_be_redeemed_on(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.PAYMENT)
    await case.grant((await case.progress()).tasks[0])
    await decide(case, amount=Decimal("300000.00"))
    back = await repay(case, "300000.00")
    assert (back.stage, back.tasks[0].acts) == (Stage.VOUCHER, ("redeem",))
    assert money(case, Account.ISSUED, Account.RECOVERED) == ("200000.00", "300000.00")
    assert (await case.end()).stage is Stage.CLOSED
    accounts = (Account.PAID, Account.ISSUED, Account.RECOVERED, Account.POOL)
    assert money(case, *accounts) == ("200000.00", "0.00", "300000.00", "-500000.00")
