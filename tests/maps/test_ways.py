"""Every way of every procedure, walked on the real workflow code and the real store."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from tests.maps.played_office import PlayedOffice
from tests.maps.walking import Walk, Ways

SIGNED = {
    "one_off": "compute_centre_construction",
    "multi_year": "compute_centre_operation",
    "post_acceptance": "core_technology",
    "voucher": "settlement_voucher",
    "ranked_batch": "foundation_model",
    "discretionary": "leading_goose",
    "listing": "product_catalogue",
}
"""A type of each procedure in which departments sign."""

PAID = {procedure: code for procedure, code in SIGNED.items() if procedure != "listing"}
ALL = {**SIGNED, "referral": "fiscal_support"}

OFTEN = 9
"""As often as anybody is asked."""


def silence_agrees(policy: Policy) -> Policy:
    """The policy with its switch turned on."""
    return policy.model_copy(update={"signing": policy.signing.model_copy(update={"silence_agrees": True})})


async def walk(office: PlayedOffice, code: str, ways: Ways, until: Stage | None = None, **how: Any) -> Stage:
    """File a case and walk a way; where it ends."""
    case = await office.file(code)
    await Walk(case, ways, **how).walk(until)
    return await case.stage()


INTAKE: dict[str, tuple[Ways, Stage]] = {
    "never_supplemented": ({"check_completeness": ["supplement"], "supplement": ["wait"]}, Stage.CLOSED),
    "refused_at_the_check_and_checked_again": (
        {"check_completeness": ["refuse"], "again": [True], "review": ["return", "reject"]},
        Stage.REJECTED,
    ),
    "refused_at_the_review_and_reviewed_again": (
        {"check_completeness": ["supplement"], "review": ["reject"], "again": [True]},
        Stage.CLOSED,
    ),
}


@pytest.mark.parametrize("code", ALL.values(), ids=ALL)
@pytest.mark.parametrize("way", INTAKE)
async def test_intake_and_review(office: PlayedOffice, code: str, way: str) -> None:
    ways, end = INTAKE[way]
    assert await walk(office, code, ways) is end


SIGNING: dict[str, tuple[Ways, Stage]] = {
    "objected_and_reviewed_again": (
        {"sign_off": ["object", *["agree"] * 5], "settle": ["amend"]},
        Stage.PUBLIC_NOTICE,
    ),
    "everyone_objected_and_refused": ({"sign_off": ["object"] * OFTEN, "settle": ["reject"]}, Stage.REJECTED),
    "objected_and_gone_on": ({"sign_off": ["object", *["no_opinion"] * 5]}, Stage.PUBLIC_NOTICE),
    "no_opinion": ({"sign_off": ["no_opinion"] * OFTEN}, Stage.PUBLIC_NOTICE),
}


@pytest.mark.parametrize("code", SIGNED.values(), ids=SIGNED)
@pytest.mark.parametrize("way", SIGNING)
async def test_signing(office: PlayedOffice, code: str, way: str) -> None:
    ways, end = SIGNING[way]
    assert await walk(office, code, ways, end) is end


SILENT: dict[str, tuple[dict[str, Any], Ways, Stage]] = {
    "silence_agrees_last": ({}, {"sign_off": ["wait"] * OFTEN}, Stage.PUBLIC_NOTICE),
    "silence_agrees_first": ({"silent_first": True}, {"sign_off": ["wait"]}, Stage.PUBLIC_NOTICE),
    "silence_after_an_objection": (
        {},
        {"sign_off": ["object", *["wait"] * OFTEN], "settle": ["reject"]},
        Stage.REJECTED,
    ),
}


@pytest.mark.parametrize("code", SIGNED.values(), ids=SIGNED)
@pytest.mark.parametrize("way", SILENT)
async def test_silence_where_it_agrees(office: PlayedOffice, code: str, way: str) -> None:
    how, ways, end = SILENT[way]
    case = await office.file(code, policy=silence_agrees(load_catalogue().policies[-1]))
    await Walk(case, ways, **how).walk(end)
    assert await case.stage() is end


NOTICE: Ways = {
    "raise_objection": [2, 3, 2, 1],
    "find_on_objection": [
        *("dismiss", "dismiss"),
        *("uphold", "dismiss", "uphold"),
        *("uphold", "dismiss"),
        "uphold",
    ],
}
"""Both dismissed; three, the first of them upheld; the last dismissed after an upheld one; one that is upheld at once."""


@pytest.mark.parametrize("code", SIGNED.values(), ids=SIGNED)
async def test_objections_of_the_public(office: PlayedOffice, code: str) -> None:
    case = await office.file(code)
    await Walk(case, NOTICE).walk()
    assert await case.stage() is Stage.CLOSED
    assert case.timeline().count("notice_published") + case.timeline().count("acceptance_recorded") == 4


LATE: Ways = {
    "check_completeness": ["supplement"],
    "review": ["return"],
    "sign_off": ["object"],
    "raise_objection": [1],
    "confirm_payment": ["return_payment"],
}


@pytest.mark.parametrize("code", ALL.values(), ids=ALL)
async def test_everybody_is_late_everywhere(office: PlayedOffice, code: str) -> None:
    case = await office.file(code)
    await Walk(case, LATE, late=True).walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_payee_details_that_never_come(office: PlayedOffice, code: str) -> None:
    assert await walk(office, code, {"provide_payee": ["wait"]}) is Stage.CLOSED


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_a_returned_payment_waits_for_the_payee_and_for_a_stop(office: PlayedOffice, code: str) -> None:
    case = await office.file(code)
    walking = Walk(case, {"confirm_payment": ["return_payment"], "provide_payee": [None, "wait"]})
    await walking.walk(Stage.PAYMENT_RETURNED)
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    await walking.walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
    await walking.walk()
    assert await case.stage() is Stage.CLOSED


async def owe(office: PlayedOffice, unit: int, amount: str) -> None:
    """A unit owes money that is to be set off."""
    debtor = await office.file("compute_centre_construction", unit)
    await debtor.walk()
    await debtor.recover(amount=Decimal(amount), means="netting")


@pytest.mark.parametrize("returned", [False, True], ids=["at_once", "after_the_bank_returned_it"])
@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_a_payment_that_is_set_off_whole(office: PlayedOffice, code: str, *, returned: bool) -> None:
    case = await office.file(code)
    walking = Walk(case, {"confirm_payment": ["return_payment"] if returned else []})
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert "payment_netted" in case.timeline()
