"""Ordering a payment, setting it off against what the unit is to pay back, and the bank's word on it."""

from decimal import Decimal

from activities.money.awards import worked_out_again
from activities.money.bookings import matter_of, promise
from activities.money.top_ups import rest_of
from activities.office import CaseOffice
from activities.payments.nettings import net
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.audit.chain import hold_chains
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import TOP_UP_PHASE, add_award, latest_award
from adapters.store.money.ledger import balance, post
from adapters.store.money.priors import hold_priors
from adapters.store.money.vouchers import voucher_of
from adapters.store.payments.payees import is_named_since
from adapters.store.payments.payments import add_payment, kept_payment, next_payment, settle, whole_of_part
from adapters.store.payments.recoveries import receivables_to_net
from adapters.store.writing import Session, hold
from domain.calculator.award import Award
from domain.case.record.money_steps import (
    BankReturn,
    BankReturned,
    FundDocument,
    PaymentOrder,
    PaymentOrdered,
    PaymentResult,
)
from domain.case.returnable import against_return_of
from domain.case.verbs import ORDER_PAYMENT, RETURN_PAID, SETTLE_PAYMENT
from domain.errors import FieldError, RefusalFacts, WrongStage
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting
from domain.ledger.subjects import Subject
from domain.money import ZERO, plain, to_fen
from domain.verb import Done


def _tell(office: CaseOffice, _order: PaymentOrder, ordered: PaymentOrdered) -> None:
    """The cases that got something back by this payment are told."""
    for netting in ordered.netted:
        office.announcer.netting(netting.case_number)


@verb(ORDER_PAYMENT, then=_tell)
def order_payment(
    office: CaseOffice, session: Session, case: FiledCase, order: PaymentOrder
) -> PaymentOrdered:
    """Order a payment under a fund document.

    Under 附则(三) the award is worked out once more against what other cases of the unit can no longer give up.
    Where that changes the amount, nothing is ordered: the answer carries the new amount and the reason, and
    the file its calculation sheet. While a stop stands, nothing is ordered either, nor to an account that was named by a unit
    from which the case has passed since.

    What the unit is to pay back under a decision that sets it off is taken off what the bank moves, and the case
    that gets it back is told.
    """
    hold_priors(session, office.subsidy_of(case), case)
    debtors = (each.recovery.matter.case_number for each in receivables_to_net(session, case.unit))
    hold_chains(session, {case.number, *debtors})
    stopped = refusal_while_stopped(session, case)
    if stopped is not None:
        return PaymentOrdered(is_stopped=True, refusal=stopped)
    if case.unit_since and not is_named_since(session, case.number, case.unit_since):
        return PaymentOrdered(asks_payee=True, refusal=_of_another_unit(case))
    matter = _matter(office, session, case)
    returned = matter.place(Account.RETURNED, order.subject)
    again = balance(session, returned)
    if not again:
        adjusted = _adjusted(office, session, case, order)
        if adjusted is not None:
            return adjusted
    due = _of_returned(order, again) if again else order
    held = balance(session, matter.place(Account.PROMISED, order.subject))
    if (
        not (again or held) and office.subsidy_of(case).voucher is None
    ):  # taken up again, it had given its promise up
        key = f"{order.key(ORDER_PAYMENT.name)}/promised"
        promise(session, matter, order.subject, due.amount, key, order.at)
    post(
        session,
        matter.moved(
            Movement.ORDERED,
            returned if again else matter.place(Account.PROMISED, order.subject),
            matter.place(Account.ORDERED, order.subject),
            due.amount,
            key=order.key(ORDER_PAYMENT.name),
            at=order.at,
            subject=order.subject,
            reason=order.document_number,
        ),
    )
    return _placed(session, matter, due)


@verb(SETTLE_PAYMENT)
def settle_payment(office: CaseOffice, session: Session, case: FiledCase, result: PaymentResult) -> Done:
    """Note that a payment arrived, or came back with a reason."""
    payment, matter = settle(session, result), _matter(office, session, case)
    account = Account.PAID if result.paid_on else Account.RETURNED
    post(
        session,
        matter.moved(
            Movement(account.value),
            matter.place(Account.ORDERED, payment.subject),
            matter.place(account, payment.subject),
            payment.transfer,
            key=result.key(SETTLE_PAYMENT.name),
            at=result.at,
            subject=payment.subject,
            reason=result.reason,
        ),
    )
    return Done()


