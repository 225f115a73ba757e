"""Every way of every procedure, walked on the real workflow code and the real store."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.catalogue.terms import AfterSupplement, Silence
from domain.departments import APPLICANT
from tests.maps.played_office import PlayedOffice
from tests.maps.walking import Walk, Ways

pytestmark = pytest.mark.long

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

RETURNED = {
    "at_once": (False, False),
    "after_the_bank_returned_it": (True, False),
    "after_the_bank_returned_it_to_somebody_else": (True, True),
}
"""Whether the bank returned a payment, and whether it goes to somebody else than the unit."""

OFTEN = 9
"""As often as anybody is asked."""


def silence_agrees(policy: Policy) -> Policy:
    """The policy with its switch turned on."""
    return policy.model_copy(
        update={
            "terms": {
                **policy.terms,
                "sign_off": policy.terms["sign_off"].model_copy(update={"silence": Silence.AGREES}),
            }
        }
    )


async def walk(office: PlayedOffice, code: str, ways: Ways, until: Stage | None = None, **how: Any) -> Stage:
    """File a case and walk a way; where it ends."""
    case = await office.file(code)
    await Walk(case, ways, **how).walk(until)
    return await case.stage()


INTAKE: dict[str, tuple[Ways, Stage]] = {
    "never_supplemented": ({"check_completeness": ["supplement"], "supplement": ["wait"]}, Stage.CLOSED),
    "supplemented_after_all_at_the_check": (
        {"check_completeness": ["supplement"], "supplement": ["wait"], "excuse_lapse": [True]},
        Stage.CLOSED,
    ),
    "supplemented_after_all_at_the_review": (
        {"review": ["return"], "supplement": ["wait", "wait"], "excuse_lapse": [True, True]},
        Stage.CLOSED,
    ),
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


def silence_accepts(policy: Policy) -> Policy:
    """The policy in which a check that does not come in time counts as acceptance, and terms start anew."""
    checked = policy.terms["completeness_check"].model_copy(
        update={"silence": Silence.ACCEPTS, "after_supplement": AfterSupplement.STARTS_ANEW}
    )
    return policy.model_copy(update={"terms": {**policy.terms, "completeness_check": checked}})


@pytest.mark.parametrize("code", ALL.values(), ids=ALL)
@pytest.mark.parametrize("asked", ["wait", "supplement"])
async def test_silence_accepts_where_the_policy_says_so(office: PlayedOffice, code: str, asked: str) -> None:
    case = await office.file(code, policy=silence_accepts(load_catalogue().policies[-1]))
    before = (await case.progress()).tasks[0].term
    walking = Walk(case, {"check_completeness": [asked, "wait"]})
    if asked == "supplement":
        await case.skip_to(case.run.at + timedelta(days=2))
        await walking.walk(Stage.SUPPLEMENT)
        await case.skip_to(case.run.at + timedelta(days=2))
        await case.act("supplement", APPLICANT)
        again = (await case.progress()).tasks[0].term
        assert before
        assert again
        assert (again.clock and again.clock.stops, again.starts_on > before.starts_on) == ((), True)
    await walking.walk(Stage.LEAD_REVIEW)
    assert await case.stage() is Stage.LEAD_REVIEW
    assert case.timeline()[-1] == "accepted_by_silence"
    assert "office_reminded" in case.timeline()  # it was warned before


SIGNING: dict[str, tuple[Ways, Stage]] = {
    "objected_and_reviewed_again": (
        {"sign_off": ["object", *["agree"] * 5], "settle": ["amend"]},
        Stage.PUBLIC_NOTICE,
    ),
    "everyone_objected_and_refused": ({"sign_off": ["object"] * OFTEN, "settle": ["reject"]}, Stage.REJECTED),
    "objected_and_gone_on": ({"sign_off": ["object", *["no_opinion"] * OFTEN]}, Stage.PUBLIC_NOTICE),
    "no_opinion": ({"sign_off": ["no_opinion"] * OFTEN}, Stage.PUBLIC_NOTICE),
}


@pytest.mark.parametrize("code", SIGNED.values(), ids=SIGNED)
@pytest.mark.parametrize("way", SIGNING)
async def test_signing(office: PlayedOffice, code: str, way: str) -> None:
    ways, end = SIGNING[way]
    case = await office.file(code)
    await case.bring_in("add_signer", "human_resources")
    await Walk(case, ways).walk(end)
    assert await case.stage() is end


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
    if (
        code == SIGNED["discretionary"]
    ):  # where one department alone signs, nobody's silence follows an objection
        await case.bring_in("add_signer", "human_resources")
        case.plan = case.run.workflow.plan
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
@pytest.mark.parametrize("is_other", [False, True], ids=["of_the_unit", "of_somebody_else"])
async def test_a_returned_payment_waits_for_the_payee_and_for_a_stop(
    office: PlayedOffice, code: str, *, is_other: bool
) -> None:
    case = await office.file(code)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"], "provide_payee": [None, "wait"]})
    await walking.walk(Stage.PAYMENT_RETURNED)
    await case.act("stop_payment", reason="核查。", clause="附则(四)")
    await walking.walk(Stage.FUND_DOCUMENT)
    await case.act("lift_stop", reason="属实。")
    await walking.walk()
    assert await case.stage() is Stage.CLOSED


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_an_account_of_another_name_is_checked_and_sent_back(office: PlayedOffice, code: str) -> None:
    case = await office.file(code)
    case.other_payee = True
    ways: Ways = {
        "provide_payee": [None, None, None, "wait"],
        "check_payee": ["return", None, "return"],
        "confirm_payment": ["return_payment"],
    }
    await Walk(case, ways, late=True).walk()
    assert await case.stage() is Stage.CLOSED
    assert case.timeline().count("payee_differs") >= 4


async def test_somebody_reads_along_and_an_extension_is_corrected(office: PlayedOffice) -> None:
    case = await office.file("compute_centre_construction")
    await Walk(case, {}).walk(Stage.LEAD_REVIEW)
    await case.bring_in("copy_case", "education")
    await case.bring_in("add_signer", "human_resources")
    await case.act("extend_term", reason="需核对文件。", whose=case.plan.lead, working_days=10)
    await case.act("correct_extension", reason="误延。", whose=case.plan.lead, working_days=5)
    assert await case.stage() is Stage.LEAD_REVIEW
    assert case.timeline()[-2:] == ["term_extended", "extension_corrected"]


@pytest.mark.parametrize("found", ["same", "not_the_same"])
async def test_another_case_is_found_to_be_the_same_project_or_not(office: PlayedOffice, found: str) -> None:
    other = await office.file("compute_centre_construction")
    case = await office.file("national_research_platform")
    await Walk(case, {}).walk(Stage.LEAD_REVIEW)
    await case.act("find_same_project", decision=found, other_case=other.plan.case_number, reason="经核对。")
    assert await case.stage() is Stage.LEAD_REVIEW
    assert "project_found" in case.timeline()


async def owe(office: PlayedOffice, unit: int, amount: str) -> None:
    """A unit owes money that is to be set off."""
    debtor = await office.file("compute_centre_construction", unit)
    await debtor.walk()
    await debtor.recover(amount=Decimal(amount), means="netting")


@pytest.mark.parametrize(("returned", "is_other"), RETURNED.values(), ids=RETURNED)
@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_a_payment_that_is_set_off_whole(
    office: PlayedOffice, code: str, *, returned: bool, is_other: bool
) -> None:
    case = await office.file(code)
    case.other_payee = is_other
    walking = Walk(case, {"confirm_payment": ["return_payment"] if returned else []})
    await walking.walk(Stage.PAYMENT_RETURNED if returned else Stage.FUND_DOCUMENT)
    await owe(office, case.scenario.applicant, "10000000.00")
    await walking.walk()
    assert "payment_netted" in case.timeline()


@pytest.mark.parametrize("code", PAID.values(), ids=PAID)
async def test_payee_details_that_come_after_all(office: PlayedOffice, code: str) -> None:
    ways: Ways = {"provide_payee": ["wait"], "excuse_lapse": [True]}
    assert await walk(office, code, ways) is Stage.CLOSED
