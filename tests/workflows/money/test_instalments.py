"""Each year is judged again, and what differs from the claim is explained."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.workflows.office import Office
from tests.workflows.recovering import mails, money
from tests.workflows.walked_case import WalkedCase


async def claimed(office: Office) -> WalkedCase:
    """A case whose first year of support was claimed."""
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    await case.ring()
    await case.grant((await case.progress()).tasks[0])
    return case


async def review(case: WalkedCase, cost: str, **content: Any) -> Any:
    figures = {"operating_cost": cost}
    return await case.act(
        "review_instalment", decision="approve", instalment=1, verified_facts=figures, **content
    )


async def test_another_amount_than_the_claimed_one_needs_a_reason_that_the_applicant_reads(
    office: Office,
) -> None:
    case = await claimed(office)
    lower: dict[str, Any] = {
        "decision": "approve",
        "instalment": 1,
        "verified_facts": {"operating_cost": "9000000.00"},
    }
    refusal = await case.refused("review_instalment", **lower)
    assert (refusal.kind, [field.path for field in refusal.fields]) == ("invalid-input", ["reason"])
    assert ("1,800,000.00" in refusal.what, "1,972,000.00" in refusal.what) == (True, True)
    assert money(case, Account.PROMISED) == ("0.00",)
    approved = await review(case, "9000000.00", reason="剔除非运营支出 860,000.00 元。")
    assert approved.amount == Decimal("1800000.00")
    told = mails(case, "payee_asked")[0]
    assert "按申请数据应为 1,972,000.00 元，按核实数据核定为 1,800,000.00 元" in told
    assert "剔除非运营支出 860,000.00 元。" in told
    await case.walk(Stage.INSTALMENTS, subject="2")
    assert money(case, Account.PAID) == ("1800000.00",)


async def test_other_figures_that_come_to_the_same_amount_need_no_reason(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.ring()
    await case.grant((await case.progress()).tasks[0])
    capped = {"operating_cost": "16000000.00"}
    approved = await case.act("review_instalment", decision="approve", instalment=2, verified_facts=capped)
    assert approved.amount == Decimal("3000000.00")


async def test_a_returned_claim_is_claimed_again(office: Office) -> None:
    case = await claimed(office)
    back = await case.act("review_instalment", decision="return", instalment=1, reason="缺服务量报告。")
    assert (back.stage, back.tasks[0].acts) == (Stage.INSTALMENTS, ("claim_instalment",))
    assert "缺服务量报告。" in mails(case, "instalment_returned")[0]
    facts = {"operating_cost": "9000000.00"}
    again = await case.act("claim_instalment", "applicant", instalment=1, facts=facts)
    assert again.tasks[0].acts == ("review_instalment",)
    approved = await case.act("review_instalment", decision="approve", instalment=1)
    assert approved.amount == Decimal("1800000.00")


async def test_figures_that_cannot_be_are_given_back_and_the_year_can_be_reviewed_again(
    office: Office,
) -> None:
    case = await claimed(office)
    wrong: dict[str, Any] = {
        "decision": "approve",
        "instalment": 1,
        "verified_facts": {"operating_cost": "-1"},
    }
    refusal = await case.refused("review_instalment", **wrong)
    assert refusal.kind == "invalid-input"
    assert (await case.progress()).tasks[0].acts == ("review_instalment",)
    assert (await case.act("review_instalment", decision="approve", instalment=1)).amount == Decimal(
        "1972000.00"
    )


async def test_a_missed_year_is_settled_by_rule_and_nothing_is_promised_for_it(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    while "instalment_missed" not in case.timeline():
        await case.ring()
    told = mails(case, "instalment_missed")[0]
    for word in ("第1个补助年度期满后60个工作日内未提出兑现申请", "附则(五)", "第1条", "不影响以后年度"):
        assert word in told
    assert money(case, Account.PROMISED, Account.ORDERED, Account.PAID) == ("0.00", "0.00", "0.00")
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("6000000.00",)


async def test_an_acceptance_whose_figures_carry_no_award_is_given_back_and_can_be_recorded_again(
    office: Office,
) -> None:
    case = await office.file("core_technology")
    task = (await case.walk(Stage.AWAITING_ACCEPTANCE)).tasks[0]
    content = await case.content("record_acceptance", "")
    nothing = {**content, "verified_facts": {"research_cost": "100.00", "public_grants": "100.00"}}
    refusal = await case.refused("record_acceptance", task.party, **nothing)
    assert refusal.kind in {"not-eligible", "invalid-input"}
    assert money(case, Account.PROMISED) == ("0.00",)
    assert (await case.act("record_acceptance", task.party, **content)).stage is Stage.PUBLIC_NOTICE


@pytest.mark.parametrize("paid", ["300000.01", "0.00"])
async def test_a_redemption_that_cannot_be_paid_is_given_back_and_can_be_reviewed_again(
    office: Office, paid: str
) -> None:
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
    wrong: dict[str, Any] = {"decision": "approve", "redemption": 1, "verified_paid": paid}
    assert (await case.refused("review_redemption", **wrong)).kind in {"invalid-input", "not-eligible"}
    assert money(case, Account.ISSUED, Account.PROMISED) == ("500000.00", "0.00")
    right: dict[str, Any] = {**wrong, "verified_paid": "300000.00"}
    assert (await case.act("review_redemption", **right)).stage is Stage.PAYEE_DETAILS
