"""The ranked batch of a year, and the public catalogue of products."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.money.awards import VOID_STAGES
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.quota import BatchRank, ProductRow
from adapters.store.writing import Session
from domain.case.record.money_steps import BatchResult
from domain.frozen import Frozen


class Ranked(Frozen):
    """A case's place in a batch."""

    case_number: str
    rank: int
    selected: bool
    candidates: int
    is_void: bool = False

    @property
    def result(self) -> BatchResult:
        """The place as the workflow is told."""
        return BatchResult(selected=self.selected, rank=self.rank, candidates=self.candidates)


def ranked_in_year(session: Session, code: str, year: int) -> list[Ranked]:
    """Every place given in a year, best first; ``is_void`` when the case ended without support since."""
    chosen = (
        select(BatchRank, CaseFile.stage)
        .join(CaseFile, col(CaseFile.number) == BatchRank.case_number)
        .where(BatchRank.measure_code == code, BatchRank.year == year)
        .order_by(col(BatchRank.rank))
    )
    return [
        Ranked.model_validate({**row.model_dump(), "is_void": stage in VOID_STAGES})
        for row, stage in session.exec(chosen)
    ]


def add_rank(session: Session, code: str, year: int, ranked: Ranked) -> None:
    """Keep a place."""
    place = ranked.model_dump(exclude={"is_void"})
    session.add(BatchRank(measure_code=code, year=year, **place))


def add_product(
    session: Session,
    case_number: str,
    *,
    name: str,
    category: str,
    summary: str,
    unit_name: str,
    listed_at: datetime,
) -> None:
    """Enter a product into the public catalogue."""
    session.merge(
        ProductRow(
            case_number=case_number,
            name=name,
            category=category,
            summary=summary,
            unit_name=unit_name,
            listed_at=listed_at,
        )
    )
