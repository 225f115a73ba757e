"""Payee details, fund documents, payments."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path

from adapters.store.case_reading import CaseRecord
from adapters.store.submissions import PayeeDetails, add_payee, drop_payee
from api import checks
from api.auth import APPLICANT_ONLY, FINANCE_ONLY, Applicant, Finance
from api.bodies import ConfirmationBody, FundDocumentBody, PayeeBody, ReasonBody
from api.references import reference_of, undone_when_refused
from api.routes.acting import AtOffice
from api.views import ActAnswer
from domain.case.act import Act
from domain.case.money_acts import ConfirmPayment, IssueFundDocument, ProvidePayee, ReturnPayment
from domain.errors import FieldError

router = APIRouter(prefix="/v1/applications/{number}", tags=["资金"])

PaymentId = Annotated[str, Path(max_length=64, examples=["LF2026-0101-00001-P1"])]


@router.post("/payee", summary="确认收款信息")
async def provide_payee(body: PayeeBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant names the account that is paid to. It bears the unit's name, or ``reason`` says why not.

    Bank data stays in the store; no answer, mail or workflow ever shows more than the last four digits.
    """
    made: list[str] = []

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        found: checks.Found = []
        holder = case.maker or case.unit_name
        if body.account_name != holder and not body.reason.strip():
            found.append(
                FieldError(path="account_name", message=f"须为“{holder}”,否则请在 reason 中说明理由")
            )
        checks.wrong("收款信息需要更正。", found)
        reference = reference_of(parts["id"])
        payee = PayeeDetails(
            id=reference,
            case_number=case.case_number,
            account_name=body.account_name,
            bank=body.bank,
            account_number=body.account_number.replace(" ", "").replace("-", ""),
            reason=body.reason,
            given_by=caller.account,
        )
        if add_payee(office.wired.engine, payee):
            made.append(reference)
        return ProvidePayee(**parts, payee=reference)

    async with undone_when_refused(office.wired.engine, made, drop_payee):
        return await office.do(caller, APPLICANT_ONLY, ("payee", body), make, lays_down=True)


@router.post("/fund-document", summary="下达资金文件")
async def issue_fund_document(body: FundDocumentBody, caller: Finance, office: AtOffice) -> ActAnswer:
    """The finance bureau issues the fund document; city and locality together pay the amount due (附则(二)).

    The case itself knows the amount due, and refuses a split that does not add up to it.
    """

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return IssueFundDocument(
            **parts,
            document_number=body.document_number,
            city_amount=body.city_amount,
            locality_amount=body.locality_amount,
            reason=body.reason,
        )

    return await office.do(caller, FINANCE_ONLY, ("fund-document", body), make)


def _not_later(paid_on: date, latest: date) -> None:
    if paid_on > latest:
        checks.wrong("拨付结果需要更正。", [FieldError(path="paid_on", message="不得晚于今天")])


@router.post("/payments/{payment}/confirm", summary="确认到账")
async def confirm_payment(
    payment: PaymentId, body: ConfirmationBody, caller: Finance, office: AtOffice
) -> ActAnswer:
    """The finance bureau confirms that a payment has arrived."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        _not_later(body.paid_on, office.wired.latest_day())
        return ConfirmPayment(**parts, payment=payment, paid_on=body.paid_on, reason=body.reason)

    return await office.do(caller, FINANCE_ONLY, (f"confirm {payment}", body), make)


@router.post("/payments/{payment}/return", summary="登记退票")
async def return_payment(
    payment: PaymentId, body: ReasonBody, caller: Finance, office: AtOffice
) -> ActAnswer:
    """The finance bureau records that the bank returned a payment, and why; the applicant corrects the details."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return ReturnPayment(**parts, payment=payment, reason=body.reason)

    return await office.do(caller, FINANCE_ONLY, (f"return {payment}", body), make)
