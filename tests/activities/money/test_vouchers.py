"""Vouchers: the pool, the queue, release and redemption, each done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.engine import transaction
from adapters.store.schema import AwardRow, LedgerEntry, RedemptionRow, UsedInvoice, VoucherRow
from domain.case.invoices import Invoice
from domain.case.record.events import Event
from domain.case.record.money_steps import RedemptionRequest, VoucherEnd, VoucherIssued, VoucherRequest
from domain.case.record.stages import Stage
from domain.case.verbs import ASSESS_REDEMPTION, ENTER_STAGE, ISSUE_VOUCHER, RELEASE_VOUCHER
from tests.activities.casework import AT, Casework, step

MILLION = Decimal("1000000.00")


def _file(casework: Casework, running: int, fee: str = "2000000.00", unit: str = "", **changes: Any) -> str:
    content = {"unit": unit or f"unit-{running}", "complete_at": AT + timedelta(minutes=running), **changes}
    return casework.file(
        f"LF2026-0203-{running:05}",
        "compute_usage_voucher",
        {"uses_local_platform": True, "compute_fee": fee},
        **content,
    )


def _issue(casework: Casework, number: str, seq: int = 1) -> VoucherIssued:
    return casework.do(ISSUE_VOUCHER, VoucherRequest(case_number=number, seq=seq, at=AT, valid_months=12))


def _invoice(number: str, amount: str, paid_on: date = date(2026, 3, 2)) -> Invoice:
    return Invoice(
        number=number,
        supplier="廊坊算力服务有限公司",
        amount=Decimal(amount),
        service_finished_on=date(2026, 3, 2),
        paid_on=paid_on,
    )


def _claim(number: str, seq: int, *invoices: Invoice) -> RedemptionRequest:
    return RedemptionRequest(case_number=number, seq=seq, at=AT, redemption=seq, invoices=invoices)


@pytest.fixture
def exhausted(casework: Casework) -> list[str]:
    """Ten vouchers of a million: the pool of the year is empty."""
    numbers = [_file(casework, running) for running in range(1, 11)]
    for number in numbers:
        assert _issue(casework, number).face == MILLION
    return numbers


def test_a_voucher_is_issued_once(casework: Casework) -> None:
    number = _file(casework, 1, fee="600000.00")
    issued = _issue(casework, number)
    assert (issued.face, issued.expires_on) == (Decimal("300000.00"), date(2027, 3, 2))
    assert _issue(casework, number) == issued
    assert [row.status for row in casework.rows(VoucherRow)] == ["issued"]
    assert casework.case(number).amount == Decimal("300000.00")


def test_a_unit_gets_no_more_than_its_yearly_cap(casework: Casework) -> None:
    faces = [_issue(casework, _file(casework, n, "1600000.00", "one")).face for n in (1, 2)]
    assert faces == [Decimal("800000.00"), Decimal("200000.00")]


def test_the_last_takes_the_remainder_and_the_next_queues(casework: Casework) -> None:
    for running in range(1, 10):
        _issue(casework, _file(casework, running))
    assert _issue(casework, _file(casework, 10, "1400000.00")).face == Decimal("700000.00")
    assert _issue(casework, _file(casework, 11)).face == Decimal("300000.00")
    assert _issue(casework, _file(casework, 12)) == VoucherIssued(place=1)
    assert _issue(casework, _file(casework, 13)) == VoucherIssued(place=2)


def test_a_release_calls_the_head_of_the_queue_which_then_gets_its_voucher(
    casework: Casework, exhausted: list[str]
) -> None:
    second, head = _file(casework, 12), _file(casework, 11)
    assert _issue(casework, second).face is None
    assert _issue(casework, head) == VoucherIssued(place=1)
    end = VoucherEnd(case_number=exhausted[0], seq=9, at=AT, why="withdrawn")
    casework.do(RELEASE_VOUCHER, end)
    casework.do(RELEASE_VOUCHER, end)
    assert casework.announced.quotas == [head, head]
    assert _issue(casework, second, seq=2).face is None
    assert _issue(casework, head, seq=2).face == MILLION
    assert _issue(casework, second, seq=3) == VoucherIssued(place=1)


def test_paid_invoices_redeem_their_share_up_to_the_face_and_once(casework: Casework) -> None:
    number = _file(casework, 1, fee="1000000.00")
    _issue(casework, number)
    claim = _claim(number, 1, _invoice("A1", "800000.00"))
    first = casework.do(ASSESS_REDEMPTION, claim)
    assert (first.amount, first.left) == (Decimal("400000.00"), Decimal("100000.00"))
    assert casework.do(ASSESS_REDEMPTION, claim) == first
    last = casework.do(ASSESS_REDEMPTION, _claim(number, 2, _invoice("A2", "800000.00")))
    assert (last.amount, last.left) == (Decimal("100000.00"), Decimal("0.00"))
    assert casework.rows(VoucherRow)[0].status == "used"
    assert len(casework.rows(RedemptionRow)) == 2
    assert casework.case(number).amount == Decimal("500000.00")


def test_an_invoice_is_used_once_and_must_be_paid(casework: Casework) -> None:
    number, other = _file(casework, 1), _file(casework, 2)
    for each in (number, other):
        _issue(casework, each)
    casework.do(ASSESS_REDEMPTION, _claim(number, 1, _invoice("A1", "10.00")))
    claim = _claim(other, 1, _invoice("A1", "10.00"), _invoice("A2", "10.00", paid_on=date(2026, 3, 3)))
    refusal = casework.do(ASSESS_REDEMPTION, claim).refusal
    assert refusal is not None
    assert [field.path for field in refusal.fields] == ["invoices[0].number", "invoices[1].paid_on"]


E_INVOICE = "24132000000099999999"


@pytest.mark.parametrize(
    ("used", "again"),
    [
        ({"number": E_INVOICE}, {"number": f"{E_INVOICE}\u200b"}),
        ({"number": E_INVOICE}, {"number": E_INVOICE, "supplier": "廊坊算力"}),
        ({"number": "01234"}, {"number": "1234"}),
        ({"number": "12-34"}, {"number": "１２—３４", "supplier": "廊坊算力服务（有限）公司\u200b"}),
    ],
)
def test_an_invoice_of_another_voucher_is_used_in_whatever_spelling(
    casework: Casework, used: dict[str, str], again: dict[str, str]
) -> None:
    number, other = _file(casework, 1), _file(casework, 2)
    for each in (number, other):
        _issue(casework, each)
    supplier = {"supplier": "廊坊算力服务有限公司"}
    first, second = (
        _invoice("x", "10.00").model_copy(update=supplier | changes) for changes in (used, again)
    )
    assert casework.do(ASSESS_REDEMPTION, _claim(number, 1, first)).refusal is None
    refusal = casework.do(ASSESS_REDEMPTION, _claim(other, 1, second)).refusal
    assert refusal is not None
    assert [field.path for field in refusal.fields] == ["invoices[0].number"]


def test_two_redemptions_at_once_in_two_spellings_use_an_invoice_once(casework: Casework) -> None:
    numbers = [_file(casework, running) for running in range(1, 5)]
    for each in numbers:
        _issue(casework, each)
    spellings = (
        E_INVOICE,
        f"{E_INVOICE}\u200b",
        "2413 2000 0000 9999 9999",
        "２４１３２０００００００９９９９９９９９",
    )
    claims = [
        _claim(number, 1, _invoice(spelling, "10.00"))
        for number, spelling in zip(numbers, spellings, strict=True)
    ]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda claim: casework.do(ASSESS_REDEMPTION, claim), claims))
    assert sorted(answer.refusal is None for answer in answers) == [False, False, False, True]
    assert len(casework.rows(UsedInvoice)) == 1


def test_a_case_that_has_ended_does_not_hold_up_the_queue(casework: Casework, exhausted: list[str]) -> None:
    gone, head = _file(casework, 11), _file(casework, 12)
    _issue(casework, gone)
    with transaction(casework.engine) as session:
        case = casework.case(gone)
        case.final = True
        session.merge(case)
    assert _issue(casework, head) == VoucherIssued(place=1)


def test_units_that_come_together_never_get_more_than_the_pool(casework: Casework) -> None:
    numbers = [_file(casework, running) for running in range(1, 13)]
    with ThreadPoolExecutor(6) as threads:
        issued = list(threads.map(lambda number: _issue(casework, number), numbers))
    faces = [voucher.face for voucher in issued if voucher.face is not None]
    assert sum(faces) == 10 * MILLION
    assert len(faces) == 10


def test_a_case_that_was_complete_earlier_is_waited_for_when_both_notices_have_ended(
    casework: Casework,
) -> None:
    first, second = _on_notice(casework, 1), _on_notice(casework, 2)
    assert _issue(casework, second) == VoucherIssued(place=2, awaits_others=True)
    assert _issue(casework, first).face == MILLION
    assert casework.announced.quotas == [second]
    assert _issue(casework, second, seq=2).face == MILLION


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": AT + timedelta(hours=1)},
        {"due_at": AT - timedelta(days=4)},
        {"stage": Stage.OBJECTION_FINDING.value},
        {"complete_at": AT + timedelta(minutes=9)},
    ],
    ids=["its notice runs on", "it is broken", "it was objected to", "it was complete later"],
)
def test_nobody_waits_for_a_case_that(casework: Casework, changes: dict[str, Any]) -> None:
    _on_notice(casework, 1, **changes)
    assert _issue(casework, _on_notice(casework, 2)).face == MILLION


def test_who_was_waited_for_and_withdraws_lets_the_next_go_on(casework: Casework) -> None:
    first, second = _on_notice(casework, 1), _on_notice(casework, 2)
    _issue(casework, second)
    casework.do(ENTER_STAGE, step(first, 5, Stage.WITHDRAWN, Event.WITHDRAWN, final=True))
    casework.do(RELEASE_VOUCHER, VoucherEnd(case_number=first, seq=4, at=AT, why="cancelled"))
    assert casework.announced.quotas == [second]
    assert _issue(casework, second, seq=2).face == MILLION


def test_the_sheet_of_a_redemption_is_kept_beside_that_of_the_voucher(casework: Casework) -> None:
    number = _file(casework, 1, fee="1000000.00")
    _issue(casework, number)
    casework.do(ASSESS_REDEMPTION, _claim(number, 1, _invoice("A1", "800000.00")))
    assert [(row.phase, row.subject, row.amount) for row in casework.rows(AwardRow)] == [
        ("voucher", "", Decimal("500000.00")),
        ("redemption", "1", Decimal("400000.00")),
    ]


def test_what_a_cancelled_voucher_leaves_after_the_year_lapses(casework: Casework) -> None:
    number = _file(casework, 1)
    _issue(casework, number)
    late = AT.replace(year=2027)
    casework.do(RELEASE_VOUCHER, VoucherEnd(case_number=number, seq=9, at=late, why="expired"))
    moves = [(entry.movement, entry.amount) for entry in casework.rows(LedgerEntry)]
    assert moves[-2:] == [("released", MILLION), ("settled", 10 * MILLION)]


def _on_notice(casework: Casework, running: int, **changes: Any) -> str:
    """A case whose notice has just ended and that has not asked for its voucher."""
    ended = {"stage": Stage.PUBLIC_NOTICE.value, "due_at": AT, **changes}
    return _file(casework, running, **ended)
