"""Fund document, payment, bank return."""

from datetime import date
from decimal import Decimal

from domain.case.record.stages import Stage
from tests.workflows.office import Office

BUREAU = "finance_bureau"


async def test_a_fund_document_whose_split_is_wrong_is_refused_and_a_right_one_is_taken(
    office: Office,
) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    split = await case.split(locality="4000000.00")
    wrong = {**split, "city_amount": split["city_amount"] - Decimal("0.01")}
    refusal = await case.refused("issue_fund_document", BUREAU, **wrong)
    assert (refusal.kind, refusal.clause) == ("invalid-input", "附则(二)")
    assert (await case.act("issue_fund_document", BUREAU, **split)).stage is Stage.PAYMENT


async def test_a_returned_payment_is_ordered_again_to_the_corrected_payee(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    first = (await case.walk(Stage.PAYMENT)).tasks[0].subject
    back = await case.act("return_payment", BUREAU, payment=first, reason="户名不符")
    assert back.stage is Stage.PAYMENT_RETURNED
    again = await case.act("provide_payee", "applicant", payee="payee-2")
    second = again.tasks[0].subject
    assert (again.stage, first[-3:], second[-3:]) == (Stage.PAYMENT, "-P1", "-P2")
    refusal = await case.refused("confirm_payment", BUREAU, payment=first, paid_on=date(2026, 12, 1))
    assert refusal.kind == "wrong-stage"
    paid = await case.act("confirm_payment", BUREAU, payment=second, paid_on=date(2026, 12, 1))
    assert (paid.stage, paid.final) == (Stage.CLOSED, True)


async def test_payee_details_that_do_not_come_in_time_close_the_case(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PAYEE_DETAILS)
    while not (await case.progress()).final:
        await case.ring()
    assert case.timeline()[-1] == "lapsed"
