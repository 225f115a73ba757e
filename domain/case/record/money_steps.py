"""The messages of the verbs about money: vouchers, payments, batches, stops, recoveries (see ``domain.case.record.steps``)."""

from datetime import date

from domain.case.invoices import Invoice
from domain.case.record.steps import Request
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.money import Yuan


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


class ProductListing(Request):
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
