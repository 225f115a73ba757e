"""Reading payment lists, who did what in their cases, and noting who saw them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from adapters.store.audit.chain import append, hold_chains
from adapters.store.engine import open_session, transaction
from adapters.store.payments.list_versions import versions_of
from adapters.store.payments.payees import Holders, holders_of
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, CaseFile, Payee, Payment
from adapters.store.schema import PaymentListLine as LineRow
from adapters.store.schema import PaymentListRow as ListRow
from domain.audit.entry import HOUSE
from domain.calendar import shanghai_date
from domain.frozen import Frozen
from domain.money import Yuan
from domain.normal_form import normal_form
from domain.payment_list.four_eyes import DoneAct
from domain.payment_list.listing import Line, PaymentList

AT_ONCE = 50
"""Chains that one transaction holds."""

Done = dict[str, list[DoneAct]]
"""Case number → what one person did in it."""


class ListSummary(Frozen):
    """A list as a list of lists shows it."""

    id: str
    document_number: str
    made_by: str
    made_at: datetime
    version: int
    count: int
    total: Yuan


def read_list(engine: Engine, list_id: str) -> PaymentList | None:
    """A list with its lines as the payments stand now, or None."""
    with open_session(engine) as session:
        head = session.get(ListRow, list_id.replace("\x00", ""))
        if head is None:
            return None
        rows = session.exec(
            ordered_payments().where(LineRow.list_id == head.id).order_by(col(LineRow.number))
        )
        found = rows.all()
        holders = holders_of(session, {payee.account_number for _, _, payee, _ in found if payee})
        versions = versions_of(session, head.id)
        withheld = versions[-1].withheld
        lines = [
            line_of(payment, payee, line.number, line.purpose).model_copy(
                update={
                    "transfer": line.transfer,
                    "unit": line.unit,
                    "unit_name": line.unit_name,
                    "withheld": withheld.get(payment.id, ""),
                    "note": "；".join(
                        filter(None, (changed_since(line, case), shared_with(holders, payee, case)))
                    ),
                }
            )
            for payment, case, payee, line in found
        ]
        return PaymentList(
            **head.model_dump(include={"id", "document_number", "made_by", "made_at"}),
            lines=tuple(lines),
            versions=versions,
        )


def list_lists(
    engine: Engine, document_number: str | None, after: str | None, limit: int
) -> list[ListSummary]:
    """The lists before the one given, newest first."""
    wanted = select(ListRow).order_by(col(ListRow.id).desc()).limit(limit)
    if document_number is not None:
        wanted = wanted.where(ListRow.document == normal_form(document_number))
    if after is not None:
        wanted = wanted.where(col(ListRow.id) < after.replace("\x00", ""))
    with open_session(engine) as session:
        return [ListSummary.model_validate(row.model_dump()) for row in session.exec(wanted)]


def done_by(session: Session, account: str, case_numbers: Iterable[str]) -> Done:
    """What a person did in these cases, or had a deputy do."""
    theirs = or_(col(ActRow.account) == account, col(ActRow.for_account) == account)
    wanted = select(ActRow.case_number, ActRow.kind, ActRow.content).where(
        theirs, col(ActRow.case_number).in_(set(case_numbers))
    )
    found: Done = defaultdict(list)
    for case_number, kind, content in session.exec(wanted):
        document = str(content.get("document_number", ""))
        found[case_number].append(DoneAct(kind=kind, document_number=document))
    return found


def acts_of(engine: Engine, account: str, case_numbers: Iterable[str]) -> Done:
    """What a person did in these cases, as it is now."""
    with open_session(engine) as session:
        return done_by(session, account, case_numbers)


def lists_of(engine: Engine, payments: Iterable[str]) -> dict[str, str]:
    """Payments that there are → the list that they are on, empty when on none."""
    wanted = (
        select(Payment.id, LineRow.list_id)
        .join(LineRow, col(LineRow.payment) == Payment.id, isouter=True)
        .where(col(Payment.id).in_(set(payments)))
    )
    with open_session(engine) as session:
        return {payment: list_id or "" for payment, list_id in session.exec(wanted)}


def record_sight(
    engine: Engine, listed: PaymentList, actor: str, party: str, at: datetime, *, whole: bool
) -> None:
    """Append that somebody sees a list, before it is shown: what cannot be recorded is not shown.

    Masked, the house's chain alone says so; ``whole``, with its account numbers, the chain of every case too: a few
    cases a transaction, since a chain is held until its transaction ends.
    """
    seen: dict[str, Any] = {"at": at, "actor": actor, "party": party, "subject": listed.id}
    numbers = sorted({line.case_number for line in listed.lines}) if whole else []
    action = "payment-list:downloaded" if whole else "payment-list:viewed"
    for start in range(0, len(numbers), AT_ONCE):
        few = numbers[start : start + AT_ONCE]
        with transaction(engine) as session:
            hold_chains(session, few)
            for number in few:
                append(session, chain=number, action=action, **seen)
    with transaction(engine) as session:
        append(session, chain=HOUSE, action=action, **seen)


def ordered_payments() -> Any:
    """Payments with their case, their account, and the line of a list that they are on."""
    return (
        select(Payment, CaseFile, Payee, LineRow)
        .join(CaseFile, col(CaseFile.number) == Payment.case_number)
        .join(Payee, col(Payee.id) == Payment.payee, isouter=True)
        .join(LineRow, col(LineRow.payment) == Payment.id, isouter=True)
    )


def changed_since(line: LineRow, case: CaseFile) -> str:
    """What has changed of the unit since the list was made; empty where nothing has."""
    if line.unit != case.unit:
        return f"{line.unit_name}已由{case.unit_name}承继"
    if line.unit_name != case.unit_name:
        return f"{line.unit_name}已更名为{case.unit_name}"
    return ""


def shared_with(holders: Holders, payee: Payee | None, case: CaseFile) -> str:
    """Whose else the account of a line is; empty where it is nobody's."""
    others = holders.others(payee.account_number, case.unit) if payee else []
    named = "、".join(
        f"{other.unit_name}{'（创客）' if other.is_maker else ''}（{other.case_number}）" for other in others
    )
    return f"同一账号另用于{named}" if named else ""


def line_of(payment: Payment, payee: Payee | None, number: int, purpose: str) -> Line:
    """A payment as a line of a list; without payee details its account is empty."""
    return Line(
        number=number,
        payment=payment.id,
        case_number=payment.case_number,
        purpose=purpose,
        account_name=payee.account_name if payee else "",
        bank=payee.bank if payee else "",
        account_number=payee.account_number if payee else "",
        amount=payment.amount,
        city_amount=payment.city_amount,
        locality_amount=payment.locality_amount,
        transfer=payment.transfer,
        status=payment.status,
        ordered_on=shanghai_date(payment.ordered_at),
        paid_on=payment.paid_on,
        reason=payment.reason,
    )
