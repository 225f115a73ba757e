"""Payments are ordered and settled once."""

from datetime import date
from decimal import Decimal

from adapters.store.schema import Mail, Payment
from domain.case.events import Event
from domain.case.stages import Stage
from domain.case.steps import PaymentOrder, PaymentResult
from tests.activities.casework import AT, Casework, step

NUMBER = "LF2026-0502-00001"


def _order(seq: int) -> PaymentOrder:
    return PaymentOrder(
        case_number=NUMBER,
        seq=seq,
        at=AT,
        amount=Decimal("1000000.00"),
        document_number="廊财〔2026〕1号",
        city_amount=Decimal("600000.00"),
        locality_amount=Decimal("400000.00"),
        payee="p1",
    )


def test_a_payment_is_ordered_once_and_the_next_gets_the_next_number(casework: Casework) -> None:
    casework.file(NUMBER, "national_research_platform", {"platform_kind": "key_laboratory"})
    assert casework.records.order_payment(_order(1)).payment == f"{NUMBER}-P1"
    assert casework.records.order_payment(_order(1)).payment == f"{NUMBER}-P1"
    assert casework.records.order_payment(_order(2)).payment == f"{NUMBER}-P2"
    assert [(row.status, row.amount) for row in casework.rows(Payment)] == [
        ("ordered", Decimal("1000000.00"))
    ] * 2


def test_the_bank_pays_or_returns(casework: Casework) -> None:
    casework.file(NUMBER, "national_research_platform", {"platform_kind": "key_laboratory"})
    for seq in (1, 2):
        casework.records.order_payment(_order(seq))
    returned = PaymentResult(case_number=NUMBER, seq=3, at=AT, payment=f"{NUMBER}-P1", reason="户名不符")
    paid = PaymentResult(case_number=NUMBER, seq=4, at=AT, payment=f"{NUMBER}-P2", paid_on=date(2026, 3, 2))
    for result in (returned, returned, paid, paid):
        casework.records.settle_payment(result)
    first, second = sorted(casework.rows(Payment), key=lambda row: row.id)
    assert (first.status, first.reason, first.paid_on) == ("returned", "户名不符", None)
    assert (second.status, second.paid_on, second.settled_at) == ("paid", date(2026, 3, 2), AT)


def test_the_mail_about_a_payment_tells_its_own_amount(casework: Casework) -> None:
    facts = {"platform_kind": "key_laboratory"}
    casework.file(NUMBER, "national_research_platform", facts, amount=Decimal("9000000.00"))
    casework.records.order_payment(_order(1))
    casework.records.enter_stage(step(NUMBER, 2, Stage.PAYMENT, Event.PAYMENT_ORDERED))
    assert casework.rows(Mail)[0].facts["amount"] == "1000000.00"
