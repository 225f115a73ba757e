"""What a store has recorded about money, plainly: the facts that a reconciliation compares.

Nothing here is checked: a row that somebody changed must be read as it is, so that it can be named.
"""

from decimal import Decimal

from domain.frozen import Frozen
from domain.same_project import ProjectFinding


class LedgerLine(Frozen):
    """A row of the ledger as it stands."""

    key: str
    movement: str
    source: str
    source_holder: str
    target: str
    target_holder: str
    amount: Decimal
    case_number: str
    subject: str
    code: str
    unit: str
    year: int
    policy_version: str


class RecordedCase(Frozen):
    """The file of a case; ``amount`` as the file has it, ``seq`` of its last step, ``run`` the workflow run that is known as its own."""

    number: str
    code: str
    policy_version: str
    unit: str
    award_base: str
    readings: dict[str, str]
    stage: str
    seq: int
    final: bool
    amount: Decimal | None = None
    run: str = ""


class RecordedAward(Frozen):
    """A calculation that counts.

    Attributes:
        phase: ``filing``, ``acceptance``, ``instalment``, ``voucher`` or ``redemption``.
        amount: 元; None where the figures were not known yet.
        standard: what it would have been without 就高, 元.
        seq: the step of the case that it was calculated at.
        by_year: what of it counts towards the cap of which year (measure 10).
    """

    case_number: str
    phase: str
    subject: str
    amount: Decimal | None
    standard: Decimal | None = None
    seq: int = 0
    by_year: dict[int, Decimal] = {}


class RecordedPayment(Frozen):
    """A payment: ordered, paid or returned. ``transfer``: what the bank moves of it."""

    id: str
    case_number: str
    subject: str
    amount: Decimal
    transfer: Decimal
    city_amount: Decimal
    locality_amount: Decimal
    status: str


class RecordedVoucher(Frozen):
    """A voucher, or a place in the queue for one."""

    case_number: str
    year: int
    status: str


class RecordedRedemption(Frozen):
    """A redemption: approved, or refused since."""

    case_number: str
    number: int
    amount: Decimal
    status: str


class RecordedRecovery(Frozen):
    """A decision to recover money."""

    case_number: str
    number: str
    amount: Decimal


class RecordedRank(Frozen):
    """A place in a batch; ``is_void`` when its case ended without support."""

    code: str
    year: int
    case_number: str
    selected: bool
    is_void: bool


class RecordedReopening(Frozen):
    """The step at which a case that had ended refused was taken up again."""

    case_number: str
    seq: int


class Recorded(Frozen):
    """Everything, as one moment had it; the entries and awards in the order in which they were written.

    Attributes:
        successors: code of a unit that has ended → code of the unit that took it over.
        divided: cases that passed to another unit by a division.
    """

    entries: tuple[LedgerLine, ...] = ()
    cases: tuple[RecordedCase, ...] = ()
    awards: tuple[RecordedAward, ...] = ()
    payments: tuple[RecordedPayment, ...] = ()
    vouchers: tuple[RecordedVoucher, ...] = ()
    redemptions: tuple[RecordedRedemption, ...] = ()
    recoveries: tuple[RecordedRecovery, ...] = ()
    ranks: tuple[RecordedRank, ...] = ()
    reopenings: tuple[RecordedReopening, ...] = ()
    findings: tuple[ProjectFinding, ...] = ()
    successors: dict[str, str] = {}
    divided: frozenset[str] = frozenset()
