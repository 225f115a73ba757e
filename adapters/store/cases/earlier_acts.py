"""The acts of a case that later ones build on, in their order; and what of it was contested."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import col, select

from adapters.store.tables.case_file import ActRow, Timeline
from adapters.store.tables.document import Document
from adapters.store.writing import Session
from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.instalments import ClaimInstalment
from domain.case.acts.recovery import DecideTopUp
from domain.case.acts.vouchers import Redeem, ReviewRedemption
from domain.case.contests.contested import Contested
from domain.case.contests.decisions import Decision, Happened, decisions_told
from domain.case.earlier_work import KINDS, DocumentOnFile, EarlierAct
from domain.case.record.events import Event
from domain.departments import APPLICANT


def earlier_acts(session: Session, case_number: str) -> tuple[EarlierAct, ...]:
    """The decisions and supplements so far; those that were refused are not kept at all."""
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(KINDS))
    rows = sorted(session.exec(asked), key=_seq)
    return tuple(EarlierAct(kind=row.kind, content=row.content) for row in rows)


def documents_brought(session: Session, case_number: str, acting: str = "") -> tuple[DocumentOnFile, ...]:
    """The documents that do not come from the office itself, in order.

    Args:
        session: on the store.
        case_number: the case.
        acting: the account that acts now; those that acted for an office before are known.
    """
    offices = select(ActRow.account).where(ActRow.case_number == case_number, ActRow.party != APPLICANT)
    asked = (
        select(Document)
        .where(
            Document.case_number == case_number,
            Document.uploaded_by != acting,
            col(Document.uploaded_by).not_in(offices),
        )
        .order_by(col(Document.at), col(Document.id))
    )
    return tuple(DocumentOnFile(id=row.id, code=row.code) for row in session.exec(asked))


def decisions_of(session: Session, case_number: str) -> tuple[Decision, ...]:
    """The decisions of a case that stand, as its timeline tells them."""
    asked = select(Timeline.seq, Timeline.event, Timeline.subject).where(Timeline.case_number == case_number)
    ordered = asked.order_by(col(Timeline.seq), col(Timeline.id))
    return decisions_told(Happened(*line) for line in session.exec(ordered))


def contested_in(session: Session, numbers: Collection[str]) -> Mapping[str, tuple[Contested, ...]]:
    """What was contested in these cases beside the procedure; whether it is answered, their tasks tell."""
    found: defaultdict[str, tuple[Contested, ...]] = defaultdict(tuple)
    asked = select(ActRow.case_number, ActRow.content).where(
        col(ActRow.case_number).in_(numbers),
        ActRow.kind == RequestReconsideration.kind,
        ActRow.outcome != "",
    )
    for number, content in session.exec(asked.order_by(col(ActRow.at), col(ActRow.id))):
        told = {name: content[name] for name in ("told_in", "number", "decided_by", "claim")}
        found[number] += (Contested(kind=content["against"], is_open=False, **told),)
    return found


def who_decided_of(
    session: Session, case_number: str, kinds: Collection[str], number: str
) -> tuple[str, ...]:
    """Who did such acts about a year, a redemption or the case, or had a deputy do them; each once, in a fixed order.

    A top-up that was sent back decided nothing.
    """
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(kinds))
    undone = _top_ups_sent_back(session, case_number)
    about = (
        row
        for row in session.exec(asked)
        if row.id not in undone and EarlierAct(kind=row.kind, content=row.content).subject in ("", number)
    )
    return tuple(sorted({person for row in about for person in (row.account, row.for_account) if person}))


def _top_ups_sent_back(session: Session, case_number: str) -> set[str]:
    """The ids of the acts: each return is of the top-up that was decided last before it."""
    asked = select(Timeline.seq).where(
        Timeline.case_number == case_number, Timeline.event == Event.TOP_UP_RETURNED.value
    )
    returned = session.exec(asked).all()
    decided = _acts_of_kind(session, case_number, DecideTopUp.kind)
    before = ([row.id for row in decided if _seq(row) <= seq] for seq in returned)
    return {ids[-1] for ids in before if ids}


def last_top_up(session: Session, case_number: str) -> dict[str, Any]:
    """What the top-up said that was decided last."""
    return dict(_acts_of_kind(session, case_number, DecideTopUp.kind)[-1].content)


def _acts_of_kind(session: Session, case_number: str, kind: str) -> list[ActRow]:
    asked = select(ActRow).where(ActRow.case_number == case_number, ActRow.kind == kind)
    return sorted(session.exec(asked), key=_seq)


def _seq(row: ActRow) -> int:
    """With which step it was recorded."""
    return int(row.progress["seq"])


def claimed(session: Session, case_number: str, kind: str, number: str) -> dict[str, Any]:
    """What was claimed last for a year of support, or with a redemption; empty where nothing was."""
    for row in reversed(_acts_of_kind(session, case_number, kind)):
        if kind == ClaimInstalment.kind and str(row.content["instalment"]) == number:
            return dict(row.content["facts"])
        tasks = row.progress["tasks"] if kind == Redeem.kind else ()
        if any((task["acts"], task["subject"]) == ([ReviewRedemption.kind], number) for task in tasks):
            return {"invoices": row.content["invoices"]}
    return {}
