"""A case whose money a test moves, verb by verb."""

from datetime import date
from decimal import Decimal
from typing import Any

from adapters.store.engine import open_session
from adapters.store.money.ledger import case_total
from domain.case.record.money_steps import (
    PaymentResult,
    Reclaim,
    Repayment,
    Reversal,
    Reversed,
    ToppedUp,
    TopUpRequest,
)
from domain.case.record.steps import Assessment
from domain.case.verbs import (
    ASSESS_AWARD,
    ORDER_PAYMENT,
    RECLAIM,
    RECORD_REPAYMENT,
    REVERSE_RECOVERY,
    SETTLE_PAYMENT,
    TOP_UP,
)
from domain.ledger.accounts import Account
from tests.activities.casework import AT, Casework, whole_order

CENTRE, OPERATION, INVESTMENT = "LF2026-0101-00001", "LF2026-0102-00001", "LF2026-0602-00001"
MILLION = Decimal("1000000.00")
PLATFORM: dict[str, Any] = {"platform_kind": "key_laboratory"}
Sums = dict[str, Any]


class Walk:
    """One case whose money a test moves, step by step."""

    def __init__(
        self, casework: Casework, number: str, code: str, facts: dict[str, Any], **more: Any
    ) -> None:
        self.casework, self.number, self.seq = casework, casework.file(number, code, facts, **more), 0

    def head(self) -> dict[str, Any]:
        self.seq += 1
        return {"case_number": self.number, "seq": self.seq, "at": AT}

    def assess(self, phase: str = "filing", subject: str = "", **more: Any) -> Decimal:
        asked = Assessment(**self.head(), phase=phase, subject=subject, **more)
        assessed = self.casework.do(ASSESS_AWARD, asked)
        assert assessed.amount is not None, assessed.refusal
        return assessed.amount

    def order(self, amount: Decimal, subject: str = "") -> str:
        head = self.head()
        order = whole_order(self.number, head["seq"], amount, subject=subject)
        ordered = self.casework.do(ORDER_PAYMENT, order)
        assert ordered.refusal is None, ordered.refusal
        return ordered.payment

    def pay(self, amount: Decimal, subject: str = "") -> None:
        payment = self.order(amount, subject)
        self.casework.do(
            SETTLE_PAYMENT, PaymentResult(**self.head(), payment=payment, paid_on=date(2026, 3, 2))
        )

    def recover(self, amount: Decimal) -> None:
        said: dict[str, Any] = {
            "act": "a",
            "reason": "r",
            "clause": "附则(四)",
            "means": "repayment",
            "document_number": "n",
        }
        self.casework.do(RECLAIM, Reclaim(**self.head(), amount=amount, **said))

    def repaid(self, amount: Decimal, recovery: str = "R1") -> None:
        sums: Sums = {"amount": amount, "received_on": date(2026, 3, 2)}
        self.casework.do(RECORD_REPAYMENT, Repayment(**self.head(), recovery=recovery, **sums))

    def reverse(self, recovery: str = "R1") -> Reversed:
        return self.casework.do(REVERSE_RECOVERY, Reversal(**self.head(), recovery=recovery, reason="r"))

    def top_up(self, number: str = "", **verified: Any) -> ToppedUp:
        return self.casework.do(TOP_UP, self.asked(number, verified))

    def asked(self, number: str, verified: dict[str, Any], **more: Any) -> TopUpRequest:
        return TopUpRequest(**self.head(), number=number, verified_facts=verified, **more)

    def held(self, *accounts: Account) -> Decimal:
        with open_session(self.casework.engine) as session:
            return case_total(session, self.number, *accounts)


def centre(casework: Casework, millions: int = 80, **more: Any) -> Walk:
    """1.1, a tenth of what was invested: paid."""
    facts = {"audited_investment": f"{millions}000000.00", "commissioned_on": "2026-03-01"}
    walk = Walk(casework, CENTRE, "compute_centre_construction", facts, **more)
    walk.pay(walk.assess())
    return walk


def investment(casework: Casework, beside: Walk, millions: int) -> Walk:
    """6.2 of the same project, 3 % of what was invested: decided at its acceptance."""
    facts = {
        "agreed_investment": "260000000.00",
        "signed_on": "2026-02-10",
        "construction_started_on": "2026-02-20",
    }
    base = casework.case(beside.number).award_base
    walk = Walk(casework, INVESTMENT, "major_project_investment", facts, award_base=base)
    walk.assess("acceptance", verified_facts={"fixed_asset_investment": f"{millions}000000.00"})
    return walk


def operation(casework: Casework) -> Walk:
    """1.2 of a centre that has worked for three years, a fifth of each year's cost."""
    facts = {"commissioned_on": "2026-01-01", "operating_cost": "5000000.00"}
    return Walk(
        casework, OPERATION, "compute_centre_operation", {"commissioned_on": facts["commissioned_on"]}
    )


def year(walk: Walk, number: str, cost: str) -> Decimal:
    """A year is claimed, reviewed and paid."""
    amount = walk.assess("instalment", number, verified_facts={"operating_cost": cost})
    walk.pay(amount, number)
    return amount
