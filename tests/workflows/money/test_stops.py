"""A stop of payment holds money back and nothing else."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from domain.calendar import shanghai_date
from domain.case.record.narrative import day_text, status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.ledger.accounts import Account
from tests.workflows.money.test_pool import leave_in_pool
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, mails, money
from tests.workflows.walked_case import WalkedCase

STOP: dict[str, Any] = {"reason": "正在核查投资额。", "clause": "附则(四)"}


async def at(office: Office, stage: Stage, code: str = "compute_centre_construction") -> WalkedCase:
    case = await office.file(code)
    await case.walk(stage)
    return case


async def test_no_payment_is_ordered_while_a_stop_stands_and_the_document_can_be_issued_afterwards(
    office: Office,
) -> None:
    case = await at(office, Stage.FUND_DOCUMENT)
    task = (await case.progress()).tasks[0]
    stopped = await case.act("stop_payment", **STOP)
    assert (stopped.stage, stopped.tasks) == (Stage.FUND_DOCUMENT, (task,))
    split = await case.split()
    refusal = await case.refused("issue_fund_document", BUREAU, **split)
    assert (refusal.kind, refusal.clause) == ("wrong-stage", "附则(四)")
    assert "正在核查投资额。" in refusal.why
    assert (await case.progress()).tasks == (task,)
    assert money(case, Account.PROMISED, Account.ORDERED) == ("10000000.00", "0.00")
    await case.act("lift_stop", reason="未发现问题。")
    assert (await case.act("issue_fund_document", BUREAU, **split)).stage is Stage.PAYMENT
    assert "范围：本案。正在核查投资额。（依据：附则(四)）" in mails(case, "payment_stopped")[0]
    assert "未发现问题。" in mails(case, "stop_lifted")[0]


async def test_the_bureau_is_pressed_while_a_stop_stands(office: Office) -> None:
    case = await at(office, Stage.FUND_DOCUMENT)
    await case.act("stop_payment", **STOP)
    await case.ring()
    happened = case.timeline()
    assert happened[happened.index("payment_stopped") :][:2] == ["payment_stopped", "office_reminded"]


async def test_a_returned_payment_is_not_ordered_again_while_a_stop_stands(office: Office) -> None:
    case = await at(office, Stage.PAYMENT)
    first = (await case.progress()).tasks[0].subject
    await case.act("stop_payment", **STOP)
    await case.act("return_payment", BUREAU, payment=first, reason="户名不符")
    corrected = await case.act("provide_payee", "applicant", payee="payee-2")
    assert corrected.stage is Stage.FUND_DOCUMENT
    assert money(case, Account.RETURNED) == ("10000000.00",)
    assert (await case.refused("terminate", reason="不再支持。")).kind == "wrong-stage"
    assert (await case.refused("issue_fund_document", BUREAU, **await case.split())).clause == "附则(四)"
    await case.act("lift_stop", reason="未发现问题。")
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID) == ("10000000.00",)


async def test_nothing_is_approved_for_the_first_time_while_a_stop_stands(office: Office) -> None:
    case = await office.file("core_technology")
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("stop_payment", **STOP)
    assert "停拨" in (await case.refused("review", decision="approve")).why
    await case.act("lift_stop", reason="核查完毕")
    await case.walk(Stage.AWAITING_ACCEPTANCE)
    await case.act("stop_payment", **STOP)
    content = await case.content("record_acceptance", "")
    assert "停拨" in (await case.refused("record_acceptance", **content)).why
    await case.act("lift_stop", reason="核查完毕")
    assert (await case.act("record_acceptance", **content)).stage is Stage.PUBLIC_NOTICE


async def test_a_year_is_not_approved_while_a_stop_stands(office: Office) -> None:
    case = await at(office, Stage.INSTALMENTS, "compute_centre_operation")
    await case.ring()
    await case.grant((await case.progress()).tasks[0])
    await case.act("stop_payment", **STOP)
    refusal = await case.refused("review_instalment", decision="approve", instalment=1)
    assert refusal.clause == "附则(四)"
    assert money(case, Account.PROMISED) == ("0.00",)
    await case.act("lift_stop", reason="未发现问题。")
    assert (await case.end()).stage is Stage.CLOSED


async def test_a_redemption_is_not_approved_while_a_stop_of_the_unit_stands(office: Office) -> None:
    case = await at(office, Stage.VOUCHER, "settlement_voucher")
    await case.grant((await case.progress()).tasks[0])
    other = await office.file("compute_centre_construction")
    await other.act("stop_payment", scope="unit", **STOP)
    approval: dict[str, Any] = {"decision": "approve", "redemption": 1, "verified_paid": "300000.00"}
    assert "本单位全部案件停拨" in (await case.refused("review_redemption", **approval)).why
    assert money(case, Account.ISSUED) == ("500000.00",)
    assert "范围：本单位全部案件" in mails(other, "payment_stopped")[0]
    await other.act("lift_stop", scope="unit", reason="未发现问题。")
    assert (await case.act("review_redemption", **approval)).stage is Stage.PAYEE_DETAILS


async def test_a_stopped_case_holds_up_nobody_behind_it_and_gets_its_voucher_when_the_stop_is_lifted(
    office: Office,
) -> None:
    leave_in_pool(office, "500000.00")
    case = await at(office, Stage.PUBLIC_NOTICE, "settlement_voucher")
    await case.act("stop_payment", **STOP)
    held = await case.walk(Stage.QUEUED_FOR_QUOTA)
    assert "停止拨付（本案），恢复前不核准、不下达资金" in status_sentence(held)
    assert money(case, Account.ISSUED) == ("0.00",)
    assert not mails(case, "voucher_queued")
    behind = await office.file("compute_usage_voucher", 2, compute_fee="300000.00")
    assert (await behind.walk(Stage.VOUCHER)).amount == Decimal("150000.00")
    await case.act("lift_stop", reason="未发现问题。")
    issued = await when(case, lambda found: found.stage is Stage.VOUCHER)
    assert issued.amount == Decimal("350000.00")


async def test_of_a_stop_and_an_approval_at_once_the_store_says_which_came_first(office: Office) -> None:
    case = await at(office, Stage.LEAD_REVIEW)
    other = await office.file("core_technology")
    approval = case.make("review", decision="approve")
    stopped, approved = await asyncio.gather(
        other.act("stop_payment", scope="unit", **STOP), case.send(approval), return_exceptions=True
    )
    assert isinstance(stopped, Progress)
    is_first = isinstance(approved, Progress)
    assert money(case, Account.PROMISED) == ("10000000.00" if is_first else "0.00",)
    assert await case.stage() is (Stage.SIGN_OFF if is_first else Stage.LEAD_REVIEW)
    await other.act("lift_stop", scope="unit", reason="未发现问题。")
    if not is_first:
        assert (await case.act("review", decision="approve")).stage is Stage.SIGN_OFF


async def test_the_sentence_says_in_every_case_that_a_stop_reaches_that_one_stands(office: Office) -> None:
    case = await at(office, Stage.LEAD_REVIEW)
    other = await at(office, Stage.FUND_DOCUMENT, "core_technology")
    before = (await other.progress()).tasks, other.timeline(), len(mails(other, "terms_moved"))
    stopped = await case.act("stop_payment", scope="unit", **STOP)
    assert stopped.at is not None
    day = day_text(shanghai_date(stopped.at))
    words = f"市发改委自{day}起停止拨付（本单位全部案件），恢复前不核准、不下达资金"
    assert words in status_sentence(stopped)
    assert words in mails(case, "payment_stopped")[0]
    assert words in await case.details()
    told = await when(other, lambda found: bool(found.stops))
    assert words in status_sentence(told)
    assert words in await other.details()
    assert (told.tasks, other.timeline(), len(mails(other, "terms_moved"))) == before
    lifted = await case.act("lift_stop", scope="unit", reason="核查完毕")
    free = await when(other, lambda found: not found.stops)
    assert not any("停止拨付" in status_sentence(found) for found in (lifted, free))


async def when(case: WalkedCase, is_so: Callable[[Progress], bool]) -> Progress:
    """Where the case stands once it is so."""
    async with asyncio.timeout(20):
        while not is_so(found := await case.progress()):
            await asyncio.sleep(0.02)
    return found


async def test_a_stop_is_set_once_and_lifted_by_who_set_it(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    assert (await case.refused("stop_payment", "taxation", **STOP)).kind == "not-allowed"
    assert (await case.refused("lift_stop", reason="x")).kind == "wrong-stage"
    await case.act("stop_payment", **STOP)
    assert (await case.refused("stop_payment", **STOP)).kind == "wrong-stage"
    await case.act("stop_payment", scope="unit", **STOP)
    other = await office.file("national_research_platform")
    refusal = await other.refused("lift_stop", scope="unit", reason="x")
    assert (refusal.kind, refusal.what) == ("not-allowed", "停拨由市发改委作出，只能由市发改委恢复。")
    assert (await case.act("lift_stop", scope="unit", reason="核查完毕")).stage is Stage.COMPLETENESS_CHECK
