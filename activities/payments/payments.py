"""Ordering a payment, setting it off against what the unit is to pay back, and the bank's word on it."""

from decimal import Decimal

from activities.money.awards import PHASES, known_facts
from activities.money.bookings import matter_of, promise
from activities.money.priors import prior_of
from activities.office import CaseOffice
from activities.payments.nettings import net
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import add_award, latest_award
from adapters.store.money.ledger import balance, post
from adapters.store.money.vouchers import voucher_of
from adapters.store.payments.payments import add_payment, next_payment, settle
from adapters.store.writing import Session, hold
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calendar import shanghai_date
from domain.case.record.money_steps import PaymentOrder, PaymentOrdered, PaymentResult
from domain.case.verbs import ORDER_PAYMENT, SETTLE_PAYMENT
from domain.errors import FieldError, RefusalFacts, WrongStage
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting
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
    the file its calculation sheet. While a stop stands, nothing is ordered either.

    What the unit is to pay back under a decision that sets it off is taken off what the bank moves, and the case
    that gets it back is told.
    """
    hold(session, f"unit:{case.unit}")
    stopped = refusal_while_stopped(session, case)
    if stopped is not None:
        return PaymentOrdered(is_stopped=True, refusal=stopped)
    matter = _matter(office, session, case)
    returned = matter.place(Account.RETURNED, order.subject)
    again = balance(session, returned)
    if not again:
        adjusted = _adjusted(office, session, case, order)
        if adjusted is not None:
            return adjusted
    due = _of_returned(order, again) if again else order
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
    """The award worked out once more; None when it is what was asked to be paid."""
    latest = latest_award(session, case.number, order.subject)
    if latest is None or office.subsidy_of(case).voucher is not None:
        return None
    phase, at, _ = latest
    award = _final_award(office, session, case, phase, shanghai_date(at).year, order)
    due = award.amount or ZERO
    if due == order.amount:
        return None
    add_award(session, case, award, order.seq, phase, order.subject, order.at)
    key = f"{order.key(ORDER_PAYMENT.name)}/adjusted"
    promise(session, matter_of(office.policy_of(case), case), order.subject, due, key, order.at)
    change_case(session, case.number, amount=due)
    return PaymentOrdered(amount=due, refusal=_changed(order.amount, due, award))


def _final_award(
    office: CaseOffice, session: Session, case: FiledCase, phase: str, year: int, order: PaymentOrder
) -> Award:
    policy, phases = office.policy_of(case), PHASES[phase]
    return calculate(
        policy,
        case.code,
        known_facts(policy.type(case.code), case, phases),
        on=case.filed_on if phase == "filing" else shanghai_date(order.at),
        phases=phases,
        readings=case.readings,
        prior=prior_of(session, office.catalogue, policy, case, year, subject=order.subject, is_final=True),
    )


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
