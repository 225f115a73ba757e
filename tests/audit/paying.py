"""A store whose money moves by the verbs alone, in whatever order they are asked for."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from adapters.store.cases.file import change_case
from adapters.store.engine import open_session, transaction
from adapters.store.money.ledger import balance, subjects_with
from adapters.store.reach import Engine
from adapters.store.schema import Payment, RecoveryRow, VoucherRow
from audit.reconciliation import reconcile_store
from domain.case.invoices import Invoice
from domain.case.record.events import Event
from domain.case.record.money_steps import (
    BankReturn,
    PaymentOrder,
    PaymentResult,
    Reclaim,
    RedemptionRequest,
    Repayment,
    Reversal,
    VoucherEnd,
    VoucherRequest,
)
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.verbs import (
    ASSESS_AWARD,
    ASSESS_REDEMPTION,
    ENTER_STAGE,
    ISSUE_VOUCHER,
    ORDER_PAYMENT,
    RECLAIM,
    RECORD_REPAYMENT,
    RELEASE_VOUCHER,
    RETURN_PAID,
    REVERSE_RECOVERY,
    SETTLE_PAYMENT,
)
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.differences import Difference
from domain.ledger.entries import Place, WrongEntry
from domain.money import FEN, ZERO
from domain.pool_year import SETTLE_POOL, PoolSettlement, PoolYear
from tests.activities.casework import AT, Casework, product_tested, step

UNDER_WAY = (Account.ORDERED, Account.RETURNED)
COMMITTED = (*UNDER_WAY, Account.PAID, Account.RECEIVABLE, Account.RECOVERED)
OF_VOUCHERS = ("issue", "redeem", "release", "lapse")
BASE = "platform:一号平台"
PLATFORM, CENTRE, ALONE = "LF2026-0502-00001", "LF2026-0101-00001", "LF2026-0502-00002"
VOUCHERS = tuple(f"LF2026-0203-{running:05}" for running in range(1, 4))
TESTINGS = tuple(f"LF2026-1000-{running:05}" for running in range(1, 3))
FILLERS = tuple(f"LF2026-0203-{running:05}" for running in range(11, 20))
CASES = (PLATFORM, CENTRE, ALONE, *TESTINGS, *VOUCHERS)


class Paying:
    """Does what workflows let be done: nothing in an ended case, nothing computed anew once it is ordered."""

    def __init__(self, engine: Engine) -> None:
        self.casework = Casework(engine)
        self.seq = 0

    def fill(self) -> None:
        """Cases on one project, cases of one unit, and vouchers that leave half a million in the pool."""
        platform = {"platform_kind": "key_laboratory"}
        centre = {"audited_investment": "16000000.00", "commissioned_on": "2026-03-01"}
        self.casework.file(PLATFORM, "national_research_platform", platform, award_base=BASE)
        self.casework.file(CENTRE, "compute_centre_construction", centre, award_base=BASE)
        self.casework.file(ALONE, "national_research_platform", platform)
        for number in TESTINGS:
            tests = [product_tested("700000.00", report=number)]
            self.casework.file(number, "security_testing", {"tests": tests}, award_base="tests:one")
        for number in (*VOUCHERS, *FILLERS):
            self._file_voucher(number, "1400000.00" if number in VOUCHERS else "2100000.00")
        for number in FILLERS:
            self.do("issue", number)
        self.do("issue", VOUCHERS[0])

    def _file_voucher(self, number: str, fee: str) -> None:
        facts = {"uses_local_platform": True, "compute_fee": fee}
        unit = "unit-1" if number in VOUCHERS[1:] else f"unit of {number}"
        self.casework.file(number, "compute_usage_voucher", facts, unit=unit, complete_at=AT)

    def do(self, verb: str, number: str, *given: Any) -> None:
        """Do it, if the case has not ended; what the verb itself refuses is left undone."""
        self.seq += 1
        done: Callable[..., None] = getattr(self, verb)
        is_voucher = number in (*VOUCHERS, *FILLERS)
        if not self.casework.case(number).final and (is_voucher or verb not in OF_VOUCHERS):
            with suppress(WrongEntry):
                done(number, *given)

    def common(self, number: str) -> dict[str, Any]:
        return {"case_number": number, "seq": self.seq, "at": AT}

    def parts(self, number: str, *accounts: Account) -> dict[str, Decimal]:
        """Instalment, redemption or recovery → what it has in one of the accounts."""
        with open_session(self.casework.engine) as session:
            return {
                subject: amount
                for account in accounts
                for subject, amount in subjects_with(session, number, account).items()
            }

    def assess(self, number: str) -> None:
        """A voucher is assessed too, and promises nothing."""
        if not self.parts(number, *COMMITTED):
            self.casework.do(ASSESS_AWARD, Assessment(phase="filing", **self.common(number)))

    def order(self, number: str) -> None:
        """What was promised or returned; once more where 就高 changed the amount meanwhile."""
        for subject, amount in self.parts(number, Account.PROMISED, Account.RETURNED).items():
            due: Decimal | None = amount
            while due:
                self.seq += 1
                content: dict[str, Any] = {
                    "document_number": "廊财〔2026〕1号",
                    "payee": "p",
                    "subject": subject,
                }
                split: dict[str, Any] = {"amount": due, "city_amount": due, "locality_amount": ZERO}
                answer = self.casework.do(
                    ORDER_PAYMENT, PaymentOrder(**content, **split, **self.common(number))
                )
                due = None if answer.payment else answer.amount

    def settle(self, number: str, word: str = "paid") -> None:
        """The bank's word on what is under way."""
        result = {"paid_on": date(2026, 3, 2)} if word == "paid" else {"reason": "户名不符"}
        for payment in self.casework.rows(Payment):
            if payment.case_number == number and payment.status == "ordered":
                self.seq += 1
                self.casework.do(
                    SETTLE_PAYMENT, PaymentResult(payment=payment.id, **result, **self.common(number))
                )

    def come_back(self, number: str) -> None:
        """The bank returns what was confirmed; what was set off, or is to come back otherwise, it cannot."""
        for payment in self.casework.rows(Payment):
            if payment.case_number == number:
                self.seq += 1
                self.casework.do(
                    RETURN_PAID, BankReturn(payment=payment.id, reason="销户", **self.common(number))
                )

    def issue(self, number: str) -> None:
        """Once: a voucher that was given back is not asked for again."""
        if not any(row.case_number == number and row.issued_on for row in self.casework.rows(VoucherRow)):
            self.casework.do(ISSUE_VOUCHER, VoucherRequest(valid_months=12, **self.common(number)))

    def redeem(self, number: str) -> None:
        """Against an invoice that nobody has seen."""
        invoice = Invoice(
            number=f"A{self.seq}",
            supplier="廊坊算力服务有限公司",
            amount=Decimal("400000.00"),
            service_finished_on=date(2026, 3, 2),
            paid_on=date(2026, 3, 2),
        )
        if not self.parts(number, Account.PROMISED):
            request = RedemptionRequest(redemption=self.seq, invoices=(invoice,), **self.common(number))
            self.casework.do(ASSESS_REDEMPTION, request)

    def release(self, number: str, why: str = "expired") -> None:
        self.casework.do(RELEASE_VOUCHER, VoucherEnd(why=why, **self.common(number)))

    def lapse(self, number: str) -> None:
        """The year of the voucher's pool is over."""
        pool = PoolYear(
            year=2026,
            policy_version=load_catalogue().policies[0].version,
            code=self.casework.case(number).code,
        )
        self.casework.do(SETTLE_POOL, PoolSettlement(pool=pool, at=AT))

    def reclaim(self, number: str, means: str = "netting") -> None:
        """Half of what was paid is to come back, of a case that has ended."""
        half = (sum(self.parts(number, Account.PAID).values(), ZERO) / 2).quantize(FEN)
        if half and not self.receivables(number):
            content: dict[str, Any] = {
                "act": f"d{self.seq}",
                "reason": "核实有误",
                "clause": "附则(三)",
                "means": means,
            }
            with transaction(self.casework.engine) as session:
                change_case(session, number, stage=Stage.CLOSED.value)
            self.casework.do(
                RECLAIM,
                Reclaim(amount=half, document_number="廊追〔2026〕1号", **content, **self.common(number)),
            )

    def repay(self, number: str) -> None:
        """A third of what is open comes back."""
        for recovery, left in self.receivables(number).items():
            amount = max(FEN, (left / 3).quantize(FEN))
            self.casework.do(
                RECORD_REPAYMENT,
                Repayment(
                    recovery=recovery, amount=amount, received_on=date(2026, 3, 2), **self.common(number)
                ),
            )

    def reverse(self, number: str) -> None:
        """The decision was wrong; what came back already is promised again."""
        for recovery in self.receivables(number):
            self.casework.do(
                REVERSE_RECOVERY, Reversal(recovery=recovery, reason="决定有误", **self.common(number))
            )

    def receivables(self, number: str) -> dict[str, Decimal]:
        """Decision → what is still to come back under it; nothing where there is nothing left."""
        decided = [row.number for row in self.casework.rows(RecoveryRow) if row.case_number == number]
        places = [Place(account=Account.RECEIVABLE, holder=f"{number}#{each}") for each in decided]
        with open_session(self.casework.engine) as session:
            left = [balance(session, place) for place in places]
        return {each: amount for each, amount in zip(decided, left, strict=True) if amount}

    def end(self, number: str) -> None:
        """Nothing ends while money is under way; a voucher is given back first."""
        if not (self.parts(number, *UNDER_WAY) or self.receivables(number)):
            if number in VOUCHERS:
                self.release(number, "withdrawn")
            amount = self.casework.case(number).amount
            ending = step(number, self.seq, Stage.WITHDRAWN, Event.WITHDRAWN, amount=amount, final=True)
            self.casework.do(ENTER_STAGE, ending)

    def differences(self) -> tuple[Difference, ...]:
        """What does not agree."""
        return reconcile_store(self.casework.engine, load_catalogue()).differences
