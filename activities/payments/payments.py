"""Ordering a payment, setting it off against what the unit is to pay back, and the bank's word on it."""

from decimal import Decimal

from temporalio import activity

from activities.money.awards import PHASES, known_facts
from activities.money.bookings import matter_of, promise
from activities.money.priors import prior_of
from activities.payments.nettings import net
from activities.payments.stops import refusal_while_stopped
from activities.verbs import Done, Verbs
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
from domain.errors import FieldError, RefusalFacts, WrongStage
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Matter
from domain.money import ZERO, plain, to_fen


class PaymentRecords(Verbs):
    """The verbs of paying."""

    @activity.defn(name="order_payment")
    def order_payment(self, order: PaymentOrder) -> PaymentOrdered:
        """Order a payment under a fund document. Done once for case and seq.

        Under 附则(三) the award is worked out once more against what other cases of the unit can no longer give up.
        Where that changes the amount, nothing is ordered: the answer carries the new amount and the reason, and
        the file its calculation sheet. While a stop stands, nothing is ordered either.

        What the unit is to pay back under a decision that sets it off is taken off what the bank moves, and the case
        that gets it back is told.
        """
        ordered = self.once(
            "order_payment", order, PaymentOrdered, lambda writing, case: self._order(writing, case, order)
        )
        for netting in ordered.netted:
            self.announce_netting(netting.case_number)
        return ordered

    @activity.defn(name="settle_payment")
    def settle_payment(self, result: PaymentResult) -> None:
        """Note that a payment arrived, or came back with a reason. Done once for case and seq."""

        def effect(writing: Session, case: FiledCase) -> Done:
            payment = settle(writing, result)
            matter = self._matter(writing, case)
            account = Account.PAID if result.paid_on else Account.RETURNED
            post(
                writing,
                matter.moved(
                    Movement(account.value),
                    matter.place(Account.ORDERED, payment.subject),
                    matter.place(account, payment.subject),
                    payment.transfer,
                    key=f"{case.number}/settle_payment/{result.seq}",
                    at=result.at,
                    subject=payment.subject,
                    reason=result.reason,
                ),
            )
            return Done()

        self.once("settle_payment", result, Done, effect)

    def _matter(self, writing: Session, case: FiledCase) -> Matter:
        """A voucher's money is of the year of its pool, that of other cases of the year of filing."""
        voucher = voucher_of(writing, case.number)
        return matter_of(self.policy_of(case), case, voucher.year if voucher else None)

    def _order(self, writing: Session, case: FiledCase, order: PaymentOrder) -> PaymentOrdered:
        hold(writing, f"unit:{case.unit}")
        stopped = refusal_while_stopped(writing, case)
        if stopped is not None:
            return PaymentOrdered(is_stopped=True, refusal=stopped)
        matter = self._matter(writing, case)
        returned = matter.place(Account.RETURNED, order.subject)
        again = balance(writing, returned)
        if not again:
            adjusted = self._adjusted(writing, case, order)
            if adjusted is not None:
                return adjusted
        due = _of_returned(order, again) if again else order
        post(
            writing,
            matter.moved(
                Movement.ORDERED,
                returned if again else matter.place(Account.PROMISED, order.subject),
                matter.place(Account.ORDERED, order.subject),
                due.amount,
                key=f"{case.number}/order_payment/{order.seq}",
                at=order.at,
                subject=order.subject,
                reason=order.document_number,
            ),
        )
        return self._placed(writing, matter, due)

    @staticmethod
    def _placed(writing: Session, matter: Matter, order: PaymentOrder) -> PaymentOrdered:
        """Keep the payment, less what is set off; one that is set off whole is settled at once."""
        payment = next_payment(writing, order.case_number)
        netted = net(writing, matter, order, payment)
        transfer = order.amount - sum((netting.amount for netting in netted), ZERO)
        add_payment(writing, payment, order, transfer)
        if not netted:
            return PaymentOrdered(payment=payment)
        return PaymentOrdered(payment=payment, amount=order.amount, transfer=transfer, netted=netted)

    def _adjusted(self, writing: Session, case: FiledCase, order: PaymentOrder) -> PaymentOrdered | None:
        """The award worked out once more; None when it is what was asked to be paid."""
        latest = latest_award(writing, case.number, order.subject)
        if latest is None or self.policy_of(case).type(case.code).voucher is not None:
            return None
        phase, at, _ = latest
        award = self._final_award(writing, case, phase, shanghai_date(at).year, order)
        due = award.amount or ZERO
        if due == order.amount:
            return None
        add_award(writing, case, award, order.seq, phase, order.subject, order.at)
        key = f"{case.number}/order_payment/{order.seq}/adjusted"
        promise(writing, matter_of(self.policy_of(case), case), order.subject, due, key, order.at)
        change_case(writing, case.number, amount=due)
        return PaymentOrdered(amount=due, refusal=_changed(order.amount, due, award))

    def _final_award(
        self, writing: Session, case: FiledCase, phase: str, year: int, order: PaymentOrder
    ) -> Award:
        policy, phases = self.policy_of(case), PHASES[phase]
        return calculate(
            policy,
            case.code,
            known_facts(policy.type(case.code), case, phases),
            on=case.filed_on if phase == "filing" else shanghai_date(order.at),
            phases=phases,
            readings=case.readings,
            prior=prior_of(writing, self.catalogue, policy, case, year, subject=order.subject, is_final=True),
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
