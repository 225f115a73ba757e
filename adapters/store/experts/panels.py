"""Panels with their seats: read, made, and changed seat by seat, each with a link of the case's audit chain."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.tables.account import AccountRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.expert_panel import ExpertPanelRow as PanelRow
from adapters.store.tables.expert_panel import ExpertSeatRow as SeatRow
from domain.audit.canonical import digest_of, digest_of_text
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.experts.panel import Panel, Seat, SeatStatus

EXPERT = Role.EXPERT.value


def add_panel(session: Session, panel: Panel, party: str) -> None:
    """Keep a panel with its seats."""
    row = panel.model_dump(mode="json", exclude={"seats", "due_on", "made_at"})
    session.add(PanelRow(**row, due_on=panel.due_on, made_at=panel.made_at))
    session.flush()
    asked = {"question_digest": digest_of_text(panel.question), "criteria": row["criteria"]}
    _link(session, panel, panel.made_by, party, "expert:panel-made", panel.id, asked)
    for seat in panel.seats:
        keep_seat(session, panel, seat, panel.made_by, party)


def keep_seat(session: Session, panel: Panel, seat: Seat, by: str, party: str) -> None:
    """Keep how a seat stands now; words stay out of the chain, their digest is in it."""
    session.merge(SeatRow(panel=panel.id, **seat.model_dump(mode="json", exclude={"name", "at"}), at=seat.at))
    session.flush()
    said = digest_of({"marks": seat.marks, "words": [seat.interest, seat.opinion, seat.reason]})
    after = {"status": seat.status.value, "said_digest": said}
    _link(session, panel, by, party, f"expert:{seat.status.value}", seat.account, after, seat.at)


def _link(
    session: Session,
    panel: Panel,
    by: str,
    party: str,
    action: str,
    subject: str,
    after: dict[str, Any],
    at: datetime | None = None,
) -> None:
    append(
        session,
        chain=panel.case_number,
        at=at or panel.made_at,
        actor=by,
        party=party,
        action=action,
        subject=subject,
        after=after,
    )


def panel_of_case(session: Session, case_number: str) -> Panel | None:
    """The latest panel of a case."""
    asked = select(PanelRow).where(PanelRow.case_number == case_number).order_by(col(PanelRow.made_at).desc())
    row = session.exec(asked.limit(1)).first()
    return _panels(session, [row])[0] if row else None


def panel_by_id(session: Session, identifier: str) -> Panel | None:
    """One panel."""
    row = session.get(PanelRow, identifier)
    return _panels(session, [row])[0] if row else None


def panels_of_expert(session: Session, account: str) -> list[Panel]:
    """Every panel in which somebody has a seat that was not revoked, the newest first."""
    asked = (
        select(PanelRow)
        .join(SeatRow)
        .where(SeatRow.account == account, SeatRow.status != SeatStatus.REVOKED.value)
        .order_by(col(PanelRow.made_at).desc())
    )
    return _panels(session, session.exec(asked).all())


def panels_due(session: Session, until: date) -> list[Panel]:
    """Panels of cases with their experts whose last day is this one or earlier and that wait for somebody."""
    awaited = [status.value for status in SeatStatus if status.is_awaited]
    asked = (
        select(PanelRow)
        .join(CaseFile)
        .where(
            PanelRow.due_on <= until,
            CaseFile.stage == Stage.EXPERT_REVIEW.value,
            col(PanelRow.id).in_(select(SeatRow.panel).where(col(SeatRow.status).in_(awaited))),
        )
        .order_by(col(PanelRow.due_on), col(PanelRow.id))
    )
    return _panels(session, session.exec(asked).all())


def experts_by_username(session: Session, usernames: Iterable[str]) -> dict[str, AccountRow]:
    """The known experts among these usernames."""
    rows = session.exec(select(AccountRow).where(col(AccountRow.username).in_(list(usernames))))
    return {row.username: row for row in rows if EXPERT in row.roles and not row.is_disabled}


def addresses_of(session: Session, accounts: Iterable[str]) -> dict[str, str]:
    """Where mails to these accounts go."""
    asked = select(AccountRow.id, AccountRow.email).where(col(AccountRow.id).in_(list(accounts)))
    return {account: email or "" for account, email in session.exec(asked)}


def _panels(session: Session, rows: Sequence[PanelRow]) -> list[Panel]:
    """Rows as panels, with all their seats by one query."""
    asked = (
        select(SeatRow, AccountRow.display_name)
        .join(AccountRow, col(AccountRow.id) == col(SeatRow.account), isouter=True)
        .where(col(SeatRow.panel).in_([row.id for row in rows]))
        .order_by(col(SeatRow.panel), col(SeatRow.account))
    )
    seats: dict[str, list[Seat]] = {}
    for seat, name in session.exec(asked):
        seats.setdefault(seat.panel, []).append(Seat(**seat.model_dump(exclude={"panel"}), name=name or ""))
    return [Panel(**row.model_dump(), seats=tuple(seats.get(row.id, ()))) for row in rows]
