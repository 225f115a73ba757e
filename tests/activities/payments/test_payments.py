"""Payments are ordered and settled once, over what is due when they are ordered, and every move is an entry."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.engine import open_session, transaction
from adapters.store.money.ledger import case_total, post
from adapters.store.schema import AwardRow, LedgerEntry, Mail, Payment
from domain.case.record.events import Event
from domain.case.record.money_steps import PaymentOrder, PaymentOrdered, PaymentResult
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.verbs import ASSESS_AWARD, ENTER_STAGE, ORDER_PAYMENT, SETTLE_PAYMENT
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting
from tests.activities.casework import AT, Casework, step, whole_order

NUMBER, OTHER = "LF2026-0502-00001", "LF2026-0101-00001"
MILLION = Decimal("1000000.00")
BASE = "platform:一号平台"
PLATFORM: dict[str, Any] = {"platform_kind": "key_laboratory"}
CENTRE: dict[str, Any] = {"audited_investment": "16000000.00", "commissioned_on": "2026-03-01"}


def _order(seq: int, number: str = NUMBER, amount: Decimal = MILLION) -> PaymentOrder:
    return whole_order(number, seq, amount)


def _assess(casework: Casework, number: str) -> Decimal | None:
    return casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=1, at=AT, phase="filing")).amount


def _platform(casework: Casework, number: str = NUMBER, **changes: Any) -> None:
    casework.file(number, "national_research_platform", PLATFORM, **changes)


def _result(seq: int, payment: str, **more: Any) -> PaymentResult:
    return PaymentResult(case_number=NUMBER, seq=seq, at=AT, payment=payment, **more)


def _held(casework: Casework, number: str, account: Account) -> Decimal:
    with open_session(casework.engine) as session:
        return case_total(session, number, account)


def test_a_payment_is_ordered_once_returned_and_ordered_again(casework: Casework) -> None:
    _platform(casework)
    assert _assess(casework, NUMBER) == MILLION
    for _ in range(2):
        assert casework.do(ORDER_PAYMENT, _order(2)).payment == f"{NUMBER}-P1"
    for _ in range(2):
        casework.do(SETTLE_PAYMENT, _result(3, f"{NUMBER}-P1", reason="户名不符"))
    assert casework.do(ORDER_PAYMENT, _order(4)).payment == f"{NUMBER}-P2"
    for _ in range(2):
        casework.do(SETTLE_PAYMENT, _result(5, f"{NUMBER}-P2", paid_on=date(2026, 3, 2)))
    first, second = sorted(casework.rows(Payment), key=lambda row: row.id)
    assert (first.status, first.reason, first.paid_on) == ("returned", "户名不符", None)
    assert (second.status, second.paid_on, second.settled_at) == ("paid", date(2026, 3, 2), AT)
    moves = ["promised", "ordered", "returned", "ordered", "paid"]
    assert [entry.movement for entry in casework.rows(LedgerEntry)] == moves
    assert _held(casework, NUMBER, Account.PAID) == MILLION


def test_what_was_promised_and_never_ordered_is_released_at_the_end(casework: Casework) -> None:
    _platform(casework)
    _assess(casework, NUMBER)
    casework.do(ENTER_STAGE, step(NUMBER, 2, Stage.WITHDRAWN, Event.WITHDRAWN, final=True))
    assert [entry.movement for entry in casework.rows(LedgerEntry)] == ["promised", "released"]
    assert _held(casework, NUMBER, Account.PROMISED) == 0


def test_the_mail_about_a_payment_tells_its_own_amount(casework: Casework) -> None:
    _platform(casework, amount=Decimal("9000000.00"))
    _assess(casework, NUMBER)
    casework.do(ORDER_PAYMENT, _order(2))
    casework.do(ENTER_STAGE, step(NUMBER, 3, Stage.PAYMENT, Event.PAYMENT_ORDERED))
    assert casework.rows(Mail)[0].facts["amount"] == "1000000.00"


def test_the_difference_is_due_whole_when_the_earlier_award_was_given_up(casework: Casework) -> None:
    _two_on_one_base(casework)
    casework.do(ENTER_STAGE, step(NUMBER, 2, Stage.WITHDRAWN, Event.WITHDRAWN, final=True))
    asked = casework.do(ORDER_PAYMENT, _order(2, OTHER, Decimal("600000.00")))
    assert (asked.payment, asked.amount) == ("", Decimal("1600000.00"))
    assert asked.refusal is not None
    assert asked.refusal.clause == "附则(三)"
    assert casework.case(OTHER).amount == Decimal("1600000.00")
    assert casework.do(ORDER_PAYMENT, _order(3, OTHER, Decimal("1600000.00"))).payment
    assert _held(casework, OTHER, Account.ORDERED) == Decimal("1600000.00")


def test_a_lower_award_is_not_paid_beside_a_higher_one_that_was_ordered_first(casework: Casework) -> None:
    _two_on_one_base(casework)
    due = casework.do(ORDER_PAYMENT, _order(2, OTHER, Decimal("600000.00"))).amount
    assert due is not None
    assert casework.do(ORDER_PAYMENT, _order(3, OTHER, due)).payment
    lower = casework.do(ORDER_PAYMENT, _order(2))
    assert (lower.payment, lower.amount) == ("", Decimal("0.00"))
    assert lower.refusal is not None
    assert OTHER in lower.refusal.why or "已核定" in lower.refusal.why
    assert _held(casework, NUMBER, Account.PROMISED) == 0


@pytest.mark.parametrize("task", range(4))
def test_two_cases_of_one_base_ordered_at_the_same_moment_pay_the_higher_once(
    casework: Casework, task: int
) -> None:
    _two_on_one_base(casework)
    asked = [(NUMBER, MILLION), (OTHER, Decimal("600000.00"))]
    if task % 2:
        asked.reverse()

    def pay(case: tuple[str, Decimal]) -> None:
        number, amount = case
        for seq in range(2, 6):
            answer: PaymentOrdered = casework.do(ORDER_PAYMENT, _order(seq, number, amount))
            if answer.payment or not answer.amount:
                return
            amount = answer.amount

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(pay, asked))
    assert sum(_held(casework, number, Account.ORDERED) for number, _ in asked) == Decimal("1600000.00")


def _two_on_one_base(casework: Casework) -> None:
    """5.2 gives one million, 1.1 then the difference to its 1.6 million: both approved, neither ordered."""
    _platform(casework, award_base=BASE)
    casework.file(OTHER, "compute_centre_construction", CENTRE, award_base=BASE)
    assert _assess(casework, NUMBER) == MILLION
    assert _assess(casework, OTHER) == Decimal("600000.00")


def test_instalments_of_one_item_are_one_item_when_another_measure_comes_between(casework: Casework) -> None:
    """1.2 gives 500,000 and 600,000 on a platform for which 5.2 gives a million: in all 1,100,000 is due."""
    number = "LF2026-0102-00001"
    casework.file(
        number,
        "compute_centre_operation",
        {"commissioned_on": "2026-03-01"},
        award_base=BASE,
        fiscal_year=2026,
    )
    _platform(casework, award_base=BASE)
    amounts = [_claim(casework, number, 1, "2500000.00"), _paid_out(casework, number, 1, "500000.00")]
    amounts += [_assess(casework, NUMBER), _paid_out(casework, NUMBER, 0, "500000.00")]
    amounts += [_claim(casework, number, 2, "3000000.00"), _paid_out(casework, number, 2, "100000.00")]
    assert amounts == [Decimal(text) for text in ["500000", "500000", "500000", "500000", "100000", "100000"]]
    sheet = casework.rows(AwardRow)[-1].award
    assert any("连同可并享事项" in line["explanation"] for line in sheet["lines"])


def _claim(casework: Casework, number: str, year: int, cost: str) -> Decimal | None:
    """Assess a year of support."""
    asked = Assessment(
        case_number=number,
        seq=10 * year,
        at=AT.replace(year=2026 + year),
        phase="instalment",
        subject=str(year),
        verified_facts={"operating_cost": cost},
    )
    return casework.do(ASSESS_AWARD, asked).amount


def _paid_out(casework: Casework, number: str, year: int, amount: str) -> Decimal:
    """Order what is due for a year, 0 for a case without years; what was ordered."""
    order = _order(10 * year + 5, number, Decimal(amount)).model_copy(update={"subject": str(year or "")})
    casework.do(ORDER_PAYMENT, order)
    return sum((row.amount for row in casework.rows(Payment) if row.subject == order.subject), Decimal())


def test_money_that_is_being_recovered_counts_until_it_is_back(casework: Casework) -> None:
    """A decision to recover may be reversed; then the unit would have both awards of one project."""
    _two_on_one_base(casework)
    casework.do(ORDER_PAYMENT, _order(2))
    casework.do(SETTLE_PAYMENT, _result(3, f"{NUMBER}-P1", paid_on=date(2026, 3, 2)))
    _reclaim(casework)
    casework.do(ENTER_STAGE, step(NUMBER, 4, Stage.RECOVERY, Event.RECOVERY_DECIDED))
    asked = casework.do(ORDER_PAYMENT, _order(2, OTHER, Decimal("600000.00")))
    assert asked.refusal is None


def _reclaim(casework: Casework) -> None:
    """Take the whole payment back, and have it repaid."""
    case = Posting(
        case_number=NUMBER,
        code="national_research_platform",
        unit=casework.case(NUMBER).unit,
        year=2026,
        clause="第5条",
        policy_version="1",
    )
    paid, owed, back = map(case.place, (Account.PAID, Account.RECEIVABLE, Account.RECOVERED))
    with transaction(casework.engine) as session:
        post(session, case.moved(Movement.RECLAIMED, paid, owed, MILLION, key="r1", at=AT))
        post(session, case.moved(Movement.RECOVERED, owed, back, MILLION, key="r2", at=AT))
