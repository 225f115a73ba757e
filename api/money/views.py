"""The bodies of the answers about the ledger, the pools and the reconciliation."""

from datetime import datetime

from pydantic import BaseModel, Field

from adapters.store.money.ledger_queries import LedgerPage, NumberedEntry
from api.money.earlier_views import EarlierAwardView
from api.paging import Page
from audit.reconciliation import Reconciliation
from domain.ledger.accounts import Account
from domain.ledger.entries import Place
from domain.money import wire_text


class PlaceView(BaseModel):
    """Where money was or went."""

    account: str
    name: str = Field(description="The account in Chinese.")
    holder: str


class LedgerEntryView(BaseModel):
    """One entry (分录)."""

    id: int
    key: str
    movement: str
    name: str = Field(description="The movement in Chinese.")
    source: PlaceView
    target: PlaceView
    amount: str
    case_number: str
    subject: str
    code: str
    unit: str
    year: int
    clause: str
    policy_version: str
    reason: str
    at: datetime


class BalanceView(BaseModel):
    """What is in an account, over everything that the filter lets through; the budget counts down."""

    account: str
    name: str
    amount: str


class LedgerView(Page[LedgerEntryView, int]):
    """A page of the ledger, with the balances over all its pages."""

    balances: list[BalanceView]
    earlier_awards: list[EarlierAwardView] = Field(
        [], description="Of the ``unit`` asked for: granted before this system ran, and in no balance."
    )


class QueueView(BaseModel):
    """A place in the queue for a voucher; no names."""

    place: int
    case_number: str
    asked: str | None
    complete_at: datetime | None


class UnitView(BaseModel):
    """What a unit has of a yearly cap."""

    unit: str
    held: str = Field(description="By its cases here.")
    earlier: str = Field(description="Granted for that year before this system ran.")
    left: str


class PoolView(BaseModel):
    """A limit of a year. Money is 元; of ``foundation_model`` it is places (个).

    Attributes:
        kind: ``pool``, ``batch`` or ``unit_cap``.
    """

    code: str
    year: int
    name: str
    kind: str
    measured_in: str
    clause: str
    quote: str
    limit: str
    left: str | None = Field(description="Not told for a cap of each unit.")
    reserved: str | None = Field(default=None, description="Taken out of the pool, less what came back.")
    issued: str | None = Field(default=None, description="All faces ever issued.")
    redeemed: str | None = None
    paid: str | None = None
    released: str | None = Field(default=None, description="Came back: cancelled or expired.")
    settled: str | None = Field(default=None, description="Lapsed at the year's end.")
    selected: int | None = None
    waiting: int | None = Field(default=None, description="How many queue, or wait for the batch.")
    queue: list[QueueView] | None = Field(default=None, description="For officials, finance and auditors.")
    cases: list[str] | None = Field(default=None, description="The selected, for officials and auditors.")
    units: list[UnitView] | None = Field(default=None, description="For officials, finance and auditors.")


class DifferenceView(BaseModel):
    """One thing that does not agree."""

    kind: str
    name: str
    case_number: str
    what: str
    ledger: str
    other: str


class ReconciliationView(BaseModel):
    """Whether ledger, cases and Temporal agree, and how much was compared."""

    agrees: bool
    entries: int
    cases: int
    workflows: int
    differences: list[DifferenceView]


def ledger_view(page: LedgerPage, limit: int, earlier: list[EarlierAwardView]) -> LedgerView:
    """A page that was read with one entry more than it shows."""
    balances = [
        BalanceView(account=account.value, name=account.label, amount=wire_text(page.balances[account]))
        for account in Account
    ]
    return LedgerView.of(
        page.entries, limit, _entry, lambda numbered: numbered.id, balances=balances, earlier_awards=earlier
    )


def _entry(numbered: NumberedEntry) -> LedgerEntryView:
    entry = numbered.entry
    content = entry.model_dump(exclude={"source", "target", "amount", "movement"})
    return LedgerEntryView(
        id=numbered.id,
        movement=entry.movement.value,
        name=entry.movement.label,
        source=_place(entry.source),
        target=_place(entry.target),
        amount=wire_text(entry.amount),
        **content,
    )


def _place(place: Place) -> PlaceView:
    return PlaceView(account=place.account.value, name=place.account.label, holder=place.holder)


def reconciliation_view(found: Reconciliation) -> ReconciliationView:
    """The differences with their names."""
    return ReconciliationView(
        agrees=found.agrees,
        entries=found.entries,
        cases=found.cases,
        workflows=found.workflows,
        differences=[
            DifferenceView(name=each.kind.label, **each.model_dump(mode="json")) for each in found.differences
        ],
    )
