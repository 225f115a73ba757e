"""Accounts, which the store keeps and acts refer to, confirmed or changed with each claim; and the bank's later word."""

from typing import Any

from adapters.store.cases.submissions import PayeeDetails, add_payee
from adapters.store.payments.payees import NamedAccount, account_in_use, named_accounts
from adapters.store.payments.payments import refused_accounts
from adapters.store.payments.recovery_queries import confirmed_payment
from adapters.store.units.registry import read_unit
from commands.acts import checks
from commands.acts.form import Submission
from commands.acts.references import reference_of
from domain.case.acts.payment import AccountOfClaim, CheckPayee, PayeeRequest, ProvidePayee, ReturnPayment
from domain.case.bank_account import PayeeAccount
from domain.case.identifiers import legal_person
from domain.case.returnable import PAID, against_return_of
from domain.errors import CaseClosed, FieldError
from domain.normal_form import normal_form


def provide_payee(matter: Submission, said: PayeeRequest) -> ProvidePayee:
    """Lay the details down, with what makes them doubtful."""
    return ProvidePayee(**matter.parts, **lay_down(matter, said))


def check_payee(matter: Submission, act: CheckPayee) -> CheckPayee:
    """To accept an account that is another legal person's too needs its reason."""
    accounts = named_accounts(matter.wired.engine, matter.case.case_number)
    if act.decision == "accept" and accounts and accounts[-1].is_shared and not act.reason.strip():
        told = (
            "其他单位或创客也以这一账户收款（见收款信息 also_named_by），同意须说明理由；不能说明的请退回更正"
        )
        checks.wrong("核对意见需要更正。", [FieldError(path="reason", message=told)])
    return act


def named_with_claim(matter: Submission, said: AccountOfClaim | None) -> dict[str, Any]:
    """What a claim says of the account: that the one in use is right, or another one; nothing before there is one.

    Raises:
        InvalidInput: neither was said, or both, or the confirmed one is not in use.
    """
    known = account_in_use(matter.wired.engine, matter.case.case_number)
    if known is None:
        _refuse_early(said)
        return {"payee": ""}
    if said is None or (said.account_ending is None) == (said.changed is None):
        checks.wrong("申请内容需要更正。", [FieldError(path="payee", message=_what_to_say(known))])
    assert said is not None  # noqa: S101 - refused just now
    if said.changed is not None:
        return lay_down(matter, said.changed, "payee.changed.")
    if normal_form(said.account_ending or "") != known.account_ending:
        told = f"与在用账户的尾号不符。{_what_to_say(known)}"
        checks.wrong("申请内容需要更正。", [FieldError(path="payee.account_ending", message=told)])
    return {"payee": "", "confirmed": known.id}


def _refuse_early(said: AccountOfClaim | None) -> None:
    """收款账户 is asked only after approval."""
    if said is not None:
        told = "本案尚无在用的收款账户，审核通过后另行确认，本次请勿填写"
        checks.wrong("申请内容需要更正。", [FieldError(path="payee", message=told)])


def _what_to_say(known: NamedAccount) -> str:
    return (
        f"请确认收款账户：在用账户为“{known.account_name}”，{known.bank}，尾号 {known.account_ending}。"
        "仍用该账户的，在 payee.account_ending 填写尾号；账户有变化的，在 payee.changed 填写新账户；两者只填一项"
    )


def lay_down(matter: Submission, said: PayeeRequest, place: str = "") -> dict[str, Any]:
    """Lay details down, and give what the act says of them.

    Args:
        matter: the case.
        said: the account.
        place: what comes before a field's name in the request.

    Raises:
        InvalidInput: it bears another name, or is one that the bank refused, and no reason was given.
    """
    holders = _holders(matter)
    is_other = normal_form(said.account_name) not in {normal_form(holder) for holder in holders}
    if is_other and not said.reason.strip():
        told = (
            f"须为“{holders[-1]}”或其曾用名，括号、全半角、空格不影响比对；"
            "确由他人收款的，请在 reason 中说明理由，并须经两名拨付人员核对"
        )
        checks.wrong("收款信息需要更正。", [FieldError(path=f"{place}account_name", message=told)])
    _check_refused(matter, said, place)
    reference = reference_of(matter.parts["id"])
    payee = PayeeDetails(
        id=reference,
        case_number=matter.case.case_number,
        account_name=said.account_name,
        bank=said.bank,
        account_number=said.account_number,
        reason=said.reason,
        is_other=is_other,
        given_by=matter.caller.account,
    )
    kept = add_payee(matter.wired.engine, payee)
    if kept.is_new:
        matter.laid_down.append(reference)
    return {"payee": reference, "is_other": is_other, "is_shared": kept.is_shared}


def _check_refused(matter: Submission, said: PayeeRequest, place: str) -> None:
    """An account from which the bank sent money back is not given again unchanged, without a reason why the same."""
    given = PayeeAccount.model_validate(said.model_dump(include=set(PayeeAccount.model_fields)))
    refused = refused_accounts(matter.wired.engine, matter.case.case_number)
    if said.reason.strip() or not any(given.is_like(each) for each in refused):
        return
    told = (
        f"银行曾退回付往这一账户（尾号{given.account_number[-4:]}）的款项，请更正；"
        "确需使用同一账户的，请在 reason 中说明理由"
    )
    checks.wrong("收款信息需要更正。", [FieldError(path=f"{place}account_number", message=told)])


def return_payment(matter: Submission, act: ReturnPayment) -> ReturnPayment:
    """Whether the bank speaks of a payment in hand or of one that was confirmed; a case is taken up again for that alone.

    Raises:
        CaseClosed: the case has ended, and this payment never stood as paid.
        WrongStage: it was confirmed, and cannot have come back.
    """
    standing = confirmed_payment(matter.wired.engine, matter.case.case_number, act.payment)
    was_paid = standing is not None and standing.status == PAID
    if matter.case.final and not was_paid:
        raise CaseClosed.of(matter.case.stage)
    refusal = against_return_of(standing) if was_paid else None
    if refusal is not None:
        raise refusal
    return act.model_copy(update={"was_paid": was_paid})


def _holders(matter: Submission) -> tuple[str, ...]:
    """Whose account it may be: the maker's, else the unit's under any name that it bears or bore, the present one last."""
    case = matter.case
    if case.maker:
        return (case.maker,)
    unit = read_unit(matter.wired.engine, legal_person(case.unit))
    return tuple(entry.value for entry in unit.names) if unit else (case.unit_name,)
