"""Ordering a payment, and the bank's word on it."""

from temporalio import activity

from activities.verbs import Done, Verbs
from adapters.store.case_keeping import FiledCase
from adapters.store.payment_keeping import add_payment, settle
from adapters.store.writing import Session
from domain.case.steps import PaymentOrder, PaymentOrdered, PaymentResult


class PaymentRecords(Verbs):
    """The verbs of paying."""

    @activity.defn(name="order_payment")
    def order_payment(self, order: PaymentOrder) -> PaymentOrdered:
        """Order a payment under a fund document. Done once for case and seq."""

        def effect(writing: Session, _case: FiledCase) -> PaymentOrdered:
            return PaymentOrdered(payment=add_payment(writing, order))

        return self.once("order_payment", order, PaymentOrdered, effect)

    @activity.defn(name="settle_payment")
    def settle_payment(self, result: PaymentResult) -> None:
        """Note that a payment arrived, or came back with a reason. Done once for case and seq."""

        def effect(writing: Session, _case: FiledCase) -> Done:
            settle(writing, result)
            return Done()

        self.once("settle_payment", result, Done, effect)
