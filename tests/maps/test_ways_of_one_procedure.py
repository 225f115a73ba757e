"""Ways that one procedure alone has: years, vouchers, batches, acceptance, recovery, and two awards on one base (就高)."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.departments import FINANCE_BUREAU
from tests.maps.played_office import PlayedCase, PlayedOffice, Refused
from tests.maps.test_ways import OFTEN, RETURNED, owe, silence_agrees
from tests.maps.walking import Walk, Ways
from tests.workflows.money.test_pool import leave_in_pool

pytestmark = pytest.mark.long

OPERATION, VOUCHER, MODEL = "compute_centre_operation", "settlement_voucher", "foundation_model"

YEARS: dict[str, Ways] = {
    "claims_that_never_come": {"claim_instalment": ["wait", None, "wait"]},
    "claims_that_are_refused": {"review_instalment": ["return", "reject", None, "reject"]},
}


@pytest.mark.parametrize("way", YEARS)
async def test_years_of_support(office: PlayedOffice, way: str) -> None:
    case = await office.file(OPERATION)
    await Walk(case, YEARS[way]).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("year", [1, 2])
async def test_a_missed_year_is_claimed_after_all_while_the_next_is_awaited(
    office: PlayedOffice, year: int
) -> None:
    case = await office.file(OPERATION)
    await Walk(case, {}).walk(Stage.INSTALMENTS)
    while case.timeline().count("instalment_missed") < year:
        await case.ring()
    with pytest.raises(AssertionError, match="was not taken"):
        await case.make_good(year + 1)
    await case.make_good(year)
    assert (await case.progress()).tasks[0].subject == str(year)
    await Walk(case, {}).walk()
    assert (await case.stage(), case.timeline().count("paid")) == (Stage.CLOSED, 4 - year)


async def test_missed_years_are_claimed_after_the_end_one_by_one(office: PlayedOffice) -> None:
    case = await office.file(OPERATION)
    await Walk(case, {"claim_instalment": ["wait", None, "wait"], "excuse_lapse": [True, True]}).walk()
    assert (await case.stage(), case.timeline().count("paid")) == (Stage.CLOSED, 3)
    with pytest.raises(AssertionError):
        await case.make_good()  # nothing is lost any more


@pytest.mark.parametrize("left", [True, False], ids=["the_pool_has_money", "the_pool_is_empty"])
async def test_an_expired_voucher_is_issued_anew_from_the_pool_of_that_year(
    office: PlayedOffice, *, left: bool
) -> None:
    case = await office.file(VOUCHER)
    await Walk(case, {"redeem": ["wait"]}).walk()
    assert case.timeline()[-1] == "voucher_expired"
    if not left:
        leave_in_pool(office, "0.00", case.run.at.year)
    await case.make_good()
    assert await case.stage() is (Stage.VOUCHER if left else Stage.QUEUED_FOR_QUOTA)
    if left:
        await Walk(case, {}).walk()
        assert case.timeline().count("paid") >= 1


@pytest.mark.parametrize(("returned", "is_other"), RETURNED.values(), ids=RETURNED)
async def test_the_last_year_is_set_off_whole(
    office: PlayedOffice, *, returned: bool, is_other: bool
) -> None:
    case = await office.file(OPERATION)
    case.other_payee = is_other
    walking = Walk(
        case,
        {"claim_instalment": ["wait", "wait"], "confirm_payment": ["return_payment"] if returned else []},
    )
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert case.timeline()[-1] == "payment_netted"


REDEMPTIONS: dict[str, Ways] = {
    "refused": {"review_redemption": ["reject"]},
    "never_redeemed": {"redeem": ["wait"]},
}


@pytest.mark.parametrize("way", REDEMPTIONS)
async def test_redemptions(office: PlayedOffice, way: str) -> None:
    case = await office.file(VOUCHER)
    case.scenario = case.scenario.model_copy(update={"invoices": ("1.00", "300000.00", "200000.00")})
    await Walk(case, REDEMPTIONS[way]).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize(("returned", "is_other"), RETURNED.values(), ids=RETURNED)
async def test_the_last_redemption_is_set_off_whole(
    office: PlayedOffice, *, returned: bool, is_other: bool
) -> None:
    case = await office.file("compute_usage_voucher")
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"] if returned else []})
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert (await case.stage(), case.timeline()[-1]) == (Stage.CLOSED, "payment_netted")


async def test_a_case_queues_on_when_it_is_woken_for_nothing(office: PlayedOffice) -> None:
    leave_in_pool(office, "0.00", 2026, 2027)
    case = await office.file("compute_usage_voucher")
    await Walk(case, {}).walk(Stage.QUEUED_FOR_QUOTA)
    await case.hear("quota_released")
    assert await case.stage() is Stage.QUEUED_FOR_QUOTA
    assert case.timeline().count("voucher_queued") == 2


@pytest.mark.parametrize("way", ["return", "reject"])
async def test_experts(office: PlayedOffice, way: str) -> None:
    case = await office.file(MODEL)
    await Walk(case, {"review": [None, way]}).walk()
    assert await case.stage() is (Stage.CLOSED if way == "return" else Stage.REJECTED)


def first_come(policy: Policy) -> Policy:
    """The policy in which whoever comes first gets a place; silence agrees."""
    reading = policy.readings["m3.selection"].model_copy(update={"default": "first_come"})
    readings = {**policy.readings, "m3.selection": reading}
    return silence_agrees(policy).model_copy(update={"readings": readings})


SIGNED: dict[str, Ways] = {
    "agreed": {},
    "no_opinion": {"sign_off": ["no_opinion"] * OFTEN},
    "silent": {"sign_off": ["wait"] * OFTEN},
    "settled": {"sign_off": ["object"]},
}


@pytest.mark.parametrize("left", [True, False], ids=["a_place_is_left", "no_place_is_left"])
@pytest.mark.parametrize("way", SIGNED)
async def test_places_for_whoever_comes_first(office: PlayedOffice, way: str, *, left: bool) -> None:
    policy = first_come(load_catalogue().policies[-1])
    for number in range(0 if left else 3):
        await Walk(await office.file(MODEL, number % 3 + 1, policy=policy), {}).walk(Stage.PUBLIC_NOTICE)
    case = await office.file(MODEL, policy=policy)
    await Walk(case, SIGNED[way]).walk(Stage.PUBLIC_NOTICE)
    assert await case.stage() is (Stage.PUBLIC_NOTICE if left else Stage.REJECTED)


@pytest.mark.parametrize("left", [True, False], ids=["a_place_is_left", "no_place_is_left"])
async def test_whoever_is_judged_again_needs_a_place_again(office: PlayedOffice, *, left: bool) -> None:
    policy = first_come(load_catalogue().policies[-1])
    case = await office.file(MODEL, policy=policy)
    walking = Walk(case, {"again": [True]})
    await walking.walk(Stage.PUBLIC_NOTICE)
    await case.act("terminate", reason="主体资格存疑。")
    for number in range(0 if left else 3):
        await Walk(await office.file(MODEL, number % 3 + 1, policy=policy), {}).walk(Stage.PUBLIC_NOTICE)
    await case.ask_again()
    await Walk(case, {}).walk(Stage.PUBLIC_NOTICE)
    assert await case.stage() is (Stage.PUBLIC_NOTICE if left else Stage.REJECTED)


async def test_a_failed_acceptance(office: PlayedOffice) -> None:
    case = await office.file("core_technology")
    await Walk(case, {"record_acceptance": ["failed"]}).walk()
    assert await case.stage() is Stage.REJECTED


# ---- money that is to come back


async def reversed_recovery(office: PlayedOffice) -> PlayedCase:
    """A recovery that is reversed after a part came back, which is to be paid once more."""
    case = await office.file("compute_centre_construction")
    await Walk(case, {}).walk()
    await case.recover(amount=Decimal("4000000.00"), means="repayment")
    came = {"amount": Decimal("1500000.00"), "received_on": "2026-12-01"}
    await case.act("record_repayment", FINANCE_BUREAU, reason="到账。", **came)
    await case.act("reverse_recovery", reason="复核属实。")
    assert await case.stage() is Stage.FUND_DOCUMENT
    return case


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
async def test_what_is_paid_once_more_comes_back_and_waits_for_a_stop(
    office: PlayedOffice, *, is_other: bool
) -> None:
    case = await reversed_recovery(office)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"], "provide_payee": ["wait"]}, late=True)
    await walking.walk(Stage.PAYMENT_RETURNED)
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    await walking.walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
    await walking.walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
async def test_what_is_paid_once_more_comes_back_and_is_ordered_again(
    office: PlayedOffice, *, is_other: bool
) -> None:
    case = await reversed_recovery(office)
    case.other_payee = is_other
    ways: Ways = {
        "confirm_payment": ["return_payment"],
        "provide_payee": [None, "wait"] if is_other else [],
        "check_payee": ["return"],
    }
    await Walk(case, ways).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize(("returned", "is_other"), RETURNED.values(), ids=RETURNED)
async def test_what_is_paid_once_more_is_set_off_whole(
    office: PlayedOffice, *, returned: bool, is_other: bool
) -> None:
    case = await reversed_recovery(office)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"] if returned else []})
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert case.timeline()[-1] == "payment_netted"


# ---- two awards on one base

FACTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "compute_centre_construction": ({"audited_investment": "16000000.00"}, {}),
    OPERATION: ({}, {}),
    "core_technology": ({}, {}),
    MODEL: ({"compute_cost": "1800000.00"}, {}),
    "leading_goose": ({}, {}),
}
"""A type of each procedure whose award may change before it is ordered: figures of a lower and of a higher award."""

LATER: dict[str, dict[str, Any]] = {
    OPERATION: {"years": ({"operating_cost": "500000.00"},) * 3},
    "leading_goose": {"reviewed": {"selection_document": "1号", "amount": "200000.00"}},
    "core_technology": {"later": {"research_cost": "1100000.00", "public_grants": "900000.00"}},
}
"""What the lower case claims later."""


async def two_on_one_base(office: PlayedOffice, code: str, ways: Ways) -> tuple[PlayedCase, PlayedCase]:
    """A lower and a higher award on one base, both before the treasury."""
    low, high = FACTS[code]
    lower = await office.file(code, base="同一项目", **low)
    lower.scenario = lower.scenario.model_copy(update=LATER.get(code, {}))
    higher = await office.file(code, base="同一项目", **high)
    for case in (lower, higher):
        await Walk(case, ways).walk(Stage.FUND_DOCUMENT)
    return lower, higher


async def ask_to_pay(case: PlayedCase) -> None:
    """Give a fund document over what was due before; the case says what is due now."""
    with pytest.raises(Refused):
        await case.act("issue_fund_document", FINANCE_BUREAU, **await case.split())


@pytest.mark.parametrize("code", FACTS)
async def test_the_higher_award_takes_up_the_lower(office: PlayedOffice, code: str) -> None:
    lower, higher = await two_on_one_base(office, code, {})
    await ask_to_pay(higher)
    await Walk(higher, {}).walk(Stage.PAYMENT)
    await ask_to_pay(lower)
    assert "amount_adjusted" in higher.timeline()
    assert lower.timeline()[-1] in ("rejected", "instalment_refused")


async def test_the_higher_award_takes_up_the_last_year_of_the_lower(office: PlayedOffice) -> None:
    lower, higher = await two_on_one_base(office, OPERATION, {"claim_instalment": ["wait", "wait"]})
    await ask_to_pay(higher)
    await Walk(higher, {}).walk()
    await ask_to_pay(lower)
    assert (await lower.stage(), lower.timeline()[-1]) == (Stage.CLOSED, "instalment_refused")


# ---- an amount that the law leaves open


async def test_an_amount_that_is_not_confirmed_goes_back_to_the_review(office: PlayedOffice) -> None:
    case = await office.file("leading_goose")
    await Walk(case, {"confirm_amount": ["return"]}, late=True).walk(Stage.SIGN_OFF)
    events = [event for event in case.timeline() if event.startswith("amount")]
    assert events == ["amount_entered", "amount_returned", "amount_entered"]
