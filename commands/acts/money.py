"""Payee details: the store keeps them, and the act refers to them."""

from adapters.store.cases.submissions import PayeeDetails, add_payee
from commands.acts import checks
from commands.acts.form import Submission
from commands.acts.references import reference_of
from domain.case.acts.payment import PayeeRequest, ProvidePayee
from domain.errors import FieldError


def provide_payee(matter: Submission, said: PayeeRequest) -> ProvidePayee:
    """Lay the details down."""
    _check_holder(matter.case.maker or matter.case.unit_name, said)
    reference = reference_of(matter.parts["id"])
    payee = PayeeDetails(
        id=reference,
        case_number=matter.case.case_number,
        account_name=said.account_name,
        bank=said.bank,
        account_number=said.account_number.replace(" ", "").replace("-", ""),
        reason=said.reason,
        given_by=matter.caller.account,
    )
    if add_payee(matter.wired.engine, payee):
        matter.laid_down.append(reference)
    return ProvidePayee(**matter.parts, payee=reference)


def _check_holder(holder: str, said: PayeeRequest) -> None:
    found: checks.Found = []
    if said.account_name != holder and not said.reason.strip():
        found.append(FieldError(path="account_name", message=f"须为“{holder}”，否则请在 reason 中说明理由"))
    checks.wrong("收款信息需要更正。", found)
