"""What workflow and activities say to each other. One message an activity, one answer.

Every message carries ``case_number`` and ``seq``: together with the activity's name they are its
idempotency key. Done twice, an activity answers as it did the first time. ``at`` is the workflow's time.
"""

from datetime import date, datetime

from domain.case.acts import Defect, Facts, Invoice
from domain.case.events import Event
from domain.case.roles import Actor
from domain.case.stages import Stage
from domain.case.turns import RungKind, Turn
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan


class RecordedAct(Frozen):
    """An act as it is kept: ``content`` is the whole act as JSON."""

    id: str
    kind: str
    by: Actor
    digest: str
    outcome: str
    reason: str
    content: Facts


class Request(Frozen):
    """What every request to an activity carries."""

    case_number: str
    seq: int
    at: datetime


class Step(Request):
    """Record what happened and where the case stands now, in one transaction (``enter_stage``).

    Attributes:
        stage: the stage from now on.
        event: what happened; decides the mail.
        acts: the acts that led here, all answered with the resulting progress.
        turns: whose turn it is now; those without ``term`` get their days computed from ``at``.
        reason: what the applicant is told.
        defects: all defects at once.
        subject: which instalment, redemption, objection or payment this is about.
        amount: of the award, or of the instalment or redemption in hand.
        final: the case ends here.
    """

    stage: Stage
    event: Event
    acts: tuple[RecordedAct, ...] = ()
    turns: tuple[Turn, ...] = ()
    reason: str = ""
    defects: tuple[Defect, ...] = ()
    subject: str = ""
    amount: Yuan | None = None
    final: bool = False


class Progress(Frozen):
    """Where a case stands: the answer to every act, and what the API shows first.

    ``amount`` is the award of the whole case or of the instalment in hand; None before it is known.
    """

    case_number: str
    seq: int
    stage: Stage
    since: datetime
    turns: tuple[Turn, ...] = ()
    amount: Yuan | None = None
    overdue: bool = False
    final: bool = False


class Ring(Request):
    """A rung of a turn's term is due (``ring``): remind, escalate or lapse. Event and mail follow from it."""

    kind: RungKind
    turn: Turn
    stage: Stage
    turns: tuple[Turn, ...]
    amount: Yuan | None = None


class Assessment(Request):
    """Compute the award from verified figures (``assess_award``).

    Attributes:
        phase: ``filing``, ``acceptance`` or ``instalment``.
        subject: the instalment's number, else empty.
        verified_facts: figures that replace the declared ones; None keeps them.
        expert_score: 0 to 100, from the expert review.
        happened_on: the day of the awaited event, and
        opens_on: the day before which it counts only when the cap is reached (measure 6.2).
        claimed_facts: the applicant's figures, where the office may have verified others; an award that differs from
            what they come to needs
        reason: why, in words that the applicant reads.
    """

    phase: str
    subject: str = ""
    verified_facts: Facts | None = None
    expert_score: int | None = None
    happened_on: date | None = None
    opens_on: date | None = None
    claimed_facts: Facts | None = None
    reason: str = ""


class Assessed(Frozen):
    """The outcome of an assessment. ``refusal`` is set when the figures do not carry an award.

    ``acceptance_from`` and ``instalment_ends`` follow from the verified figures and replace those of the plan;
    ``claimed`` is what the applicant's own figures would have come to, where that is another amount.
    """

    amount: Yuan | None = None
    claimed: Yuan | None = None
    acceptance_from: date | None = None
    instalment_ends: tuple[date, ...] = ()
    refusal: RefusalFacts | None = None


class VoucherRequest(Request):
    """Reserve the award in this year's pool and issue the voucher (``issue_voucher``)."""

    valid_months: int


class VoucherIssued(Frozen):
    """``face`` None: the case queues at ``place``, perhaps for others that are still to come; zero for a ``reason``."""

    face: Yuan | None = None
    expires_on: date | None = None
    place: int = 0
    awaits_others: bool = False
    reason: str = ""


class VoucherEnd(Request):
    """Give back what is left of a voucher, or leave the queue (``release_voucher``)."""

    why: str


class RedemptionRequest(Request):
    """Compute what paid invoices redeem, up to the face that is left (``assess_redemption``)."""

    redemption: int
    invoices: tuple[Invoice, ...]
    verified_paid: Yuan | None = None


class Redemption(Frozen):
    """``amount`` to pay now and ``left`` on the voucher afterwards; ``refusal`` when nothing is payable."""

    amount: Yuan | None = None
    left: Yuan | None = None
    refusal: RefusalFacts | None = None


class PaymentOrder(Request):
    """Order a payment under a fund document (``order_payment``). ``subject`` as in Step."""

    amount: Yuan
    document_number: str
    city_amount: Yuan
    locality_amount: Yuan
    payee: str
    subject: str = ""


class Netting(Frozen):
    """What was set off (抵扣): ``case_number`` owes or was owed ``amount``."""

    case_number: str
    amount: Yuan


class PaymentOrdered(Frozen):
    """The answer to a payment order.

    Attributes:
        payment: its id, ``<case number>-P<n>``; empty with a refusal.
        amount: what is due, where a refusal has changed it.
        transfer: what the bank moves; None where nothing was set off.
        netted: what was set off against receivables of the unit.
        is_stopped: the refusal is a stop of payment; nothing has changed.
    """

    payment: str = ""
    amount: Yuan | None = None
    transfer: Yuan | None = None
    netted: tuple[Netting, ...] = ()
    is_stopped: bool = False
    refusal: RefusalFacts | None = None


class PaymentResult(Request):
    """The bank's word on a payment (``settle_payment``): paid on a day, or returned with a reason."""

    payment: str
    paid_on: date | None = None
    reason: str = ""


class BatchRequest(Request):
    """Rank this year's batch, once for all its cases, and tell this case's place (``select_in_batch``)."""

    year: int
    closes_on: date


class BatchResult(Frozen):
    """Whether this case is within the quota, and its rank among ``candidates``."""

    selected: bool
    rank: int
    candidates: int


class Listing(Request):
    """Enter the product into the public catalogue (``list_product``)."""


class StopChange(Request):
    """Set or lift a stop of payment (``change_stop``): of the case, or of all cases of its unit (``scope``)."""

    is_set: bool
    scope: str
    party: str
    reason: str
    clause: str = ""


class StopChanged(Frozen):
    """``refusal``: it stands already, or there is none to lift."""

    refusal: RefusalFacts | None = None


class Reclaim(Request):
    """Decide that money is to come back (``reclaim``). ``act`` is the decision's id; ``means`` repayment or netting."""

    act: str
    amount: Yuan
    reason: str
    clause: str
    means: str
    document_number: str


class Reclaimed(Frozen):
    """The recovery's number in its case (``R1``), and the ``act`` that decided it."""

    act: str = ""
    recovery: str = ""
    refusal: RefusalFacts | None = None


class Repayment(Request):
    """Money came back (``record_repayment``)."""

    recovery: str
    amount: Yuan
    received_on: date


class ReceivableAsked(Request):
    """How much is still to come back (``tell_receivable``)?"""

    recovery: str


class Receivable(Frozen):
    """What is ``left`` to come back, and every ``netted`` sum so far with the payment that it was taken off."""

    left: Yuan | None = None
    netted: tuple[Netting, ...] = ()
    refusal: RefusalFacts | None = None


class Reversal(Request):
    """The decision was wrong (``reverse_recovery``): what is open is open no more, what came back is owed again."""

    recovery: str
    reason: str


class Reversed(Frozen):
    """What came back already and has to be paid to the unit again (``owed``)."""

    owed: Yuan
