"""Vouchers are redeemed in parts until they are used up or expire."""

import asyncio
from decimal import Decimal

import pytest

from adapters.store.engine import open_session
from adapters.store.money.ledger import case_total
from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase


@pytest.mark.long
async def test_a_voucher_is_redeemed_in_parts_until_nothing_is_left(office: Office) -> None:
    case = await office.file("settlement_voucher")
    assert (await case.walk(Stage.VOUCHER)).amount == Decimal("500000.00")
    outcome = await case.end()
    assert (outcome.stage, outcome.amount) == (Stage.CLOSED, Decimal("200000.00"))
    assert case.timeline().count("payment_ordered") == 2
    assert case.timeline()[-1] == "paid"


async def test_a_refused_redemption_leaves_the_voucher_open(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])
    refused = await case.act("review_redemption", decision="reject", redemption=1, reason="发票不符")
    assert (refused.stage, refused.tasks[0].acts) == (Stage.VOUCHER, ("redeem",))


async def test_an_expired_voucher_takes_only_what_was_redeemed_from_the_pool(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.PAYMENT)
    await case.grant((await case.progress()).tasks[0])
    while not (await case.progress()).final:
        await case.ring()
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline()[-1] == "voucher_expired"
    assert taken(office, case) == Decimal("300000.00")


@pytest.mark.parametrize("stage", [Stage.LEAD_REVIEW, Stage.VOUCHER, Stage.PAYEE_DETAILS])
async def test_a_voucher_case_that_is_withdrawn_takes_nothing_from_the_pool(
    office: Office, stage: Stage
) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(stage)
    async with asyncio.timeout(15):
        assert (await case.act("withdraw", "applicant")).stage is Stage.WITHDRAWN
    assert taken(office, case) == 0


def taken(office: Office, case: WalkedCase) -> Decimal:
    """What the case takes from its pool by the ledger."""
    with open_session(office.engine) as session:
        return -case_total(session, case.plan.case_number, Account.POOL)
