"""What is written down, read whole, for whoever proves that it agrees with what callers, Temporal and mailboxes saw."""

from decimal import Decimal

from sqlmodel import col, func, select

from adapters.store.engine import open_session
from adapters.store.money.ledger import entry_of
from adapters.store.reach import Engine
from adapters.store.schema import (
    ActRow,
    AwardRow,
    BatchRank,
    CaseFile,
    Document,
    LedgerEntry,
    Mail,
    Payee,
    Payment,
    RedemptionRow,
    Timeline,
    VoucherRow,
)
from domain.case.record.steps import Progress
from domain.frozen import Frozen
from domain.ledger.entries import Entry
from domain.money import ZERO


class KeptCase(Frozen):
    """A case as the store has it; ``progress`` is None for a draft."""

    number: str
    code: str
    unit: str
    year: int
    stage: str
    seq: int
    final: bool
    progress: Progress | None


class KeptPayment(Frozen):
    """A payment: ordered, paid or returned."""

    id: str
    case_number: str
    subject: str
    amount: Decimal
    status: str


class KeptAward(Frozen):
    """The last eligible award of a case, or of one of its instalments."""

    case_number: str
    phase: str
    subject: str
    amount: Decimal


class VoucherLine(Frozen):
    """A voucher, with what was redeemed of it and not refused."""

    case_number: str
    unit: str
    year: int
    redeemed: Decimal
    status: str
    is_open: bool


class OwedMail(Frozen):
    """A line of a timeline, and the mail for it in the outbox: its Message-ID, and whether it left."""

    case_number: str
    seq: int
    event: str
    message_id: str | None = None
    recipient: str = ""
    sent: bool = False
    failed: bool = False


def kept_cases(engine: Engine) -> list[KeptCase]:
    """Every case."""
    with open_session(engine) as session:
        return [
            KeptCase(
                number=row.number,
                code=row.code,
                unit=row.unit,
                year=row.fiscal_year,
                stage=row.stage,
                seq=row.seq,
                final=row.final,
                progress=Progress.model_validate(row.progress) if row.progress else None,
            )
            for row in session.exec(select(CaseFile).order_by(col(CaseFile.number)))
        ]


def kept_acts(engine: Engine) -> dict[str, str]:
    """Act id → case number, of every act."""
    with open_session(engine) as session:
        return dict(session.exec(select(ActRow.id, ActRow.case_number)).all())


def kept_documents(engine: Engine) -> dict[str, str]:
    """Document id → digest of its content."""
    with open_session(engine) as session:
        return dict(session.exec(select(Document.id, Document.sha256)).all())


def kept_payees(engine: Engine) -> set[str]:
    """The references of all payee details."""
    with open_session(engine) as session:
        return set(session.exec(select(Payee.id)))


def kept_payments(engine: Engine) -> list[KeptPayment]:
    """Every payment."""
    with open_session(engine) as session:
        return [KeptPayment.model_validate(row.model_dump()) for row in session.exec(select(Payment))]


def last_awards(engine: Engine) -> list[KeptAward]:
    """For each case and subject the eligible award that counts."""
    chosen = select(AwardRow).where(col(AwardRow.eligible).is_(True)).order_by(col(AwardRow.id))
    with open_session(engine) as session:
        last = {(row.case_number, row.subject): row for row in session.exec(chosen)}
        return [
            KeptAward(case_number=number, phase=row.phase, subject=subject, amount=row.amount or ZERO)
            for (number, subject), row in last.items()
        ]


def voucher_lines(engine: Engine) -> list[VoucherLine]:
    """Every voucher and every place in a queue."""
    redeemed: dict[str, Decimal] = {}
    with open_session(engine) as session:
        for row in session.exec(select(RedemptionRow).where(RedemptionRow.status != "refused")):
            redeemed[row.case_number] = redeemed.get(row.case_number, ZERO) + row.amount
        return [
            VoucherLine(
                case_number=row.case_number,
                unit=row.unit,
                year=row.year,
                redeemed=redeemed.get(row.case_number, ZERO),
                status=row.status,
                is_open=not final,
            )
            for row, final in session.exec(select(VoucherRow, CaseFile.final).join(CaseFile))
        ]


def invoices_used_twice(engine: Engine) -> list[str]:
    """Number and supplier of invoices that stand in more than one redemption that was not refused."""
    used: dict[tuple[str, str], int] = {}
    with open_session(engine) as session:
        for row in session.exec(select(RedemptionRow).where(RedemptionRow.status != "refused")):
            for invoice in row.invoices:
                key = (invoice["number"], invoice["supplier"])
                used[key] = used.get(key, 0) + 1
    return [f"{number} of {supplier}" for (number, supplier), times in used.items() if times > 1]


def selected_by_batch(engine: Engine) -> dict[tuple[str, int], int]:
    """Type and year → how many cases were selected."""
    chosen = select(BatchRank.measure_code, BatchRank.year, func.count()).where(
        col(BatchRank.selected).is_(True)
    )
    with open_session(engine) as session:
        rows = session.exec(chosen.group_by(col(BatchRank.measure_code), col(BatchRank.year)))
        return {(code, year): count for code, year, count in rows}


def timeline_with_mails(engine: Engine) -> list[OwedMail]:
    """Every line of every timeline with its mail in the outbox, where there is one."""
    joined = select(Timeline, Mail).outerjoin(
        Mail,
        (col(Mail.case_number) == Timeline.case_number)
        & (col(Mail.seq) == Timeline.seq)
        & (col(Mail.event) == Timeline.event),
    )
    with open_session(engine) as session:
        return [_owed(line, mail) for line, mail in session.exec(joined)]


def office_mail_ids(engine: Engine) -> set[str]:
    """The Message-IDs of all mails that belong to no case: to officials, objectors and units that are invited."""
    with open_session(engine) as session:
        return set(session.exec(select(Mail.message_id).where(col(Mail.case_number).is_(None))))


def ledger_entries(engine: Engine) -> list[Entry]:
    """Every entry of the ledger, in the order of posting."""
    with open_session(engine) as session:
        return [entry_of(row) for row in session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))]


def _owed(line: Timeline, mail: Mail | None) -> OwedMail:
    owed = OwedMail(case_number=line.case_number, seq=line.seq, event=line.event)
    if mail is None:
        return owed
    found = {"message_id": mail.message_id, "recipient": mail.recipient, "failed": mail.failed}
    return owed.model_copy(update={**found, "sent": mail.sent_at is not None})
