"""Where money can be, and how it may move: the chart of accounts (科目) and the movements between them.

Every movement takes an amount from one account and puts it into another, so the sum over all accounts is always zero and
nothing is lost. Only ``BUDGET`` may be negative: it is the counter-account of all that the city has taken on.

BUDGET ⇄ PROMISED → ORDERED → PAID → RECEIVABLE → RECOVERED      one award
BUDGET ⇄ POOL ⇄ RESERVED → ISSUED ⇄ PROMISED                      a voucher; ISSUED → POOL when it ends early
ORDERED or PAID → RETURNED → ORDERED                              a bank return (退票), also of what was confirmed
"""

from enum import StrEnum


class Account(StrEnum):
    """Where money can be."""

    BUDGET = "budget"
    POOL = "pool"
    RESERVED = "reserved"
    ISSUED = "issued"
    PROMISED = "promised"
    ORDERED = "ordered"
    RETURNED = "returned"
    PAID = "paid"
    RECEIVABLE = "receivable"
    RECOVERED = "recovered"

    @property
    def label(self) -> str:
        """What people read."""
        return ACCOUNT_LABELS[self]


class Movement(StrEnum):
    """How money moves."""

    OPENED = "opened"
    PROMISED = "promised"
    RESERVED = "reserved"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    ORDERED = "ordered"
    PAID = "paid"
    NETTED = "netted"
    RETURNED = "returned"
    RELEASED = "released"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    RECOVERED = "recovered"
    REVERSED = "reversed"

    @property
    def label(self) -> str:
        """What people read."""
        return MOVEMENT_LABELS[self]


ACCOUNT_LABELS: dict[Account, str] = {
    Account.BUDGET: "财政预算",
    Account.POOL: "年度额度",
    Account.RESERVED: "已预留",
    Account.ISSUED: "已发券",
    Account.PROMISED: "已核定",
    Account.ORDERED: "已下达",
    Account.RETURNED: "退票待重付",
    Account.PAID: "已拨付",
    Account.RECEIVABLE: "应追回",
    Account.RECOVERED: "已追回",
}
"""Each as people read it."""

MOVEMENT_LABELS: dict[Movement, str] = {
    Movement.OPENED: "设立额度",
    Movement.PROMISED: "核定",
    Movement.RESERVED: "预留",
    Movement.ISSUED: "发放",
    Movement.REDEEMED: "兑付核定",
    Movement.ORDERED: "下达",
    Movement.PAID: "到账",
    Movement.NETTED: "抵扣",
    Movement.RETURNED: "退票",
    Movement.RELEASED: "释放",
    Movement.SETTLED: "年终结转",
    Movement.RECLAIMED: "决定追回",
    Movement.RECOVERED: "追回",
    Movement.REVERSED: "撤销追回",
}
"""Each as people read it."""

WAYS: dict[Movement, frozenset[tuple[Account, Account]]] = {
    Movement.OPENED: frozenset({(Account.BUDGET, Account.POOL)}),
    Movement.PROMISED: frozenset({(Account.BUDGET, Account.PROMISED)}),
    Movement.RESERVED: frozenset({(Account.POOL, Account.RESERVED)}),
    Movement.ISSUED: frozenset({(Account.RESERVED, Account.ISSUED)}),
    Movement.REDEEMED: frozenset({(Account.ISSUED, Account.PROMISED)}),
    Movement.ORDERED: frozenset({(Account.PROMISED, Account.ORDERED), (Account.RETURNED, Account.ORDERED)}),
    Movement.PAID: frozenset({(Account.ORDERED, Account.PAID)}),
    Movement.NETTED: frozenset({(Account.ORDERED, Account.PAID), (Account.RECEIVABLE, Account.RECOVERED)}),
    Movement.RETURNED: frozenset({(Account.ORDERED, Account.RETURNED), (Account.PAID, Account.RETURNED)}),
    Movement.RELEASED: frozenset(
        {
            (Account.PROMISED, Account.BUDGET),
            (Account.PROMISED, Account.ISSUED),
            (Account.ISSUED, Account.POOL),
            (Account.RESERVED, Account.POOL),
        }
    ),
    Movement.SETTLED: frozenset({(Account.POOL, Account.BUDGET)}),
    Movement.RECLAIMED: frozenset({(Account.PAID, Account.RECEIVABLE)}),
    Movement.RECOVERED: frozenset({(Account.RECEIVABLE, Account.RECOVERED)}),
    Movement.REVERSED: frozenset({(Account.RECEIVABLE, Account.PAID), (Account.RECOVERED, Account.PROMISED)}),
}
"""From where to where each movement may go."""

HELD = (
    *(Account.RESERVED, Account.ISSUED, Account.PROMISED),
    *(Account.ORDERED, Account.RETURNED, Account.PAID),
)
"""Accounts whose money belongs to a case by right: it counts against caps and under 就高."""

COMMITTED = (Account.ISSUED, Account.ORDERED, Account.RETURNED, Account.PAID)
"""Accounts that nobody can withdraw from a case any more: a voucher issued, a payment ordered."""

OF_RECOVERIES = (Account.RECEIVABLE, Account.RECOVERED)
"""What was reclaimed: still to come back, and back."""
