"""Payee details, fund documents, payments."""

from typing import Annotated

from fastapi import Path

from adapters.store.cases.submissions import PayeeDetails, add_payee, drop_payee
from api.auth import APPLICANT_ONLY, FINANCE_ONLY
from commands.acts import checks
from commands.acts.form import ActForm, Matter
from commands.acts.references import reference_of
from commands.bodies import ConfirmationBody, FundDocumentBody, PayeeBody, ReasonBody
from domain.case.money_acts import ConfirmPayment, IssueFundDocument, ProvidePayee, ReturnPayment
from domain.errors import FieldError

PaymentId = Annotated[str, Path(max_length=64, examples=["LF2026-0101-00001-P1"])]


def _provide_payee(matter: Matter, body: PayeeBody) -> ProvidePayee:
    _check_holder(matter.case.maker or matter.case.unit_name, body)
    reference = reference_of(matter.parts["id"])
    payee = PayeeDetails(
        id=reference,
        case_number=matter.case.case_number,
        account_name=body.account_name,
        bank=body.bank,
        account_number=body.account_number.replace(" ", "").replace("-", ""),
        reason=body.reason,
        given_by=matter.caller.account,
    )
    if add_payee(matter.wired.engine, payee):
        matter.laid_down.append(reference)
    return ProvidePayee(**matter.parts, payee=reference)


def _check_holder(holder: str, body: PayeeBody) -> None:
    found: checks.Found = []
    if body.account_name != holder and not body.reason.strip():
        found.append(FieldError(path="account_name", message=f"须为“{holder}”，否则请在 reason 中说明理由"))
    checks.wrong("收款信息需要更正。", found)


def _issue_fund_document(matter: Matter, body: FundDocumentBody) -> IssueFundDocument:
    return IssueFundDocument(
        **matter.parts,
        document_number=body.document_number,
        city_amount=body.city_amount,
        locality_amount=body.locality_amount,
        reason=body.reason,
    )


def _confirm_payment(matter: Matter, body: ConfirmationBody) -> ConfirmPayment:
    if body.paid_on > matter.wired.latest_day():
        checks.wrong("拨付结果需要更正。", [FieldError(path="paid_on", message="不得晚于今天")])
    return ConfirmPayment(**matter.parts, payment=matter.subject, paid_on=body.paid_on, reason=body.reason)


def _return_payment(matter: Matter, body: ReasonBody) -> ReturnPayment:
    return ReturnPayment(**matter.parts, payment=matter.subject, reason=body.reason)


PROVIDE_PAYEE = ActForm(
    ProvidePayee, PayeeBody, APPLICANT_ONLY, "payee", _provide_payee, take_back=drop_payee
)
ISSUE_FUND_DOCUMENT = ActForm(
    IssueFundDocument, FundDocumentBody, FINANCE_ONLY, "fund-document", _issue_fund_document
)
CONFIRM_PAYMENT = ActForm(
    ConfirmPayment,
    ConfirmationBody,
    FINANCE_ONLY,
    "payments/{subject}/confirm",
    _confirm_payment,
    subject=PaymentId,
    digested_as="confirm {subject}",
)
RETURN_PAYMENT = ActForm(
    ReturnPayment,
    ReasonBody,
    FINANCE_ONLY,
    "payments/{subject}/return",
    _return_payment,
    subject=PaymentId,
    digested_as="return {subject}",
)
