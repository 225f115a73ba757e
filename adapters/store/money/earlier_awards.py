"""Awards from before this system ran: entered, confirmed, withdrawn, and what of them counts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlmodel import col, or_, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.earlier_award import EarlierAwardList, EarlierAwardRow
from adapters.store.writing import Session, hold
from domain.audit.canonical import digest_of
from domain.audit.entry import HOUSE
from domain.earlier_awards.award import EarlierAward, ListStatus
from domain.earlier_awards.judging import AwardKey, key_of
from domain.frozen import Frozen
from domain.money import ZERO, wire_text
from domain.normal_form import normal_form


class KeptEarlierAward(EarlierAward):
    """An award as it was entered.

    Attributes:
        counts: it was confirmed and not withdrawn.
    """

    id: str
    list_id: str
    row: int
    counts: bool
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    withdrawn_document: str = ""


class KeptList(Frozen):
    """A list with its awards, in the order of its rows."""

    id: str
    code: str
    department: str
    digest: str
    status: ListStatus
    made_by: str
    made_at: datetime
    settled_by: str = ""
    settled_at: datetime | None = None
    reason: str = ""
    awards: tuple[KeptEarlierAward, ...] = ()


class ActedBy(Frozen):
    """Who did something to a list, for which party, when."""

    account: str
    party: str
    at: datetime


def hold_lists(session: Session) -> None:
    """Let nobody else enter, settle or withdraw meanwhile; held before anything is read."""
    hold(session, "earlier-awards")


def entered_awards(session: Session, code: str, units: Collection[str]) -> dict[AwardKey, str]:
    """Key of an award of these units → the list in which it waits or counts."""
    asked = _kept_rows().where(EarlierAwardRow.code == code, col(EarlierAwardRow.unit).in_(set(units)))
    found = (
        _award(row, status) for row, status in session.exec(asked) if status != ListStatus.DECLINED.value
    )
    return {key_of(award): award.list_id for award in found if award.withdrawn_at is None}


def add_list(
    session: Session,
    identifier: str,
    digest: str,
    department: str,
    awards: Sequence[tuple[int, EarlierAward]],
    by: ActedBy,
) -> None:
    """Keep a list; the caller has judged it in this transaction."""
    session.add(
        EarlierAwardList(
            id=identifier,
            code=awards[0][1].code,
            department=department,
            digest=digest,
            status=ListStatus.ENTERED.value,
            made_by=by.account,
            made_at=by.at,
        )
    )
    session.flush()
    for row, award in awards:
        session.add(
            EarlierAwardRow(
                id=sha256(f"{identifier}\n{row}".encode()).hexdigest()[:32],
                list_id=identifier,
                row=row,
                document=normal_form(award.document_number),
                **award.model_dump(),
            )
        )
    session.flush()
    _record(session, "entered", identifier, by, _summed(award for _, award in awards))


def settle_list(session: Session, kept: KeptList, status: ListStatus, by: ActedBy, reason: str = "") -> None:
    """Confirm or decline a list. What counts for its awards is held (``hold_priors``)."""
    row = session.get_one(EarlierAwardList, kept.id)
    row.status, row.settled_by, row.settled_at, row.reason = status.value, by.account, by.at, reason
    session.add(row)
    session.flush()
    _record(session, status.value, kept.id, by, _summed(kept.awards) | {"reason": reason})


def withdraw_award(
    session: Session, award: KeptEarlierAward, by: ActedBy, reason: str, document: str
) -> None:
    """An award that was entered wrongly counts no more. What counts for it is held (``hold_priors``)."""
    row = session.get_one(EarlierAwardRow, award.id)
    row.withdrawn_by, row.withdrawn_at = by.account, by.at
    row.withdrawn_reason, row.withdrawn_document = reason, document
    session.add(row)
    session.flush()
    said = {"reason": reason, "document_number": document, **_summed([award])}
    _record(session, "withdrawn", award.id, by, said)


def _record(session: Session, what: str, subject: str, by: ActedBy, after: dict[str, Any]) -> None:
    append(
        session,
        chain=HOUSE,
        at=by.at,
        actor=by.account,
        party=by.party,
        action=f"earlier-award:{what}",
        subject=subject,
        after=after,
    )


def _summed(awards: Iterable[EarlierAward]) -> dict[str, Any]:
    """What the record keeps of awards: how many, how much, and a digest of all that they say."""
    listed = list(awards)
    said = [award.model_dump(mode="json", include=set(EarlierAward.model_fields)) for award in listed]
    return {
        "count": len(listed),
        "amount": wire_text(sum((award.amount for award in listed), ZERO)),
        "awards_digest": digest_of({"awards": said}),
    }


def find_list(session: Session, identifier: str) -> KeptList | None:
    """A list with its awards, or None."""
    row = session.get(EarlierAwardList, identifier)
    return _list(session, row) if row else None


def read_lists(engine: Engine, department: str | None, limit: int) -> list[KeptList]:
    """The newest lists of a department, or of all."""
    asked = select(EarlierAwardList).order_by(col(EarlierAwardList.made_at).desc(), col(EarlierAwardList.id))
    if department is not None:
        asked = asked.where(EarlierAwardList.department == department)
    with open_session(engine) as session:
        return [_list(session, row) for row in session.exec(asked.limit(limit))]


def find_award(session: Session, identifier: str) -> tuple[KeptEarlierAward, str] | None:
    """An award and the department that entered it, or None."""
    asked = _kept_rows().where(EarlierAwardRow.id == identifier)
    found = session.exec(asked).first()
    if found is None:
        return None
    row, status = found
    return _award(row, status), session.get_one(EarlierAwardList, row.list_id).department


def earlier_of(session: Session, unit: str, *, everybodys: str | None = None) -> list[KeptEarlierAward]:
    """What a unit was granted before, as far as it counts, the oldest first.

    What was granted to a unit that has ended stands under its successor (``commands/money/earlier_awards.py``, and the
    act of succession itself).

    Args:
        session: the store.
        unit: its code.
        everybodys: an award base on which what any unit was granted is meant as well.
    """
    holds = EarlierAwardRow.unit == unit
    asked = (
        _kept_rows()
        .where(holds if everybodys is None else or_(holds, EarlierAwardRow.award_base == everybodys))
        .where(EarlierAwardList.status == ListStatus.CONFIRMED.value)
        .where(col(EarlierAwardRow.withdrawn_at).is_(None))
        .order_by(col(EarlierAwardRow.granted_on), col(EarlierAwardRow.id))
    )
    return [_award(row, status) for row, status in session.exec(asked)]


def earlier_of_year(session: Session, unit: str, codes: Collection[str], year: int) -> Decimal:
    """What a unit was granted before of some types for a year, 元."""
    counting = (award for award in earlier_of(session, unit) if award.code in codes and award.year == year)
    return sum((award.amount for award in counting), ZERO)


def earlier_by_units(
    engine: Engine, codes: Collection[str], year: int, unit: str | None
) -> dict[str, Decimal]:
    """Unit → what it was granted before of some types for a year, 元; of all units where none is named."""
    asked = (
        select(col(EarlierAwardRow.unit), col(EarlierAwardRow.amount))
        .where(EarlierAwardRow.list_id == EarlierAwardList.id)
        .where(EarlierAwardList.status == ListStatus.CONFIRMED.value, EarlierAwardRow.year == year)
        .where(col(EarlierAwardRow.withdrawn_at).is_(None), col(EarlierAwardRow.code).in_(set(codes)))
    )
    if unit is not None:
        asked = asked.where(EarlierAwardRow.unit == unit)
    sums: dict[str, Decimal] = {}
    with open_session(engine) as session:
        for holder, amount in session.exec(asked):
            sums[holder] = sums.get(holder, ZERO) + amount
    return sums


def _kept_rows() -> Any:
    return select(EarlierAwardRow, EarlierAwardList.status).where(
        EarlierAwardRow.list_id == EarlierAwardList.id
    )


def _list(session: Session, row: EarlierAwardList) -> KeptList:
    asked = (
        select(EarlierAwardRow).where(EarlierAwardRow.list_id == row.id).order_by(col(EarlierAwardRow.row))
    )
    awards = tuple(_award(each, row.status) for each in session.exec(asked))
    return KeptList.model_validate({**row.model_dump(), "awards": awards})


def _award(row: EarlierAwardRow, status: str) -> KeptEarlierAward:
    counts = status == ListStatus.CONFIRMED.value and row.withdrawn_at is None
    content = row.model_dump(include=set(KeptEarlierAward.model_fields))
    return KeptEarlierAward.model_validate({**content, "counts": counts})
