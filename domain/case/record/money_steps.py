"""The messages of the verbs about money: vouchers, payments, batches, stops, recoveries (see ``domain.case.record.steps``)."""

from datetime import date

from domain.case.acts.act import Facts
from domain.case.invoices import Invoice
from domain.case.record.steps import Request
from domain.case.roles import Actor
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan
from domain.other_funding.judgement import GivenJudgement
from domain.same_project import ProjectDecision


class VoucherRequest(Request):
    """Reserve the award in this year's pool and issue the voucher (``issue_voucher``).

    ``keeps_days``: what was claimed with an earlier voucher of the case is to be redeemed, so its days count.
    """

    valid_months: int
    keeps_days: bool = False


class VoucherIssued(Frozen):
    """``face`` None: the case queues at ``place``, perhaps for others that are still to come; zero for a ``reason``.

    ``refusal``: a stop of payment stands; nothing is reserved, and no place in the queue is held.
    """

    face: Yuan | None = None
    expires_on: date | None = None
    place: int = 0
    awaits_others: bool = False
    reason: str = ""
    refusal: RefusalFacts | None = None


class VoucherEnd(Request):
    """Give back what is left of a voucher, or leave the queue (``release_voucher``)."""

    why: str


class RedemptionRequest(Request):
    """Compute what paid invoices redeem, up to the face that is left (``assess_redemption``)."""

    redemption: int
    invoices: tuple[Invoice, ...]
    verified_paid: Yuan | None = None
    other_funding: GivenJudgement | None = None


class Redemption(Frozen):
    """``amount`` to pay now and ``left`` on the voucher afterwards; ``refusal`` when nothing is payable."""

    amount: Yuan | None = None
    left: Yuan | None = None
    refusal: RefusalFacts | None = None


class ProjectFindingRequest(Request):
    """Keep whether another case of the unit is one project with this one (``find_same_project``)."""

    other_case: str
    decision: ProjectDecision
    reason: str
    by: Actor


class ProjectFound(Frozen):
    """What the record says of it in ``words``; ``refusal`` where there is nothing to find."""

    words: str = ""
    refusal: RefusalFacts | None = None


class SampleDraw(Request):
    """Draw whether an approval is checked once more before payment (``draw_sample``). ``subject`` as in Step."""

    subject: str = ""
    per_mille: int


class SampleDrawn(Frozen):
    """Whether it is drawn; ``number`` of 0 to 999 decided it, None where nobody is to know yet."""

    is_drawn: bool = False
    number: int | None = None


class PaymentOrder(Request):
    """Order a payment under a fund document (``order_payment``). ``subject`` as in Step, ``issued_by`` as in FundDocument."""

    amount: Yuan
    document_number: str
    city_amount: Yuan
    locality_amount: Yuan
    payee: str
    subject: str = ""
    issued_by: tuple[str, ...] = ()


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
        asks_payee: the account was named by a unit that the case has passed from since; who bears it now is asked.
    """

    payment: str = ""
    amount: Yuan | None = None
    transfer: Yuan | None = None
    netted: tuple[Netting, ...] = ()
    is_stopped: bool = False
    asks_payee: bool = False
    refusal: RefusalFacts | None = None


class PaymentResult(Request):
    """The bank's word on a payment (``settle_payment``): paid on a day, or returned with a reason."""

    payment: str
    paid_on: date | None = None
    reason: str = ""


class TopUpRequest(Request):
    """Compute what was paid too little (``top_up``): for a year, or the case (``number``), by figures that are verified now.

    ``other_funding``: what was found of money of other policies; None keeps what was found before.
    """

    number: str
    verified_facts: Facts
    other_funding: GivenJudgement | None = None


class ToppedUp(Frozen):
    """What is to be paid in addition, and under which ``subject``; ``refusal`` when nothing is.

    ``given``: what was given before; ``shown``: what the case, or the year, comes to with it, None while the case shows what
    awaits its own payment (another year, what is owed again); ``is_stated``: no rule gives the amount, so another official confirms it.
    """

    subject: str = ""
    amount: Yuan | None = None
    given: Yuan | None = None
    shown: Yuan | None = None
    is_stated: bool = False
    refusal: RefusalFacts | None = None


class BankReturn(Request):
    """The bank returned a payment that was confirmed before (``return_paid``)."""

    payment: str
    reason: str


class FundDocument(Frozen):
    """Under which document city and locality pay how much (附则(二)); ``issued_by``: who issued it, and for whom."""

    document_number: str
    city_amount: Yuan
    locality_amount: Yuan
    issued_by: tuple[str, ...] = ()


class BankReturned(Frozen):
    """What came back.

    Attributes:
        subject: which instalment, redemption or reversed recovery it was.
        amount: what was ordered for it at first; what of that is to be paid again, the ledger knows.
        document: under which it was ordered, and will be again.
        refusal: nothing of it can have come back.
    """

    subject: str = ""
    amount: Yuan | None = None
    document: FundDocument | None = None
    refusal: RefusalFacts | None = None


class BatchRequest(Request):
    """Rank this year's batch, once for all its cases, and tell this case's place (``select_in_batch``)."""

    year: int
    closes_on: date


class BatchResult(Frozen):
    """Whether this case is within the quota, and its rank among ``candidates``."""

    selected: bool
    rank: int
    candidates: int


class ProductListing(Request):
    """Enter the product into the public catalogue (``list_product``)."""


class StopChange(Request):
    """Set or lift a stop of payment (``change_stop``): of the case, or of all cases of its unit (``scope``).

    ``told_in``: the step that told the stop, where none but that one is to be lifted.
    """

    is_set: bool
    scope: str
    party: str
    reason: str
    clause: str = ""
    told_in: int = 0


class StopChanged(Frozen):
    """``refusal``: it stands already, or there is none to lift. ``unit`` whose stop it is, where it is one of a unit."""

    unit: str = ""
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
    """What came back already and has to be paid to the unit again (``owed``); ``why`` that is less than what came back."""

    owed: Yuan
    why: str = ""
