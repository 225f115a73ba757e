"""The treasury's files: each kept with all its rows before the first of them is acted on, and once for its content."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import PaymentImport, PaymentImportRow
from domain.audit.entry import HOUSE
from domain.frozen import Frozen

WAITING, DONE, KNOWN, OPEN, REFUSED, UNKNOWN = "waiting", "done", "known", "open", "refused", "unknown"
"""Not acted on yet; done; recorded before; the file says nothing of it; refused by the case; sent without answer."""

UNFINISHED = frozenset({WAITING, UNKNOWN})
"""What a repeat goes on with. So it does with what was refused: it is refused again, or the case has come round."""


class ImportRow(Frozen):
    """One row of a file, and what came of it; the payment ``was_paid`` when the file was judged."""

    row: int
    payment: str
    case_number: str
    result: str
    paid_on: date | None = None
    reason: str = ""
    was_paid: bool = False
    status: str
    words: str = ""


class ImportRecord(Frozen):
    """A file that was taken."""

    id: str
    list_id: str
    digest: str
    made_by: str
    made_at: datetime
    rows: tuple[ImportRow, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every row has its answer."""
        return not any(row.status in UNFINISHED for row in self.rows)


def keep_import(engine: Engine, record: ImportRecord, party: str) -> ImportRecord:
    """Keep a file with its rows; when the same content is there already, the first is given."""
    try:
        with transaction(engine) as session:
            _keep(session, record, party)
    except IntegrityError:
        first = find_import(engine, record.list_id, record.digest)
        if first is None:
            raise
        return first
    return record


def _keep(session: Session, record: ImportRecord, party: str) -> None:
    session.add(PaymentImport(**record.model_dump(exclude={"rows"})))
    session.flush()
    session.add_all(PaymentImportRow(import_id=record.id, **row.model_dump()) for row in record.rows)
    statuses = [row.status for row in record.rows]
    append(
        session,
        chain=HOUSE,
        at=record.made_at,
        action="payment-list:reported",
        actor=record.made_by,
        party=party,
        subject=record.list_id,
        after={
            "import": record.id,
            "digest": record.digest,
            "rows": len(statuses),
            "new": statuses.count(WAITING),
        },
    )


def find_import(engine: Engine, list_id: str, digest: str) -> ImportRecord | None:
    """The file with this content, or None."""
    wanted = select(PaymentImport).where(PaymentImport.list_id == list_id, PaymentImport.digest == digest)
    with open_session(engine) as session:
        found = session.exec(wanted).first()
        return _whole(session, [found])[0] if found else None


def imports_of(engine: Engine, list_id: str) -> list[ImportRecord]:
    """Every file that was taken for a list, the first one first."""
    wanted = (
        select(PaymentImport)
        .where(PaymentImport.list_id == list_id)
        .order_by(col(PaymentImport.made_at), col(PaymentImport.id))
    )
    with open_session(engine) as session:
        return _whole(session, session.exec(wanted).all())


def _whole(session: Session, heads: Sequence[PaymentImport]) -> list[ImportRecord]:
    wanted = (
        select(PaymentImportRow)
        .where(col(PaymentImportRow.import_id).in_([head.id for head in heads]))
        .order_by(col(PaymentImportRow.row))
    )
    rows = session.exec(wanted).all()
    return [
        ImportRecord(
            **head.model_dump(),
            rows=tuple(ImportRow(**row.model_dump()) for row in rows if row.import_id == head.id),
        )
        for head in heads
    ]


def note_row(engine: Engine, import_id: str, row: int, status: str, words: str) -> None:
    """Note what came of a row; what is done stays done."""
    with transaction(engine) as session:
        session.exec(
            update(PaymentImportRow)
            .where(
                col(PaymentImportRow.import_id) == import_id,
                col(PaymentImportRow.row) == row,
                col(PaymentImportRow.status) != DONE,
            )
            .values(status=status, words=words)
        )
