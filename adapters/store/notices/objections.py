"""Objections that a case has taken, with what was found on each."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, ObjectionRow, ObjectionSummaryRow, OutsideObjectorRow
from adapters.store.writing import Session as Writing
from domain.calendar import shanghai_date
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.record.narrative import day_text
from domain.frozen import Frozen
from domain.public_notice.outcome import ObjectionFinding


class TakenObjection(Frozen):
    """An objection of a case.

    Attributes:
        raised_by: id of the account, or of somebody without one (``is_outside``); neither is in a dump.
        added_at: when something was added to it last; None for nothing.
        content: its words, and what was added to them later: for the lead, and in no dump.
        summary: what the lead tells the applicant of it; empty until it does.
        reason: of the finding.
    """

    id: str
    raised_by: str = Field(exclude=True)
    is_outside: bool = Field(False, exclude=True)
    content: str = Field(exclude=True)
    at: datetime
    added_at: datetime | None = Field(None, exclude=True)
    summary: str = ""
    summarised_at: datetime | None = None
    finding: ObjectionFinding = ObjectionFinding.OPEN
    reason: str = ""
    found_at: datetime | None = None

    @property
    def is_told(self) -> bool:
        """Whether the applicant was told of it, and of the last that was added."""
        return self.summarised_at is not None and (self.added_at or self.at) <= self.summarised_at


def objections_taken(session: Session, case_number: str) -> tuple[TakenObjection, ...]:
    """The objections of a case, in the order in which they were raised, each with what was added to it; one that was refused is none."""
    kinds = (RaiseObjection.kind, FindOnObjection.kind)
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(kinds))
    acts = list(session.exec(asked.order_by(col(ActRow.at), col(ActRow.id))))
    laid_down = select(ObjectionRow).where(ObjectionRow.case_number == case_number)
    rows = {row.id: row for row in session.exec(laid_down)}
    found = {_about(act): act for act in acts if act.kind == FindOnObjection.kind}
    raised = [act for act in acts if act.kind == RaiseObjection.kind and _about(act) in rows]
    first = [rows[_about(act)] for act in raised if not _adds_to(act)]
    added: dict[str, list[ObjectionRow]] = {}
    for act in filter(_adds_to, raised):
        added.setdefault(_adds_to(act), []).append(rows[_about(act)])
    by = {row.raised_by for row in rows.values()}
    outside = set(session.exec(select(OutsideObjectorRow.id).where(col(OutsideObjectorRow.id).in_(by))))
    told = select(ObjectionSummaryRow).where(ObjectionSummaryRow.case_number == case_number)
    summaries = {row.objection: row for row in session.exec(told)}
    return tuple(
        _taken(row, added.get(row.id, ()), found.get(row.id), outside).model_copy(
            update=_summary(summaries.get(row.id))
        )
        for row in first
    )


def objection_in(session: Session, case_number: str, identifier: str) -> TakenObjection | None:
    """One objection that the case has taken."""
    return next((each for each in objections_taken(session, case_number) if each.id == identifier), None)


class ObjectionSummary(Frozen):
    """What the lead tells the applicant of an objection, and who wrote it."""

    objection: str
    case_number: str
    content: str
    written_by: str
    party: str
    at: datetime


def keep_summary(session: Writing, summary: ObjectionSummary) -> None:
    """Keep what the applicant is told, in place of what it was told before; the chain has a digest."""
    session.merge(ObjectionSummaryRow(**summary.model_dump()))
    append(
        session,
        chain=summary.case_number,
        at=summary.at,
        actor=summary.written_by,
        party=summary.party,
        action="objection:summarised",
        subject=summary.objection,
        sealed={"words": summary.content},
    )


def objections_raised_by(engine: Engine, case_number: str, account: str) -> tuple[TakenObjection, ...]:
    """The objections of one person to a case."""
    with open_session(engine) as session:
        taken = objections_taken(session, case_number.replace("\x00", ""))
    return tuple(objection for objection in taken if objection.raised_by == account)


def _summary(row: ObjectionSummaryRow | None) -> dict[str, Any]:
    return {"summary": row.content, "summarised_at": row.at} if row else {}


def _about(act: ActRow) -> str:
    return str(act.content.get("objection", ""))


def _adds_to(act: ActRow) -> str:
    return str(act.content.get("adds_to", ""))


def _taken(
    row: ObjectionRow, added: Iterable[ObjectionRow], finding: ActRow | None, outside: Container[str]
) -> TakenObjection:
    content = row.model_dump(include={"id", "raised_by", "at"})
    added = tuple(added)
    content["added_at"] = max((each.at for each in added), default=None)
    more = (f"{day_text(shanghai_date(each.at))}补充：{each.content}" for each in added)
    content["content"] = "\n\n".join((row.content, *more))
    content["is_outside"] = row.raised_by in outside
    if finding is None:
        return TakenObjection(**content)
    return TakenObjection(
        **content, finding=ObjectionFinding(finding.outcome), reason=finding.reason, found_at=finding.at
    )
