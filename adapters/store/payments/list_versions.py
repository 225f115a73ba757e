"""Versions of payment lists: what came between a list and the bank leaves payments out of the next version, or puts them back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from sqlmodel import col, select

from adapters.store.payments.stops import stops_on
from adapters.store.schema import CaseFile, Payment
from adapters.store.schema import PaymentListLine as LineRow
from adapters.store.schema import PaymentListRow as ListRow
from adapters.store.schema import PaymentListVersionRow as VersionRow
from adapters.store.writing import Session, hold
from domain.frozen import Frozen
from domain.money import ZERO
from domain.payment_list.listing import TO_PAY, ListVersion


class Revised(Frozen):
    """A list that has a new version; the payments that it pays no more, or again, with their cases."""

    list_id: str
    document_number: str
    before: ListVersion
    now: ListVersion
    cases: dict[str, str]


def hold_lists(session: Session) -> None:
    """Let no list be made meanwhile: whatever stands against a payment is seen by the list, or sees it."""
    hold(session, "payment-lists")


def add_version(session: Session, list_id: str, version: ListVersion) -> None:
    """Keep a version of a list."""
    session.add(VersionRow(list_id=list_id, **version.model_dump()))


def versions_of(session: Session, list_id: str) -> tuple[ListVersion, ...]:
    """The versions of a list, the first one first."""
    asked = select(VersionRow).where(VersionRow.list_id == list_id).order_by(col(VersionRow.version))
    return tuple(ListVersion.model_validate(row.model_dump()) for row in session.exec(asked))


def revise_lists(session: Session, cases: Collection[str], at: datetime, why: str) -> list[Revised]:
    """A new version of every list whose payments a stop holds back now, or does no longer; lists are held.

    What the bank has spoken on stays as it is, and so does the version that went to the bank.

    Args:
        session: in which the stop was set or lifted.
        cases: that it reaches.
        at: when.
        why: in Chinese.
    """
    asked = (
        select(col(LineRow.list_id), col(Payment.id), col(CaseFile.number), col(CaseFile.unit))
        .join(Payment, col(Payment.id) == LineRow.payment)
        .join(CaseFile, col(CaseFile.number) == Payment.case_number)
        .where(col(CaseFile.number).in_(cases), Payment.status == TO_PAY)
        .order_by(col(LineRow.list_id), col(LineRow.number))
    )
    held: dict[str, dict[str, str]] = {}
    of_case: dict[str, str] = {}
    for list_id, payment, number, unit in session.exec(asked):
        of_case[payment] = number
        stops = stops_on(session, number, unit)
        held.setdefault(list_id, {})[payment] = f"停拨：{stops[0].reason}" if stops else ""
    found = (_revised(session, list_id, held[list_id], of_case, at, why) for list_id in held)
    return [revised for revised in found if revised is not None]


def _revised(
    session: Session, list_id: str, held: dict[str, str], of_case: dict[str, str], at: datetime, why: str
) -> Revised | None:
    """The list's next version; None where it tells to pay the same."""
    head = session.get_one(ListRow, list_id)
    before = versions_of(session, list_id)[-1]
    others = {payment: told for payment, told in before.withheld.items() if payment not in held}
    withheld = others | {payment: told for payment, told in held.items() if told}
    if withheld.keys() == before.withheld.keys():
        return None
    count, total = _sums(session, list_id, withheld)
    now = ListVersion(
        version=before.version + 1, made_at=at, why=why, count=count, total=total, withheld=withheld
    )
    add_version(session, list_id, now)
    head.version, head.count, head.total = now.version, count, total
    session.add(head)
    changed = sorted(withheld.keys() ^ before.withheld.keys())
    return Revised(
        list_id=list_id,
        document_number=head.document_number,
        before=before,
        now=now,
        cases={payment: of_case[payment] for payment in changed},
    )


def _sums(session: Session, list_id: str, withheld: Iterable[str]) -> tuple[int, Decimal]:
    left = (LineRow.list_id == list_id, col(LineRow.payment).not_in(list(withheld)))
    asked = select(col(LineRow.transfer)).where(*left)
    transfers = list(session.exec(asked))
    return len(transfers), sum(transfers, ZERO)
