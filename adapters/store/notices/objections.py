"""Objections that a case has taken, with what was found on each."""

from collections.abc import Container
from datetime import datetime

from pydantic import Field
from sqlmodel import Session, col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, ObjectionRow, OutsideObjectorRow
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.frozen import Frozen
from domain.public_notice.outcome import ObjectionFinding


class TakenObjection(Frozen):
    """An objection of a case.

    Attributes:
        raised_by: id of the account, or of somebody without one (``is_outside``); neither is in a dump.
        reason: of the finding.
    """

    id: str
    raised_by: str = Field(exclude=True)
    is_outside: bool = Field(False, exclude=True)
    content: str
    at: datetime
    finding: ObjectionFinding = ObjectionFinding.OPEN
    reason: str = ""
    found_at: datetime | None = None


def objections_taken(session: Session, case_number: str) -> tuple[TakenObjection, ...]:
    """The objections of a case, in the order in which they were raised; one that was refused is none."""
    kinds = (RaiseObjection.kind, FindOnObjection.kind)
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(kinds))
    acts = list(session.exec(asked.order_by(col(ActRow.at), col(ActRow.id))))
    laid_down = select(ObjectionRow).where(ObjectionRow.case_number == case_number)
    rows = {row.id: row for row in session.exec(laid_down)}
    found = {_about(act): act for act in acts if act.kind == FindOnObjection.kind}
    raised = (rows.get(_about(act)) for act in acts if act.kind == RaiseObjection.kind)
    by = {row.raised_by for row in rows.values()}
    outside = set(session.exec(select(OutsideObjectorRow.id).where(col(OutsideObjectorRow.id).in_(by))))
    return tuple(_taken(row, found.get(row.id), outside) for row in raised if row is not None)


def objections_raised_by(engine: Engine, case_number: str, account: str) -> tuple[TakenObjection, ...]:
    """The objections of one person to a case."""
    with open_session(engine) as session:
        taken = objections_taken(session, case_number.replace("\x00", ""))
    return tuple(objection for objection in taken if objection.raised_by == account)


def _about(act: ActRow) -> str:
    return str(act.content.get("objection", ""))


def _taken(row: ObjectionRow, finding: ActRow | None, outside: Container[str]) -> TakenObjection:
    content = row.model_dump(include={"id", "raised_by", "content", "at"})
    content["is_outside"] = row.raised_by in outside
    if finding is None:
        return TakenObjection(**content)
    return TakenObjection(
        **content, finding=ObjectionFinding(finding.outcome), reason=finding.reason, found_at=finding.at
    )
