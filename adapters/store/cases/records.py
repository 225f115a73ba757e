"""Reading one case whole: its file and everything that hangs on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import Field
from sqlmodel import Session, SQLModel, col, select

from adapters.store.engine import open_session
from adapters.store.invitations.queries import origin_of
from adapters.store.money.earlier_awards import KeptEarlierAward, earlier_of
from adapters.store.money.ledger import case_total
from adapters.store.money.vouchers import QUEUED, queue_of_year
from adapters.store.notices.objections import TakenObjection, objections_taken
from adapters.store.people.recusals import accounts_left
from adapters.store.reach import Engine
from adapters.store.schema import (
    AwardRow,
    CaseFile,
    Document,
    Payee,
    Payment,
    RedemptionRow,
    Timeline,
    VoucherRow,
)
from adapters.store.units.succession import former_names
from domain.calculator.award import Reason, SheetLine
from domain.case.acts.defects import Defect
from domain.case.identifiers import legal_person
from domain.case.record.circumstances import Circumstances
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.frozen import Frozen
from domain.invitation.invited import InvitationOrigin
from domain.ledger.accounts import Account
from domain.money import ZERO, Yuan
from domain.other_funding.declared import Declaration, declared_in
from domain.other_funding.judgement import JudgedFunding


class CaseSummary(Frozen):
    """A case as a list shows it."""

    case_number: str
    code: str
    measure_number: str
    policy_version: str
    unit: str
    unit_name: str
    maker: str | None = None
    locality: str
    lead: str
    filed_on: date
    stage: str
    since: datetime
    amount: Yuan | None = None
    due_at: datetime | None = None
    overdue: bool = False
    final: bool = False


class AwardRecord(Frozen):
    """One computation of the award, with its sheet."""

    phase: str
    subject: str = ""
    amount: Yuan | None = None
    eligible: bool
    lines: tuple[SheetLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    at: datetime


class TimelineRecord(Frozen):
    """One thing that happened."""

    seq: int = 0
    at: datetime
    event: str
    stage: str
    reason: str = ""
    defects: tuple[Defect, ...] = ()
    notice: int = 0
    note: str = ""
    subject: str = ""
    party: str = ""


class DocumentRecord(Frozen):
    """A document of a case."""

    id: str
    code: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


class PaymentRecord(Frozen):
    """A payment, with no more of the account than its last digits."""

    id: str
    subject: str = ""
    status: str
    amount: Yuan
    city_amount: Yuan
    locality_amount: Yuan
    document_number: str
    account_ending: str = ""
    ordered_at: datetime
    paid_on: date | None = None
    reason: str = ""


class VoucherRecord(Frozen):
    """A voucher; while it queues, ``place`` in the queue."""

    status: str
    year: int
    face: Yuan | None = None
    left: Yuan | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    place: int | None = None


class RedemptionRecord(Frozen):
    """A redemption."""

    number: int
    status: str
    amount: Yuan | None = None


class CaseRecord(CaseSummary):
    """A case whole; ``recused`` are the accounts that have left it, and in no dump."""

    award_base: str
    award_base_key: str = ""
    fiscal_year: int
    declared_facts: dict[str, Any]
    verified_facts: dict[str, Any] | None = None
    other_funding: list[dict[str, Any]] = []
    later_funding: dict[str, list[dict[str, Any]]] = {}
    funding_judgements: tuple[JudgedFunding, ...] = ()
    readings: dict[str, str]
    reading_documents: dict[str, str] = {}
    policy_digest: str = ""
    plan: CasePlan
    expert_score: int | None = None
    seq: int = 0
    progress: Progress | None = None
    circumstances: Circumstances = Circumstances()
    awards: tuple[AwardRecord, ...] = ()
    timeline: tuple[TimelineRecord, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    voucher: VoucherRecord | None = None
    redemptions: tuple[RedemptionRecord, ...] = ()
    objections: tuple[TakenObjection, ...] = ()
    earlier_awards: tuple[KeptEarlierAward, ...] = ()
    origin: InvitationOrigin | None = None
    former_names: tuple[str, ...] = ()
    recused: frozenset[str] = Field(frozenset(), exclude=True)

    def declared_funding(self, subject: str = "") -> Declaration:
        """Money of other policies as declared with the application, or for a year of support or a redemption."""
        return declared_in(self.later_funding.get(subject, ()) if subject else self.other_funding)


def read_case(engine: Engine, case_number: str, *, whole: bool = True) -> CaseRecord | None:
    """A case, or None when there is none or its filing has not been taken up yet.

    Not ``whole``, it comes with its documents alone: enough to act on it.
    """
    with open_session(engine) as session:
        return case_in(session, case_number, whole=whole)


def case_in(session: Session, case_number: str, *, whole: bool = True) -> CaseRecord | None:
    """A case as ``read_case`` gives it, in a session that is open."""
    row = session.get(CaseFile, case_number.replace("\x00", ""))
    if row is None or row.stage == Stage.DRAFT.value:
        return None
    found = _whole(session, row) if whole else _to_act_on(session, row)
    return found.model_copy(update={"recused": accounts_left(session, row.number)})


def summary(row: CaseFile) -> CaseSummary:
    """A file as a list shows it."""
    return CaseSummary.model_validate(row.model_dump() | {"case_number": row.number})


def _file(row: CaseFile) -> dict[str, Any]:
    return row.model_dump() | {"case_number": row.number}


def _to_act_on(session: Session, row: CaseFile) -> CaseRecord:
    documents = [document.model_dump() for document in _rows(session, Document, row.number, "at")]
    origin = origin_of(session, row.number)
    return CaseRecord.model_validate(_file(row) | {"documents": documents, "origin": origin})


def _whole(session: Session, row: CaseFile) -> CaseRecord:
    number = row.number
    voucher = session.get(VoucherRow, number)
    endings = {
        payee.id: payee.account_number[-4:]
        for payee in session.exec(select(Payee).where(Payee.case_number == number))
    }
    payments = session.exec(
        select(Payment)
        .where(Payment.case_number == number)
        .order_by(col(Payment.ordered_at), col(Payment.id))
    )
    return CaseRecord.model_validate(
        _file(row)
        | {
            "awards": [_award(award) for award in _rows(session, AwardRow, number, "id")],
            "timeline": [entry.model_dump() for entry in _rows(session, Timeline, number, "id")],
            "documents": [document.model_dump() for document in _rows(session, Document, number, "at")],
            "payments": [
                payment.model_dump() | {"account_ending": endings.get(payment.payee, "")}
                for payment in payments
            ],
            "voucher": _voucher(session, voucher) if voucher else None,
            "redemptions": [entry.model_dump() for entry in _rows(session, RedemptionRow, number, "number")],
            "objections": objections_taken(session, number),
            "former_names": former_names(session, legal_person(row.unit), number),
            "origin": origin_of(session, number),
            "earlier_awards": earlier_of(session, row.unit),
        }
    )


def _rows(session: Session, table: Any, case_number: str, order: str) -> list[SQLModel]:
    asked = select(table).where(table.case_number == case_number).order_by(getattr(table, order))
    return list(session.exec(asked))


def _voucher(session: Session, row: VoucherRow) -> dict[str, Any]:
    """A voucher with its money, which stands in the ledger; a place in the queue has none."""
    face = _face(session, row.case_number) if row.issued_on else None
    left = case_total(session, row.case_number, Account.ISSUED) if row.issued_on else None
    queue = queue_of_year(session, row.year) if row.status == QUEUED else []
    place = queue.index(row.case_number) + 1 if row.case_number in queue else None
    return row.model_dump() | {"face": face, "left": left, "place": place}


def _face(session: Session, case_number: str) -> Decimal:
    """The face of the voucher that was issued last."""
    asked = select(AwardRow).where(AwardRow.case_number == case_number, AwardRow.phase == "voucher")
    latest = session.exec(asked.order_by(col(AwardRow.id).desc())).first()
    return (latest and latest.amount) or ZERO


def _award(row: Any) -> dict[str, Any]:
    content: dict[str, Any] = row.model_dump()
    sheet = content["award"]
    return content | {"lines": sheet["lines"], "reasons": sheet["reasons"]}
