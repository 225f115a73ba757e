"""A decision is contested while its case goes on, or after it was closed; other people answer, and a change is carried out."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.contesting import REASON, answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import mails, money
from tests.workflows.walked_case import WalkedCase


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


async def refused_redemption(office: Office) -> WalkedCase:
    """A voucher whose first redemption was refused."""
    case = await office.file("settlement_voucher")
    await case.walk(Stage.VOUCHER)
    await case.grant((await case.progress()).tasks[0])
    await case.act("review_redemption", redemption=1, decision="reject", reason="发票不在有效期内。")
    return case


async def test_a_refused_redemption_is_reviewed_anew_and_paid(office: Office) -> None:
    case = await refused_redemption(office)
    assert "先在系统中对本决定申请复核" in mails(case, "redemption_refused")[0]
    reference = await contest(case, Contestable.REDEMPTION, "1")
    told = mails(case, "decision_contested")[0]
    assert REASON in told
    assert "不予兑付决定（第1次）" in told
    same = await case.refused(
        "answer_reconsideration",
        by=f"{case.plan.lead}-review_redemption",
        reconsideration=reference,
        decision="change",
    )
    assert same.kind == "conflict-of-roles"
    again = await answer(case, reference, "change")
    assert (again.stage, again.tasks[0].acts) == (Stage.VOUCHER, ("review_redemption",))
    approve: dict[str, Any] = {
        "redemption": 1,
        "decision": "approve",
        "verified_paid": case.scenario.invoices[0],
    }
    assert (await case.refused("review_redemption", **approve)).kind == "conflict-of-roles"
    await case.act("review_redemption", by=f"{case.plan.lead}-afresh", **approve)
    waiting = await case.walk(Stage.VOUCHER)
    assert (waiting.tasks[0].acts, len(waiting.tasks)) == (("redeem",), 1)
    assert Decimal(money(case, Account.PAID)[0]) == Decimal(case.scenario.invoices[0])
    books_are_sound(case)


async def test_a_decision_that_stands_is_told_with_the_remedies_outside(office: Office) -> None:
    case = await refused_redemption(office)
    reference = await contest(case, Contestable.REDEMPTION, "1")
    stands = await answer(case, reference, "uphold", reason="发票开具日期早于发券日。")
    assert (stands.stage, [task.acts for task in stands.tasks]) == (Stage.VOUCHER, [("redeem",)])
    told = mails(case, "decision_upheld")[0]
    for word in (
        "发票开具日期早于发券日。",
        "不予兑付决定（第1次）",
        "自原决定送达之日起算，不因复核延长",
        "复核申请的处理结果",
    ):
        assert word in told
    assert not any(word in told for word in ("对本决定申请复核", "自收到本决定之日起", "视为送达"))
    case.redeemed = 0
    assert (await case.end()).stage is Stage.CLOSED
    books_are_sound(case)


async def test_a_request_is_taken_back(office: Office) -> None:
    case = await refused_redemption(office)
    reference = await contest(case, Contestable.REDEMPTION, "1")
    back = await case.act("withdraw_reconsideration", "applicant", reconsideration=reference)
    assert [task.acts for task in back.tasks] == [("redeem",)]
    assert "原决定继续有效" in mails(case, "contest_withdrawn")[0]


async def test_a_change_waits_for_the_redemption_in_hand(office: Office) -> None:
    case = await refused_redemption(office)
    reference = await contest(case, Contestable.REDEMPTION, "1")
    case.redeemed = 0
    await case.grant((await case.progress()).tasks[0])
    refusal = await case.refused(
        "answer_reconsideration", by="afresh", reconsideration=reference, decision="change"
    )
    assert "暂不能改变原决定" in refusal.what
    await answer(case, reference, "uphold")


async def refused_year(office: Office, year: int) -> WalkedCase:
    """A case of three years whose claim for one was refused."""
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject=str(year))
    while (await case.progress()).tasks[0].acts != ("review_instalment",):
        task = (await case.progress()).tasks[0]
        await (case.ring() if not task.acts else case.grant(task))
    await case.act("review_instalment", instalment=year, decision="reject", reason="服务量不足。")
    return case


@pytest.mark.long
async def test_a_refused_year_is_reviewed_anew_and_paid_in_its_turn(office: Office) -> None:
    case = await refused_year(office, 1)
    reference = await contest(case, Contestable.INSTALMENT, "1")
    again = await answer(case, reference, "change")
    assert (again.tasks[0].acts, again.tasks[0].subject) == (("review_instalment",), "1")
    approve: dict[str, Any] = {"instalment": 1, "decision": "approve"}
    assert (await case.refused("review_instalment", **approve)).kind == "conflict-of-roles"
    await case.act("review_instalment", by=f"{case.plan.lead}-afresh", **approve)
    waiting = await case.walk(Stage.INSTALMENTS, "2")
    assert [task.subject for task in waiting.tasks] == ["2"]
    assert money(case, Account.PAID) == ("1972000.00",)
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("7972000.00",)
    books_are_sound(case)


@pytest.mark.long
async def test_the_last_year_is_contested_after_the_case_was_closed(office: Office) -> None:
    case = await refused_year(office, 3)
    assert (await case.handle.result()).stage is Stage.CLOSED
    reference = await contest(case, Contestable.INSTALMENT, "3")
    assert await case.stage() is Stage.CLOSED
    assert (await case.refused("terminate", reason="x", by="another")).kind == "wrong-stage"
    await answer(case, reference, "change")
    await case.act("review_instalment", by=f"{case.plan.lead}-afresh", instalment=3, decision="approve")
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.PROMISED) == ("7972000.00", "0.00")
    books_are_sound(case)


@pytest.mark.long
async def test_the_end_waits_for_the_answer(office: Office) -> None:
    case = await refused_year(office, 2)
    reference = await contest(case, Contestable.INSTALMENT, "2")
    while await case.stage() is not Stage.CLOSED:
        task = (await case.progress()).tasks[0]
        await (case.ring() if not task.acts else case.grant(task))
    waiting = await case.progress()
    assert (waiting.final, [task.acts for task in waiting.tasks]) == (
        False,
        [("answer_reconsideration",), ("withdraw_reconsideration",)],
    )
    assert (await answer(case, reference, "uphold")).final
    assert (await case.handle.result()).stage is Stage.CLOSED
    books_are_sound(case)


async def test_an_expired_voucher_is_issued_anew_for_what_was_refused(office: Office) -> None:
    case = await refused_redemption(office)
    while not (await case.progress()).final:
        await case.ring()
    assert "voucher_expired" in case.timeline()
    ended_at = await case.now()
    reference = await contest(case, Contestable.REDEMPTION, "1")
    await case.skip_to(ended_at)
    await answer(case, reference, "change")
    paid = case.scenario.invoices[0]
    await case.act(
        "review_redemption",
        by=f"{case.plan.lead}-afresh",
        redemption=1,
        decision="approve",
        verified_paid=paid,
    )
    assert (await case.end()).stage is Stage.CLOSED
    assert Decimal(money(case, Account.PAID)[0]) == Decimal(paid)
    assert money(case, Account.ISSUED, Account.PROMISED) == ("0.00", "0.00")
    books_are_sound(case)


async def test_an_amount_goes_back_to_its_review_until_money_is_ordered(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    reference = await contest(case, Contestable.AMOUNT)
    assert "在" in mails(case, "funds_awaited")[0]
    back = await answer(case, reference, "change")
    assert (back.stage, [task.acts for task in back.tasks]) == (Stage.LEAD_REVIEW, [("review",)])
    assert "经复核，原决定予以改变" in mails(case, "decision_corrected")[0]
    case.shift = "-afresh"
    assert (await case.end()).stage is Stage.CLOSED
    books_are_sound(case)


async def test_money_goes_on_while_its_amount_is_contested(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    reference = await contest(case, Contestable.AMOUNT)
    await case.grant((await case.progress()).tasks[0])
    refusal = await case.refused(
        "answer_reconsideration", by="afresh", reconsideration=reference, decision="change"
    )
    assert "补足差额" in refusal.remedy
    await case.walk(Stage.CLOSED)
    assert money(case, Account.PAID) == ("10000000.00",)
    assert (await answer(case, reference, "uphold")).final
    books_are_sound(case)


async def test_a_stop_that_was_wrong_is_lifted(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    await case.act("stop_payment", scope="case", reason="核查。", clause="附则(四)")
    reference = await contest(case, Contestable.STOP)
    assert (await case.progress()).stops
    after = await answer(case, reference, "change", reason="核查无问题。")
    assert (after.stage, after.stops) == (Stage.FUND_DOCUMENT, ())
    assert "核查无问题。" in mails(case, "stop_lifted")[0]
    assert (await case.end()).stage is Stage.CLOSED


async def test_a_stop_that_the_lead_lifts_itself_need_not_be_answered(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    await case.act("stop_payment", scope="case", reason="核查。", clause="附则(四)")
    await contest(case, Contestable.STOP)
    after = await case.act("lift_stop", scope="case", reason="核查完毕。")
    assert [task.acts for task in after.tasks] == [("issue_fund_document",)]
    assert (await case.end()).stage is Stage.CLOSED
