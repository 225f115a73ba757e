"""Ways of an account that comes with a claim of more money and is not of the unit's name."""

from decimal import Decimal

import pytest

from domain.calendar import shanghai_date
from domain.case.record.stages import Stage
from domain.departments import FINANCE_BUREAU
from tests.maps.played_office import PlayedOffice
from tests.maps.walking import Walk, Ways
from tests.workflows.overseen import overseen

pytestmark = pytest.mark.long

OPERATION, VOUCHER = "compute_centre_operation", "settlement_voucher"


@pytest.mark.parametrize("code", [OPERATION, VOUCHER])
@pytest.mark.parametrize("checks", [[None, None], ["return", None]], ids=["accepted", "sent_back"])
async def test_an_account_that_comes_with_a_claim_is_checked_before_the_order(
    office: PlayedOffice, code: str, checks: list[str | None]
) -> None:
    case = await office.file(code)
    case.other_with_claim = True
    await Walk(case, {"check_payee": checks}).walk()
    assert await case.stage() is Stage.CLOSED
    assert case.timeline().count("payee_differs") >= len(checks)


@pytest.mark.parametrize("code", [OPERATION, VOUCHER])
async def test_an_account_that_comes_with_a_claim_that_a_head_approves_is_checked(
    office: PlayedOffice, code: str
) -> None:
    case = await office.file(code, policy=overseen("lead", "none"))
    case.other_with_claim = True
    await Walk(case, {}, late=True).walk()
    assert await case.stage() is Stage.CLOSED


async def test_a_year_is_corrected_while_a_head_looks_at_it(office: PlayedOffice) -> None:
    case = await office.file(OPERATION, policy=overseen("lead", "none"))
    await Walk(case, {}).walk(Stage.INSTALMENTS)
    while (await case.progress()).tasks[0].acts != ("approve_as_head",):
        task = (await case.progress()).tasks[0]
        await (case.grant(task) if task.acts else case.ring())
    case.shift = "-afresh"
    await case.act("correct_decision", reason="电费计算有误。")
    assert (await case.progress()).tasks[0].acts == ("review_instalment",)
    await Walk(case, {}).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
@pytest.mark.parametrize("check", [None, "return"], ids=["accepted", "sent_back"])
async def test_what_is_owed_after_a_reversal_waits_for_the_check_of_an_account(
    office: PlayedOffice, check: str | None, *, is_other: bool
) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {"redeem": [None]}).walk(Stage.PAYMENT)
    await Walk(case, {}).walk(Stage.VOUCHER)
    case.other_with_claim = True
    await case.grant((await case.progress()).tasks[0])
    await case.recover(amount=Decimal("2000.00"), means="repayment")
    came = {"amount": Decimal("1000.00"), "received_on": shanghai_date(case.run.at)}
    await case.act("record_repayment", FINANCE_BUREAU, reason="到账。", **came)
    await case.act("reverse_recovery", reason="原决定有误。", by="afresh")
    assert (await case.progress()).tasks[0].acts == ("check_payee",)
    case.other_payee = is_other
    ways: Ways = {"check_payee": [check], "provide_payee": ["wait"]}
    await Walk(case, ways, late=True).walk()
    assert await case.stage() is Stage.CLOSED
