"""Money that the bank returns after it was confirmed: between years and redemptions, after the end, and set off."""

from datetime import timedelta

import pytest
from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.schema import Payment
from audit.reconciliation import reconcile_store
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from tests.maps.played_office import PlayedOffice
from tests.maps.test_ways import owe
from tests.maps.walking import Walk, Ways

pytestmark = pytest.mark.long

OPERATION, VOUCHER = "compute_centre_operation", "settlement_voucher"


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
async def test_what_was_confirmed_comes_back_between_redemptions_and_again(
    office: PlayedOffice, *, is_other: bool
) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {"redeem": [None]}).walk(Stage.PAYMENT)
    await Walk(case, {}).walk(Stage.VOUCHER)
    await case.send_back(f"{case.plan.case_number}-P1")
    assert await case.stage() is Stage.PAYMENT_RETURNED
    case.other_payee = is_other
    ways: Ways = {
        "confirm_payment": ["return_payment"],
        "provide_payee": [None, "wait"] if is_other else ["wait"],
        "check_payee": ["return"],
    }
    walking = Walk(case, ways, late=True)
    await walking.walk(Stage.VOUCHER)
    await walking.walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
async def test_what_was_confirmed_comes_back_when_the_case_has_ended_and_waits_for_a_stop(
    office: PlayedOffice, *, is_other: bool
) -> None:
    case = await office.file("compute_centre_construction")
    await Walk(case, {}).walk()
    case.other_payee = is_other
    await case.send_back(f"{case.plan.case_number}-P1")
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    late = Walk(case, {}, late=True)
    await late.walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
    await late.walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "paid")


async def test_what_was_confirmed_comes_back_eight_days_after_the_end(office: PlayedOffice) -> None:
    case = await office.file("compute_centre_construction")
    await Walk(case, {}).walk()
    case.run.at += timedelta(days=8)
    await case.send_back(f"{case.plan.case_number}-P1")
    await Walk(case, {}).walk()
    assert (await case.stage(), case.timeline()[-3:]) == (
        Stage.CLOSED,
        ["payment_returned", "payment_ordered", "paid"],
    )
    assert reconcile_store(office.engine, load_catalogue()).differences == ()


async def test_an_earlier_year_comes_back_while_a_later_one_is_awaited(office: PlayedOffice) -> None:
    case = await office.file(OPERATION)
    for year in (1, 2):
        await Walk(case, {}).walk(Stage.PAYMENT)
        await case.grant((await case.progress()).tasks[0])
        assert (await case.stage(), case.run.workflow.state.instalment) == (Stage.INSTALMENTS, year + 1)
    before = (await case.progress()).tasks
    await case.send_back(f"{case.plan.case_number}-P1")
    await Walk(case, {}).walk(Stage.INSTALMENTS)
    after = (await case.progress()).tasks
    assert [(task.subject, task.term and task.term.due_on) for task in after] == [
        (task.subject, task.term and task.term.due_on) for task in before
    ]
    assert reconcile_store(office.engine, load_catalogue()).differences == ()
    await Walk(case, {}).walk()
    with open_session(office.engine) as session:
        rows = session.exec(select(Payment).where(Payment.status == "paid")).all()
    assert {row.subject: row.amount for row in rows} == {
        str(year): amount for year, amount in enumerate(case.scenario.paid, start=1)
    }


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
@pytest.mark.parametrize("stopped", [False, True], ids=["at_once", "after_a_stop"])
async def test_what_comes_back_is_set_off_whole(
    office: PlayedOffice, *, stopped: bool, is_other: bool
) -> None:
    case = await office.file("compute_centre_construction")
    await Walk(case, {}).walk()
    case.other_payee = is_other
    await case.send_back(f"{case.plan.case_number}-P1")
    await owe(office, case.scenario.applicant, "10000000.00")
    if stopped:
        await case.act("stop_payment", reason="核查。", clause="附则(四)")
        await Walk(case, {}).walk(Stage.FUND_DOCUMENT)
        await case.act("lift_stop", reason="属实。")
    await Walk(case, {}).walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "payment_netted")
