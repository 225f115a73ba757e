"""Recoveries, nettings and stops are entered once, on both databases, also when two things happen at one moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import delete, update

from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.file import change_case
from adapters.store.engine import open_session, transaction
from adapters.store.money.ledger import case_total, total
from adapters.store.payments.recovery_queries import money_of_case
from adapters.store.schema import AuditEntryRow, LedgerEntry, Payment, PaymentStop, RecoveryRow
from domain.case.record.events import Event
from domain.case.record.money_steps import (
    PaymentOrdered,
    PaymentResult,
    Receivable,
    ReceivableAsked,
    Reclaim,
    Repayment,
    Reversal,
    StopChange,
)
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.verbs import (
    ASSESS_AWARD,
    CHANGE_STOP,
    ENTER_STAGE,
    ORDER_PAYMENT,
    RECLAIM,
    RECORD_REPAYMENT,
    REVERSE_RECOVERY,
    SETTLE_PAYMENT,
    TELL_RECEIVABLE,
)
from domain.ledger.accounts import Account
from domain.money import ZERO
from tests.activities.casework import AT, Casework, plain_plan, step, whole_order

DEBTOR, OTHER, THIRD = "LF2026-0502-00001", "LF2026-0502-00002", "LF2026-0502-00003"
MILLION = Decimal("1000000.00")
PLATFORM: dict[str, Any] = {"platform_kind": "key_laboratory"}


def approved(casework: Casework, number: str, **changes: Any) -> None:
    """A case of one million that waits for its fund document."""
    casework.file(number, "national_research_platform", PLATFORM, **changes)
    casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=1, at=AT, phase="filing"))


def order(casework: Casework, number: str, seq: int = 2) -> PaymentOrdered:
    return casework.do(ORDER_PAYMENT, whole_order(number, seq, MILLION))


def paid(casework: Casework, number: str = DEBTOR) -> None:
    """A case of which one million was paid, and which has ended."""
    approved(casework, number)
    payment = order(casework, number).payment
    result: dict[str, Any] = {"payment": payment, "paid_on": date(2026, 3, 2)}
    casework.do(SETTLE_PAYMENT, PaymentResult(case_number=number, seq=3, at=AT, **result))
    with transaction(casework.engine) as session:
        change_case(session, number, stage=Stage.CLOSED.value)


def reclaim(casework: Casework, amount: str, seq: int = 4, **changes: Any) -> Any:
    content = {
        "act": f"act-{seq}",
        "reason": "核实有误",
        "clause": "附则(四)",
        "means": "netting",
        "document_number": "廊追〔2026〕1号",
        **changes,
    }
    request = Reclaim(case_number=DEBTOR, seq=seq, at=AT, amount=Decimal(amount), **content)
    return casework.do(RECLAIM, request)


def repay(casework: Casework, amount: str, seq: int) -> Receivable:
    repayment = Repayment(
        case_number=DEBTOR, seq=seq, at=AT, recovery="R1", amount=Decimal(amount), received_on=AT.date()
    )
    return casework.do(RECORD_REPAYMENT, repayment)


def held(casework: Casework, number: str, *accounts: Account) -> tuple[Decimal, ...]:
    with open_session(casework.engine) as session:
        return tuple(case_total(session, number, account) for account in accounts)


def test_what_is_reclaimed_and_repaid_is_entered_once_under_the_clause_of_the_decision(
    casework: Casework,
) -> None:
    paid(casework)
    for _ in range(2):
        assert reclaim(casework, "400000.00").recovery == "R1"
    for _ in range(2):
        assert repay(casework, "150000.00", 5).left == Decimal("250000.00")
    entries = [entry for entry in casework.rows(LedgerEntry) if entry.movement in {"reclaimed", "recovered"}]
    assert [(str(entry.amount), entry.clause) for entry in entries] == [
        ("400000.00", "附则(四)"),
        ("150000.00", "附则(四)"),
    ]
    state = money_of_case(casework.engine, DEBTOR)
    assert (state.paid, state.recoveries[0].left) == (Decimal("600000.00"), Decimal("250000.00"))
    assert len(casework.rows(RecoveryRow)) == 1


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"amount": "1000000.01"}, "amount"),
        ({"amount": "0.00"}, "amount"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused_by_field_and_enters_nothing(
    casework: Casework, changes: dict[str, Any], path: str
) -> None:
    paid(casework)
    refusal = reclaim(casework, **changes).refusal
    assert refusal is not None
    assert [field.path for field in refusal.fields] == [path]
    assert casework.rows(RecoveryRow) == []
    assert held(casework, DEBTOR, Account.PAID, Account.RECEIVABLE) == (MILLION, ZERO)


def test_what_was_not_paid_or_is_under_way_is_not_reclaimed(casework: Casework) -> None:
    approved(casework, DEBTOR)
    refusal = reclaim(casework, "1.00").refusal
    assert refusal is not None
    assert "没有已拨付" in refusal.what


def test_a_reversal_gives_back_what_is_open_and_owes_what_came_back(casework: Casework) -> None:
    paid(casework)
    reclaim(casework, "400000.00")
    repay(casework, "150000.00", 5)
    reversal = Reversal(case_number=DEBTOR, seq=6, at=AT, recovery="R1", reason="决定有误")
    for _ in range(2):
        assert casework.do(REVERSE_RECOVERY, reversal).owed == Decimal("150000.00")
    expected = (Decimal("850000.00"), ZERO, ZERO, Decimal("150000.00"))
    accounts = (Account.PAID, Account.RECEIVABLE, Account.RECOVERED, Account.PROMISED)
    assert held(casework, DEBTOR, *accounts) == expected
    assert reclaim(casework, "850000.00", seq=7).recovery == "R2"


def test_a_netting_is_entered_on_both_cases_once_and_stands_in_the_other_one_s_audit_record(
    casework: Casework,
) -> None:
    paid(casework)
    reclaim(casework, "400000.00")
    approved(casework, OTHER)
    for _ in range(2):
        ordered = order(casework, OTHER)
        assert (ordered.transfer, [part.case_number for part in ordered.netted]) == (
            Decimal("600000.00"),
            [DEBTOR],
        )
    assert casework.announced.nettings == [DEBTOR, DEBTOR]
    assert held(casework, OTHER, Account.PAID, Account.ORDERED) == (
        Decimal("400000.00"),
        Decimal("600000.00"),
    )
    asked = ReceivableAsked(case_number=DEBTOR, seq=5, at=AT, recovery="R1")
    told = casework.do(TELL_RECEIVABLE, asked)
    assert (told.left, [part.case_number for part in told.netted]) == (ZERO, [f"{OTHER}-P1"])
    audited = [row for row in casework.rows(AuditEntryRow) if row.action == "money:netted"]
    assert sorted(row.chain for row in audited) == [DEBTOR, OTHER]


def test_a_payment_that_is_set_off_whole_is_paid_and_the_rest_waits_for_the_next(casework: Casework) -> None:
    paid(casework)
    reclaim(casework, "1000000.00")
    approved(casework, OTHER)
    assert order(casework, OTHER).transfer == ZERO
    row = next(row for row in casework.rows(Payment) if row.case_number == OTHER)
    assert (row.status, row.transfer, row.paid_on) == ("paid", ZERO, date(2026, 3, 2))
    approved(casework, THIRD)
    assert order(casework, THIRD).transfer is None


def test_what_came_back_of_a_part_is_ordered_again_with_its_share_of_the_split(casework: Casework) -> None:
    paid(casework)
    reclaim(casework, "400000.00")
    approved(casework, OTHER)
    payment = order(casework, OTHER).payment
    back = PaymentResult(case_number=OTHER, seq=3, at=AT, payment=payment, reason="户名不符")
    casework.do(SETTLE_PAYMENT, back)
    order(casework, OTHER, seq=4)
    again = max((row for row in casework.rows(Payment) if row.case_number == OTHER), key=lambda row: row.id)
    assert (again.amount, again.transfer, again.city_amount) == (Decimal("600000.00"),) * 3


@pytest.mark.parametrize("task", range(4))
def test_two_payments_and_a_repayment_at_one_moment_get_no_more_back_than_is_open(
    casework: Casework, task: int
) -> None:
    paid(casework)
    reclaim(casework, "1000000.00")
    for number in (OTHER, THIRD):
        approved(casework, number)
    repaid: list[Receivable] = []
    errands = [
        lambda: order(casework, OTHER),
        lambda: repaid.append(repay(casework, "300000.00", 5)),
        lambda: order(casework, THIRD),
    ]
    with ThreadPoolExecutor(3) as threads:
        for errand in [threads.submit(each) for each in errands[task % 3 :] + errands[: task % 3]]:
            errand.result()
    assert held(casework, DEBTOR, Account.RECEIVABLE, Account.RECOVERED) == (ZERO, MILLION)
    taken = ZERO if repaid[0].refusal else Decimal("300000.00")
    with open_session(casework.engine) as session:
        assert total(session, [Account.ORDERED]) == MILLION + taken


def test_a_stop_is_kept_for_ever_and_refuses_orders_until_it_is_lifted(casework: Casework) -> None:
    approved(casework, DEBTOR)
    content: dict[str, Any] = {
        "party": "industry_and_information",
        "reason": "核查",
        "clause": "附则(四)",
        "scope": "unit",
    }
    change = StopChange(case_number=DEBTOR, seq=2, at=AT, is_set=True, **content)
    for _ in range(2):
        assert casework.do(CHANGE_STOP, change).refusal is None
    approved(casework, OTHER)
    refused = order(casework, OTHER)
    assert (refused.is_stopped, refused.payment) == (True, "")
    assert order(casework, DEBTOR, seq=3).is_stopped
    lifted = change.model_copy(update={"seq": 4, "is_set": False})
    assert casework.do(CHANGE_STOP, lifted).refusal is None
    assert order(casework, OTHER, seq=3).payment
    assert [row.is_set for row in casework.rows(PaymentStop)] == [True, False]
    for forbidden in (update(PaymentStop).values(reason="x"), delete(PaymentStop)):
        with pytest.raises(DatabaseError), transaction(casework.engine) as session:
            session.exec(forbidden)


def test_an_ended_case_is_taken_up_where_its_numbers_end(casework: Casework) -> None:
    paid(casework)
    assert ended_case(casework.engine, DEBTOR) is None
    casework.do(ENTER_STAGE, step(DEBTOR, 4, Stage.CLOSED, Event.PAID, final=True, amount=MILLION))
    with transaction(casework.engine) as session:
        plan = plain_plan(DEBTOR, code="national_research_platform", number="5.2")
        change_case(session, DEBTOR, plan=plan.model_dump(mode="json"))
    begun = ended_case(casework.engine, DEBTOR)
    assert begun is not None
    assert (begun.state.seq, begun.state.payments, begun.state.payee) == (4, 1, "p1")
    assert begun.state.amount == MILLION
