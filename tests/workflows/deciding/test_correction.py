"""A decision that was wrong is taken back until money is ordered on it, in every procedure; afterwards it is not."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.engine import open_session
from adapters.store.money.awards import latest_award
from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.reconciliation import reconcile
from tests.workflows.deciding.test_signed_again import STAND
from tests.workflows.office import Office
from tests.workflows.recovering import mails, money
from tests.workflows.signing_again import awaited
from tests.workflows.walked_case import WalkedCase

WHY = "审核时误将配套工程计入投资额。"
FROM = [
    *(("compute_centre_construction", stage) for stage in (Stage.SIGN_OFF, Stage.FUND_DOCUMENT)),
    ("leading_goose", Stage.FUND_DOCUMENT),
    ("core_technology", Stage.FUND_DOCUMENT),
    ("foundation_model", Stage.FUND_DOCUMENT),
    ("compute_centre_operation", Stage.INSTALMENTS),
    ("settlement_voucher", Stage.VOUCHER),
    ("product_catalogue", Stage.PUBLIC_NOTICE),
]
ALSO_FROM = [
    *(("compute_centre_construction", stage) for stage in (Stage.PUBLIC_NOTICE, Stage.PAYEE_DETAILS)),
    ("leading_goose", Stage.SIGN_OFF),
    ("core_technology", Stage.AWAITING_ACCEPTANCE),
    *(("foundation_model", stage) for stage in (Stage.EXPERT_REVIEW, Stage.BATCH_SELECTION)),
    *((code, Stage.PUBLIC_NOTICE) for code in ("compute_centre_operation", "settlement_voucher")),
]


def books_are_sound(case: WalkedCase) -> None:
    """Ledger, awards, payments and files agree."""
    assert reconcile(read_recorded(case.office.engine), load_catalogue()) == ()


@pytest.mark.parametrize(
    ("code", "stage"),
    [*FROM, *(pytest.param(*each, marks=pytest.mark.long) for each in ALSO_FROM)],
    ids=str,
)
async def test_a_decision_is_taken_back_and_made_again(office: Office, code: str, stage: Stage) -> None:
    case = await office.file(code)
    await case.walk(stage)
    back = await case.act("correct_decision", reason=WHY)
    assert (back.stage, back.tasks[0].acts) == (Stage.LEAD_REVIEW, ("review",))
    assert WHY in mails(case, "decision_corrected")[0]
    books_are_sound(case)
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PROMISED, Account.ISSUED) == ("0.00", "0.00")
    books_are_sound(case)


async def test_another_amount_is_paid_after_the_correction(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    await case.act("correct_decision", reason=WHY)
    verified = {"audited_investment": "50000000.00"}
    await case.act("review", decision="approve", verified_facts=verified, reason=WHY)
    assert (await case.end()).amount == Decimal("5000000.00")
    assert money(case, Account.PAID) == ("5000000.00",)


async def test_only_those_sign_again_whose_grounds_have_changed(office: Office) -> None:
    case = await office.file("first_equipment")
    await case.walk(Stage.PAYEE_DETAILS)
    await case.act("correct_decision", reason=WHY)
    await case.act("review", decision="approve")
    assert STAND in mails(case, "approved")[-1]
    assert await awaited(case) == []


async def test_a_corrected_decision_may_end_in_a_refusal(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    await case.act("correct_decision", reason=WHY)
    assert (await case.act("review", decision="reject", reason="不符合条件。")).stage is Stage.REJECTED
    assert money(case, Account.PROMISED, Account.PAID) == ("0.00", "0.00")
    books_are_sound(case)


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_year_is_reviewed_again(office: Office, decision: str) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.FUND_DOCUMENT)
    back = await case.act("correct_decision", reason=WHY)
    assert (back.stage, back.tasks[0].acts, back.tasks[0].subject) == (
        Stage.INSTALMENTS,
        ("review_instalment",),
        "1",
    )
    said: dict[str, Any] = (
        {"verified_facts": {"operating_cost": "1000000.00"}} if decision == "approve" else {}
    )
    await case.act("review_instalment", instalment=1, decision=decision, reason=WHY, **said)
    books_are_sound(case)
    await case.walk(Stage.INSTALMENTS, "2")
    assert money(case, Account.PAID, Account.PROMISED) == (
        ("200000.00", "0.00") if decision == "approve" else ("0.00", "0.00")
    )
    books_are_sound(case)


@pytest.mark.parametrize("lapses", [False, True], ids=["refused", "missed"])
async def test_a_year_that_comes_to_nothing_stands_against_no_other_case(
    office: Office, *, lapses: bool
) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.FUND_DOCUMENT)
    await case.act("correct_decision", reason=WHY)
    if lapses:
        defects = (Defect(item="operating_cost", problem="缺页。"),)
        await case.act("review_instalment", instalment=1, decision="return", reason=WHY, defects=defects)
        while "instalment_missed" not in case.timeline():
            await case.ring()
    else:
        await case.act("review_instalment", instalment=1, decision="reject", reason=WHY)
    await case.walk(Stage.INSTALMENTS, "2")
    assert money(case, Account.PROMISED, Account.PAID) == ("0.00", "0.00")
    with open_session(office.engine) as session:
        found = latest_award(session, case.plan.case_number, "1")
    assert found is not None
    assert (found[2].amount, found[2].before_higher_of) == (Decimal(0), Decimal(0))
    books_are_sound(case)


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_redemption_is_reviewed_again(office: Office, decision: str) -> None:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.FUND_DOCUMENT)
    back = await case.act("correct_decision", reason=WHY)
    assert (back.stage, back.tasks[0].acts) == (Stage.VOUCHER, ("review_redemption",))
    said: dict[str, Any] = {"verified_paid": "100000.00"} if decision == "approve" else {}
    await case.act("review_redemption", redemption=1, decision=decision, reason=WHY, **said)
    books_are_sound(case)
    await case.walk(Stage.VOUCHER)
    paid = "100000.00" if decision == "approve" else "0.00"
    left = "400000.00" if decision == "approve" else "500000.00"
    assert money(case, Account.PAID, Account.ISSUED) == (paid, left)
    books_are_sound(case)


@pytest.mark.parametrize("stage", [Stage.LEAD_REVIEW, Stage.PAYMENT])
async def test_before_there_is_a_decision_or_once_money_is_ordered_nothing_is_corrected(
    office: Office, stage: Stage
) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(stage)
    refusal = await case.refused("correct_decision", reason=WHY)
    assert refusal.kind == "wrong-stage"
    assert ("追回" in refusal.remedy) is (stage is Stage.PAYMENT)


async def test_what_was_paid_is_not_corrected_but_recovered(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS, "2")
    refusal = await case.refused("correct_decision", reason=WHY)
    assert "已拨付资金" in refusal.what
    assert "追回" in refusal.remedy


async def test_only_the_lead_corrects_and_says_why(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.SIGN_OFF)
    assert (
        await case.refused("correct_decision", "industry_and_information", reason=WHY)
    ).kind == "not-allowed"