@verb(RETURN_PAID)
def return_paid(office: CaseOffice, session: Session, case: FiledCase, asked: BankReturn) -> BankReturned:
    """Note that the bank returned a payment that was confirmed: 已拨付 → 退票待重付. Never what is to come back otherwise."""
    hold(session, f"unit:{case.unit}")
    payment, matter = kept_payment(session, case.number, asked.payment), _matter(office, session, case)
    subject = payment.subject if payment else ""
    still_paid = balance(session, matter.place(Account.PAID, subject))
    refusal = against_return_of(payment.confirmed(still_paid) if payment else None)
    if payment is None or refusal is not None:
        return BankReturned(refusal=refusal.facts if refusal else None)
    settle(session, asked)
    post(
        session,
        matter.moved(
            Movement.RETURNED,
            matter.place(Account.PAID, subject),
            matter.place(Account.RETURNED, subject),
            payment.transfer,
            key=asked.key(RETURN_PAID.name),
            at=asked.at,
            subject=subject,
            reason=asked.reason,
        ),
    )
    document = FundDocument.model_validate(payment.model_dump(include=set(FundDocument.model_fields)))
    whole = whole_of_part(session, case.number, subject)
    return BankReturned(subject=subject, amount=whole, document=document)


def _matter(office: CaseOffice, session: Session, case: FiledCase) -> Posting:
    """A voucher's money is of the year of its pool, that of other cases of the year of filing."""
    voucher = voucher_of(session, case.number)
    return matter_of(office.policy_of(case), case, voucher.year if voucher else None)


def _placed(session: Session, matter: Posting, order: PaymentOrder) -> PaymentOrdered:
    """Keep the payment, less what is set off; one that is set off whole is settled at once."""
    payment = next_payment(session, order.case_number)
    netted = net(session, matter, order, payment)
    transfer = order.amount - sum((netting.amount for netting in netted), ZERO)
    add_payment(session, payment, order, transfer)
    if not netted:
        return PaymentOrdered(payment=payment)
    return PaymentOrdered(payment=payment, amount=order.amount, transfer=transfer, netted=netted)


def _adjusted(
    office: CaseOffice, session: Session, case: FiledCase, order: PaymentOrder
) -> PaymentOrdered | None:
    """The award worked out once more, of a top-up with all that it tops up; None when it is what was asked to be paid."""
    latest = latest_award(session, case.number, order.subject)
    if latest is None or office.subsidy_of(case).voucher is not None:
        return None
    number = Subject.parse(order.subject).award
    award = worked_out_again(office, session, case, number, latest, order.at, is_final=True)
    if latest.phase == TOP_UP_PHASE:
        award = rest_of(office, session, case, order.subject, award)
    due = award.amount or ZERO
    if due == order.amount:
        return None
    add_award(session, case, award, order.seq, latest.phase, order.subject, order.at, latest.facts)
    key = f"{order.key(ORDER_PAYMENT.name)}/adjusted"
    promise(session, matter_of(office.policy_of(case), case), order.subject, due, key, order.at)
    change_case(session, case.number, amount=due)
    return PaymentOrdered(amount=due, refusal=_changed(order.amount, due, award))


def _of_another_unit(case: FiledCase) -> RefusalFacts:
    return WrongStage(
        "本案已由其他单位承继，尚无承继单位确认的收款账户，本次资金文件未下达。",
        why=f"现有收款信息由承继前的单位提供；本案现由{case.unit_name}承继。",
        clause="附则(二)",
        remedy="系统已请承继单位确认收款信息；确认后请重新下达资金文件。",
    ).facts


def _of_returned(order: PaymentOrder, returned: Decimal) -> PaymentOrder:
    """The order over what the bank returned, which is less than the document where a part was set off before."""
    whole = order.city_amount + order.locality_amount
    city = to_fen(order.city_amount * returned / whole)
    return order.model_copy(
        update={"amount": returned, "city_amount": city, "locality_amount": returned - city}
    )


def _changed(asked: Decimal, due: Decimal, award: Award) -> RefusalFacts:
    """Tell both amounts, and the line of the sheet that made the difference."""
    told = [line.explanation for line in award.lines if line.reading == "closing3.later_higher"]
    why = "；".join(told) or " ".join(reason.message for reason in award.reasons) or "按最新核定结果计算。"
    field = FieldError(path="city_amount", message=f"市级与属地分担金额之和须为 {plain(due)} 元")
    return WrongStage(
        f"应付金额已由 {plain(asked)} 元调整为 {plain(due)} 元，本次资金文件未下达。",
        why=why,
        clause="附则(三)",
        remedy="请按调整后的金额重新下达资金文件。" if due else "本案不再支付，将告知申请单位。",
        fields=(field,) if due else (),
    ).facts
