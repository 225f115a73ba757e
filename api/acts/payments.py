"""Payee details, fund documents, payments."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Applicant, Finance
from api.cases.views import ActAnswer
from commands.acts import money as forms
from commands.acts.money import PaymentId
from commands.bodies import ConfirmationBody, FundDocumentBody, PayeeBody, ReasonBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["资金"])


@router.post("/payee", summary="确认收款信息")
async def provide_payee(body: PayeeBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant names the account that is paid to. It bears the unit's name, or ``reason`` says why not.

    Bank data stays in the store; no answer, mail or workflow ever shows more than the last four digits.
    """
    return await office.do(caller, forms.PROVIDE_PAYEE, body)


@router.post("/fund-document", summary="下达资金文件")
async def issue_fund_document(body: FundDocumentBody, caller: Finance, office: AtOffice) -> ActAnswer:
    """The finance bureau issues the fund document; city and locality together pay the amount due (附则(二)).

    The case itself knows the amount due, and refuses a split that does not add up to it.
    """
    return await office.do(caller, forms.ISSUE_FUND_DOCUMENT, body)


@router.post("/payments/{payment}/confirm", summary="确认到账")
async def confirm_payment(
    payment: PaymentId, body: ConfirmationBody, caller: Finance, office: AtOffice
) -> ActAnswer:
    """The finance bureau confirms that a payment has arrived."""
    return await office.do(caller, forms.CONFIRM_PAYMENT, body, payment)


@router.post("/payments/{payment}/return", summary="登记退票")
async def return_payment(
    payment: PaymentId, body: ReasonBody, caller: Finance, office: AtOffice
) -> ActAnswer:
    """The finance bureau records that the bank returned a payment, and why; the applicant corrects the details."""
    return await office.do(caller, forms.RETURN_PAYMENT, body, payment)
