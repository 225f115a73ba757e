"""Making payment lists: of the ordered payments of a fund document, each payment on one list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.engine import transaction
from adapters.store.idempotency import KeptAnswer
from adapters.store.payments.list_queries import Done, done_by, line_of, ordered_payments, shared_with
from adapters.store.payments.list_versions import add_version, hold_lists
from adapters.store.payments.payees import holders_of
from adapters.store.payments.stops import stops_on
from adapters.store.reach import Engine
from adapters.store.schema import Idempotency, Payment, RunningNumber
from adapters.store.schema import PaymentListLine as LineRow
from adapters.store.schema import PaymentListRow as ListRow
from domain.audit.entry import HOUSE
from domain.calendar import shanghai_date
from domain.errors import FieldError, NotFound, WrongStage
from domain.normal_form import normal_form
from domain.payment_list.listing import (
    MOST_LINES,
    TO_PAY,
    HeldBack,
    ListVersion,
    PaymentList,
    list_number,
)


@dataclass(frozen=True)
class ListAsked:
    """A list that somebody asks for.

    Attributes:
        key: idempotency key, made from the caller's.
        digest: of the request.
        purpose_of: measure number, code, policy version → the purpose of the payment in words.
        check: raises a refusal when these lines, with what the maker did in their cases, cannot be a list.
        answer_of: the answer that is kept for the key.
    """

    key: str
    digest: str
    document_number: str
    made_by: str
    party: str
    at: datetime
    purpose_of: Callable[[str, str, str], str]
    check: Callable[[PaymentList, Done], None]
    answer_of: Callable[[PaymentList], dict[str, Any]]


def make_list(engine: Engine, asked: ListAsked) -> KeptAnswer:
    """Put every ordered payment of the document that is on no list yet on a new one. Done once for the key.

    However its number is written (〔2026〕, [2026], （2026）), it is one document; the list shows it as it was first issued.
    A payment of which the bank moves nothing, because all of it was set off, is on no list. What a stop of payment holds
    back stays behind, and is told.

    Raises:
        NotFound: no payment was ever ordered under the document.
        WrongStage: none is left.
        Refusal: by the check.
    """
    with transaction(engine) as session:
        hold_lists(session)
        first = session.get(Idempotency, asked.key)
        if first is not None:
            return KeptAnswer.model_validate(first.model_dump())
        made = _new_list(session, asked)
        asked.check(made, done_by(session, asked.made_by, (line.case_number for line in made.lines)))
        _keep(session, made)
        answer = KeptAnswer(digest=asked.digest, status=201, body=asked.answer_of(made))
        session.add(Idempotency(key=asked.key, at=asked.at, **answer.model_dump()))
        figures = {
            "document_number": made.document_number,
            "payments": len(made.lines),
            "total": f"{made.total:.2f}",
        }
        append(
            session,
            chain=HOUSE,
            at=asked.at,
            action="payment-list:made",
            actor=asked.made_by,
            party=asked.party,
            subject=made.id,
            after=figures,
        )
        return answer


def _new_list(session: Session, asked: ListAsked) -> PaymentList:
    document = normal_form(asked.document_number)
    under = select(Payment.id).where(Payment.document == document)
    waiting = (
        ordered_payments()
        .where(
            Payment.document == document,
            Payment.status == TO_PAY,
            Payment.transfer > 0,
            col(LineRow.payment).is_(None),
        )
        .order_by(col(Payment.ordered_at), col(Payment.id))
    )
    free, held = _apart(session, session.exec(waiting))
    if not free and not held and session.exec(under).first() is None:
        raise NotFound("没有文号为此的资金文件。", remedy="请核对文号；资金下达后才有待拨付的款项。")
    if not free:
        raise _nothing_to_list(held)
    holders = holders_of(session, {payee.account_number for _, _, payee, _ in free if payee})
    lines = [
        line_of(
            payment, payee, number, asked.purpose_of(case.measure_number, case.code, case.policy_version)
        ).model_copy(
            update={
                "unit": case.unit,
                "unit_name": case.unit_name,
                "note": shared_with(holders, payee, case),
            }
        )
        for number, (payment, case, payee, _) in enumerate(free, start=1)
    ]
    made = PaymentList(
        id=_next_number(session, asked.at),
        document_number=free[0][0].document_number,
        made_by=asked.made_by,
        made_at=asked.at,
        lines=tuple(lines),
        held_back=held,
    )
    first = ListVersion(version=1, made_at=asked.at, count=len(lines), total=made.total)
    return made.model_copy(update={"versions": (first,)})


def _apart(session: Session, waiting: Iterable[Any]) -> tuple[list[Any], tuple[HeldBack, ...]]:
    """What may go on a list, as much as it takes, and what a standing stop holds back: ordered is not yet paid."""
    free: list[Any] = []
    held: list[HeldBack] = []
    for row in waiting:
        payment, case = row[0], row[1]
        if len(free) == MOST_LINES:
            break
        stops = stops_on(session, case.number, case.unit)
        if not stops:
            free.append(row)
            continue
        why = f"停拨：{stops[0].reason}"
        held.append(HeldBack(payment=payment.id, case_number=case.number, why=why))
    return free, tuple(held)


def _nothing_to_list(held: Sequence[HeldBack]) -> WrongStage:
    if not held:
        return WrongStage("该文件下没有待列入清单的拨付指令。", remedy="请从已有清单中查看。")
    return WrongStage(
        f"该文件下待拨付的 {len(held)} 笔款项均已停拨。",
        remedy="停拨解除后再编制清单。",
        fields=tuple(FieldError(path=f"payments.{entry.payment}", message=entry.why) for entry in held),
    )


def _next_number(session: Session, at: datetime) -> str:
    """The next of the year; the lock on lists keeps two from getting the same."""
    year = shanghai_date(at).year
    series = session.get(RunningNumber, f"{year}-payment-list")
    if series is None:
        series = RunningNumber(key=f"{year}-payment-list", last=0)
    series.last += 1
    session.add(series)
    return list_number(year, series.last)


def _keep(session: Session, made: PaymentList) -> None:
    head = made.model_dump(include={"id", "document_number", "made_by", "made_at"})
    session.add(ListRow(**head, count=len(made.lines), total=made.total))
    session.flush()
    add_version(session, made.id, made.versions[0])
    for line in made.lines:
        content = line.model_dump(include={"payment", "number", "purpose", "transfer", "unit", "unit_name"})
        session.add(LineRow(list_id=made.id, **content))
