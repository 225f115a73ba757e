"""What a simulation answers: totals, pools, batches, who wins and who loses; amounts in 元."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from domain.frozen import Frozen
from domain.money import wire_text

Sum = Annotated[
    Decimal,
    PlainSerializer(wire_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["12300000.00"]}),
]
"""A sum or difference in 元: exact, of any size, with a sign."""


class ChangeMade(Frozen):
    """A number or reading that was changed: what it was, what it is."""

    path: str
    before: str
    after: str


class Total(Frozen):
    """What one measure, department, locality or year comes to.

    Attributes:
        key: its code or number.
        name: its Chinese name.
        cases: how many rows.
        granted: how many get money.
        amount: 元 under the numbers asked.
        unchanged_amount: 元 under the policy as it is.
        difference: the first less the second.
    """

    key: str
    name: str
    cases: int
    granted: int
    amount: Sum
    unchanged_amount: Sum
    difference: Sum


class PoolOutcome(Frozen):
    """The voucher pool of a year.

    Attributes:
        year: calendar year.
        limit: 元 that may be issued.
        issued: 元 that were.
        left: 元 that nobody took.
        dry_on: the day on which it could first not give a case all that was due, or was used up.
        dry_case: that case.
        dry_row: its row in the file.
        waiting: how many vouchers queue at the end.
        waiting_amount: 元 that they were due.
    """

    year: int
    limit: Sum
    issued: Sum
    left: Sum
    dry_on: date | None
    dry_case: str | None
    dry_row: int | None
    waiting: int
    waiting_amount: Sum


class Batch(Frozen):
    """A yearly batch: how many were eligible, how many were selected."""

    code: str
    name: str
    year: int
    quota: int
    candidates: int
    selected: int


class Mover(Frozen):
    """A row whose amount the changes move."""

    row: int
    case_number: str
    code: str
    unit: str
    locality: str
    amount: Sum
    unchanged_amount: Sum
    difference: Sum
    status: str
    reasons: str


class Movers(Frozen):
    """All who win, or all who lose, against the unchanged policy; the rows with the greatest differences first."""

    count: int
    amount: Sum
    rows: tuple[Mover, ...]


class Outcome(Frozen):
    """The whole answer.

    Attributes:
        policy_version: whose numbers were used.
        changes: what was changed in them.
        cases: how many rows.
        amount: 元 in all, under the numbers asked.
        unchanged_amount: 元 in all under the policy as it is.
        statuses: 状态 → how many rows.
        by_measure, by_type, by_department, by_locality, by_year: totals; a department is the lead.
        pools: under the numbers asked.
        unchanged_pools: under the policy as it is.
        batches: under the numbers asked.
        winners, losers: against the unchanged policy.
        seconds: reading and computing.
        peak_memory_bytes: the most memory that the process held.
    """

    policy_version: str
    changes: tuple[ChangeMade, ...]
    cases: int
    amount: Sum
    unchanged_amount: Sum
    statuses: dict[str, int]
    by_measure: tuple[Total, ...]
    by_type: tuple[Total, ...]
    by_department: tuple[Total, ...]
    by_locality: tuple[Total, ...]
    by_year: tuple[Total, ...]
    pools: tuple[PoolOutcome, ...]
    unchanged_pools: tuple[PoolOutcome, ...]
    batches: tuple[Batch, ...]
    winners: Movers
    losers: Movers
    seconds: float
    peak_memory_bytes: int
