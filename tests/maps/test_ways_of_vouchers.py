"""Vouchers where nothing is left: the unit has all that it may have, or the pool is empty."""

from datetime import datetime

import pytest

from domain.case.record.stages import Stage
from tests.maps.played_office import PlayedCase, PlayedOffice
from tests.maps.walking import Walk
from tests.workflows.money.test_pool import leave_in_pool

pytestmark = pytest.mark.long

VOUCHER = "settlement_voucher"


async def test_a_unit_whose_vouchers_are_at_their_limit_gets_none(office: PlayedOffice) -> None:
    cases = await take_all(office)
    assert (await cases[-1].stage(), cases[-1].timeline()[-1]) == (Stage.REJECTED, "not_selected")


async def take_all(office: PlayedOffice, at: datetime | None = None) -> list[PlayedCase]:
    """A unit takes all the vouchers that it may have in the year of an instant, and asks for more."""
    cases = [await office.file("major_project_voucher", base=f"合同{number}") for number in range(6)]
    for case in cases:
        office.tell_apart(case.plan.case_number, "")
        case.run.at = at or case.run.at
        await Walk(case, {}).walk(Stage.PUBLIC_NOTICE)
    for case in cases:
        await Walk(case, {}).walk(Stage.VOUCHER)
    return cases


@pytest.mark.parametrize("lapsed", ["redeem", "provide_payee"])
async def test_what_lapsed_comes_too_late_where_the_unit_has_all_it_may_have(
    office: PlayedOffice, lapsed: str
) -> None:
    case = await office.file("compute_usage_voucher")
    await Walk(case, {lapsed: ["wait"]}).walk()
    await take_all(office, case.run.at)
    await case.make_good()
    await Walk(case, {}).walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.REJECTED, "not_selected")


async def test_a_voucher_whose_payee_came_too_late_queues_for_another(office: PlayedOffice) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {"provide_payee": ["wait"]}).walk()
    leave_in_pool(office, "0.00", case.run.at.year)
    await case.make_good()
    assert await case.stage() is Stage.QUEUED_FOR_QUOTA


STOP = {"reason": "核查。", "clause": "附则(四)"}


@pytest.mark.parametrize("lapsed", ["", "redeem", "provide_payee"])
async def test_no_voucher_is_issued_while_a_stop_stands(office: PlayedOffice, lapsed: str) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {lapsed: ["wait"]}).walk(None if lapsed else Stage.PUBLIC_NOTICE)
    other = await office.file("compute_centre_construction")
    await other.act("stop_payment", scope="unit", **STOP)
    await (case.make_good() if lapsed else case.ring())
    assert (await case.stage(), case.timeline()[-1]) == (Stage.QUEUED_FOR_QUOTA, "voucher_held")
    await case.ring()
    assert case.timeline().count("voucher_held") == 1
    await other.act("lift_stop", scope="unit", reason="属实。")
    await case.hear("standing_changed")
    assert await case.stage() is Stage.VOUCHER


async def test_a_case_that_is_stopped_in_the_queue_gives_up_its_place_until_then(
    office: PlayedOffice,
) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {}).walk(Stage.PUBLIC_NOTICE)
    leave_in_pool(office, "0.00", case.run.at.year)
    await case.ring()
    await case.act("stop_payment", **STOP)
    await case.hear("quota_released")
    assert (await case.stage(), case.timeline()[-1]) == (Stage.QUEUED_FOR_QUOTA, "voucher_held")
    assert not (await case.progress()).tasks  # no year's end takes from who is stopped
    await case.act("lift_stop", reason="属实。")
    assert case.timeline()[-1] == "voucher_queued"
