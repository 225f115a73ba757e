"""Vouchers are redeemed in parts until they are used up or expire."""

from decimal import Decimal

from adapters.store.engine import session
from adapters.store.tables import Voucher
from domain.case.stages import Stage
from tests.workflows.office import Office


async def test_a_voucher_is_redeemed_in_parts_until_nothing_is_left(office: Office) -> None:
    case = await office.file("settlement_voucher")
    assert (await case.walk(Stage.VOUCHER)).amount == Decimal("500000.00")
    outcome = await case.end()
    assert (outcome.stage, outcome.amount) == (Stage.CLOSED, Decimal("200000.00"))
    assert case.timeline().count("payment_ordered") == 2
    assert case.timeline()[-1] == "paid"


async def test_a_refused_redemption_leaves_the_voucher_open(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.grant((await case.walk(Stage.VOUCHER)).turns[0])
    refused = await case.act("review_redemption", decision="reject", redemption=1, reason="发票不符")
    assert (refused.stage, refused.turns[0].acts) == (Stage.VOUCHER, ("redeem",))


async def test_an_expired_voucher_gives_the_rest_back(office: Office) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.VOUCHER)
    while not (await case.progress()).final:
        await case.ring()
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline()[-1] == "voucher_expired"
    with session(office.engine) as reading:
        voucher = reading.get_one(Voucher, case.plan.case_number)
    assert (voucher.status, voucher.left) == ("expired", Decimal("0.00"))
