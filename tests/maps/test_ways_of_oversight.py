"""A head approves or sends back what is above a sum; what was drawn is checked, or sent back, before payment."""

import pytest

from domain.case.record.stages import Stage
from domain.catalogue.schema import Policy
from domain.catalogue.terms import Silence
from tests.maps.played_office import PlayedOffice
from tests.maps.walking import Walk, Ways
from tests.workflows.overseen import overseen

pytestmark = pytest.mark.long

PAID = {
    "one_off": "compute_centre_construction",
    "multi_year": "compute_centre_operation",
    "post_acceptance": "headquarters",
    "voucher": "settlement_voucher",
    "ranked_batch": "foundation_model",
    "discretionary": "leading_goose",
}
LATER = {"multi_year", "post_acceptance"}
"""Where the approval itself has no amount yet."""

SENT_BACK: Ways = {
    "approve_as_head": ["return", None, "return", None, "return"],
    "check_sample": ["return"],
}


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_a_head_and_a_check_send_a_case_back_and_it_goes_on(office: PlayedOffice, code: str) -> None:
    case = await office.file(code, policy=overseen())
    await Walk(case, SENT_BACK, late=True).walk()
    assert await case.stage() is Stage.CLOSED
    assert case.timeline().count("decision_corrected") >= 2


OFTEN = 12
SIGNED: dict[str, tuple[dict[str, bool], Ways]] = {
    "no_opinion": ({}, {"sign_off": ["no_opinion"] * OFTEN}),
    "objected_and_gone_on": ({}, {"sign_off": ["object"], "settle": ["proceed"]}),
    "silence_agrees": ({}, {"sign_off": ["wait"] * OFTEN}),
}


def silent(policy: Policy) -> Policy:
    """The policy in which silence agrees."""
    signing = policy.terms["sign_off"].model_copy(update={"silence": Silence.AGREES})
    return policy.model_copy(update={"terms": {**policy.terms, "sign_off": signing}})


@pytest.mark.parametrize("code", [code for name, code in PAID.items() if name not in LATER])
@pytest.mark.parametrize("way", SIGNED)
async def test_however_it_was_signed_a_head_is_asked(office: PlayedOffice, code: str, way: str) -> None:
    how, ways = SIGNED[way]
    policy = overseen()
    case = await office.file(code, policy=silent(policy) if way == "silence_agrees" else policy)
    await Walk(case, ways, **how).walk(Stage.PUBLIC_NOTICE)
    assert "head_asked" in case.timeline()


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
@pytest.mark.parametrize("sample", ["none", "every"])
async def test_an_account_of_another_name_is_checked_before_or_without_the_sample(
    office: PlayedOffice, code: str, sample: str
) -> None:
    case = await office.file(code, policy=overseen("lead", sample))
    case.other_payee = True
    await Walk(case, {}).walk()
    assert await case.stage() is Stage.CLOSED


async def test_a_redemption_that_is_not_drawn_goes_on_to_its_funds(office: PlayedOffice) -> None:
    case = await office.file(PAID["voucher"], policy=overseen("lead", "none"))
    await Walk(case, {}).walk()
    assert await case.stage() is Stage.CLOSED
