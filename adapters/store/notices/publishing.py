"""Keeping a public notice as it was published."""

from sqlmodel import col, update

from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.notice import PublicNoticeRow as NoticeRow
from adapters.store.writing import Session
from domain.frozen import Frozen
from domain.public_notice.notice import PublicNotice


class Published(Frozen):
    """Whom a notice is about, as the file names it; a maker is a natural person."""

    unit_name: str
    maker: str | None = None
    locality: str


def whom(session: Session, case_number: str) -> Published:
    """Whom a notice of this case is about."""
    row = session.get_one(CaseFile, case_number)
    return Published(unit_name=row.unit_name, maker=row.maker, locality=row.locality)


def keep_notice(session: Session, notice: PublicNotice) -> None:
    """Keep a notice, once for case and step; it is the latest of its case, which says so in its file."""
    if session.get(NoticeRow, (notice.case_number, notice.seq)) is None:
        latest = update(CaseFile).where(col(CaseFile.number) == notice.case_number)
        session.exec(latest.values(noticed_at=notice.published_at))
        session.add(
            NoticeRow(
                case_number=notice.case_number,
                seq=notice.seq,
                published_at=notice.published_at,
                content=notice.model_dump(mode="json"),
            )
        )
