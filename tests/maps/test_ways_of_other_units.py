"""Another unit bears a case before its money is ordered: the account is asked of it, whatever the money is."""

from decimal import Decimal
from typing import Final

import pytest

from domain.calendar import shanghai_date
from domain.case.record.stages import Stage
from domain.departments import FINANCE_BUREAU
from tests.maps.played_office import PlayedCase, PlayedOffice, Refused
from tests.maps.test_ways_of_oversight import PAID
from tests.maps.test_ways_of_top_ups import OF_WHOM, topped_up
from tests.maps.walking import Walk, Ways

pytestmark = pytest.mark.long

CONSTRUCTION: Final = "compute_centre_construction"


async def pass_on(case: PlayedCase, *, is_other: bool) -> None:
    """The fund document is given back; the new unit names its account, late and not at once."""
    await case.pass_to_another_unit()
    with pytest.raises(Refused):
        await Walk(case, {}).walk()
    assert await case.stage() is Stage.PAYEE_DETAILS
    case.other_payee = is_other
    ways: Ways = {"provide_payee": [None, "wait"] if is_other else ["wait"], "check_payee": ["return"]}
    await Walk(case, ways, late=True).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_another_unit_that_bears_a_case_names_its_account(office: PlayedOffice, code: str) -> None:
    case = await office.file(code)
    await Walk(case, {}).walk(Stage.FUND_DOCUMENT)
    await case.pass_to_another_unit()
    with pytest.raises(Refused):
        await Walk(case, {}).walk()
    await Walk(case, {}).walk()
    assert await case.stage() is Stage.CLOSED


@OF_WHOM
@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_it_does_for_what_the_bank_returned_before(
    office: PlayedOffice, code: str, *, is_other: bool
) -> None:
    case = await office.file(code)
    walking = Walk(case, {"confirm_payment": ["return_payment"]})
    await walking.walk(Stage.PAYMENT_RETURNED)
    await wait_for_a_stop(case)
    await pass_on(case, is_other=is_other)


@OF_WHOM
async def test_it_does_for_what_the_bank_returned_after_the_end(
    office: PlayedOffice, *, is_other: bool
) -> None:
    case = await office.file(CONSTRUCTION)
    await Walk(case, {}).walk()
    await case.send_back(f"{case.plan.case_number}-P1")
    await wait_for_a_stop(case)
    await pass_on(case, is_other=is_other)


@OF_WHOM
async def test_it_does_for_a_difference(office: PlayedOffice, *, is_other: bool) -> None:
    await pass_on(await topped_up(office), is_other=is_other)


@OF_WHOM
async def test_it_does_for_what_is_owed_after_a_reversal(office: PlayedOffice, *, is_other: bool) -> None:
    case = await office.file(CONSTRUCTION)
    await Walk(case, {}).walk()
    await case.recover(amount=Decimal("2000000.00"), means="repayment")
    came = {"amount": Decimal("1000000.00"), "received_on": shanghai_date(case.run.at)}
    await case.act("record_repayment", FINANCE_BUREAU, reason="到账。", **came)
    await case.act("reverse_recovery", reason="原决定有误。", by="afresh")
    assert await case.stage() is Stage.FUND_DOCUMENT
    await pass_on(case, is_other=is_other)


async def wait_for_a_stop(case: PlayedCase) -> None:
    """What was returned waits for a fund document once more."""
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    await Walk(case, {}).walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
